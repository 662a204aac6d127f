"""What real libvirt answers about connections and about the test driver's host.

These are functions of arguments rather than sessions of calls: a URI and what opening it gives, a question to the host
and its answer. Makes client certificates, a stand-in for ssh, and a test node with accounts, below /tmp.
"""

import ctypes
import json
import os
import subprocess

import libvirt

PKI = "/tmp/virtlab-pki"
SSH = "/tmp/virtlab-ssh"
NODE = "/tmp/virtlab-node.xml"

# Every URI is one that answers the same wherever libvirtd 12.8.0 runs with QEMU, listens on nothing but its sockets, and
# finds no machine called nosuch.invalid.
URIS = f"""
test|test:|test:/|test://|test:///|test:////|test:default|test:/default|test:///default|test:////default
test:///default/|test:///Default|TEST:///default|test:///default?x=1|test:///default?|test:///default#frag
test:///default?a=b&c#f|test:///default?a b|test:///def%61ult|test:///default%20|test:///d efault|test:///nope.xml
test:nope.xml|test:.%2Fdefault|test:%2Fdefault|test:///a:b|test:///def%2Fault|test:///%64efault?x#%41y
test:///default#a b|test:///default#a%20b|test:///default?x=%41|test:///default?x=%20y|test:///default?x=%41&y=a b
test:///%00default|test:///default?%00x|test:///default#%00x|test:///default#|test:///default?#|test:///default??x
test:///default?x?y/z:@a!$'()*+,;=~|test:///default?"x"|test:///default?<x>|test:///default?`x|test:///default#%5B%7B
test:///default#a;b/c?d:e@f&g=h+i$j,k!l*m'n(o)p|test:///default?authfile=/nope|test:///nope/default
test://:5/default|test://:0/default|test://:2147483647/default|test://:2147483648/default|test://user@/default
test://us:er;a%20b!@/default|test://us:er;a%20b/@/default|test://@/default|test://@/default?x#y|test://user@:5/default
test+unix:///default|test+UNIX:///default|test+unix:///|test+unix:///nope.xml|test+:///default
test+unix+unix:///default|test+unix://kvm2.example.com/default|test+bogus:///default|test+unix:///default?mode=direct
test:///embed|test:///embed?root=/tmp|foo+x:///embed?root=/tmp|qemu+unix:///embed|foo:///embed?root=/tmp
qemu:///embed|qemu:///embed?root=rel|qemu://kvm1/embed?root=/tmp|qemu://[::1]/embed
qemu:///system|qemu:/system|qemu:system|qemu:///session|qemu:///|qemu://|qemu:|qemu|qemu://system|qemu://session
qemu://system/|qemu://system:1/|vz://system|vbox://session|qemu:///System|qemu+unix:///system|qemu+unix:///session
qemu:////system|qemu:////|qemu://///system|qemu:/sys//tem|qemu:/|qemu:?x=1|qemu:#x|qemu:///?x=1|qemu:///system/
qemu:///system;x|qemu:///system:x|qemu:///system@x|qemu:///system$x|qemu:///system'x|qemu:///system\\x|qemu:///system~x
qemu:///system%41|qemu:///%73ystem|qemu:///system%|qemu:///system%4|qemu:///system%00|qemu:///sys tem|qemu:///sys"tem
qemu:///sys[tem|qemu:///sys%zztem|qemu:///système|qemu:///system |qemu:///system#|qemu:///system#f|qemu:///system##
qemu:///system?a#b?c|qemu:///system?a=[b]|qemu:///system?a=b^c|qemu:///system?a=b{{c}}|qemu:///system#a[b]
qemu:///system?&&x=1;y=2&=3&z=&w|qemu:///system?x=%zz|qemu:///system?x=%4|qemu:///system?%=1|qemu:///session?x
qemu:///system?name=qemu:///session|qemu:///system?name=test:///default|qemu:///system?name=|qemu:///system?name=foo
qemu:///system?name=qemu|qemu:///system?name=qemu://system|qemu:///system?name=xen|qemu:///system?name=:::
qemu:///system?name=qemu:///system%3Fname=test:///default|qemu:///system?name=remote:///
qemu:///system?name=remote+unix:///|qemu:///system?name=qemu:///embed|qemu:///system?name=esx://nosuch.invalid/
qemu:///system?name=qemu:///system%3Fsocket=/nope|qemu:///system?name=qemu:///system&socket=/nope
qemu:///system?name=qemu+tcp://127.0.0.1:1/system|qemu:///system?name=qemu%2Btcp://127.0.0.1:1/system
qemu:///system?socket=/nope|qemu:///system?socket=|qemu:///system?socket=%2Fnope|qemu:///system?socket=libvirt-sock
qemu:///system?socket=/var/run/libvirt/libvirt-sock|qemu+unix:///system?socket=/run/libvirt/libvirt-sock-ro
qemu:///system?mode=direct|qemu:///system?mode=legacy|qemu:///system?mode=auto|qemu:///system?mode=bogus
qemu:///system?mode=|qemu:///system?mode=%62ogus|qemu:///system?mode=direct&socket=/nope|foo:///system?mode=direct
xen:///system?mode=direct|remote:///?mode=direct|qemu:///system?proxy=bogus|qemu:///system?proxy=native
qemu:///system?proxy=|qemu:///system?mode=bogus&proxy=bogus|qemu:///system?no_sanity=x&mode=bogus|qemu:///system?x=1
qemu:///system?no_verify=x|qemu:///system?no_verify=1|qemu:///system?no_tty=1|qemu:///system?no_tty=|qemu:///system?no_tty
qemu:///system?no_verify=99999999999|qemu:///system?no_verify=0x1|qemu:///system?no_verify=+1
qemu:///system?NO_VERIFY=x|qemu:///system?no_verify=-1|qemu:///system?no_verify=2147483648
qemu:///system?no_verify=%201|qemu:///system?no_verify=1%20|qemu:///system?no_verify=%0b1|qemu:///system?no_verify=+
qemu:///system?no_verify=+-1|qemu:///system?command=x|qemu:///system?authfile=/nope|qemu:///system?auth=sasl
qemu:///system?auth=SASL.GSSAPI|qemu:///system?auth=polkit|qemu:///system?auth=none|qemu:///system?auth=
qemu:///system?auth=x&socket=/nope|foo:///?auth=x|qemu://user@/system
QEMU:///system|Qemu+Unix:///system|qemu+bogus:///system|qemu+:///system|qemu+unix://host/system|qemu+ssh+x:///system
q+e-m.u:///x|+ssh:///system|:::|:|/|//|///|//host/system|?x|foo|x+ssh|x/y|x?y:z|x y|[x]|%41|%zz|x%41|..
1qemu:///system|qe mu:///system| qemu:///system|qemu://host:port/system|qemu://host:/system|qemu://[::1/system
foo:///x|foo+unix:///x|foo:|foo+unix:|foo:/|foo:////|foo:///x?a=/b%20~&C=D|foo:///x?a|foo:///x?a=%c3%a9
foo:///x?a=b&socket=/run/libvirt/libvirt-sock&e=f|foo:///a:b%20c?d#e%20f|foo:///a;b@c&d=e+f$g,h!i*j'k(l)
foo:///?mode=legacy|xen|XEN|Xen|xen://|xen:///|xen:///system|xen:///foo|lxc:///system|lxc:///|vbox:///session
bhyve:///system|ch:///system|vz:///system|openvz:///system|openvz:///|vmwareplayer:///session|vmwareplayer:///
vmwarews:///session|vmwarefusion:///session|esx:///|esx://nosuch.invalid|esx://127.0.0.1/|esx://u@/x|vpx:///|gsx:///
hyperv:///|HYPERV:///|parallels:///system|network:///system|interface:///system|http+unix:///
remote:///|remote+unix:///|remote+unix:///foo|remote:///?name=test:///default
qemu+tcp://nosuch.invalid/system|qemu+tcp://nosuch.invalid:1234/system|qemu+tcp://user@nosuch.invalid/system
qemu+tcp://127.0.0.1:1/system|qemu+tcp://[::1]:1/system|qemu+tcp://[::1/system|qemu+tcp://[]/system|qemu+tcp://[]:1/system
qemu+tcp://[x]:1/system|qemu+tcp://[x/y]:1/system|qemu+tcp://[::1]x/system|qemu+tcp://256.1.1.1/system
qemu+tcp://:/system|qemu+tcp://@127.0.0.1:1/system|qemu+tcp://a@b@127.0.0.1:1/system|qemu+tcp://127.0.0.1:1
qemu+tcp://127.0.0.1:1?x=y|qemu+tcp://127.0.0.1:1#f|qemu+tcp://127.0.0.1:01/system|qemu+tcp://127.0.0.1:-1/system
qemu+tcp://127.0.0.1:1a/system|qemu+tcp://127.0.0.1 /system|qemu+tcp://127.0.0.1:99999/system
qemu+tcp://127.0.0.1:2147483647/system|qemu+tcp://127.0.0.1:2147483648/system|qemu+tcp://127.0.0.1:4294967297/system
qemu+tcp://nosuch_x.invalid:1/system|qemu+tcp://nosuch%20x.invalid:1/system|qemu+tcp://127.0.0.1a/system
qemu+tcp://1.2.3.4.example.invalid/system|qemu+tcp://127.0.0.1:1/a:b
qemu+tls://nosuch.invalid/system?pkipath={PKI}|qemu+tls://127.0.0.1:1/system?pkipath={PKI}
qemu://nosuch.invalid/system?pkipath={PKI}|test://nosuch.invalid/default?pkipath={PKI}
foo://nosuch.invalid/default?pkipath={PKI}|http://nosuch.invalid?pkipath={PKI}
remote://nosuch.invalid/?pkipath={PKI}|qemu://user:pw@nosuch.invalid/system?pkipath={PKI}
qemu://us%20er@nosuch.invalid/system?pkipath={PKI}|qemu://NOSUCH.invalid/system?pkipath={PKI}
qemu://no%73uch.invalid/system?pkipath={PKI}|qemu://nosuch.invalid:0/system?pkipath={PKI}
qemu+ssh://nosuch.invalid/system?command={SSH}|qemu+ssh://root@nosuch.invalid:22/system?command={SSH}
qemu+ssh://nosuch.invalid/session?command={SSH}|qemu+ssh://nosuch.invalid/system?mode=direct
qemu+libssh2://nosuch.invalid/system|qemu+libssh2://127.0.0.1:1/system|qemu+libssh2://nosuch.invalid/system?sshauth=bogus
qemu+libssh2://nosuch.invalid/system?sshauth=agent,password|qemu+libssh2://nosuch.invalid/system?sshauth=
qemu+libssh2://nosuch.invalid/system?known_hosts_verify=|qemu+libssh2://nosuch.invalid/system?known_hosts_verify=AUTO
qemu+libssh://nosuch.invalid/system|qemu+libssh://127.0.0.1:1/system|qemu+libssh://127.0.0.1:1/system?sshauth=bogus
qemu+libssh://127.0.0.1:1/system?known_hosts_verify=bogus&sshauth=bogus|qemu+libssh:///system?mode=direct
qemu+ext://nosuch.invalid/system|qemu+ext:///system|qemu+ext://nosuch.invalid/system?command=/bin/false
qemu+ext://nosuch.invalid/system?command=|qemu+ext:///system?command=/nope&mode=bogus|qemu+ext:///system?mode=direct
qemu+ext://127.0.0.1:1/system?proxy=bogus|qemu+ext://127.0.0.1:1/system?no_tty=x&proxy=bogus
"""

