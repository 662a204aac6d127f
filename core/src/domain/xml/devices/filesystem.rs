//! File systems: `virDomainFSDefParseXML`, `virDomainFSDefValidate` and `virDomainFSDefFormat` of libvirt.

use super::info::{self, Allow, parse_virtio};
use super::storage::parse_volume;
use super::{unsupported, xml_error};
use crate::domain::config::devices::Filesystem;
use crate::domain::config::devices::filesystem::{AccessMode, FilesystemDriver, FilesystemType, Virtiofs};
use crate::domain::config::devices::storage::ImageFormat;
use crate::domain::xml::host_side::{format_idmap, parse_idmap};
use crate::domain::xml::{ParseFlags, fault};
use crate::ground::path::sanitized;
use crate::ground::scale::{Scaled, scale_integer};
use crate::ground::xml::{Attribute, Element, Prop, Writer};
use crate::ground::{ErrorCode, ErrorDomain, Result, VirError, Word, number};

/// Reads a `<filesystem>`.
pub(super) fn parse(element: &Element<'_>, flags: ParseFlags) -> Result<Filesystem> {
    let mut fs = Filesystem {
        filesystem_type: Attribute::read(element, "type")?,
        access_mode: Attribute::read(element, "accessmode")?,
        file_mode: mode(element, "fmode")?,
        directory_mode: mode(element, "dmode")?,
        model: Attribute::read(element, "model")?,
        multidevs: Attribute::read(element, "multidevs")?,
        space_hard_limit: limit(element, "space_hard_limit", "./space_hard_limit[1]")?,
        space_soft_limit: limit(element, "space_soft_limit", "./space_soft_limit[1]")?,
        ..Filesystem::default()
    };
    let source = element.child("source");
    fs.socket = source.and_then(|source| source.attribute("socket")).map(Into::into);
    match fs.filesystem_type {
        FilesystemType::Ram => {}
        FilesystemType::Volume => fs.volume = source.map(parse_volume).transpose()?.map(Box::new),
        kind => {
            fs.source = source.and_then(|source| source.attribute(source_attribute(kind))).map(Into::into)
        }
    }
    fs.target = element.path_attribute("target", "dir").map(Into::into);
    fs.readonly = element.child("readonly").is_some();
    if let Some(driver) = element.child("driver") {
        parse_driver(driver, &mut fs)?;
    }
    if fs.driver == FilesystemDriver::Virtiofs {
        fs.virtiofs = Some(Box::new(parse_virtiofs(element)?));
    }
    let needs_source = !matches!(fs.filesystem_type, FilesystemType::Ram | FilesystemType::Volume);
    if needs_source && fs.source.is_none() && fs.socket.is_none() {
        return Err(lacks(ErrorCode::NoSource, fs.target.as_deref()));
    }
    if fs.filesystem_type == FilesystemType::Ram {
        fs.usage = parse_usage(source)?;
    }
    fs.info = info::parse(element, Allow::Boot, flags)?;
    Ok(fs)
}

/// The attribute of `<source>` that says where a file system comes from.
fn source_attribute(kind: FilesystemType) -> &'static str {
    match kind {
        FilesystemType::File => "file",
        FilesystemType::Block => "dev",
        FilesystemType::Template => "name",
        _ => "dir",
    }
}

fn lacks(code: ErrorCode, what: Option<&str>) -> Box<VirError> {
    match what {
        Some(what) => fault(code, what),
        None => VirError::bare(ErrorDomain::Domain, code),
    }
}

fn mode(element: &Element<'_>, name: &str) -> Result<u16> {
    let mode = element.prop_u32(name, 8, Prop::NONE)?.unwrap_or(0);
    u16::try_from(mode)
        .ok()
        .filter(|mode| *mode <= 0o777)
        .ok_or_else(|| xml_error(format!("invalid {name}: '0{mode:o}'")))
}

