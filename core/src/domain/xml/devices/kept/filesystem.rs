//! `<filesystem>`.

use super::{Context, unsupported, xml_error};
use crate::domain::config::devices::RareDevices;
use crate::domain::config::devices::info::VirtioOptions;
use crate::domain::config::devices::storage::{ImageFormat, VolumePlace};
use crate::domain::xml::devices::info::{self, Allow};
use crate::domain::xml::devices::sanitized_path;
use crate::domain::xml::host_side::{Idmap, read_idmap};
use crate::ground::scale::{Scaled, scale_integer};
use crate::ground::xml::{Element, Prop, Tag, Writer};
use crate::ground::{ErrorCode, ErrorDomain, OnOff, Result, VirError, Word, number};
use crate::words;

words! {
    /// `virDomainFSType` of libvirt.
    enum FsType {
        Mount "mount", Block "block", File "file", Template "template", Ram "ram", Bind "bind", Volume "volume",
    }
}
words! {
    /// `virDomainFSDriverType` of libvirt.
    enum Driver {
        Default "default", Path "path", Handle "handle", Loop "loop", Nbd "nbd", Ploop "ploop",
        Virtiofs "virtiofs", Mtp "mtp",
    }
}
words! {
    /// `virDomainFSAccessMode` of libvirt.
    enum AccessMode { Default "", Passthrough "passthrough", Mapped "mapped", Squash "squash" }
}
words! {
    /// `virDomainFSWrpolicy` of libvirt.
    enum WritePolicy { Default "default", Immediate "immediate" }
}
words! {
    /// `virDomainFSModel` of libvirt, without its default.
    enum Model {
        Virtio "virtio", Transitional "virtio-transitional", NonTransitional "virtio-non-transitional",
    }
}
words! {
    /// `virDomainFSMultidevs` of libvirt.
    enum Multidevs { Default "default", Remap "remap", Forbid "forbid", Warn "warn" }
}
words! {
    /// `virDomainFSCacheMode` of libvirt, without its default.
    enum CacheMode { None "none", Always "always" }
}
words! {
    /// `virDomainFSSandboxMode` of libvirt, without its default.
    enum SandboxMode { Namespace "namespace", Chroot "chroot" }
}

/// The greatest file mode.
const MODE_MAX: u32 = 0o777;

/// `<driver>` and `<binary>` while they are read.
#[derive(Default)]
struct Daemon {
    queue: u64,
    path: Option<Box<str>>,
    threads: Option<i32>,
    open_files: u64,
    xattr: Option<bool>,
    locks: [Option<bool>; 2],
    cache: Option<CacheMode>,
    sandbox: Option<SandboxMode>,
    idmap: Idmap,
}

/// The attributes of `<filesystem>`.
struct Attributes {
    kind: FsType,
    access: AccessMode,
    modes: [u32; 2],
    model: Option<Model>,
    multidevs: Option<Multidevs>,
}

/// `<driver>`, as far as any file system has it.
struct FsDriver {
    kind: Driver,
    policy: WritePolicy,
    format: Option<ImageFormat>,
    virtio: VirtioOptions,
}

/// What `<source>` says.
struct Source<'e> {
    path: Option<&'e str>,
    socket: Option<&'e str>,
    volume: Option<VolumePlace>,
    usage: u64,
}

fn read_attributes(device: &Element<'_>) -> Result<Attributes> {
    let access = device.prop_word("accessmode", Prop::NONE)?;
    Ok(Attributes {
        kind: device.prop_word("type", Prop::NONE)?.unwrap_or(FsType::Mount),
        access: access.unwrap_or(AccessMode::Default),
        modes: [file_mode(device, "fmode")?, file_mode(device, "dmode")?],
        model: device.prop_word("model", Prop::NONE)?,
        multidevs: device.prop_word("multidevs", Prop::NONE)?,
    })
}

fn read_driver(driver: Option<&Element<'_>>) -> Result<FsDriver> {
    let virtio = VirtioOptions::default();
    let mut read = FsDriver { kind: Driver::Default, policy: WritePolicy::Default, format: None, virtio };
    if let Some(driver) = driver {
        read.kind = driver.prop_word("type", Prop::NONE)?.unwrap_or(Driver::Default);
        read.policy = driver.prop_word("wrpolicy", Prop::NONE)?.unwrap_or(WritePolicy::Default);
        if let Some(word) = driver.attribute("format") {
            let format = ImageFormat::from_word(word);
            read.format =
                Some(format.ok_or_else(|| unsupported(format!("unknown driver format value '{word}'")))?);
        }
        read.virtio = info::parse_virtio(Some(driver))?;
    }
    Ok(read)
}

