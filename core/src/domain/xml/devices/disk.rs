//! Disks: `virDomainDiskDefParseXML` and `virDomainDiskDefFormat` of libvirt.

use super::info::{Allow, parse_virtio};
use super::storage::{self};
use super::{info, secret, unsupported, xml_error};
use crate::domain::config::devices::Disk;
use crate::domain::config::devices::disk::{
    BlockIo, DiskDevice, DiskDriver, ErrorPolicy, Geometry, IoTune, IothreadMapping, Latency, RareDisk,
    Statistic,
};
use crate::domain::config::devices::storage::{ImageFormat, StorageSource};
use crate::domain::xml::ParseFlags;
use crate::ground::xml::{Attribute, Element, Prop};
use crate::ground::{Result, Word, number};

/// Reads a `<disk>`.
pub(super) fn parse(disk: &Element<'_>, flags: ParseFlags) -> Result<Disk> {
    let mut rare = RareDisk::default();
    let mut source = parse_source(disk, flags)?;
    let device = disk.prop_word("device", Prop::NONE)?.unwrap_or(DiskDevice::Disk);
    rare.model = Attribute::read(disk, "model")?;
    rare.snapshot = disk.prop_word("snapshot", Prop::NONE)?;
    rare.rawio = disk.prop_word("rawio", Prop::NONE)?;
    rare.sgio = disk.prop_word("sgio", Prop::NONE)?;
    if let Some(source) = disk.child("source") {
        rare.startup_policy = source.prop_word("startupPolicy", Prop::NONE)?;
    }
    let (mut target, mut bus) = (None, None);
    if let Some(element) = disk.child("target") {
        target = element.attribute("dev").map(Into::into);
        bus = element.prop_word("bus", Prop::NONE)?;
        rare.tray = Attribute::read(element, "tray")?;
        rare.removable = element.prop_word("removable", Prop::NONE)?;
        rare.rotation_rate = Attribute::read(element, "rotation_rate")?;
        rare.dpofua = element.prop_word("dpofua", Prop::NONE)?;
    }
    rare.geometry = disk.child("geometry").map(Geometry::read).transpose()?.unwrap_or_default();
    rare.blockio = disk.child("blockio").map(BlockIo::read).transpose()?.unwrap_or_default();
    let driver = parse_driver(disk, &mut rare, &mut source)?;
    rare.auth_in_disk = disk.child("auth").is_some();
    rare.encryption_in_disk = disk.child("encryption").is_some();
    if let Some(transient) = disk.child("transient") {
        rare.transient = Some(transient.prop_word("shareBacking", Prop::NONE)?);
    }
    rare.iotune = parse_iotune(disk)?;
    rare.throttle_filters = parse_throttle_filters(disk)?;
    rare.backend_domain = disk.path_attribute("backenddomain", "name").map(Into::into);
    let text = |name| disk.path_text(name).map(Into::into);
    (rare.serial, rare.wwn) = (text("serial"), text("wwn"));
    (rare.vendor, rare.product) = (text("vendor"), text("product"));
    let info = info::parse(disk, Allow::Boot, flags)?;
    let readonly = disk.child("readonly").is_some();
    let shareable = disk.child("shareable").is_some();
    let rare = (rare != RareDisk::default()).then(|| Box::new(rare));
    Ok(Disk { device, bus, readonly, shareable, target, source, driver, info, rare })
}

/// Puts a disk among those of its bus, by the number in its name. `virDomainDiskInsert` of libvirt.
pub(in crate::domain) fn insert(disks: &mut Vec<Disk>, new: Disk) {
    let number = |disk: &Disk| disk.target.as_deref().map(|target| disk_index(target).map_or(-1, i64::from));
    let mut place = None;
    for (i, old) in disks.iter().enumerate().rev().filter(|(_, old)| old.bus == new.bus) {
        if matches!((number(old), number(&new)), (Some(old), Some(new)) if old > new) {
            place = Some(i);
        } else if place.is_none() {
            place = Some(i + 1);
        }
    }
    disks.insert(place.unwrap_or(disks.len()), new);
}

