//! `<os>` and `<bootloader>`: `virDomainDefParseBootOptions` of libvirt and what belongs to it.

use super::{FormatOptions, ParseFlags, boxed, fault, loader};
use crate::domain::config::os::{DirectBoot, Init, Os, RareOs};
use crate::domain::config::{
    AcpiTable, Arch, BootDevice, Firmware, FirmwareFeature, OsType, SmbiosMode, VirtType,
};
use crate::ground::path::sanitized;
use crate::ground::xml::{Element, Prop, Writer};
use crate::ground::{ErrorCode, Result, Word, YesNo};

/// The most boot devices that libvirt looks at: as many as there are kinds.
const BOOT_DEVICES_MAX: usize = 4;
/// The greatest `<bootmenu timeout>` and `<bios rebootTimeout>`, in ms.
const TIMEOUT_MS_MAX: u32 = 65_535;

/// Reads what the capabilities are asked with: OS type and architecture. The second half of `virDomainDefParseCaps`.
pub(super) fn parse_type(root: &Element<'_>, virt_type: VirtType, default_arch: &str) -> Result<Os> {
    let bootloader = boxed(root.path_text("bootloader"));
    let mut os_type = match root.path_text("os/type") {
        Some(word) => OsType::from_word(&word)
            .ok_or_else(|| fault(ErrorCode::ConfigUnsupported, format!("unknown OS type '{word}'")))?,
        None if bootloader.is_some() => OsType::Xen,
        None => return Err(fault(ErrorCode::XmlError, "an os <type> must be specified")),
    };
    // Documents for Xen said `linux` before capabilities called it `xen`.
    if os_type == OsType::Linux && virt_type == VirtType::Xen {
        os_type = OsType::Xen;
    }
    let arch = match root.first_attribute("os", "type", "arch") {
        Some(word) => Arch::from_word(word)
            .filter(|arch| *arch != Arch::None)
            .ok_or_else(|| fault(ErrorCode::ConfigUnsupported, format!("Unknown architecture {word}")))?,
        None => Arch::from_word(default_arch).unwrap_or(Arch::None),
    };
    let direct = DirectBoot {
        bootloader,
        bootloader_args: boxed(root.path_text("bootloader_args")),
        ..DirectBoot::default()
    };
    Ok(Os {
        os_type,
        arch,
        firmware: None,
        smbios: None,
        machine: root.first_attribute("os", "type", "machine").map(Into::into),
        boot: Box::default(),
        loader: None,
        direct: some_if(direct),
        init: None,
        rare: None,
    })
}

/// A box if there is anything to say.
fn some_if<T: Default + PartialEq>(value: T) -> Option<Box<T>> {
    (value != T::default()).then(|| Box::new(value))
}

/// Reads how the domain boots, which depends on the OS type. `virDomainDefParseBootOptions` of libvirt.
pub(super) fn parse_boot(root: &Element<'_>, flags: ParseFlags, os: &mut Os) -> Result<()> {
    let mut rare = RareOs::default();
    match os.os_type {
        OsType::Hvm => {
            parse_kernel(root, os);
            parse_firmware(root, os, &mut rare)?;
            loader::parse(root, flags, os, &mut rare)?;
            parse_acpi(root, &mut rare)?;
            parse_devices(root, os, &mut rare)?;
        }
        OsType::Xen | OsType::Xenpvh | OsType::Uml => {
            parse_kernel(root, os);
            loader::parse(root, flags, os, &mut rare)?;
        }
        OsType::Exe => os.init = some_if(parse_init(root)?),
        OsType::Linux => {}
    }
    os.rare = some_if(rare);
    Ok(())
}

fn parse_kernel(root: &Element<'_>, os: &mut Os) {
    let mut direct = os.direct.take().map_or_else(DirectBoot::default, |direct| *direct);
    if root.child("os").is_some() {
        direct.kernel = boxed(root.path_text("os/kernel"));
        direct.initrd = boxed(root.path_text("os/initrd"));
        direct.cmdline = boxed(root.path_text("os/cmdline"));
        direct.shim = boxed(root.path_text("os/shim"));
        direct.dtb = boxed(root.path_text("os/dtb"));
        direct.root = boxed(root.path_text("os/root"));
    }
    os.direct = some_if(direct);
}

