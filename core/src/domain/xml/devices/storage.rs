//! Where a disk's data is: `virDomainStorageSourceParse` and `virDomainDiskSourceFormat` of libvirt.

use super::{chardev, chardev_format, info, network_storage, secret, xml_error};
use crate::domain::config::devices::storage::{
    Backing, ImageFormat, NvmePlace, Place, RareSource, Reconnect, StorageSource, StorageType, VolumePlace,
};
use crate::domain::xml::{FormatOptions, ParseFlags};
use crate::ground::scale::Scaled;
use crate::ground::xml::{Attribute, Element, Prop, Writer};
use crate::ground::{Result, Word, number};

/// A path; an empty one says that there is none.
fn path(source: &Element<'_>, name: &str) -> Option<Box<str>> {
    source.attribute(name).filter(|path| !path.is_empty()).map(Into::into)
}

/// Reads a `<source>`. The format, which stands elsewhere, is left to the caller.
pub(in crate::domain::xml) fn parse(
    kind: StorageType,
    source: &Element<'_>,
    flags: ParseFlags,
) -> Result<StorageSource> {
    let mut rare = RareSource::default();
    let place = match kind {
        StorageType::File => {
            rare.fdgroup = source.attribute("fdgroup").map(Into::into);
            Place::File(path(source, "file"))
        }
        StorageType::Block => Place::Block(path(source, "dev")),
        StorageType::Dir => Place::Dir(path(source, "dir")),
        StorageType::Network => Place::Network(Box::new(network_storage::parse(source)?)),
        StorageType::Volume => Place::Volume(Box::new(parse_volume(source)?)),
        StorageType::Nvme => Place::Nvme(Box::new(parse_nvme(source)?)),
        StorageType::VhostUser => Place::VhostUser(Box::new(parse_vhostuser(source)?)),
        StorageType::VhostVdpa => {
            Place::VhostVdpa(source.prop("dev", Prop::REQUIRED)?.unwrap_or_default().into())
        }
        StorageType::Ctl => Place::Ctl(path(source, "dev")),
    };
    let auth = source.child("auth").map(secret::parse_auth).transpose()?;
    rare.auth = auth.map(Box::new);
    let encryption = source.child("encryption").map(secret::parse_encryption).transpose()?;
    rare.encryption = encryption.map(Box::new);
    rare.reservations = source.child("reservations").map(secret::parse_reservations).transpose()?;
    rare.slice = parse_slice(source)?;
    rare.seclabels = secret::parse_seclabels(source, flags)?;
    rare.data_store = parse_data_store(source, flags)?;
    let rare = (rare != RareSource::default()).then(|| Box::new(rare));
    Ok(StorageSource { place, format: None, rare })
}

/// `virDomainDiskSourcePoolDefParse` of libvirt.
pub(super) fn parse_volume(source: &Element<'_>) -> Result<VolumePlace> {
    let [pool, volume] = ["pool", "volume"].map(|name| source.attribute(name));
    match (pool, volume) {
        (None, None) => Ok(VolumePlace::default()),
        (Some(_), Some(_)) => VolumePlace::read(source),
        _ => Err(xml_error("'pool' and 'volume' must be specified together for 'pool' type source")),
    }
}

/// `virDomainDiskSourceNVMeParse` of libvirt.
fn parse_nvme(source: &Element<'_>) -> Result<NvmePlace> {
    match source.attribute("type") {
        None => return Err(xml_error("missing 'type' attribute to disk source")),
        Some("pci") => {}
        Some(kind) => return Err(xml_error(format!("unsupported source type '{kind}'"))),
    }
    let namespace = source.prop_u64("namespace", 10, Prop::REQUIRED)?.unwrap_or(0);
    let managed = source.prop_word("managed", Prop::NONE)?;
    let address = source.child("address").ok_or_else(|| xml_error("NVMe disk source is missing address"))?;
    Ok(NvmePlace { managed, namespace, address: info::parse_pci(address)? })
}

/// `virDomainDiskSourceVHostUserParse` of libvirt.
fn parse_vhostuser(source: &Element<'_>) -> Result<(Box<str>, Reconnect)> {
    let wrong =
        |what: &str, name: &str| xml_error(format!("{what} '{name}' attribute for vhostuser disk source"));
    match source.attribute("type") {
        None => return Err(wrong("missing", "type")),
        Some("unix") => {}
        Some(_) => return Err(wrong("invalid", "type")),
    }
    let path = source.attribute("path").ok_or_else(|| wrong("missing", "path"))?;
    Ok((path.into(), chardev::parse_reconnect(source)?))
}

