"""The caller's functions: what libvirt calls, by the names that a scenario gives them."""

import ctypes as C
import re

from ctypes_of_libvirt import CALLBACKS, text

REGISTERING = re.compile(r"virConnect(Domain|Network|StoragePool|NodeDevice|Secret)EventRegister(Any)?")
# What each event's callback is given beside the object, by family and number; lifecycle events are those of number 0.
SHAPES = {
    ("Domain", 15): "device", ("Domain", 19): "device", ("Domain", 23): "metadata", ("Network", 1): "metadata",
}
ADDRESS = re.compile(r"\b0x[0-9a-f]+\b")


def family_of(function):
    """The kind of object whose events the function registers a callback for."""
    found = REGISTERING.fullmatch(function)
    return found and found[1]


class Callbacks:
    """Functions and their data by name, and what they were called with."""

    def __init__(self):
        self.functions, self.opaques, self.delivered, self.loop = {}, {}, [], {}
        self.registrations = 0

    def registered(self, name, conn, ret):
        """Notes what a callback was registered as. The old way tells no number, but counts."""
        number = ret if name.endswith("Any") else self.registrations
        self.registrations = number + 1
        self.opaques[self.last_opaque].update(id=number, conn=conn)

    def without_addresses(self, said):
        """What was said, with a function called by its name instead of its address."""
        if isinstance(said, dict):
            return {key: self.without_addresses(value) for key, value in said.items()}
        if not isinstance(said, str):
            return said
        addresses = {f"{C.cast(function, C.c_void_p).value:#x}": name for (name, _), function in self.functions.items()}
        return ADDRESS.sub(lambda found: addresses.get(found[0], found[0]), said)

    def opaque(self, row, args, name):
        """The address that stands for the caller's data; one for each registration, to tell them apart."""
        self.last_opaque = len(self.opaques) + 1
        family = family_of(row["name"])
        event = None if not family else args[2] if row["name"].endswith("Any") else 0
        self.opaques[self.last_opaque] = {"event": event, "opaque": name, "family": family}
        return self.last_opaque

    def callback(self, row, param, args, name):
        """The function pointer of a callback's name. The same name is the same pointer."""
        kinds = {
            "virConnectCloseFunc": "close", "virFreeCallback": "free", "virErrorFunc": "error",
            "virStreamSinkFunc": "sink", "virStreamSourceFunc": "source", "virStreamSinkHoleFunc": "hole",
            "virEventHandleCallback": "handle", "virEventTimeoutCallback": "timeout",
            "virStreamEventCallback": "stream_event", "virEventAddHandleFunc": "add_handle",
            "virEventUpdateHandleFunc": "update", "virEventRemoveHandleFunc": "remove",
            "virEventAddTimeoutFunc": "add_timeout", "virEventUpdateTimeoutFunc": "update",
            "virEventRemoveTimeoutFunc": "remove", "virStreamSourceHoleFunc": "holes", "virStreamSourceSkipFunc": "hole",
        }
        kind = kinds.get(param["c_type"]) or self.shape(row, args)
        if (name, kind) not in self.functions:
            body = getattr(self, f"on_{kind}")
            self.functions[name, kind] = CALLBACKS[kind](lambda *args: body(name, *args))
        return self.functions[name, kind]

    def shape(self, row, args):
        """The kind of an event's callback."""
        if not row["name"].endswith("Any") or args[2] == 0:
            return "lifecycle"
        return SHAPES.get((family_of(row["name"]), args[2]), "generic")

    def on_object(self, name, pointer, opaque, **numbers):
        registration = self.opaques[opaque]
        family = registration["family"]
        pointer = C.c_void_p(pointer)
        line = {"callback": name, "id": registration["id"], "conn": registration["conn"]}
        line[family.lower()] = text(getattr(self.lib, f"vir{family}GetName")(pointer))
        uuid = C.create_string_buffer(37)
        getattr(self.lib, f"vir{family}GetUUIDString")(pointer, uuid)
        line["uuid"] = text(uuid.value)
        if family == "Domain":
            line["domain_id"] = C.c_int(self.lib.virDomainGetID(pointer)).value
        self.delivered.append({**line, "event": registration["event"], **numbers})

    def on_lifecycle(self, name, _conn, domain, event, detail, opaque):
        self.on_object(name, domain, opaque, type=event, detail=detail)
        return 0

    def on_generic(self, name, _conn, domain, opaque):
        self.on_object(name, domain, opaque)

    def on_device(self, name, _conn, domain, alias, opaque):
        self.on_object(name, domain, opaque, alias=text(alias))

    def on_metadata(self, name, _conn, pointer, kind, uri, opaque):
        self.on_object(name, pointer, opaque, kind=kind, uri=text(uri))

    def on_handle(self, name, watch, fd, events, opaque):
        data = self.opaques[opaque]["opaque"]
        self.delivered.append({"handle": name, "watch": watch, "fd": fd, "events": events, "opaque": data})

    def on_timeout(self, name, timer, opaque):
        self.delivered.append({"timeout": name, "timer": timer, "opaque": self.opaques[opaque]["opaque"]})

    # A loop of the program's own, which never turns: it counts what it is given.
    def on_add_handle(self, name, *_):
        return self.added(name)

    def on_add_timeout(self, name, *_):
        return self.added(name)

    def added(self, name):
        self.loop[name] = self.loop.get(name, 0) + 1
        return self.loop[name]

    def on_update(self, *_):
        pass

    def on_remove(self, *_):
        return 0

    def on_stream_event(self, name, stream, events, opaque):
        stream = self.known_handle(stream)["handle"]
        data = self.opaques[opaque]["opaque"] if opaque else None
        self.delivered.append({"stream": stream, "callback": name, "events": events, "opaque": data})

    def on_sink(self, name, stream, _data, count, _opaque):
        self.delivered.append({"stream": self.known_handle(stream)["handle"], "callback": name, "data": True})
        return count

    def on_source(self, name, stream, _data, _count, _opaque):
        self.delivered.append({"stream": self.known_handle(stream)["handle"], "callback": name, "data": False})
        return 0

    def on_hole(self, *_):
        return 0

    def on_holes(self, _name, _stream, in_data, length, _opaque):
        in_data[0], length[0] = 1, 0
        return 0

    def on_close(self, name, _conn, reason, opaque):
        self.delivered.append({"close": name, "conn": self.opaques[opaque]["conn"], "reason": reason})

    def on_free(self, name, opaque):
        self.delivered.append({"freed": name, "opaque": self.opaques[opaque]["opaque"]})

    def on_error(self, name, _data, error):
        self.delivered.append({"handler": name, "error": error.contents.value()})