fn parse_init(root: &Element<'_>) -> Result<Init> {
    let text = |name: &str| boxed(root.path_text(name));
    let mut init = Init {
        path: text("os/init"),
        cmdline: text("os/cmdline"),
        dir: text("os/initdir"),
        user: text("os/inituser"),
        group: text("os/initgroup"),
        ..Init::default()
    };
    let mut args = Vec::new();
    for arg in root.all("os").flat_map(|os| os.all("initarg")) {
        let data = first_text(arg)
            .ok_or_else(|| fault(ErrorCode::XmlError, "No data supplied for <initarg> element"))?;
        args.push(data.into());
    }
    let mut env = Vec::new();
    for entry in root.all("os").flat_map(|os| os.all("initenv")) {
        let name = entry
            .attribute("name")
            .ok_or_else(|| fault(ErrorCode::XmlError, "No name supplied for <initenv> element"))?;
        let value = first_text(entry).ok_or_else(|| {
            fault(ErrorCode::XmlError, format!("No value supplied for <initenv name='{name}'> element"))
        })?;
        env.push((name.into(), value.into()));
    }
    init.args = args.into();
    init.env = env.into();
    Ok(init)
}

/// The text that an element begins with.
fn first_text<'e>(element: &'e Element<'_>) -> Option<&'e str> {
    match element.children.first() {
        Some(crate::ground::xml::Node::Text(text)) => Some(text),
        _ => None,
    }
}

/// `virDomainDefParseBootFirmwareOptions` of libvirt.
fn parse_firmware(root: &Element<'_>, os: &mut Os, rare: &mut RareOs) -> Result<()> {
    let firmware = root.all("os").find_map(|os| os.attribute("firmware")).filter(|word| !word.is_empty());
    // Without a firmware to choose, features of one are left alone: documents of old migrations have them.
    let Some(firmware) = firmware else { return Ok(()) };
    let mut wanted: [Option<bool>; 2] = [None; 2];
    let mut any = false;
    let features =
        root.all("os").flat_map(|os| os.all("firmware")).flat_map(|firmware| firmware.all("feature"));
    for feature in features {
        any = true;
        let name: Option<FirmwareFeature> = feature.prop_word("name", Prop::REQUIRED)?;
        let enabled = feature.prop_yes_no("enabled", Prop::REQUIRED)?;
        match name {
            Some(FirmwareFeature::EnrolledKeys) => wanted[0] = enabled,
            Some(FirmwareFeature::SecureBoot) => wanted[1] = enabled,
            None => {}
        }
    }
    let firmware = Firmware::from_word(firmware)
        .ok_or_else(|| fault(ErrorCode::XmlError, format!("unknown firmware value {firmware}")))?;
    os.firmware = Some(firmware);
    rare.firmware_features = any.then(|| {
        let names = [FirmwareFeature::EnrolledKeys, FirmwareFeature::SecureBoot];
        names.into_iter().zip(wanted).filter_map(|(name, on)| on.map(|on| (name, on))).collect()
    });
    Ok(())
}

/// `virDomainDefParseBootAcpiOptions` of libvirt.
fn parse_acpi(root: &Element<'_>, rare: &mut RareOs) -> Result<()> {
    let mut tables: Vec<(AcpiTable, Box<str>)> = Vec::new();
    for table in root.all("os").flat_map(|os| os.all("acpi")).flat_map(|acpi| acpi.all("table")) {
        let Some(kind) = table.prop_word::<AcpiTable>("type", Prop::REQUIRED)? else { continue };
        if kind != AcpiTable::Raw && tables.iter().any(|(before, _)| *before == kind) {
            let detail = format!("ACPI table type '{kind}' may only appear once");
            return Err(fault(ErrorCode::XmlError, detail));
        }
        tables.push((kind, sanitized(&table.text())));
    }
    rare.acpi_tables = tables.into();
    Ok(())
}

/// `virDomainDefParseBootXML` of libvirt.
fn parse_devices(root: &Element<'_>, os: &mut Os, rare: &mut RareOs) -> Result<()> {
    let mut boot: Vec<BootDevice> = Vec::new();
    for device in root.all("os").flat_map(|os| os.all("boot")).take(BOOT_DEVICES_MAX) {
        boot.extend(device.prop_word::<BootDevice>("dev", Prop::REQUIRED)?);
    }
    os.boot = boot.into();
    if let Some(menu) = root.path("os/bootmenu") {
        rare.boot_menu = menu.prop_yes_no("enable", Prop::NONE)?;
        if rare.boot_menu == Some(true) {
            rare.boot_menu_timeout_ms = menu.prop_u32("timeout", 10, Prop::NONE)?;
        }
    }
    if let Some(bios) = root.path("os/bios") {
        // A word that is none of the two counts as no, and libvirt says nothing.
        rare.bios_serial = bios.attribute("useserial").map(|word| word == "yes");
        rare.bios_reboot_timeout_ms = bios.prop_i32("rebootTimeout", 10, Prop::NONE)?;
    }
    Ok(())
}

/// `<smbios>`, which libvirt reads last.
pub(super) fn parse_smbios(root: &Element<'_>) -> Result<Option<SmbiosMode>> {
    let Some(word) = root.path_attribute("os/smbios", "mode") else { return Ok(None) };
    let mode = SmbiosMode::from_word(word)
        .ok_or_else(|| fault(ErrorCode::ConfigUnsupported, format!("unknown smbios mode '{word}'")))?;
    Ok(Some(mode).filter(|mode| *mode != SmbiosMode::None))
}