fn limit(element: &Element<'_>, name: &str, xpath: &str) -> Result<u64> {
    let scaled = Scaled { xpath, scale: 1, limit: u64::MAX, required: false };
    Ok(scaled.read_element(element.child(name))?.unwrap_or(0))
}

fn parse_driver(driver: &Element<'_>, fs: &mut Filesystem) -> Result<()> {
    fs.driver = Attribute::read(driver, "type")?;
    fs.write_policy = Attribute::read(driver, "wrpolicy")?;
    if let Some(word) = driver.attribute("format") {
        let unknown = || unsupported(format!("unknown driver format value '{word}'"));
        fs.format = Some(ImageFormat::from_word(word).ok_or_else(unknown)?);
    }
    fs.virtio = parse_virtio(Some(driver))?;
    Ok(())
}

fn parse_virtiofs(element: &Element<'_>) -> Result<Virtiofs> {
    let refused = |what: &str, text: &str| xml_error(format!("cannot parse {what} '{text}' for virtiofs"));
    let mut virtiofs = Virtiofs::default();
    if let Some(text) = element.path_attribute("driver", "queue") {
        virtiofs.queue = number::to_u64_wrapping(text, 10).ok_or_else(|| refused("queue size", text))?;
    }
    if let Some(text) = element.path_attribute("binary/thread_pool", "size") {
        let size = number::to_i32(text, 10).ok_or_else(|| refused("thread pool size", text))?;
        virtiofs.thread_pool = u32::try_from(size).ok();
    }
    if let Some(text) = element.path_attribute("binary/openfiles", "max") {
        virtiofs.open_files = number::to_u64_wrapping(text, 10).ok_or_else(|| refused("openfiles", text))?;
    }
    virtiofs.binary = element.path_attribute("binary", "path").map(sanitized);
    if let Some(binary) = element.child("binary") {
        virtiofs.xattr = Attribute::read(binary, "xattr")?;
    }
    if let Some(lock) = element.path("binary/lock") {
        virtiofs.lock_posix = Attribute::read(lock, "posix")?;
        virtiofs.lock_flock = Attribute::read(lock, "flock")?;
    }
    if let Some(cache) = element.path("binary/cache") {
        virtiofs.cache = Attribute::read(cache, "mode")?;
    }
    if let Some(sandbox) = element.path("binary/sandbox") {
        virtiofs.sandbox = Attribute::read(sandbox, "mode")?;
    }
    virtiofs.idmap = parse_idmap(element)?;
    Ok(virtiofs)
}

fn parse_usage(source: Option<&Element<'_>>) -> Result<u64> {
    let attribute = |name| source.and_then(|source| source.attribute(name));
    let usage = attribute("usage");
    let usage = usage.ok_or_else(|| xml_error("missing 'usage' attribute for RAM filesystem"))?;
    let value = number::to_u64_wrapping(usage, 10)
        .ok_or_else(|| xml_error(format!("cannot parse usage '{usage}' for RAM filesystem")))?;
    scale_integer(value, attribute("units").unwrap_or(""), 1024, u64::MAX)
}

/// What a file system gets by itself. `virDomainFSDefPostParse` of libvirt.
pub(super) fn post_parse(fs: &mut Filesystem) {
    if fs.access_mode == AccessMode::Default && fs.socket.is_none() {
        fs.access_mode = AccessMode::Passthrough;
    }
}

/// Checks the file system at a place in the list.
pub(super) fn validate(all: &[Filesystem], place: usize) -> Result<()> {
    let fs = &all[place];
    let Some(target) = &fs.target else {
        return Err(lacks(ErrorCode::NoTarget, fs.source.as_deref().or(fs.socket.as_deref())));
    };
    if fs.info.boot_order().is_some() && fs.driver != FilesystemDriver::Virtiofs {
        return Err(unsupported("boot order is only supported for virtiofs"));
    }
    let twice = |target: &str| Err(unsupported(format!("filesystem target '{target}' specified twice")));
    let virtiofs = || all.iter().enumerate().filter(|(_, fs)| fs.driver == FilesystemDriver::Virtiofs);
    for (at, other) in virtiofs() {
        let Some(name) = &other.target else { continue };
        if virtiofs().any(|(earlier, fs)| earlier < at && fs.target.as_ref() == Some(name)) {
            return twice(name);
        }
    }
    match virtiofs().any(|(at, other)| at != place && other.target.as_ref() == Some(target)) {
        true => twice(target),
        false => Ok(()),
    }
}