/// `virDomainStorageSourceParseSlices` of libvirt.
fn parse_slice(source: &Element<'_>) -> Result<Option<(u64, u64)>> {
    let mut slices = source.all("slices").flat_map(|slices| slices.all("slice"));
    let Some(slice) = slices.find(|slice| slice.attribute("type") == Some("storage")) else {
        return Ok(None);
    };
    let given = |name| slice.attribute(name).filter(|value: &&str| !value.is_empty());
    let (Some(offset), Some(size)) = (given("offset"), given("size")) else {
        return Err(xml_error("missing offset or size attribute of slice"));
    };
    let number = |text: &str, name: &str| {
        let malformed = || xml_error(format!("malformed value '{text}' of '{name}' attribute of slice"));
        number::to_u64(text, 10).ok_or_else(malformed)
    };
    Ok(Some((number(offset, "offset")?, number(size, "size")?)))
}

/// `virDomainDiskDataStoreParse` of libvirt.
fn parse_data_store(parent: &Element<'_>, flags: ParseFlags) -> Result<Option<Box<StorageSource>>> {
    let Some(store) = parent.child("dataStore") else { return Ok(None) };
    let kind = store.prop("type", Prop::REQUIRED)?;
    let format = store.path_attribute("format", "type");
    let format = format.ok_or_else(|| xml_error("missing data file store format"))?;
    let source = store.child("source").ok_or_else(|| xml_error("missing disk data file store source"))?;
    let index = source.attribute("index").filter(|_| !flags.inactive);
    let (kind, format, index) = parse_base(kind.unwrap_or_default(), format, index)?;
    let mut data = parse(kind, source, flags)?;
    data.format = Some(format);
    if index != 0 {
        data.rare_mut().index = index;
    }
    Ok(Some(Box::new(data)))
}

/// `virDomainStorageSourceParseBase` of libvirt: type, format and number.
fn parse_base(kind: &str, format: &str, index: Option<&str>) -> Result<(StorageType, ImageFormat, u32)> {
    let kind = StorageType::from_word(kind)
        .ok_or_else(|| xml_error(format!("unknown storage source type '{kind}'")))?;
    let format = ImageFormat::from_word(format)
        .ok_or_else(|| xml_error(format!("unknown storage source format '{format}'")))?;
    let index = match index {
        None => 0,
        Some(text) => number::to_u32(text, 10)
            .ok_or_else(|| xml_error(format!("invalid storage source index '{text}'")))?,
    };
    Ok((kind, format, index))
}

/// Reads `<backingStore>`, which stands in the disk or in another `<backingStore>`. `virDomainDiskBackingStoreParse` of
/// libvirt.
pub(super) fn parse_backing(parent: &Element<'_>, flags: ParseFlags) -> Result<Option<Backing>> {
    let Some(backing) = parent.child("backingStore") else { return Ok(None) };
    let Some(kind) = backing.attribute("type") else { return Ok(Some(Backing::End)) };
    let index = backing.attribute("index").filter(|_| !flags.inactive);
    let format = backing.path_attribute("format", "type");
    let format = format.ok_or_else(|| xml_error("missing disk backing store format"))?;
    let source = backing.child("source").ok_or_else(|| xml_error("missing disk backing store source"))?;
    let (kind, format, index) = parse_base(kind, format, index)?;
    let cache = backing.path("format/metadata_cache/max_size");
    let cache = metadata_cache("./format/metadata_cache/max_size", cache)?;
    let mut image = parse(kind, source, flags)?;
    image.format = Some(format);
    let rare = image.rare_mut();
    rare.index = index;
    rare.metadata_cache_bytes = cache;
    if let Some(data) = parse_data_store(backing, flags)? {
        rare.data_store = Some(data);
    }
    rare.backing = parse_backing(backing, flags)?;
    if *rare == RareSource::default() {
        image.rare = None;
    }
    Ok(Some(Backing::Image(Box::new(image))))
}

/// The size of a metadata cache, in bytes; 0 if none is given.
pub(in crate::domain::xml) fn metadata_cache(xpath: &str, element: Option<&Element<'_>>) -> Result<u64> {
    let scaled = Scaled { xpath, scale: 1, limit: u64::MAX, required: false };
    Ok(scaled.read_element(element)?.unwrap_or(0))
}

/// How a `<source>` is written.
#[derive(Clone, Copy, Default)]
pub(in crate::domain::xml) struct SourceStyle<'a> {
    /// The policy of a source that may be missing.
    pub(super) startup_policy: Option<&'a str>,
    /// Its number in the chain is written.
    pub(super) index: bool,
    /// `<auth>` stands elsewhere.
    pub(super) skip_auth: bool,
    /// `<encryption>` stands elsewhere.
    pub(super) skip_encryption: bool,
}

