//! Devices that nothing in the simulator looks into: read and checked as libvirt does, then kept as text.

mod audio;
mod chardevs;
mod filesystem;
mod memory;
mod plain;
mod redirfilter;
mod shmem;
mod tpm;

use super::info::{self, Allow};
use super::validate::validate_chardev_source;
use super::{chardev, internal, sanitized_path, unsupported, xml_error};
use crate::domain::config::DomainDef;
use crate::domain::config::devices::chardev::{ChardevSource, ChardevType};
use crate::domain::config::devices::controller::{Controller, ControllerModel, ControllerType, UsbModel};
use crate::domain::config::devices::info::DeviceInfo;
use crate::domain::config::devices::{KeptDevice, KeptKind, RareDevices};
use crate::domain::xml::{FormatOptions, ParseFlags};
use crate::ground::xml::{Element, Writer};
use crate::ground::{Result, Word};

/// How they are written: nothing of them differs between a domain that is active and one that is not.
const WRITTEN: FormatOptions = FormatOptions { inactive: true, secure: true, migratable: false };

/// What the readers of a device stand in.
struct Context<'a, 'd> {
    /// `<devices>`.
    devices: &'a Element<'d>,
    /// The configuration before them.
    def: &'a DomainDef,
    flags: ParseFlags,
    /// How many NUMA nodes the guest has.
    numa_cells: usize,
    /// There is a USB controller.
    has_usb: bool,
    /// USB is ruled out.
    no_usb: bool,
}

impl Context<'_, '_> {
    /// What any device may have.
    fn info(&self, device: &Element<'_>) -> Result<DeviceInfo> {
        info::parse(device, Allow::Neither, self.flags)
    }
}

/// Reads them all, each kind in the order of the document.
///
/// # Errors
/// What libvirt's device parsers report; its validators speak here too, ahead of their time.
pub(super) fn read_all(
    devices: &Element<'_>,
    def: &DomainDef,
    numa_cells: usize,
    flags: ParseFlags,
    controllers: &[Controller],
    rare: &mut RareDevices,
) -> Result<()> {
    let usb = || controllers.iter().filter(|controller| controller.controller_type == ControllerType::Usb);
    let is_none = |c: &Controller| c.model == Some(ControllerModel::Usb(UsbModel::None));
    let (has_usb, no_usb) = (usb().any(|c| !is_none(c)), usb().any(is_none));
    let cx = Context { devices, def, flags, numa_cells, has_usb, no_usb };
    let (mut panics, mut targets, mut backends) = (Vec::new(), Vec::new(), audio::Ids::default());
    for (kind, name) in KeptKind::ALL {
        for (place, device) in devices.all(name).enumerate() {
            let (mut w, mut active) = (Writer::at(2), None);
            match kind {
                KeptKind::Lease => plain::lease(device, &mut w)?,
                KeptKind::Smartcard => chardevs::smartcard(device, &cx, rare, &mut w)?,
                KeptKind::Tpm => tpm::read(device, place, &cx, &mut w)?,
                KeptKind::Sound => backends.wanted.extend(plain::sound(device, &cx, &mut w)?),
                KeptKind::Redirdev => chardevs::redirdev(device, &cx, rare, &mut w)?,
                KeptKind::Redirfilter => redirfilter::read(device, place, &mut w)?,
                KeptKind::Hub => plain::hub(device, &cx, &mut w)?,
                KeptKind::Watchdog => plain::watchdog(device, &cx, &mut w)?,
                KeptKind::Rng => chardevs::rng(device, &cx, &mut w)?,
                KeptKind::Nvram => plain::nvram(device, place, &cx, &mut w)?,
                KeptKind::Panic => plain::panic(device, &cx, &mut panics, &mut w)?,
                KeptKind::Crypto => plain::crypto(device, &cx, &mut w)?,
                KeptKind::Iommu => plain::iommu(device, &cx, &mut w)?,
                KeptKind::Vsock => plain::vsock(device, place, &cx, &mut w)?,
                KeptKind::Pstore => plain::pstore(device, place, &cx, &mut w)?,
                KeptKind::Filesystem => filesystem::read(device, &cx, &mut targets, rare, &mut w)?,
                KeptKind::Shmem => shmem::read(device, &cx, &mut w)?,
                KeptKind::Memory => memory::read(device, &cx, &mut w, &mut active)?,
                KeptKind::Audio => backends.there.extend(audio::read(device, &mut w)?),
            }
            let active = active.map(|writer| writer.finish().into());
            rare.kept.push(KeptDevice { kind: *kind, xml: w.finish().into(), active });
        }
    }
    backends.validate(devices)
}

/// The character device that a device of another kind brings, of the type that an attribute named.
fn source(kind: ChardevType, element: &Element<'_>, cx: &Context<'_, '_>) -> Result<ChardevSource> {
    chardev::parse_source(kind, element, cx.flags, false)
}

/// Only one of a kind is taken.
fn only_one(place: usize, error: impl FnOnce() -> Box<crate::ground::VirError>) -> Result<()> {
    if place == 0 { Ok(()) } else { Err(error()) }
}

/// The word of an attribute that libvirt looks up by itself; `unknown` says what it is not.
fn look_up<W: Word>(word: &str, unknown: &str) -> Result<W> {
    W::from_word(word).ok_or_else(|| unsupported(format!("unknown {unknown} '{word}'")))
}
