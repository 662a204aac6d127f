//! Domain capabilities: what a domain of a kind can have on a host, as XML. `virDomainCapsFormat` of libvirt.

use super::cpu_models::x86_models;
use super::{Driver, Guest, HostConfig};
use crate::domain::{Arch, VirtType};
use crate::ground::xml::Writer;
use crate::ground::{ErrorCode, ErrorDomain, Result, VirError, Word, YesNo};

/// What `virConnectGetDomainCapabilities` is asked about; what is `None` is up to the driver.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct DomainKind<'a> {
    /// The emulator's path.
    pub emulator: Option<&'a str>,
    /// The architecture.
    pub arch: Option<&'a str>,
    /// The machine type.
    pub machine: Option<&'a str>,
    /// The domain type.
    pub virt_type: Option<&'a str>,
}

/// A kind with nothing left open.
struct Settled<'a> {
    emulator: Option<&'a str>,
    virt_type: &'a str,
    machine: Option<&'a str>,
    arch: &'a str,
    max_vcpus: Option<u32>,
}

/// `virConnectGetDomainCapabilities`.
///
/// # Errors
/// `VIR_ERR_INVALID_ARG` for words that are no architecture or domain type, or that the emulator cannot serve;
/// `VIR_ERR_CONFIG_UNSUPPORTED` when no emulator serves the architecture; `VIR_ERR_SYSTEM_ERROR` for an emulator that is
/// not there.
pub fn domain_capabilities(host: &HostConfig, kind: DomainKind<'_>) -> Result<String> {
    match host.driver() {
        Driver::Test => test(kind),
        Driver::Xen => xen(host, kind),
        Driver::Qemu => qemu(host, kind),
    }
}

/// The test driver echoes any emulator and machine, and can do nothing.
fn test(kind: DomainKind<'_>) -> Result<String> {
    check_arch(ErrorDomain::Test, kind.arch)?;
    check_virt_type(ErrorDomain::Test, kind.virt_type)?;
    let settled = Settled {
        emulator: kind.emulator,
        virt_type: kind.virt_type.unwrap_or("test"),
        machine: kind.machine,
        arch: kind.arch.unwrap_or("i686"),
        max_vcpus: None,
    };
    Ok(format(&settled, |w| {
        w.start("cpu").inside(no_cpu_modes);
        w.lines("<devices>\n</devices>");
        w.start("features").inside(|w| ["sev", "sgx"].iter().for_each(|name| supported(w, name, false)));
    }))
}

fn xen(host: &HostConfig, kind: DomainKind<'_>) -> Result<String> {
    check_virt_type(ErrorDomain::Libxl, kind.virt_type)?;
    if let Some(other) = kind.virt_type.filter(|&word| word != "xen") {
        return Err(invalid(ErrorDomain::Libxl, format!("unknown virttype: {other}")));
    }
    check_arch(ErrorDomain::Libxl, kind.arch)?;
    let machine = kind.machine.unwrap_or("xenpv");
    if !["xenpv", "xenpvh", "xenfv"].contains(&machine) {
        let message = "Xen only supports 'xenpv', 'xenpvh' and 'xenfv' machines";
        return Err(invalid(ErrorDomain::Libxl, message.into()));
    }
    let settled = Settled {
        emulator: Some(kind.emulator.unwrap_or("/usr/bin/qemu-system-x86_64")),
        virt_type: "xen",
        machine: Some(machine),
        arch: kind.arch.unwrap_or(&host.cpu.arch),
        max_vcpus: Some(if machine == "xenfv" { 128 } else { 512 }),
    };
    Ok(format(&settled, |w| {
        supported(w, "iothreads", false);
        w.start("os").attr("supported", "yes").inside(|w| match machine {
            "xenfv" => w.start("loader").attr("supported", "yes").inside(|w| {
                w.text("value", "/usr/lib/xen/boot/hvmloader");
                list(w, "type", "rom pflash");
                list(w, "readonly", "yes");
            }),
            _ => supported(w, "loader", false),
        });
        w.start("cpu").inside(no_cpu_modes);
        w.start("devices").inside(|w| {
            XEN_DEVICES
                .iter()
                .filter(|(name, _)| *name != "hostdev" || machine != "xenpvh")
                .for_each(|(name, lists)| device(w, name, lists));
        });
        w.start("features").inside(|w| {
            ["gic", "vmcoreinfo", "genid", "sev", "sgx"].iter().for_each(|name| supported(w, name, false));
        });
    }))
}

