//! Kept devices that are little more than a model.

use super::{Context, internal, look_up, only_one, unsupported, xml_error};
use crate::domain::config::features::{Feature, FeatureName, Ioapic};
use crate::domain::xml::devices::info;
use crate::domain::xml::loader::unknown_cause;
use crate::domain::xml::memory::size_kib;
use crate::ground::xml::{Element, Prop, Writer};
use crate::ground::{OnOff, Result, YesNo};
use crate::words;

words! {
    /// `virDomainSoundModel` of libvirt.
    enum SoundModel {
        Sb16 "sb16", Es1370 "es1370", Pcspk "pcspk", Ac97 "ac97", Ich6 "ich6", Ich9 "ich9", Usb "usb", Ich7 "ich7",
        Virtio "virtio",
    }
}
words! {
    /// `virDomainSoundCodecType` of libvirt.
    enum Codec { Duplex "duplex", Micro "micro", Output "output" }
}
words! {
    /// `virDomainWatchdogModel` of libvirt.
    enum WatchdogModel { I6300esb "i6300esb", Ib700 "ib700", Diag288 "diag288", Itco "itco" }
}
words! {
    /// `virDomainWatchdogAction` of libvirt.
    enum WatchdogAction {
        Reset "reset", Shutdown "shutdown", Poweroff "poweroff", Pause "pause", Dump "dump", None "none",
        InjectNmi "inject-nmi",
    }
}
words! {
    /// `virDomainPanicModel` of libvirt.
    pub(super) enum PanicModel {
        Default "default", Isa "isa", Pseries "pseries", Hyperv "hyperv", S390 "s390", Pvpanic "pvpanic",
    }
}
words! {
    /// `virDomainVsockModel` of libvirt.
    enum VsockModel {
        Default "default", Virtio "virtio", Transitional "virtio-transitional",
        NonTransitional "virtio-non-transitional",
    }
}
words! {
    /// `virDomainIOMMUModel` of libvirt.
    enum IommuModel { Intel "intel", Smmuv3 "smmuv3", Virtio "virtio", Amd "amd" }
}
words! {
    /// `virDomainCryptoModel` of libvirt.
    enum CryptoModel { Virtio "virtio" }
}
words! {
    /// `virDomainCryptoType` of libvirt.
    enum CryptoType { Qemu "qemu" }
}
words! {
    /// `virDomainCryptoBackend` of libvirt.
    enum CryptoBackend { Builtin "builtin", Lkcf "lkcf" }
}
words! {
    /// `virDomainPstoreBackend` of libvirt.
    enum PstoreBackend { AcpiErst "acpi-erst" }
}

/// The streams of a virtio sound device that does not say.
const STREAMS: u32 = 2;
/// The least context id of a guest.
const GUEST_CID_MIN: u32 = 3;

/// `virDomainLeaseDefParseXML` of libvirt.
pub(super) fn lease(device: &Element<'_>, w: &mut Writer) -> Result<()> {
    let missing = |what: &str| xml_error(format!("Missing {what} for lease"));
    let key = device.path_text("key").ok_or_else(|| missing("'key' element"))?;
    let lockspace = device.path_text("lockspace").ok_or_else(unknown_cause)?;
    let target = device.child("target").ok_or_else(|| missing("'target' element"))?;
    let path = target.attribute("path").ok_or_else(|| missing("'path' attribute to 'target' element"))?;
    let offset = target.prop_u64("offset", 10, Prop::NONE)?.filter(|offset| *offset > 0);
    w.start("lease").inside(|w| {
        w.text("lockspace", lockspace);
        w.text("key", key);
        w.start("target").attr("path", path).opt_attr("offset", offset).empty();
    });
    Ok(())
}

/// `virDomainSoundDefParseXML` of libvirt; gives the audio backend that it wants.
pub(super) fn sound(device: &Element<'_>, cx: &Context<'_, '_>, w: &mut Writer) -> Result<Option<u32>> {
    let model = device.prop_word("model", Prop::REQUIRED)?.unwrap_or(SoundModel::Sb16);
    let mut codecs: Vec<Codec> = Vec::new();
    if matches!(model, SoundModel::Ich6 | SoundModel::Ich9) {
        for codec in device.all("codec") {
            codecs.push(look_up(codec.attribute("type").unwrap_or(""), "codec type")?);
        }
    }
    let multichannel = match model {
        SoundModel::Usb => device.prop_yes_no("multichannel", Prop::NONE)?,
        _ => None,
    };
    let streams = match model {
        SoundModel::Virtio => Some(device.prop_u32("streams", 10, Prop::NONZERO)?.unwrap_or(STREAMS)),
        _ => None,
    };
    let audio = match device.child("audio") {
        Some(audio) => audio.prop_u32("id", 10, Prop::REQUIRED.and(Prop::NONZERO))?,
        None => None,
    };
    let info = cx.info(device)?;
    let virtio = info::parse_virtio(device.child("driver"))?;
    w.start("sound")
        .attr("model", model)
        .opt_attr("multichannel", multichannel.map(YesNo::of))
        .opt_attr("streams", streams)
        .inside(|w| {
            for codec in codecs {
                w.start("codec").attr("type", codec).empty();
            }
            w.start("audio").opt_attr("id", audio).nonempty(|_| {});
            info::format(&info, w);
            if model == SoundModel::Virtio {
                virtio.write(w.start("driver")).nonempty(|_| {});
            }
        });
    Ok(audio)
}