/// The number of a disk by its name: `sda` is 0, `sdz` 25, `sdaa` 26. `virDiskNameToIndex` of libvirt.
pub(in crate::domain) fn disk_index(name: &str) -> Option<u32> {
    let prefixes = ["fd", "hd", "vd", "sd", "xvd", "ubd"];
    let rest = prefixes.iter().find_map(|prefix| name.strip_prefix(prefix))?;
    let letters = rest.bytes().take_while(u8::is_ascii_lowercase).count();
    if letters == 0 || !rest[letters..].bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let mut index = 0i32;
    for (i, letter) in rest.bytes().take(letters).enumerate() {
        index = index.checked_add(i32::from(i > 0))?;
        index = index.checked_mul(26)?.checked_add(i32::from(letter - b'a'))?;
    }
    u32::try_from(index).ok()
}

/// `virDomainDiskDefParseSourceXML` of libvirt.
fn parse_source(disk: &Element<'_>, flags: ParseFlags) -> Result<StorageSource> {
    let kind = storage::disk_type(disk)?;
    let mut source = StorageSource::default();
    if let Some(element) = disk.child("source") {
        source = storage::parse(kind, element, flags)?;
        if !flags.inactive
            && let Some(text) = element.attribute("index")
        {
            let index = number::to_u32(text, 10);
            let index = index.ok_or_else(|| xml_error(format!("invalid disk index '{text}'")))?;
            source.rare_mut().index = index;
        }
    }
    let has = |source: &StorageSource| {
        let rare = source.rare.as_ref();
        rare.map_or((false, false), |rare| (rare.auth.is_some(), rare.encryption.is_some()))
    };
    if let Some(auth) = disk.child("auth") {
        if has(&source).0 {
            return Err(unsupported("an <auth> definition already found for disk source"));
        }
        source.rare_mut().auth = Some(Box::new(secret::parse_auth(auth)?));
    }
    if let Some(encryption) = disk.child("encryption") {
        if has(&source).1 {
            return Err(unsupported("an <encryption> definition already found for disk source"));
        }
        source.rare_mut().encryption = Some(Box::new(secret::parse_encryption(encryption)?));
    }
    if let Some(backing) = storage::parse_backing(disk, flags)? {
        source.rare_mut().backing = Some(backing);
    }
    Ok(source)
}

fn parse_driver(
    disk: &Element<'_>,
    rare: &mut RareDisk,
    source: &mut StorageSource,
) -> Result<Option<Box<DiskDriver>>> {
    let Some(element) = disk.child("driver") else { return Ok(None) };
    rare.virtio = parse_virtio(Some(element))?;
    rare.driver_name = element.attribute("name").map(Into::into);
    let driver = DiskDriver::read(element)?;
    if driver.rerror_policy == Some(ErrorPolicy::Enospace) {
        return Err(unsupported("Invalid disk read error policy: 'enospace'"));
    }
    rare.iothreads = parse_iothreads(element)?;
    rare.statistics = parse_statistics(element)?;
    source.format = match element.attribute("type") {
        None => None,
        // What Xen's tools call raw.
        Some("aio") => Some(ImageFormat::Raw),
        Some(word) => Some(
            ImageFormat::from_word(word)
                .ok_or_else(|| unsupported(format!("unknown driver format value '{word}'")))?,
        ),
    };
    let cache = element.path("metadata_cache/max_size");
    let cache = storage::metadata_cache("./metadata_cache/max_size", cache)?;
    if cache != 0 {
        source.rare_mut().metadata_cache_bytes = cache;
    }
    Ok((!driver.is_default()).then(|| Box::new(driver)))
}

/// `virDomainIothreadMappingDefParse` of libvirt.
pub(super) fn parse_iothreads(driver: &Element<'_>) -> Result<Vec<IothreadMapping>> {
    let id = |element: &Element<'_>| Ok(element.prop_u32("id", 10, Prop::REQUIRED)?.unwrap_or(0));
    let threads = driver.child("iothreads").into_iter().flat_map(|threads| threads.all("iothread"));
    let thread = |thread: &Element<'_>| {
        Ok(IothreadMapping { id: id(thread)?, queues: thread.all("queue").map(id).collect::<Result<_>>()? })
    };
    threads.map(thread).collect()
}

