//! Disks and interfaces that options describe.

use virtlab_core::ground::xml::Writer;
use virtlab_core::ground::{ErrorDomain, VirError, number};

use super::bandwidth::rate;
use super::device::{ATTACH, impact, send};
use super::{Done, Failed, Run, extra, fail, say};

/// Where a device sits on its bus, as `--address` names it.
enum Address {
    Pci([u32; 4]),
    Drive(&'static str, [u32; 3]),
    Ccw([u32; 3]),
    Usb([u32; 2]),
}

/// As many numbers as there is room for, each behind one character.
fn numbers<const N: usize>(text: &str, base: u32) -> Option<[u32; N]> {
    let mut rest = text;
    let mut found = [0; N];
    for (at, number) in found.iter_mut().enumerate() {
        if at > 0 {
            let mut chars = rest.chars();
            chars.next()?;
            rest = chars.as_str();
        }
        let end = rest.find(|c: char| !c.is_digit(base) && c != 'x').unwrap_or(rest.len());
        *number = number::to_u32(&rest[..end], base)?;
        rest = &rest[end..];
    }
    Some(found)
}

impl Address {
    fn read(text: &str) -> Option<Self> {
        let (kind, rest) = text.split_once(':')?;
        Some(match kind {
            "pci" => Self::Pci(numbers(rest, 16)?),
            "scsi" => Self::Drive("scsi", numbers(rest, 10)?),
            "ide" => Self::Drive("ide", numbers(rest, 10)?),
            "sata" => Self::Drive("sata", numbers(rest, 10)?),
            "ccw" => Self::Ccw(numbers(rest, 16)?),
            "usb" => Self::Usb(numbers(rest, 10)?),
            _ => return None,
        })
    }

    fn write(&self, w: &mut Writer, multifunction: bool) {
        let address = w.start("address");
        match self {
            Self::Pci([domain, bus, slot, function]) => address
                .attr("type", "pci")
                .attr("domain", format_args!("0x{domain:04x}"))
                .attr("bus", format_args!("0x{bus:02x}"))
                .attr("slot", format_args!("0x{slot:02x}"))
                .attr("function", format_args!("0x{function:0x}"))
                .opt_attr("multifunction", multifunction.then_some("on")),
            Self::Drive(_, [controller, bus, unit]) => address
                .attr("type", "drive")
                .attr("controller", controller)
                .attr("bus", bus)
                .attr("unit", unit),
            Self::Ccw([cssid, ssid, devno]) => address
                .attr("type", "ccw")
                .attr("cssid", format_args!("0x{cssid:02x}"))
                .attr("ssid", format_args!("0x{ssid:01x}"))
                .attr("devno", format_args!("0x{devno:04x}")),
            Self::Usb([bus, port]) => address.attr("type", "usb").attr("bus", bus).attr("port", port),
        }
        .empty();
    }

    /// What a disk of that target wants instead; none if it fits.
    fn misfit(&self, target: &str) -> Option<&'static str> {
        let (fits, wanted) = match target.get(..2) {
            Some("vd") => (
                matches!(self, Self::Pci(_) | Self::Ccw(_)),
                "expecting a pci:0000.00.00.00 or ccw:00.0.0000 address.",
            ),
            Some("sd") => (
                matches!(self, Self::Drive("scsi" | "sata", _) | Self::Usb(_)),
                "expecting a scsi:00.00.00 or usb:00.00 or sata:00.00.00 address.",
            ),
            Some("hd") => (matches!(self, Self::Drive("ide", _)), "expecting an ide:00.00.00 address."),
            _ => return None,
        };
        (!fits).then_some(wanted)
    }
}

/// What `attach-disk` was given.
struct Disk<'r> {
    get: &'r dyn Fn(&str) -> Option<String>,
    kind: &'static str,
    address: Option<(Address, bool)>,
}