/// `virDomainHubDefParseXML` of libvirt.
pub(super) fn hub(device: &Element<'_>, cx: &Context<'_, '_>, w: &mut Writer) -> Result<()> {
    match device.attribute("type") {
        None => return Err(internal("missing hub device type")),
        Some("usb") => {}
        Some(word) => return Err(unsupported(format!("unknown hub device type '{word}'"))),
    }
    let info = cx.info(device)?;
    if cx.no_usb {
        return Err(unsupported("Can't add USB hub: USB is disabled for this domain"));
    }
    w.start("hub").attr("type", "usb").inside(|w| info::format(&info, w));
    Ok(())
}

/// `virDomainWatchdogDefParseXML` of libvirt.
pub(super) fn watchdog(device: &Element<'_>, cx: &Context<'_, '_>, w: &mut Writer) -> Result<()> {
    let model = device.prop_word("model", Prop::REQUIRED)?.unwrap_or(WatchdogModel::I6300esb);
    let action = device.prop_word("action", Prop::NONE)?.unwrap_or(WatchdogAction::Reset);
    let info = cx.info(device)?;
    w.start("watchdog").attr("model", model).attr("action", action).inside(|w| info::format(&info, w));
    Ok(())
}

/// `virDomainNVRAMDefParseXML` of libvirt.
pub(super) fn nvram(device: &Element<'_>, place: usize, cx: &Context<'_, '_>, w: &mut Writer) -> Result<()> {
    only_one(place, || internal("only a single nvram device is supported"))?;
    let info = cx.info(device)?;
    w.block("nvram", |w| info::format(&info, w));
    Ok(())
}

/// `virDomainPanicDefParseXML` of libvirt, and `virDomainDefRejectDuplicatePanics` for those before.
pub(super) fn panic(
    device: &Element<'_>,
    cx: &Context<'_, '_>,
    before: &mut Vec<PanicModel>,
    w: &mut Writer,
) -> Result<()> {
    let info = cx.info(device)?;
    let model = match device.attribute("model") {
        Some(word) => look_up(word, "panic model")?,
        None => PanicModel::Default,
    };
    if before.contains(&model) {
        return Err(xml_error(format!("Multiple panic devices with model '{model}'")));
    }
    before.push(model);
    let model = Some(model).filter(|model| *model != PanicModel::Default);
    w.start("panic").opt_attr("model", model).nonempty(|w| info::format(&info, w));
    Ok(())
}

/// `virDomainCryptoDefParseXML` of libvirt.
pub(super) fn crypto(device: &Element<'_>, cx: &Context<'_, '_>, w: &mut Writer) -> Result<()> {
    let model = device.prop_word("model", Prop::REQUIRED)?.unwrap_or(CryptoModel::Virtio);
    let kind = device.prop_word("type", Prop::REQUIRED)?.unwrap_or(CryptoType::Qemu);
    let mut backends = device.all("backend");
    let (Some(backend), None) = (backends.next(), backends.next()) else {
        return Err(xml_error("only one crypto backend is supported"));
    };
    let backend_model = backend.prop_word("model", Prop::REQUIRED)?.unwrap_or(CryptoBackend::Builtin);
    let queues = backend.prop_u32("queues", 10, Prop::NONE)?.filter(|queues| *queues > 0);
    let info = cx.info(device)?;
    let virtio = info::parse_virtio(device.child("driver"))?;
    w.start("crypto").attr("model", model).attr("type", kind).inside(|w| {
        w.start("backend").attr("model", backend_model).opt_attr("queues", queues).empty();
        info::format(&info, w);
        virtio.write(w.start("driver")).nonempty(|_| {});
    });
    Ok(())
}

