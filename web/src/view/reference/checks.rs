//! The checks of a function in words, in the order in which libvirt makes them.

use virtlab_core::api::{Check, Function, HandleKind, Kind};
use yew::AttrValue;

use crate::i18n::I18n;
use crate::t;

/// Every check before the rules: the handle, the row's own, the driver's look at the flags.
pub fn all(i18n: &I18n, row: &Function) -> Vec<AttrValue> {
    let handle = row.params.first().and_then(|param| match param.kind {
        Kind::Handle(HandleKind::Connect) if row.resets_error => {
            Some(t!(i18n, "check-connection", name = param.name))
        }
        Kind::Handle(HandleKind::Domain) => Some(t!(i18n, "check-domain", name = param.name)),
        Kind::Handle(HandleKind::Snapshot) => Some(t!(i18n, "check-snapshot", name = param.name)),
        Kind::Handle(HandleKind::NetworkPort) => Some(t!(i18n, "check-port", name = param.name)),
        Kind::Handle(HandleKind::StoragePool) => Some(t!(i18n, "check-pool", name = param.name)),
        Kind::Handle(HandleKind::StorageVol) => Some(t!(i18n, "check-volume", name = param.name)),
        Kind::Handle(HandleKind::Checkpoint) => Some(t!(i18n, "check-checkpoint", name = param.name)),
        _ => None,
    });
    let set = row.params.iter().rev().find_map(|param| match param.kind {
        Kind::Flags(set) | Kind::LongFlags(set) => Some(set),
        _ => None,
    });
    let driver = row.driver.zip(set).map(|((_, known), set)| match known {
        0 => t!(i18n, "check-no-flags"),
        known => t!(i18n, "check-flags", flags = set.text(known)),
    });
    let own = row.checks.iter().map(|check| one(i18n, row, *check));
    handle.into_iter().chain(own).chain(driver).collect()
}

fn one(i18n: &I18n, row: &Function, check: Check) -> AttrValue {
    match check {
        Check::Writable => t!(i18n, "check-writable"),
        Check::NonNull(name) => t!(i18n, "check-non-null", name = name),
        Check::NonEmpty(name) => t!(i18n, "check-non-empty", name = name),
        Check::NonNegative(name) => t!(i18n, "check-non-negative", name = name),
        Check::Positive(name) => t!(i18n, "check-positive", name = name),
        Check::NonZero(name) => t!(i18n, "check-non-zero", name = name),
        Check::NonNullArray(name, size) => t!(i18n, "check-array", name = name, size = size),
        Check::Exclusive(one, other) => t!(i18n, "check-exclusive", one = one, other = other),
        Check::Requires(one, other) => t!(i18n, "check-requires", one = one, other = other),
        Check::WritableFor(bits, _) => t!(i18n, "check-writable-for", flags = names(row, bits)),
        Check::OnlyMinusOne(name, _) => t!(i18n, "check-minus-one", name = name),
        Check::OfConnection(name) => {
            t!(i18n, "check-of-connection", name = name)
        }
        Check::Below(name, bound) | Check::BelowIn(name, bound) => {
            t!(i18n, "check-below", name = name, bound = bound)
        }
        Check::NonEmptyIfGiven(name) => t!(i18n, "check-non-empty-if-given", name = name),
        Check::NonNullFor(bits, name) => {
            t!(i18n, "check-non-null-for", name = name, flags = names(row, bits))
        }
        Check::Handle(HandleKind::Stream, name) => t!(i18n, "check-stream", name = name),
        Check::Handle(HandleKind::StorageVol, name) => t!(i18n, "check-volume", name = name),
        Check::Handle(_, name) => t!(i18n, "check-connection", name = name),
        Check::StreamOfDomain(name) => t!(i18n, "check-stream-of-domain", name = name),
        Check::StreamOfVolume(name) => t!(i18n, "check-stream-of-volume", name = name),
        Check::WritableBoth(name) => t!(i18n, "check-writable-both", name = name),
        Check::WritableConnection(name) => t!(i18n, "check-writable-connection", name = name),
        Check::Supported(name, count) => t!(i18n, "check-below", name = name, bound = count),
        Check::AtMost(name, bound) => t!(i18n, "check-at-most", name = name, bound = bound),
        Check::WritableIf(name, number) => t!(i18n, "check-writable-if", name = name, number = number),
        Check::DomainsOfOneConnection(name) => t!(i18n, "check-domains", name = name),
        Check::Params(name, size) => t!(i18n, "check-params", name = name, size = size),
        Check::Product(one, other) => t!(i18n, "check-product", one = one, other = other),
        Check::Own => t!(i18n, "check-own"),
        Check::Kib(name) => t!(i18n, "check-kib", name = name),
    }
}

/// Flags of the function by name.
fn names(row: &Function, bits: u32) -> String {
    let set = row.params.iter().rev().find_map(|param| match param.kind {
        Kind::Flags(set) | Kind::LongFlags(set) => Some(set),
        _ => None,
    });
    set.map_or_else(|| format!("{bits:#x}"), |set| set.text(bits))
}