/// Writes a file system.
pub(super) fn format(fs: &Filesystem, w: &mut Writer) {
    let octal = |mode: u16| (mode != 0).then(|| format!("{mode:04o}"));
    let tag = fs.access_mode.write(w.start("filesystem").attr("type", fs.filesystem_type), "accessmode");
    let tag = fs.multidevs.write(tag.opt_attr("model", fs.model), "multidevs");
    tag.opt_attr("fmode", octal(fs.file_mode)).opt_attr("dmode", octal(fs.directory_mode)).block(|w| {
        format_driver(fs, w);
        if let Some(virtiofs) = &fs.virtiofs {
            format_binary(virtiofs, w);
            format_idmap(&virtiofs.idmap, w);
        }
        format_source(fs, w);
        if let Some(target) = &fs.target {
            w.start("target").attr("dir", target).empty();
        }
        if fs.readonly {
            w.start("readonly").empty();
        }
        info::format(&fs.info, w);
        for (name, limit) in
            [("space_hard_limit", fs.space_hard_limit), ("space_soft_limit", fs.space_soft_limit)]
        {
            if limit != 0 {
                w.start(name).attr("unit", "bytes").text(limit);
            }
        }
    });
}

fn format_driver(fs: &Filesystem, w: &mut Writer) {
    let mut tag = w.start("driver");
    if fs.driver != FilesystemDriver::Default {
        tag = fs.write_policy.write(tag.attr("type", fs.driver).opt_attr("format", fs.format), "wrpolicy");
        let queue = fs.virtiofs.as_ref().map_or(0, |virtiofs| virtiofs.queue);
        tag = queue.write(tag, "queue");
    }
    fs.virtio.write(tag).nonempty(|_| {});
}

fn format_binary(virtiofs: &Virtiofs, w: &mut Writer) {
    let tag =
        w.start("binary").opt_attr("path", virtiofs.binary.as_deref()).opt_attr("xattr", virtiofs.xattr);
    tag.nonempty(|w| {
        w.start("cache").opt_attr("mode", virtiofs.cache).nonempty(|_| {});
        w.start("sandbox").opt_attr("mode", virtiofs.sandbox).nonempty(|_| {});
        let tag = w.start("lock").opt_attr("posix", virtiofs.lock_posix);
        tag.opt_attr("flock", virtiofs.lock_flock).nonempty(|_| {});
        w.start("thread_pool").opt_attr("size", virtiofs.thread_pool).nonempty(|_| {});
        // libvirt writes the number as a signed one.
        let most = (virtiofs.open_files != 0).then_some(virtiofs.open_files as i64);
        w.start("openfiles").opt_attr("max", most).nonempty(|_| {});
    });
}

fn format_source(fs: &Filesystem, w: &mut Writer) {
    let source = w.start("source");
    match (fs.filesystem_type, &fs.socket) {
        (FilesystemType::Ram, _) => source.attr("usage", fs.usage / 1024).attr("units", "KiB").empty(),
        (FilesystemType::Volume, _) => {
            let volume = fs.volume.as_deref();
            let [pool, name] = [
                volume.and_then(|volume| volume.pool.as_ref()),
                volume.and_then(|volume| volume.volume.as_ref()),
            ];
            source.opt_attr("pool", pool).opt_attr("volume", name).empty();
        }
        (FilesystemType::Mount | FilesystemType::Bind, Some(socket)) => source.attr("socket", socket).empty(),
        (kind, _) => source.opt_attr(source_attribute(kind), fs.source.as_deref()).nonempty(|_| {}),
    }
}