/// `virDomainIOMMUDefParseXML`, `virDomainIOMMUDefValidate` and `virDomainDefIOMMUValidate` of libvirt.
pub(super) fn iommu(device: &Element<'_>, cx: &Context<'_, '_>, w: &mut Writer) -> Result<()> {
    const SWITCHES: [&str; 4] = ["intremap", "caching_mode", "iotlb", "eim"];
    let model = device.prop_word("model", Prop::REQUIRED)?.unwrap_or(IommuModel::Intel);
    let mut switches = [None; 4];
    let (mut bits, mut translation) = (None, None);
    if let Some(driver) = device.child("driver") {
        for (value, name) in switches.iter_mut().zip(SWITCHES) {
            *value = driver.prop_on_off(name, Prop::NONE)?;
        }
        bits = driver.prop_u32("aw_bits", 10, Prop::NONE)?.filter(|bits| *bits > 0);
        translation = driver.prop_on_off("dma_translation", Prop::NONE)?;
    }
    let info = cx.info(device)?;
    let is_plain = matches!(model, IommuModel::Smmuv3 | IommuModel::Virtio);
    if is_plain && (switches.iter().any(Option::is_some) || bits.is_some() || translation.is_some()) {
        let detail = format!("iommu model '{model}' doesn't support some additional attributes");
        return Err(xml_error(detail));
    }
    if matches!(model, IommuModel::Smmuv3 | IommuModel::Intel) && info.address.is_some() {
        return Err(xml_error(format!("iommu model '{model}' can't have address")));
    }
    let [intremap, caching, iotlb, eim] = switches;
    let is_split = cx.def.features.get(FeatureName::Ioapic) == Some(&Feature::Ioapic(Ioapic::Qemu));
    if intremap == Some(true) && !is_split {
        let detail = "IOMMU interrupt remapping requires split I/O APIC (ioapic driver='qemu')";
        return Err(unsupported(detail));
    }
    if eim == Some(true) && intremap != Some(true) {
        return Err(unsupported("IOMMU eim requires interrupt remapping to be enabled"));
    }
    let on_off = |value: Option<bool>| value.map(OnOff::of);
    w.start("iommu").attr("model", model).inside(|w| {
        w.start("driver")
            .opt_attr("intremap", on_off(intremap))
            .opt_attr("caching_mode", on_off(caching))
            .opt_attr("eim", on_off(eim))
            .opt_attr("iotlb", on_off(iotlb))
            .opt_attr("aw_bits", bits)
            .opt_attr("dma_translation", on_off(translation))
            .nonempty(|_| {});
        info::format(&info, w);
    });
    Ok(())
}

/// `virDomainVsockDefParseXML` of libvirt, and what it gets and is checked for later.
pub(super) fn vsock(device: &Element<'_>, place: usize, cx: &Context<'_, '_>, w: &mut Writer) -> Result<()> {
    only_one(place, || xml_error("only a single vsock device is supported"))?;
    let model = device.prop_word::<VsockModel>("model", Prop::NONE)?;
    let model = model.filter(|model| *model != VsockModel::Default);
    let (mut address, mut auto) = (None, None);
    if let Some(cid) = device.child("cid") {
        address = cid.prop_u32("address", 10, Prop::NONZERO)?;
        auto = cid.prop_yes_no("auto", Prop::NONE)?;
    }
    let info = cx.info(device)?;
    let virtio = info::parse_virtio(device.child("driver"))?;
    if address.is_some_and(|address| address < GUEST_CID_MIN) {
        return Err(unsupported("guest CIDs must be >= 3"));
    }
    if model.is_none() {
        crate::domain::xml::devices::disk_validate::refuse_virtio(&virtio)?;
    }
    let auto = auto.unwrap_or(address.is_none());
    w.start("vsock").opt_attr("model", model).inside(|w| {
        w.start("cid").attr("auto", YesNo::of(auto)).opt_attr("address", address).empty();
        info::format(&info, w);
        virtio.write(w.start("driver")).nonempty(|_| {});
    });
    Ok(())
}

/// `virDomainPstoreDefParseXML` of libvirt.
pub(super) fn pstore(device: &Element<'_>, place: usize, cx: &Context<'_, '_>, w: &mut Writer) -> Result<()> {
    only_one(place, || xml_error("only a single pstore device is supported"))?;
    let backend = device.prop_word("backend", Prop::REQUIRED)?.unwrap_or(PstoreBackend::AcpiErst);
    let path = device.path_text("path");
    let size = device.child("size");
    let (text, unit) = (size.map(Element::text), size.and_then(|size| size.attribute("unit")));
    let kib = size_kib("./size", true, text.as_deref(), unit)?.unwrap_or(0);
    let info = cx.info(device)?;
    if path.is_none() {
        return Err(xml_error("missing path for ACPI ERST pstore device"));
    }
    w.start("pstore").attr("backend", backend).inside(|w| {
        w.opt_text("path", path);
        w.start("size").attr("unit", "KiB").text(kib);
        info::format(&info, w);
    });
    Ok(())
}