fn parse_statistics(driver: &Element<'_>) -> Result<Vec<Statistic>> {
    let Some(statistics) = driver.child("statistics") else { return Ok(Vec::new()) };
    let mut read = Vec::new();
    for statistic in statistics.all("statistic") {
        let interval = statistic.prop_u32("interval", 10, Prop::REQUIRED.and(Prop::NONZERO))?;
        read.push(Statistic::Interval(interval.unwrap_or(0)));
    }
    for histogram in statistics.all("latency-histogram") {
        let parsed = parse_histogram(histogram)?;
        let same = |before: &Statistic| match (before, &parsed) {
            (Statistic::Histogram(a, _), Statistic::Histogram(b, _)) => a == b,
            _ => false,
        };
        if read.iter().any(same) {
            return Err(unsupported("only one latency-histogram of a given type is supported"));
        }
        read.push(parsed);
    }
    Ok(read)
}

fn parse_histogram(histogram: &Element<'_>) -> Result<Statistic> {
    let latency = match histogram.attribute("type") {
        None => None,
        Some(word) => {
            let unknown = || unsupported(format!("unknown latency_histogram type '{word}'"));
            Some(Latency::from_word(word).ok_or_else(unknown)?)
        }
    };
    let start = |bin: &Element<'_>| Ok(bin.prop_u64("start", 10, Prop::REQUIRED)?.unwrap_or(0));
    let mut bins: Vec<u64> = histogram.all("bin").map(start).collect::<Result<_>>()?;
    match bins.first() {
        None => return Err(xml_error("missing 'bin' elements for 'latency-histogram'")),
        Some(0) => {}
        // The first bin begins at the beginning.
        Some(_) => bins.insert(0, 0),
    }
    if !bins.is_sorted_by(|a, b| a < b) {
        return Err(unsupported(
            "the values of 'start' attribute of a 'latency-histogram' 'bin' configuration must be sorted and \
             non-overlapping",
        ));
    }
    Ok(Statistic::Histogram(latency, bins))
}

/// `virDomainDiskDefIotuneParse` of libvirt.
fn parse_iotune(disk: &Element<'_>) -> Result<Option<Box<IoTune>>> {
    if disk.child("iotune").is_none() {
        return Ok(None);
    }
    let find = |name: &str| disk.all("iotune").find_map(|iotune| iotune.child(name));
    let mut tune = IoTune::default();
    for (name, number) in IoTune::NAMES.iter().zip(tune.numbers_mut()) {
        let text = find(name).map(Element::text).filter(|text| !text.is_empty());
        let Some(text) = text else { continue };
        let wrong = || xml_error(format!("disk iotune field '{name}' must be an integer"));
        *number = number::to_u64(&text, 10).ok_or_else(wrong)?;
    }
    let group = find("group_name").map(Element::text).filter(|text| !text.is_empty());
    tune.group_name = group.map(Into::into);
    Ok((tune != IoTune::default()).then(|| Box::new(tune)))
}

/// `virDomainDiskDefThrottleFiltersParse` of libvirt.
fn parse_throttle_filters(disk: &Element<'_>) -> Result<Vec<Box<str>>> {
    let mut read: Vec<Box<str>> = Vec::new();
    for filter in disk.all("throttlefilters").flat_map(|filters| filters.all("throttlefilter")) {
        // libvirt forgets its complaint about a missing name, and then does not find the group.
        let group = filter.attribute("group").unwrap_or("(null)");
        if read.iter().any(|before| &**before == group) {
            return Err(xml_error(format!("duplicate filter name '{group}' found")));
        }
        read.push(group.into());
    }
    Ok(read)
}

#[cfg(test)]
mod tests {
    use super::disk_index;

    #[test]
    fn disks_are_numbered_by_name() {
        let cases = [("sda", 0), ("vdz", 25), ("hdaa", 26), ("xvdb3", 1), ("sdzz", 701)];
        for (name, index) in cases {
            assert_eq!(disk_index(name), Some(index), "{name}");
        }
        for name in ["sd", "sdA", "sda1b", "nvme0n1", "", "sdaaaaaaaa"] {
            assert_eq!(disk_index(name), None, "{name}");
        }
    }
}
