//! Small devices: watchdogs, randomness, crypto, panics, vsock, persistent stores; and leases. What reads each in libvirt
//! is `virDomain…DefParseXML`, what writes it `virDomain…DefFormat`.

use super::info::refuse_virtio;
use super::info::{self, Allow, parse_virtio};
use super::{chardev, chardev_format, unsupported, xml_error};
use crate::domain::config::devices::chardev::ChardevType;
use crate::domain::config::devices::info::DeviceInfo;
use crate::domain::config::devices::platform::{
    CryptoBackend, CryptoModel, CryptoType, PanicModel, PstoreBackend, RngBackend, RngBackendModel, RngModel,
    VsockModel, WatchdogAction, WatchdogModel,
};
use crate::domain::config::devices::{Crypto, Lease, Panic, Pstore, RngDevice, Vsock, Watchdog};
use crate::domain::xml::memory::size_kib;
use crate::domain::xml::{FormatOptions, ParseFlags};
use crate::ground::xml::{Attribute, Element, Prop, Writer};
use crate::ground::{Result, VirError, Word, YesNo, number};

/// Reads a `<lease>`.
pub(super) fn parse_lease(element: &Element<'_>) -> Result<Lease> {
    let missing = |what: &str| xml_error(format!("Missing '{what}' element for lease"));
    let key = element.path_text("key").ok_or_else(|| missing("key"))?.into();
    let lockspace = element.path_text("lockspace").ok_or_else(VirError::unknown_cause)?.into();
    let target = element.child("target").ok_or_else(|| missing("target"))?;
    let path = target.attribute("path");
    let path = path.ok_or_else(|| xml_error("Missing 'path' attribute to 'target' element for lease"))?;
    Ok(Lease { lockspace, key, path: path.into(), offset: Attribute::read(target, "offset")? })
}

/// Writes a lease.
pub(super) fn format_lease(lease: &Lease, w: &mut Writer) {
    w.start("lease").inside(|w| {
        w.text("lockspace", &lease.lockspace);
        w.text("key", &lease.key);
        lease.offset.write(w.start("target").attr("path", &lease.path), "offset").empty();
    });
}

/// Reads a `<watchdog>`.
pub(super) fn parse_watchdog(element: &Element<'_>, flags: ParseFlags) -> Result<Watchdog> {
    let model = element.prop_word("model", Prop::REQUIRED)?.unwrap_or(WatchdogModel::I6300esb);
    let action = element.prop_word("action", Prop::NONE)?.unwrap_or(WatchdogAction::Reset);
    Ok(Watchdog { model, action, info: info::parse(element, Allow::Neither, flags)? })
}

/// Writes a watchdog.
pub(super) fn format_watchdog(watchdog: &Watchdog, w: &mut Writer) {
    let tag = w.start("watchdog").attr("model", watchdog.model).attr("action", watchdog.action);
    tag.inside(|w| info::format(&watchdog.info, w));
}

/// Reads an `<rng>`.
pub(super) fn parse_rng(element: &Element<'_>, flags: ParseFlags) -> Result<RngDevice> {
    let model = element.prop_word("model", Prop::REQUIRED)?.unwrap_or(RngModel::Virtio);
    let rate = |name: &str| match element.path_attribute("rate", name) {
        None => Ok(0),
        Some(text) => {
            number::to_u32(text, 10).ok_or_else(|| xml_error(format!("invalid RNG rate {name} value")))
        }
    };
    let rate_bytes = rate("bytes")?;
    let rate_period = if rate_bytes > 0 { rate("period")? } else { 0 };
    let backend = only_backend(element, "RNG")?;
    let backend = match backend.prop_word("model", Prop::REQUIRED)?.unwrap_or(RngBackendModel::Builtin) {
        RngBackendModel::Random => RngBackend::Random(element.path_text("backend").map(Into::into)),
        RngBackendModel::Egd => {
            let kind = backend.attribute("type").ok_or_else(|| xml_error("missing EGD backend type"))?;
            let unknown = || unsupported(format!("unknown backend type '{kind}' for egd"));
            let kind = ChardevType::from_word(kind).ok_or_else(unknown)?;
            RngBackend::Egd(Box::new(chardev::parse_source(kind, backend, flags, false)?))
        }
        RngBackendModel::Builtin => RngBackend::Builtin,
    };
    let info = info::parse(element, Allow::Neither, flags)?;
    let virtio = parse_virtio(element.child("driver"))?;
    Ok(RngDevice { model, rate_bytes, rate_period, backend, virtio, info })
}