/// Writes a `<source>`, unless there is nothing to it.
pub(in crate::domain::xml) fn format(
    source: &StorageSource,
    style: SourceStyle<'_>,
    w: &mut Writer,
    opts: FormatOptions,
) {
    let kind = source.place.kind();
    let rare = source.rare.as_deref();
    let tag = w.start("source");
    let tag = match &source.place {
        Place::File(path) => {
            path.write(tag, "file").opt_attr("fdgroup", rare.and_then(|rare| rare.fdgroup.as_deref()))
        }
        Place::Block(path) | Place::Ctl(path) => path.write(tag, "dev"),
        Place::Dir(path) => path.write(tag, "dir"),
        Place::Network(network) => network_storage::attributes(network, tag),
        Place::Volume(volume) => volume.write(tag),
        Place::Nvme(nvme) => {
            tag.attr("type", "pci").opt_attr("managed", nvme.managed).attr("namespace", nvme.namespace)
        }
        Place::VhostUser(place) => tag.attr("type", "unix").attr("path", &place.0),
        Place::VhostVdpa(dev) => tag.attr("dev", dev),
    };
    let policy = style.startup_policy.filter(|_| kind != StorageType::Network);
    let index = rare.map_or(0, |rare| rare.index);
    let tag =
        tag.opt_attr("startupPolicy", policy).opt_attr("index", (style.index && index != 0).then_some(index));
    tag.nonempty(|w| {
        match &source.place {
            Place::Network(network) => network_storage::format(network, w, opts),
            Place::Nvme(nvme) => info::pci_attributes(&nvme.address, w.start("address")).empty(),
            Place::VhostUser(place) => chardev_format::format_reconnect(&place.1, w),
            _ => {}
        }
        if let Some(rare) = rare {
            format_rare(kind, rare, style, w, opts);
        }
    });
}

fn format_rare(
    kind: StorageType,
    rare: &RareSource,
    style: SourceStyle<'_>,
    w: &mut Writer,
    opts: FormatOptions,
) {
    if let Some((offset, size)) = rare.slice {
        w.start("slices").inside(|w| {
            w.start("slice").attr("type", "storage").attr("offset", offset).attr("size", size).empty();
        });
    }
    if kind != StorageType::Network {
        secret::format_seclabels(&rare.seclabels, w, opts);
    }
    if let Some(auth) = &rare.auth
        && !style.skip_auth
        && kind != StorageType::Volume
    {
        secret::format_auth(auth, w);
    }
    if let Some(encryption) = &rare.encryption
        && !style.skip_encryption
    {
        secret::format_encryption(encryption, w);
    }
    if let Some(reservations) = &rare.reservations {
        secret::format_reservations(reservations, w, opts);
    }
    if let Some(data) = &rare.data_store {
        w.start("dataStore").attr("type", data.place.kind()).inside(|w| {
            w.start("format").attr("type", ImageFormat::Raw).empty();
            format(data, SourceStyle { index: true, ..SourceStyle::default() }, w, opts);
        });
    }
}

/// Writes `<metadata_cache>`, unless the size is the default.
pub(super) fn format_metadata_cache(bytes: u64, w: &mut Writer) {
    if bytes > 0 {
        w.start("metadata_cache").inside(|w| w.start("max_size").attr("unit", "bytes").text(bytes));
    }
}

/// Writes `<backingStore>`.
pub(super) fn format_backing(source: &StorageSource, w: &mut Writer, opts: FormatOptions) {
    let image = match source.rare.as_ref().and_then(|rare| rare.backing.as_ref()) {
        None => return,
        Some(Backing::End) => return w.start("backingStore").empty(),
        Some(Backing::Image(image)) => image,
    };
    let index = image.rare.as_ref().map_or(0, |rare| rare.index);
    let tag = w.start("backingStore").attr("type", image.place.kind());
    tag.opt_attr("index", (index != 0).then_some(index)).inside(|w| {
        w.start("format").opt_attr("type", image.format).nonempty(|w| {
            format_metadata_cache(image.rare.as_ref().map_or(0, |rare| rare.metadata_cache_bytes), w);
        });
        format(image, SourceStyle::default(), w, opts);
        format_backing(image, w, opts);
    });
}

/// The type that a `<disk>` says it is of; a file unless it says.
pub(super) fn disk_type(disk: &Element<'_>) -> Result<StorageType> {
    Ok(disk.prop_word("type", Prop::NONE)?.unwrap_or(StorageType::File))
}