ARCHITECTURES = """none alpha armv6l armv7l armv7b aarch64 cris i686 ia64 itanium lm32 loongarch64 loongarch32 m68k microblaze
microblazeel mips mipsel mips64 mips64el openrisc parisc parisc64 ppc ppcle ppc64 ppc64le ppcemb riscv32 riscv64 s390 s390x
sh4 sh4eb sparc sparc64 unicore32 x86_64 X86_64 xtensa xtensaeb amd64 arm""".split() + [""]

VIRT_TYPES = """none qemu kqemu kvm xen lxc uml openvz test vmware hyperv vbox phyp parallels bhyve vz hvf QEMU foo""".split() + [""]


def error(fault):
    return {
        "code": fault.get_error_code(),
        "domain": fault.get_error_domain(),
        "message": fault.get_error_message(),
        "level": fault.get_error_level(),
        "str1": fault.get_str1(),
        "str2": fault.get_str2(),
        "str3": fault.get_str3(),
        "int1": fault.get_int1(),
        "int2": fault.get_int2(),
    }


def answer(ask):
    try:
        return {"ok": ask()}
    except libvirt.libvirtError as fault:
        return {"error": error(fault)}


def line(**members):
    return json.dumps(members, ensure_ascii=False) + "\n"


def keep_quiet():
    """Keeps errors from being printed. Not done on import: other recordings look at what is printed."""
    libvirt.registerErrorHandler(lambda *_: None, None)


