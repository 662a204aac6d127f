//! What a domain boots: `<os>` and `<bootloader>`.

use serde::{Deserialize, Serialize};

use super::devices::storage::{ImageFormat, StorageSource};
use super::names::{AcpiTable, Arch, BootDevice, Firmware, FirmwareFeature, LoaderType, OsType, SmbiosMode};

/// `<os>`. `virDomainOSDef` of libvirt.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Os {
    /// `<type>`'s text: hvm, xen, exe, …
    pub os_type: OsType,
    /// `<type arch='…'>`.
    pub arch: Arch,
    /// `<os firmware='…'>`: a firmware is to be chosen.
    pub firmware: Option<Firmware>,
    /// `<smbios mode='…'/>`.
    pub smbios: Option<SmbiosMode>,
    /// `<type machine='…'>`.
    pub machine: Option<Box<str>>,
    /// `<boot dev='…'/>`, in order.
    pub boot: Box<[BootDevice]>,
    /// `<loader>` and `<nvram>`.
    pub loader: Option<Box<Loader>>,
    /// What is booted past the firmware, or instead of it.
    pub direct: Option<Box<DirectBoot>>,
    /// What a container runs.
    pub init: Option<Box<Init>>,
    /// What few documents say.
    pub rare: Option<Box<RareOs>>,
}

/// The kernel and what goes with it.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct DirectBoot {
    /// `<bootloader>`, beside `<os>`.
    pub bootloader: Option<Box<str>>,
    /// `<bootloader_args>`.
    pub bootloader_args: Option<Box<str>>,
    /// `<kernel>`.
    pub kernel: Option<Box<str>>,
    /// `<initrd>`.
    pub initrd: Option<Box<str>>,
    /// `<cmdline>`.
    pub cmdline: Option<Box<str>>,
    /// `<shim>`.
    pub shim: Option<Box<str>>,
    /// `<dtb>`.
    pub dtb: Option<Box<str>>,
    /// `<root>`.
    pub root: Option<Box<str>>,
}

/// What a container runs: `<init>` and its kin.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Init {
    /// `<init>`.
    pub path: Option<Box<str>>,
    /// `<initarg>`, in order.
    pub args: Box<[Box<str>]>,
    /// `<initenv name='…'>`, in order: name and value.
    pub env: Box<[(Box<str>, Box<str>)]>,
    /// `<initdir>`.
    pub dir: Option<Box<str>>,
    /// `<inituser>`.
    pub user: Option<Box<str>>,
    /// `<initgroup>`.
    pub group: Option<Box<str>>,
    /// `<cmdline>`.
    pub cmdline: Option<Box<str>>,
}

/// What few documents say of booting.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct RareOs {
    /// `<firmware><feature …/>`: each with whether it is wanted, in libvirt's order; none if the element was not there.
    pub firmware_features: Option<Box<[(FirmwareFeature, bool)]>>,
    /// `<varstore>`.
    pub varstore: Option<Varstore>,
    /// `<acpi><table …>`: type and path.
    pub acpi_tables: Box<[(AcpiTable, Box<str>)]>,
    /// `<bootmenu enable='…'>`.
    pub boot_menu: Option<bool>,
    /// `<bootmenu timeout='…'>`, in ms.
    pub boot_menu_timeout_ms: Option<u32>,
    /// `<bios useserial='…'>`.
    pub bios_serial: Option<bool>,
    /// `<bios rebootTimeout='…'>`, in ms.
    pub bios_reboot_timeout_ms: Option<i32>,
}

/// `<loader>` and `<nvram>`. `virDomainLoaderDef` of libvirt.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Loader {
    /// The path of the firmware.
    pub path: Option<Box<str>>,
    /// `readonly`.
    pub readonly: Option<bool>,
    /// `type`.
    pub loader_type: Option<LoaderType>,
    /// `secure`.
    pub secure: Option<bool>,
    /// `stateless`.
    pub stateless: Option<bool>,
    /// `format`.
    pub format: Option<ImageFormat>,
    /// `<nvram>`.
    pub nvram: Option<Box<Nvram>>,
}

/// `<varstore>`: where a firmware without flash keeps its variables. `virDomainVarstoreDef` of libvirt.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Varstore {
    /// `template`.
    pub template: Option<Box<str>>,
    /// `path`.
    pub path: Option<Box<str>>,
}

/// `<nvram>`: where the firmware keeps its variables.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Nvram {
    /// `template`.
    pub template: Option<Box<str>>,
    /// `templateFormat`.
    pub template_format: Option<ImageFormat>,
    /// The path, if it stands as text.
    pub path: Option<Box<str>>,
    /// `<source>`, if there is a `type`.
    pub source: Option<Box<StorageSource>>,
    /// `format`.
    pub format: Option<ImageFormat>,
}