/// `virDomainFSDefParseXML`, `virDomainFSDefPostParse` and `virDomainFSDefValidate` of libvirt. `targets` are those of
/// virtiofs before.
pub(super) fn read(
    device: &Element<'_>,
    cx: &Context<'_, '_>,
    targets: &mut Vec<Box<str>>,
    rare: &mut RareDevices,
    w: &mut Writer,
) -> Result<()> {
    let mut attributes = read_attributes(device)?;
    let kind = attributes.kind;
    let limits = [space_limit(device, "space_hard_limit")?, space_limit(device, "space_soft_limit")?];
    let element = device.child("source");
    let mut source = Source {
        path: element.and_then(|source| source.attribute(source_attribute(kind)?)),
        socket: element.and_then(|source| source.attribute("socket")),
        volume: element.filter(|_| kind == FsType::Volume).map(read_volume).transpose()?,
        usage: 0,
    };
    let target = device.path_attribute("target", "dir");
    let driver = read_driver(device.child("driver"))?;
    let is_virtiofs = driver.kind == Driver::Virtiofs;
    let daemon = if is_virtiofs { read_daemon(device)? } else { Daemon::default() };
    let has_place = source.path.is_some() || source.socket.is_some();
    if !has_place && !matches!(kind, FsType::Ram | FsType::Volume) {
        return Err(named(ErrorCode::NoSource, target));
    }
    if kind == FsType::Ram {
        source.usage = read_usage(element)?;
    }
    let info = info::parse(device, Allow::Boot, cx.flags)?;
    if attributes.access == AccessMode::Default && source.socket.is_none() {
        attributes.access = AccessMode::Passthrough;
    }
    let target = target.ok_or_else(|| named(ErrorCode::NoTarget, source.path.or(source.socket)))?;
    if info.boot_order().is_some() && !is_virtiofs {
        return Err(unsupported("boot order is only supported for virtiofs"));
    }
    rare.kept_boot_orders.extend(info.boot_order());
    if targets.iter().any(|before| **before == *target) {
        return Err(unsupported(format!("filesystem target '{target}' specified twice")));
    }
    if is_virtiofs {
        targets.push(target.into());
    }
    format_tag(&attributes, w).block(|w| {
        format_driver(&driver, &daemon, w);
        format_source(kind, &source, w);
        w.start("target").attr("dir", target).empty();
        if device.child("readonly").is_some() {
            w.start("readonly").empty();
        }
        info::format(&info, w);
        for (name, limit) in ["space_hard_limit", "space_soft_limit"].iter().zip(limits) {
            if limit > 0 {
                w.start(name).attr("unit", "bytes").text(limit);
            }
        }
    });
    Ok(())
}

fn format_tag<'w>(attributes: &Attributes, w: &'w mut Writer) -> Tag<'w> {
    let octal = |mode: u32| (mode > 0).then(|| format!("{mode:04o}"));
    let access = Some(attributes.access).filter(|access| *access != AccessMode::Default);
    let multidevs = attributes.multidevs.filter(|multidevs| *multidevs != Multidevs::Default);
    w.start("filesystem")
        .attr("type", attributes.kind)
        .opt_attr("accessmode", access)
        .opt_attr("model", attributes.model)
        .opt_attr("multidevs", multidevs)
        .opt_attr("fmode", octal(attributes.modes[0]))
        .opt_attr("dmode", octal(attributes.modes[1]))
}

fn format_driver(driver: &FsDriver, daemon: &Daemon, w: &mut Writer) {
    let mut tag = w.start("driver");
    if driver.kind != Driver::Default {
        let policy = Some(driver.policy).filter(|policy| *policy != WritePolicy::Default);
        let queue = (daemon.queue > 0).then_some(daemon.queue);
        tag = tag.attr("type", driver.kind).opt_attr("format", driver.format);
        tag = tag.opt_attr("wrpolicy", policy).opt_attr("queue", queue);
    }
    driver.virtio.write(tag).nonempty(|_| {});
    format_daemon(daemon, w);
}

fn format_source(kind: FsType, source: &Source<'_>, w: &mut Writer) {
    let tag = w.start("source");
    match (kind, &source.volume) {
        (FsType::Ram, _) => tag.attr("usage", source.usage / 1024).attr("units", "KiB").empty(),
        (FsType::Volume, Some(volume)) => {
            let tag = tag.opt_attr("pool", volume.pool.as_deref());
            tag.opt_attr("volume", volume.volume.as_deref()).empty();
        }
        (FsType::Mount | FsType::Bind, _) if source.socket.is_some() => {
            tag.opt_attr("socket", source.socket).empty();
        }
        _ => tag.opt_attr(source_attribute(kind).unwrap_or(""), source.path).nonempty(|_| {}),
    }
}

fn file_mode(device: &Element<'_>, name: &str) -> Result<u32> {
    let mode = device.prop_u32(name, 8, Prop::NONE)?.unwrap_or(0);
    if mode > MODE_MAX {
        return Err(xml_error(format!("invalid {name}: '0{mode:o}'")));
    }
    Ok(mode)
}