def prepare():
    keep_quiet()
    os.makedirs(PKI, exist_ok=True)
    if not os.path.exists(f"{PKI}/clientcert.pem"):
        def openssl(*words):
            subprocess.run(("openssl", *words), check=True, cwd=PKI, capture_output=True)
        with open(f"{PKI}/uses", "w") as uses:
            uses.write("keyUsage=digitalSignature,keyEncipherment\nextendedKeyUsage=clientAuth\nbasicConstraints=CA:FALSE\n")
        openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "cakey.pem", "-out", "cacert.pem",
                "-days", "3650", "-subj", "/CN=authority")
        openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", "clientkey.pem", "-out", "client.csr", "-subj", "/CN=client")
        openssl("x509", "-req", "-in", "client.csr", "-CA", "cacert.pem", "-CAkey", "cakey.pem", "-CAcreateserial",
                "-out", "clientcert.pem", "-days", "3650", "-extfile", "uses")
    with open(SSH, "w") as script:
        # What OpenSSH prints when a name is not known.
        script.write('#!/bin/sh\necho "ssh: Could not resolve hostname nosuch.invalid: Name or service not known" >&2\nexit 255\n')
    os.chmod(SSH, 0o755)
    with open(NODE, "w") as node:
        node.write("<node><auth><user password='123456'>astrochicken</user><user>root</user></auth></node>")