fn qemu(host: &HostConfig, kind: DomainKind<'_>) -> Result<String> {
    check_virt_type(ErrorDomain::Qemu, kind.virt_type)?;
    check_arch(ErrorDomain::Qemu, kind.arch)?;
    let settled = settle_qemu(host, kind)?;
    Ok(format(&settled, |w| {
        supported(w, "iothreads", true);
        w.start("os").attr("supported", "yes").inside(|w| {
            list(w, "firmware", "");
            w.start("loader").attr("supported", "yes").inside(|w| {
                list(w, "type", "rom pflash");
                list(w, "readonly", "yes no");
                list(w, "secure", "no");
            });
        });
        w.start("cpu").inside(|w| qemu_cpu_modes(w, host, settled.virt_type));
        w.start("memoryBacking").attr("supported", "yes").inside(|w| {
            list(w, "sourceType", "file anonymous memfd");
        });
        w.start("devices").inside(|w| QEMU_DEVICES.iter().for_each(|(name, lists)| device(w, name, lists)));
        w.start("features").inside(|w| {
            supported(w, "gic", false);
            let on = ["vmcoreinfo", "genid", "backingStoreInput", "backup", "async-teardown"];
            on.iter().for_each(|name| supported(w, name, true));
            supported(w, "s390-pv", false);
            supported(w, "ps2", true);
            ["tdx", "sev", "sgx", "launchSecurity"].iter().for_each(|name| supported(w, name, false));
        });
    }))
}

/// Chooses what is open from the host's guests. `virQEMUCapsCacheLookupDefault` of libvirt.
fn settle_qemu<'a>(host: &'a HostConfig, kind: DomainKind<'a>) -> Result<Settled<'a>> {
    let domain = ErrorDomain::Qemu;
    let of_arch = |arch: &str| host.guests.iter().find(|guest| &*guest.arch == arch);
    let by_emulator = |path: &str| host.guests.iter().find(|guest| guest.emulator.as_deref() == Some(path));
    let arch = kind.arch.unwrap_or(&host.cpu.arch);
    let guest: &Guest = match kind.emulator {
        Some(path) => by_emulator(path).ok_or_else(|| {
            let what = format!("Cannot check QEMU binary {path}");
            VirError::system(domain, 2, &what, "No such file or directory")
        })?,
        None => of_arch(arch).ok_or_else(|| {
            let message = format!("unable to find any emulator to serve '{arch}' architecture");
            VirError::new(domain, ErrorCode::ConfigUnsupported, message)
        })?,
    };
    let emulator = guest.emulator.as_deref().unwrap_or_default();
    if &*guest.arch != arch && !(guest.wordsize == 64 && arch == "i686" && &*guest.arch == "x86_64") {
        let message = if arch == "x86_64" && &*guest.arch == "i686" {
            format!("Emulator '{emulator}' does not support arch '{arch}'")
        } else {
            format!("architecture from emulator '{}' doesn't match given architecture '{arch}'", guest.arch)
        };
        return Err(invalid(domain, message));
    }
    let has = |word: &str| guest.domains.iter().any(|of| &*of.virt_type == word);
    let virt_type = match kind.virt_type.filter(|&word| word != "none") {
        Some(word) if has(word) => word,
        Some(word) => {
            let message = format!("Emulator '{emulator}' does not support virt type '{word}'");
            return Err(invalid(domain, message));
        }
        None if has("kvm") => "kvm",
        None => "qemu",
    };
    let wanted = kind.machine.or(guest.machines.first().map(|machine| &*machine.name)).unwrap_or_default();
    let machine = guest.machine(wanted).ok_or_else(|| {
        invalid(domain, format!("the machine '{wanted}' is not supported by emulator '{emulator}'"))
    })?;
    Ok(Settled {
        emulator: Some(emulator),
        virt_type,
        machine: Some(machine.canonical.as_deref().unwrap_or(&machine.name)),
        arch,
        max_vcpus: machine.max_cpus,
    })
}

fn qemu_cpu_modes(w: &mut Writer, host: &HostConfig, virt_type: &str) {
    let kvm = virt_type == "kvm";
    let passthrough = w.start("mode").attr("name", "host-passthrough").attr("supported", YesNo::of(kvm));
    match kvm {
        true => passthrough.inside(|w| list(w, "hostPassthroughMigratable", "on off")),
        false => passthrough.empty(),
    }
    w.start("mode").attr("name", "maximum").attr("supported", "yes").inside(|w| {
        list(w, "maximumMigratable", "on off");
    });
    let model = host.cpu.model.as_deref().unwrap_or("qemu64");
    w.start("mode").attr("name", "host-model").attr("supported", "yes").inside(|w| {
        w.start("model").attr("fallback", "forbid").text(model);
        w.opt_text("vendor", host.cpu.vendor.as_ref());
        for feature in &host.cpu.features {
            w.start("feature").attr("policy", "require").attr("name", feature).empty();
        }
    });
    w.start("mode").attr("name", "custom").attr("supported", "yes").inside(|w| {
        // Whether a model can run here is a matter of every feature of it, of which the lab knows nothing.
        for (name, vendor) in x86_models() {
            w.start("model").attr("usable", "unknown").attr("vendor", vendor).text(name);
        }
    });
}