impl Disk<'_> {
    fn source(&self, w: &mut Writer) {
        let get = self.get;
        let source = get("source");
        match self.kind {
            "network" => {
                let named = get("source-host-name");
                let (name, port) = match named.as_deref().map(|name| name.split_once(':')) {
                    Some(Some((name, port))) => (Some(name), Some(port)),
                    _ => (named.as_deref(), None),
                };
                w.start("source")
                    .opt_attr("protocol", get("source-protocol"))
                    .opt_attr("name", source)
                    .inside(|w| {
                        w.start("host")
                            .opt_attr("transport", get("source-host-transport"))
                            .opt_attr("socket", get("source-host-socket"))
                            .opt_attr("name", name)
                            .opt_attr("port", port)
                            .nonempty(|_| {});
                    });
            }
            "block" => w.start("source").opt_attr("dev", source).nonempty(|_| {}),
            _ => w.start("source").opt_attr("file", source).nonempty(|_| {}),
        }
    }

    fn document(&self, rawio: bool) -> String {
        let get = self.get;
        let mut w = Writer::new();
        let disk = w.start("disk").attr("type", self.kind).opt_attr("device", get("type"));
        disk.opt_attr("rawio", rawio.then_some("yes")).inside(|w| {
            let mut driver = w.start("driver");
            for (name, option) in [
                ("name", "driver"),
                ("type", "subdriver"),
                ("iothread", "iothread"),
                ("cache", "cache"),
                ("io", "io"),
            ] {
                driver = driver.opt_attr(name, get(option));
            }
            driver.nonempty(|_| {});
            self.source(w);
            let target = w.start("target").opt_attr_as_is("dev", get("target"));
            target.opt_attr_as_is("bus", get("targetbus")).empty();
            if let Some(groups) = get("throttle-groups") {
                w.start("throttlefilters").inside(|w| {
                    groups.split(',').for_each(|group| {
                        w.start("throttlefilter").opt_attr_as_is("group", Some(group)).empty();
                    });
                });
            }
            if let Some(mode) = get("mode") {
                w.start(&mode).empty();
            }
            if let Some(serial) = get("serial") {
                w.line(format_args!("<serial>{serial}</serial>"));
            }
            if let Some(alias) = get("alias") {
                w.start("alias").opt_attr_as_is("name", Some(alias)).empty();
            }
            if let Some(wwn) = get("wwn") {
                w.line(format_args!("<wwn>{wwn}</wwn>"));
            }
            if let Some((address, multifunction)) = &self.address {
                address.write(w, *multifunction);
            }
        });
        w.finish()
    }
}