fn only_backend<'a, 'x>(element: &'a Element<'x>, what: &str) -> Result<&'a Element<'x>> {
    let mut backends = element.all("backend");
    match (backends.next(), backends.next()) {
        (Some(backend), None) => Ok(backend),
        _ => Err(xml_error(format!("only one {what} backend is supported"))),
    }
}

/// What a source of randomness gets by itself. `virDomainRNGDefPostParse` of libvirt.
pub(super) fn post_parse_rng(rng: &mut RngDevice) {
    if let RngBackend::Random(path) = &mut rng.backend {
        path.get_or_insert_with(|| "/dev/random".into());
    }
}

/// Writes a source of randomness.
pub(super) fn format_rng(rng: &RngDevice, w: &mut Writer, opts: FormatOptions) {
    w.start("rng").attr("model", rng.model).block(|w| {
        if rng.rate_bytes != 0 {
            let tag = w.start("rate").attr("bytes", rng.rate_bytes);
            rng.rate_period.write(tag, "period").empty();
        }
        let tag = w.start("backend");
        match &rng.backend {
            RngBackend::Random(path) => {
                tag.attr("model", RngBackendModel::Random).text(path.as_deref().unwrap_or_default());
            }
            RngBackend::Egd(source) => {
                let tag = tag.attr("model", RngBackendModel::Egd).attr("type", source.end.kind());
                tag.block(|w| chardev_format::format_source(source, w, opts));
            }
            RngBackend::Builtin => tag.attr("model", RngBackendModel::Builtin).empty(),
        }
        rng.virtio.write(w.start("driver")).nonempty(|_| {});
        info::format(&rng.info, w);
    });
}

/// Reads a `<panic>`.
pub(super) fn parse_panic(element: &Element<'_>, flags: ParseFlags) -> Result<Panic> {
    let info = info::parse(element, Allow::Neither, flags)?;
    let mut model = PanicModel::Default;
    if let Some(word) = element.attribute("model") {
        let known = PanicModel::from_word(word);
        model = known.ok_or_else(|| unsupported(format!("unknown panic model '{word}'")))?;
    }
    Ok(Panic { model, info })
}

/// Writes a panic device; one of which nothing is said is not written.
pub(super) fn format_panic(panic: &Panic, w: &mut Writer) {
    panic.model.write(w.start("panic"), "model").nonempty(|w| info::format(&panic.info, w));
}

/// Reads a `<crypto>`.
pub(super) fn parse_crypto(element: &Element<'_>, flags: ParseFlags) -> Result<Crypto> {
    let model = element.prop_word("model", Prop::REQUIRED)?.unwrap_or(CryptoModel::Virtio);
    let crypto_type = element.prop_word("type", Prop::REQUIRED)?.unwrap_or(CryptoType::Qemu);
    let element_of_backend = only_backend(element, "crypto")?;
    let backend = element_of_backend.prop_word("model", Prop::REQUIRED)?.unwrap_or(CryptoBackend::Builtin);
    let queues = Attribute::read(element_of_backend, "queues")?;
    let info = info::parse(element, Allow::Neither, flags)?;
    let virtio = parse_virtio(element.child("driver"))?;
    Ok(Crypto { model, crypto_type, backend, queues, virtio, info })
}