fn no_cpu_modes(w: &mut Writer) {
    for name in ["host-passthrough", "maximum", "host-model", "custom"] {
        w.start("mode").attr("name", name).attr("supported", "no").empty();
    }
}

fn format(settled: &Settled<'_>, rest: impl FnOnce(&mut Writer)) -> String {
    let mut writer = Writer::new();
    writer.start("domainCapabilities").inside(|w| {
        w.opt_text("path", settled.emulator);
        w.text("domain", settled.virt_type);
        if let Some(machine) = settled.machine {
            // Not escaped, as there.
            w.lines(&format!("<machine>{machine}</machine>"));
        }
        w.text("arch", settled.arch);
        if let Some(max) = settled.max_vcpus {
            w.start("vcpu").attr("max", max).empty();
        }
        rest(w);
    });
    writer.finish()
}

fn supported(w: &mut Writer, name: &str, yes: bool) {
    w.start(name).attr("supported", YesNo::of(yes)).empty();
}

/// A device with the values that its attributes may have.
fn device(w: &mut Writer, name: &str, lists: &[(&str, &str)]) {
    w.start(name)
        .attr("supported", "yes")
        .inside(|w| lists.iter().for_each(|(of, values)| list(w, of, values)));
}

fn list(w: &mut Writer, name: &str, values: &str) {
    w.start("enum").attr("name", name).inside(|w| values.split_whitespace().for_each(|v| w.text("value", v)));
}

fn check_arch(domain: ErrorDomain, arch: Option<&str>) -> Result<()> {
    match arch {
        Some(word) if matches!(Arch::from_word(word), None | Some(Arch::None)) => {
            Err(invalid(domain, format!("unknown architecture: {word}")))
        }
        _ => Ok(()),
    }
}

fn check_virt_type(domain: ErrorDomain, virt_type: Option<&str>) -> Result<()> {
    match virt_type {
        Some(word) if VirtType::from_word(word).is_none() => {
            Err(invalid(domain, format!("unknown virttype: {word}")))
        }
        _ => Ok(()),
    }
}

fn invalid(domain: ErrorDomain, message: String) -> Box<VirError> {
    VirError::new(domain, ErrorCode::InvalidArg, message)
}

/// Devices, each with its lists of values.
type Devices = [(&'static str, &'static [(&'static str, &'static str)])];

const STARTUP: (&str, &str) = ("startupPolicy", "default mandatory requisite optional");
const VIRTIO: &str = "virtio virtio-transitional virtio-non-transitional";

/// What the Xen driver lists.
const XEN_DEVICES: &Devices = &[
    ("disk", &[("diskDevice", "disk cdrom"), ("bus", "ide scsi xen"), ("model", "")]),
    ("graphics", &[("type", "sdl vnc spice")]),
    ("video", &[("modelType", "vga cirrus xen")]),
    (
        "hostdev",
        &[("mode", "subsystem"), STARTUP, ("subsysType", "usb pci"), ("capsType", ""), ("pciBackend", "xen")],
    ),
];

/// What the QEMU driver lists with QEMU 11.1.
const QEMU_DEVICES: &Devices = &[
    (
        "disk",
        &[
            ("diskDevice", "disk cdrom floppy lun"),
            ("bus", "ide fdc scsi virtio usb sata nvme"),
            ("model", VIRTIO),
        ],
    ),
    ("graphics", &[("type", "sdl vnc egl-headless dbus")]),
    ("video", &[("modelType", "vga cirrus vmvga virtio none bochs ramfb")]),
    (
        "hostdev",
        &[
            ("mode", "subsystem"),
            STARTUP,
            ("subsysType", "usb pci scsi"),
            ("capsType", ""),
            ("pciBackend", ""),
            ("iommufd", "no"),
        ],
    ),
    ("rng", &[("model", VIRTIO), ("backendModel", "random egd builtin")]),
    ("filesystem", &[("driverType", "path virtiofs")]),
    ("tpm", &[("model", "tpm-tis tpm-crb"), ("backendModel", "passthrough")]),
    ("redirdev", &[("bus", "usb")]),
    ("channel", &[("type", "pty unix")]),
    ("crypto", &[("model", "virtio"), ("type", "qemu"), ("backendModel", "builtin")]),
    ("interface", &[("backendType", "default passt")]),
    ("panic", &[("model", "isa hyperv pvpanic")]),
    ("console", &[("type", "null vc pty dev file pipe stdio udp tcp unix qemu-vdagent dbus")]),
];
