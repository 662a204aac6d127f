"""Records what libvirt-python calls its functions, and what they take: class (or `-`), name, parameters."""

import inspect

import libvirt


def all_of(rows):
    return {"python.txt": lambda rows: names()}


def names():
    classes = [(name, one) for name, one in vars(libvirt).items() if inspect.isclass(one) and name.startswith("vir")]
    for name, one in sorted(classes) + [("-", libvirt)]:
        for function, made in sorted(vars(one).items()):
            if inspect.isfunction(made) and not function.startswith("_"):
                params = list(inspect.signature(made).parameters.values())[0 if name == "-" else 1 :]
                words = [param.name + ("" if param.default is inspect.Parameter.empty else "?") for param in params]
                yield " ".join([name, function, *words]) + "\n"