/// `virDomainDefBootValidate` of libvirt.
pub(super) fn validate_boot(os: &Os) -> Result<()> {
    let Some(rare) = &os.rare else { return Ok(()) };
    let unsupported = |detail| Err(fault(ErrorCode::ConfigUnsupported, detail));
    if rare.boot_menu_timeout_ms.is_some_and(|timeout| timeout > TIMEOUT_MS_MAX) {
        return unsupported("invalid value for boot menu timeout, must be in range [0,65535]");
    }
    if rare.bios_reboot_timeout_ms.is_some_and(|timeout| timeout < -1 || timeout > TIMEOUT_MS_MAX as i32) {
        return unsupported("invalid value for rebootTimeout, must be in range [-1,65535]");
    }
    Ok(())
}

/// Writes `<bootloader>`, where there is one, and `<os>`.
pub(super) fn format(os: &Os, virt_type: VirtType, opts: FormatOptions, w: &mut Writer) {
    let direct = os.direct.as_deref();
    let bootloader = direct.and_then(|direct| direct.bootloader.as_deref());
    if bootloader.is_some() {
        w.opt_text("bootloader", bootloader);
        w.opt_text("bootloader_args", direct.and_then(|direct| direct.bootloader_args.as_deref()));
    }
    w.start("os").opt_attr("firmware", os.firmware.filter(|_| !opts.migratable)).inside(|w| {
        let os_type = match os.os_type {
            OsType::Xen if virt_type == VirtType::Xen => OsType::Linux,
            other => other,
        };
        w.start("type").attr("arch", os.arch).opt_attr_as_is("machine", os.machine.as_deref()).text(os_type);
        let features = os.rare.as_ref().and_then(|rare| rare.firmware_features.as_deref());
        if let Some(features) = features.filter(|_| !opts.migratable) {
            w.block("firmware", |w| {
                for (name, enabled) in features {
                    w.start("feature").attr("enabled", YesNo::of(*enabled)).attr("name", name).empty();
                }
            });
        }
        if let Some(init) = &os.init {
            format_init(init, w);
        }
        loader::format(os, opts, w);
        if let Some(direct) = direct {
            format_direct(direct, w);
        }
        if let Some(rare) = &os.rare {
            format_acpi(rare, w);
        }
        if bootloader.is_none() {
            format_devices(os, w);
        }
        if let Some(mode) = os.smbios {
            w.start("smbios").attr("mode", mode).empty();
        }
    });
}

fn format_init(init: &Init, w: &mut Writer) {
    w.opt_text("init", init.path.as_deref());
    for arg in &init.args {
        w.text("initarg", arg);
    }
    for (name, value) in &init.env {
        // libvirt writes these two as they are, without escaping.
        w.line(format_args!("<initenv name='{name}'>{value}</initenv>"));
    }
    w.opt_text("initdir", init.dir.as_deref());
    if let Some(user) = &init.user {
        w.line(format_args!("<inituser>{user}</inituser>"));
    }
    if let Some(group) = &init.group {
        w.line(format_args!("<initgroup>{group}</initgroup>"));
    }
    w.opt_text("cmdline", init.cmdline.as_deref());
}

fn format_direct(direct: &DirectBoot, w: &mut Writer) {
    w.opt_text("kernel", direct.kernel.as_deref());
    w.opt_text("initrd", direct.initrd.as_deref());
    w.opt_text("cmdline", direct.cmdline.as_deref());
    w.opt_text("shim", direct.shim.as_deref());
    w.opt_text("dtb", direct.dtb.as_deref());
    w.opt_text("root", direct.root.as_deref());
}

fn format_acpi(rare: &RareOs, w: &mut Writer) {
    if !rare.acpi_tables.is_empty() {
        w.start("acpi").inside(|w| {
            for (kind, path) in &rare.acpi_tables {
                w.start("table").attr("type", kind).text(path);
            }
        });
    }
}

fn format_devices(os: &Os, w: &mut Writer) {
    for device in &os.boot {
        w.start("boot").attr("dev", device).empty();
    }
    let Some(rare) = &os.rare else { return };
    if let Some(enable) = rare.boot_menu {
        w.start("bootmenu")
            .attr("enable", YesNo::of(enable))
            .opt_attr("timeout", rare.boot_menu_timeout_ms)
            .empty();
    }
    if rare.bios_serial.is_some() || rare.bios_reboot_timeout_ms.is_some() {
        w.start("bios")
            .opt_attr("useserial", rare.bios_serial.map(YesNo::of))
            .opt_attr("rebootTimeout", rare.bios_reboot_timeout_ms)
            .empty();
    }
}