/// Writes a crypto device.
pub(super) fn format_crypto(crypto: &Crypto, w: &mut Writer) {
    w.start("crypto").attr("model", crypto.model).attr("type", crypto.crypto_type).inside(|w| {
        // libvirt writes the number as a signed one.
        let queues = (crypto.queues != 0).then_some(crypto.queues as i32);
        w.start("backend").attr("model", crypto.backend).opt_attr("queues", queues).empty();
        crypto.virtio.write(w.start("driver")).nonempty(|_| {});
        info::format(&crypto.info, w);
    });
}

/// Reads a `<vsock>`.
pub(super) fn parse_vsock(element: &Element<'_>, flags: ParseFlags) -> Result<Vsock> {
    let model = Attribute::read(element, "model")?;
    let (mut cid, mut auto) = (None, None);
    if let Some(element) = element.child("cid") {
        cid = Attribute::read(element, "address")?;
        auto = Attribute::read(element, "auto")?;
    }
    let info = info::parse(element, Allow::Neither, flags)?;
    let virtio = parse_virtio(element.child("driver"))?;
    Ok(Vsock { model, auto, cid, virtio, info })
}

/// What a vsock gets by itself. `virDomainVsockDefPostParse` of libvirt.
pub(super) fn post_parse_vsock(vsock: &mut Vsock) {
    vsock.auto.get_or_insert(YesNo::of(vsock.cid.is_none()));
}

/// `virDomainVsockDefValidate` of libvirt.
pub(super) fn validate_vsock(vsock: &Vsock) -> Result<()> {
    if vsock.cid.is_some_and(|cid| cid.get() < 3) {
        return Err(unsupported("guest CIDs must be >= 3"));
    }
    if vsock.model == VsockModel::Default { refuse_virtio(&vsock.virtio) } else { Ok(()) }
}

/// Writes a vsock.
pub(super) fn format_vsock(vsock: &Vsock, w: &mut Writer) {
    vsock.model.write(w.start("vsock"), "model").nonempty(|w| {
        w.start("cid").opt_attr("auto", vsock.auto).opt_attr("address", vsock.cid).nonempty(|_| {});
        info::format(&vsock.info, w);
        vsock.virtio.write(w.start("driver")).nonempty(|_| {});
    });
}

/// Reads a `<pstore>`.
pub(super) fn parse_pstore(element: &Element<'_>, flags: ParseFlags) -> Result<Pstore> {
    let backend = element.prop_word("backend", Prop::REQUIRED)?.unwrap_or(PstoreBackend::AcpiErst);
    let path = element.path_text("path").map(Into::into);
    let unit = element.child("size").and_then(|size| size.attribute("unit"));
    let size_kib = size_kib("./size", true, element.path_text("size").as_deref(), unit)?.unwrap_or(0);
    Ok(Pstore { backend, path, size_kib, info: info::parse(element, Allow::Neither, flags)? })
}

/// `virDomainPstoreDefValidate` of libvirt.
pub(super) fn validate_pstore(pstore: &Pstore) -> Result<()> {
    if pstore.path.is_none() {
        return Err(xml_error("missing path for ACPI ERST pstore device"));
    }
    if pstore.size_kib < 4 || !pstore.size_kib.is_power_of_two() {
        return Err(xml_error("invalid size of ACPI ERST pstore device"));
    }
    Ok(())
}

/// Writes a persistent store; libvirt does not escape its path.
pub(super) fn format_pstore(pstore: &Pstore, w: &mut Writer) {
    w.start("pstore").attr("backend", pstore.backend).inside(|w| {
        w.line(format_args!("<path>{}</path>", pstore.path.as_deref().unwrap_or_default()));
        w.start("size").attr("unit", "KiB").text(pstore.size_kib);
        info::format(&pstore.info, w);
    });
}

/// Writes `<nvram>`.
pub(super) fn format_nvram(info: &DeviceInfo, w: &mut Writer) {
    w.block("nvram", |w| info::format(info, w));
}
