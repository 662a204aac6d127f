//! Domain capabilities of the QEMU and Xen hosts; the test driver's are recorded in tests/recordings/host.

use super::{DomainKind, HostConfig, Lab, domain_capabilities};
use crate::ground::ErrorCode;

const NOTHING: DomainKind<'_> = DomainKind { emulator: None, arch: None, machine: None, virt_type: None };

/// The first lines that say which domain it is about, or the error.
fn about(key: &str, kind: DomainKind<'_>) -> String {
    let host: HostConfig = Lab::builtin().host(&key.into()).expect("a host of the built-in lab").clone();
    match domain_capabilities(&host, kind) {
        Ok(xml) => xml.lines().skip(1).take(5).map(str::trim).collect::<Vec<_>>().join(" "),
        Err(error) => error.message.into(),
    }
}

#[test]
fn qemu_fills_in_what_is_left_open() {
    let kvm = "<path>/usr/bin/qemu-system-x86_64</path> <domain>kvm</domain> <machine>pc-i440fx-11.1</machine> \
               <arch>x86_64</arch> <vcpu max='255'/>";
    assert_eq!(about("kvm1", NOTHING), kvm);
    assert_eq!(about("kvm1", DomainKind { machine: Some("pc"), ..NOTHING }), kvm);
    assert_eq!(
        about("kvm1", DomainKind { machine: Some("q35"), virt_type: Some("qemu"), ..NOTHING }),
        "<path>/usr/bin/qemu-system-x86_64</path> <domain>qemu</domain> <machine>pc-q35-11.1</machine> \
         <arch>x86_64</arch> <vcpu max='4096'/>"
    );
    assert_eq!(
        about("kvm1", DomainKind { arch: Some("i686"), ..NOTHING }),
        "<path>/usr/bin/qemu-system-i386</path> <domain>kvm</domain> <machine>pc-i440fx-11.1</machine> \
         <arch>i686</arch> <vcpu max='255'/>"
    );
}

#[test]
fn qemu_refuses_what_its_emulators_cannot_serve() {
    let x86_64 = Some("/usr/bin/qemu-system-x86_64");
    for (kind, expected) in [
        (
            DomainKind { virt_type: Some("xen"), ..NOTHING },
            "invalid argument: Emulator '/usr/bin/qemu-system-x86_64' does not support virt type 'xen'",
        ),
        (
            DomainKind { arch: Some("aarch64"), ..NOTHING },
            "unsupported configuration: unable to find any emulator to serve 'aarch64' architecture",
        ),
        (
            DomainKind { emulator: Some("/nope"), ..NOTHING },
            "Cannot check QEMU binary /nope: No such file or directory",
        ),
        (
            DomainKind { machine: Some("nope"), ..NOTHING },
            "invalid argument: the machine 'nope' is not supported by emulator '/usr/bin/qemu-system-x86_64'",
        ),
        (
            DomainKind { emulator: x86_64, arch: Some("aarch64"), ..NOTHING },
            "invalid argument: architecture from emulator 'x86_64' doesn't match given architecture 'aarch64'",
        ),
        (
            DomainKind { emulator: Some("/usr/bin/qemu-system-i386"), arch: Some("x86_64"), ..NOTHING },
            "invalid argument: Emulator '/usr/bin/qemu-system-i386' does not support arch 'x86_64'",
        ),
        (DomainKind { arch: Some("foo"), ..NOTHING }, "invalid argument: unknown architecture: foo"),
        (DomainKind { virt_type: Some(""), ..NOTHING }, "invalid argument: unknown virttype: "),
    ] {
        assert_eq!(about("kvm1", kind), expected);
    }
}

#[test]
fn xen_knows_its_machines_only() {
    assert_eq!(
        about("xen", DomainKind { machine: Some("xenfv"), ..NOTHING }),
        "<path>/usr/bin/qemu-system-x86_64</path> <domain>xen</domain> <machine>xenfv</machine> \
         <arch>x86_64</arch> <vcpu max='128'/>"
    );
    assert_eq!(
        about("xen", DomainKind { machine: Some("pc"), ..NOTHING }),
        "invalid argument: Xen only supports 'xenpv', 'xenpvh' and 'xenfv' machines"
    );
    assert_eq!(
        about("xen", DomainKind { virt_type: Some("kvm"), ..NOTHING }),
        "invalid argument: unknown virttype: kvm"
    );
}

#[test]
fn an_emulator_that_is_not_there_is_a_system_error() {
    let kvm1 = Lab::builtin().hosts[1].clone();
    let error =
        domain_capabilities(&kvm1, DomainKind { emulator: Some(""), ..NOTHING }).expect_err("no emulator");
    assert_eq!((error.code, error.int1), (ErrorCode::SystemError, 2));
}