fn space_limit(device: &Element<'_>, name: &str) -> Result<u64> {
    let xpath = format!("./{name}[1]");
    let scaled = Scaled { xpath: &xpath, scale: 1, limit: u64::MAX, required: false };
    Ok(scaled.read_element(device.child(name))?.unwrap_or(0))
}

/// Where the source of a file system of a type stands.
fn source_attribute(kind: FsType) -> Option<&'static str> {
    match kind {
        FsType::Mount | FsType::Bind => Some("dir"),
        FsType::File => Some("file"),
        FsType::Block => Some("dev"),
        FsType::Template => Some("name"),
        FsType::Ram | FsType::Volume => None,
    }
}

/// An error that names something, if there is something to name.
fn named(code: ErrorCode, name: Option<&str>) -> Box<VirError> {
    match name {
        Some(name) => VirError::new(ErrorDomain::Domain, code, name),
        None => VirError::bare(ErrorDomain::Domain, code),
    }
}

fn read_volume(source: &Element<'_>) -> Result<VolumePlace> {
    match [source.attribute("pool"), source.attribute("volume")] {
        [Some(_), Some(_)] => VolumePlace::read(source),
        [None, None] => Ok(VolumePlace::default()),
        _ => Err(xml_error("'pool' and 'volume' must be specified together for 'pool' type source")),
    }
}

fn read_usage(source: Option<&Element<'_>>) -> Result<u64> {
    let usage = source.and_then(|source| source.attribute("usage"));
    let usage = usage.ok_or_else(|| xml_error("missing 'usage' attribute for RAM filesystem"))?;
    let value = number::to_u64_wrapping(usage, 10)
        .ok_or_else(|| xml_error(format!("cannot parse usage '{usage}' for RAM filesystem")))?;
    let units = source.and_then(|source| source.attribute("units")).unwrap_or("");
    scale_integer(value, units, 1024, u64::MAX)
}

/// What only virtiofs has.
fn read_daemon(device: &Element<'_>) -> Result<Daemon> {
    let number = |text: Option<&str>, what: &str| match text {
        None => Ok(None),
        Some(text) => number::to_u64_wrapping(text, 10)
            .map(Some)
            .ok_or_else(|| xml_error(format!("cannot parse {what} '{text}' for virtiofs"))),
    };
    let queue = number(device.path_attribute("driver", "queue"), "queue size")?.unwrap_or(0);
    let threads = match device.path_attribute("binary/thread_pool", "size") {
        None => None,
        Some(text) => Some(
            number::to_i32(text, 10)
                .ok_or_else(|| xml_error(format!("cannot parse thread pool size '{text}' for virtiofs")))?,
        ),
    };
    let open_files = number(device.path_attribute("binary/openfiles", "max"), "openfiles")?.unwrap_or(0);
    let mut daemon = Daemon { queue, threads, open_files, ..Daemon::default() };
    daemon.path = device.path_attribute("binary", "path").map(sanitized_path);
    if let Some(binary) = device.child("binary") {
        daemon.xattr = binary.prop_on_off("xattr", Prop::NONE)?;
    }
    if let Some(lock) = device.path("binary/lock") {
        daemon.locks = [lock.prop_on_off("posix", Prop::NONE)?, lock.prop_on_off("flock", Prop::NONE)?];
    }
    if let Some(cache) = device.path("binary/cache") {
        daemon.cache = cache.prop_word("mode", Prop::NONE)?;
    }
    if let Some(sandbox) = device.path("binary/sandbox") {
        daemon.sandbox = sandbox.prop_word("mode", Prop::NONE)?;
    }
    daemon.idmap = read_idmap(device)?;
    Ok(daemon)
}

fn format_daemon(daemon: &Daemon, w: &mut Writer) {
    let on_off = |value: Option<bool>| value.map(OnOff::of);
    let tag = w.start("binary").opt_attr("path", daemon.path.as_deref());
    tag.opt_attr("xattr", on_off(daemon.xattr)).nonempty(|w| {
        w.start("cache").opt_attr("mode", daemon.cache).nonempty(|_| {});
        w.start("sandbox").opt_attr("mode", daemon.sandbox).nonempty(|_| {});
        let [posix, flock] = daemon.locks.map(on_off);
        w.start("lock").opt_attr("posix", posix).opt_attr("flock", flock).nonempty(|_| {});
        let threads = daemon.threads.filter(|threads| *threads >= 0);
        w.start("thread_pool").opt_attr("size", threads).nonempty(|_| {});
        let files = (daemon.open_files > 0).then_some(daemon.open_files);
        w.start("openfiles").opt_attr("max", files).nonempty(|_| {});
    });
    daemon.idmap.format_into(w);
}