def opened(conn):
    return {"uri": conn.getURI(), "type": conn.getType(), "encrypted": conn.isEncrypted(), "secure": conn.isSecure()}


def uris(_rows):
    prepare()
    for name in [None, ""] + [uri for row in URIS.strip().split("\n") for uri in row.split("|")]:
        yield line(name=name, flags=0, **answer(lambda: opened(libvirt.open(name))))
    for name in ["qemu:///system?mode=direct", "qemu:///system?socket=/nope", "qemu:///system", "test:///default", "foo:///"]:
        yield line(name=name, flags=1, **answer(lambda: opened(libvirt.openReadOnly(name))))
    for name in ["test:///default", "test:///", "qemu:///system", "xen"]:
        for flags in (1, 2, 3, 4, 0xffff):
            yield line(name=name, flags=flags, **answer(lambda: opened(libvirt.openAuth(name, [[], None, None], flags))))


def auth(_rows):
    prepare()
    name, secret, hidden = libvirt.VIR_CRED_AUTHNAME, libvirt.VIR_CRED_PASSPHRASE, libvirt.VIR_CRED_NOECHOPROMPT
    user, right = "astrochicken", "123456"
    cases = [
        ([], {}), ([name], {name: user}), ([name], {name: "root"}), ([name], None), ([name, secret], {}),
        ([name, secret], {name: user, secret: right}), ([name, hidden], {name: user, hidden: right}),
        ([hidden, secret, name], {name: user, hidden: right, secret: "no"}), ([name, secret], {name: user, secret: "x"}),
        ([name, secret], {name: "x", secret: right}), ([name, secret], {name: "x"}), ([name, secret], {name: "", secret: ""}),
        ([secret], {name: user, secret: right}), ([secret, name], {name: "root", secret: "no"}),
    ]
    yield line(kinds=None, answers=None, asked=[], **answer(lambda: libvirt.open(f"test://{NODE}") and 0))
    for kinds, answers in cases:
        asked = []

        def callback(credentials, _):
            for credential in credentials:
                asked.append({"kind": credential[0], "prompt": credential[1], "challenge": credential[2]})
                if credential[0] not in answers:
                    return -1
                credential[4] = answers[credential[0]]
            return 0

        wanted = [kinds, None if answers is None else callback, None]
        result = answer(lambda: libvirt.openAuth(f"test://{NODE}", wanted, 0) and 0)
        yield line(kinds=kinds, answers=None if answers is None else sorted(answers.items()), asked=asked, **result)


class Named(ctypes.Structure):
    _fields_ = [("field", ctypes.c_char * 80), ("value", ctypes.c_ulonglong)]


class Raised(ctypes.Structure):
    _fields_ = [
        ("code", ctypes.c_int), ("domain", ctypes.c_int), ("message", ctypes.c_char_p), ("level", ctypes.c_int),
        ("conn", ctypes.c_void_p), ("dom", ctypes.c_void_p), ("str1", ctypes.c_char_p), ("str2", ctypes.c_char_p),
        ("str3", ctypes.c_char_p), ("int1", ctypes.c_int), ("int2", ctypes.c_int), ("net", ctypes.c_void_p),
    ]