/// The type of a disk's source.
fn source_type(run: &mut Run<'_>) -> Result<&'static str, Failed> {
    let over_network = run.has("source-protocol");
    let kind = match run.text("sourcetype")?.as_deref() {
        Some("file") => "file",
        Some("block") => "block",
        Some("network") => "network",
        Some(other) => fail!(run, "Unknown source type: '{other}'"),
        None if over_network => "network",
        // virsh asks its own machine whether the source is a block device there.
        None => "file",
    };
    if (kind == "network") != over_network {
        fail!(run, "--source-protocol option requires --sourcetype network");
    }
    Ok(kind)
}

pub(crate) fn attach_disk(run: &mut Run<'_>) -> Done {
    let mut flags = impact(run)?;
    for (option, needed) in [
        ("source-host-name", "source-protocol"),
        ("source-host-transport", "source-protocol"),
        ("source-host-socket", "source-protocol"),
        ("source-host-socket", "source-host-transport"),
    ] {
        run.requires(option, needed)?;
    }
    run.exclusive("source-host-name", "source-host-socket")?;
    let texts: Vec<&'static str> = run.invocation.given.iter().map(|given| given.name).collect();
    for name in texts.into_iter().filter(|name| *name != "domain") {
        run.text(name)?;
    }
    let kind = source_type(run)?;
    if let Some(mode) = run.given("mode").filter(|mode| mode != "readonly" && mode != "shareable") {
        fail!(run, "No support for {mode} in command 'attach-disk'");
    }
    if let Some(wwn) = run.given("wwn")
        && (wwn.len() != 16 || !wwn.chars().all(|c| c.is_ascii_hexdigit()))
    {
        run.last_error = Some(VirError::internal(ErrorDomain::None, format!("Malformed wwn: {wwn}")));
        return Err(Failed);
    }
    let target = run.given("target").unwrap_or_default();
    let address = match run.given("address") {
        None => None,
        Some(text) => {
            let Some(address) = Address::read(&text) else { fail!(run, "Invalid address.") };
            if let Some(wanted) = address.misfit(&target) {
                fail!(run, "{wanted}");
            }
            Some((address, run.has("multifunction")))
        }
    };
    let get = |name: &str| run.given(name);
    let document = Disk { get: &get, kind, address }.document(run.has("rawio"));
    if run.has("print-xml") {
        say!(run, "{document}");
        return Ok(());
    }
    let domain = run.domain()?;
    flags |= super::device::live_too(run, &domain);
    send(run, ATTACH, domain, document, flags, "Failed to attach disk")?;
    extra!(run, "Disk attached successfully\n");
    Ok(())
}

/// The bandwidth of one direction.
fn bandwidth(w: &mut Writer, name: &str, rate: [u64; 4]) {
    let mut tag = w.start(name);
    for (what, number) in ["average", "peak", "burst", "floor"].into_iter().zip(rate) {
        tag = tag.opt_attr(what, (number > 0).then_some(number));
    }
    tag.empty();
}

/// `<source>` of an interface.
fn interface_source(run: &mut Run<'_>, w: &mut Writer, kind: &str, mode: Option<&str>) -> Done {
    let source = run.needed("source")?;
    match kind {
        "network" | "bridge" => w.start("source").opt_attr_as_is(kind, Some(source)).empty(),
        "direct" => w.start("source").opt_attr_as_is("dev", Some(source)).empty(),
        "hostdev" => {
            let Some(address) = Address::read(&format!("pci:{source}")) else {
                fail!(run, "cannot parse pci address '{source}' for network interface")
            };
            w.start("source").inside(|w| address.write(w, false));
        }
        "vhostuser" => {
            let Some(mode) = mode else { fail!(run, "source-mode is mandatory") };
            let tag = w.start("source").attr("type", "unix").opt_attr_as_is("path", Some(source));
            tag.attr("mode", mode).empty();
        }
        _ => fail!(run, "No support for {kind} in command 'attach-interface'"),
    }
    Ok(())
}

/// Types of interfaces that libvirt knows.
const INTERFACES: &[&str] = &["network", "bridge", "direct", "hostdev", "vhostuser"];

/// The document of an interface that options describe.
fn interface(run: &mut Run<'_>) -> Result<String, Failed> {
    let kind = run.needed("type")?;
    for name in ["source", "target", "mac", "script", "model", "alias", "inbound", "outbound", "source-mode"]
    {
        run.text(name)?;
    }
    if !INTERFACES.contains(&&kind[..]) {
        fail!(run, "No support for {kind} in command 'attach-interface'");
    }
    let mode = run.given("source-mode");
    if let Some(mode) = mode.as_ref().filter(|mode| !["server", "client"].contains(&&mode[..])) {
        fail!(run, "Invalid source mode: {mode}");
    }
    let inbound = rate(run, "inbound")?;
    if inbound.is_some_and(|[average, .., floor]| average == 0 && floor == 0) {
        fail!(run, "either inbound average or floor is mandatory");
    }
    let outbound = rate(run, "outbound")?;
    match outbound {
        Some([0, ..]) => fail!(run, "outbound average is mandatory"),
        Some([.., floor]) if floor > 0 => fail!(run, "outbound floor is unsupported yet"),
        _ => {}
    }
    let managed = run.has("managed").then_some("yes");
    let mut source = Writer::at(1);
    interface_source(run, &mut source, &kind, mode.as_deref())?;
    let mut w = Writer::new();
    w.start("interface").attr("type", &kind).opt_attr("managed", managed).inside(|w| {
        w.raw(&source.finish());
        for (element, attribute, option) in [
            ("target", "dev", "target"),
            ("mac", "address", "mac"),
            ("script", "path", "script"),
            ("model", "type", "model"),
            ("alias", "name", "alias"),
        ] {
            if let Some(value) = run.given(option) {
                w.start(element).opt_attr_as_is(attribute, Some(value)).empty();
            }
        }
        if inbound.is_some() || outbound.is_some() {
            w.start("bandwidth").inside(|w| {
                inbound.into_iter().for_each(|rate| bandwidth(w, "inbound", rate));
                outbound.into_iter().for_each(|rate| bandwidth(w, "outbound", rate));
            });
        }
    });
    Ok(w.finish())
}

pub(crate) fn attach_interface(run: &mut Run<'_>) -> Done {
    let mut flags = impact(run)?;
    let document = interface(run)?;
    if run.has("print-xml") {
        say!(run, "{document}");
        return Ok(());
    }
    let domain = run.domain()?;
    flags |= super::device::live_too(run, &domain);
    send(run, ATTACH, domain, document, flags, "Failed to attach interface")?;
    extra!(run, "Interface attached successfully\n");
    Ok(())
}