def direct(library, returned, values):
    """The answer of a function called without the Python binding, which hides arguments."""
    if returned >= 0:
        return {"ok": values()}
    raised = library.virGetLastError().contents
    text = lambda raw: None if raw is None else raw.decode()
    members = {name: getattr(raised, name) for name in ("code", "domain", "level", "int1", "int2")}
    return {"error": members | {name: text(getattr(raised, name)) for name in ("message", "str1", "str2", "str3")}}


def node(_rows):
    keep_quiet()
    conn = libvirt.open("test:///default")
    ask = lambda call, arguments, asked: line(call=call, arguments=arguments, **answer(asked))
    yield ask("virConnectGetCapabilities", [], conn.getCapabilities)
    yield ask("virConnectGetSysinfo", [], lambda: conn.getSysinfo(0))
    yield ask("virNodeGetSecurityModel", [], conn.getSecurityModel)
    yield ask("virNodeGetFreeMemory", [], conn.getFreeMemory)
    yield ask("virNodeGetInfo", [], conn.getInfo)
    for word in (None, "", "qemu", "kvm", "test"):
        yield ask("virConnectGetMaxVcpus", [word], lambda: conn.getMaxVcpus(word))
    for arch in ARCHITECTURES:
        yield ask("virConnectGetCPUModelNames", [arch], lambda: conn.getCPUModelNames(arch))
    kinds = [(None, None, None, None), ("/e<x>", "x86_64", "pc&", "kvm"), ("", None, "", None), ("", "", "", "")]
    kinds += [(None, arch, None, None) for arch in ARCHITECTURES] + [(None, None, None, word) for word in VIRT_TYPES]
    for kind in kinds:
        yield ask("virConnectGetDomainCapabilities", kind, lambda: conn.getDomainCapabilities(*kind))

    library = ctypes.CDLL("libvirt.so.0")
    library.virConnectOpen.restype = ctypes.c_void_p
    library.virGetLastError.restype = ctypes.POINTER(Raised)
    raw = ctypes.c_void_p(library.virConnectOpen(b"test:///default"))
    for start, most in ((0, 1), (0, 2), (0, 5), (1, 1), (1, 5), (2, 1), (9, 1)):
        room = (ctypes.c_ulonglong * 16)()
        count = library.virNodeGetCellsFreeMemory(raw, room, start, most)
        yield line(call="virNodeGetCellsFreeMemory", arguments=[start, most], **direct(library, count, lambda: room[:count]))
    for sizes, start, cells in (
        ([4], 0, 1), ([4, 2048], 0, 2), ([4], -1, 1), ([4], -1, 2), ([4], 0, 5), ([4], 5, 1), ([3], 0, 1), ([4], 2147483647, 2),
        ([0], 0, 1), ([4] * 40, 0, 1), ([2048], -2, 1),
    ):
        room = (ctypes.c_ulonglong * 64)()
        given = (ctypes.c_uint * len(sizes))(*sizes)
        count = library.virNodeGetFreePages(raw, len(sizes), given, start, cells, room, 0)
        yield line(call="virNodeGetFreePages", arguments=[sizes, start, cells], **direct(library, count, lambda: room[:count]))
    for call in ("virNodeGetCPUStats", "virNodeGetMemoryStats"):
        for number in (-1, 0, 1, 2, 99):
            for room in (None, 0, 1, 3, 5, 6, 8):
                count = ctypes.c_int(room or 0)
                named = None if room is None else (Named * 16)()
                returned = getattr(library, call)(raw, number, named, ctypes.byref(count), 0)
                values = lambda: [count.value, [(n.field.decode(), n.value) for n in (named or [])[:count.value]]]
                yield line(call=call, arguments=[number, room], **direct(library, returned, values))
    bits, online = ctypes.POINTER(ctypes.c_ubyte)(), ctypes.c_uint()
    count = library.virNodeGetCPUMap(raw, ctypes.byref(bits), ctypes.byref(online), 0)
    yield line(call="virNodeGetCPUMap", arguments=[], ok=[count, bits[:(count + 7) // 8], online.value])


def all_of(_rows):
    return {"host/uris": uris, "host/auth": auth, "host/node": node}
