//! Input devices and the memory balloon: `virDomainInputDefParseXML` and `virDomainMemballoonDefParseXML` of libvirt,
//! and what writes them.

use super::info::{self, Allow, parse_virtio};
use super::{internal, unsupported, xml_error};
use crate::domain::config::devices::info::{AddressType, DeviceInfo};
use crate::domain::config::devices::input::{
    Input, InputBus, InputModel, InputType, Memballoon, MemballoonModel, RareInput,
};
use crate::domain::config::features::{Feature, FeatureName};
use crate::domain::config::{DomainDef, OsType, VirtType};
use crate::domain::xml::{FormatOptions, ParseFlags};
use crate::ground::path::sanitized;
use crate::ground::xml::{Element, Prop, Writer};
use crate::ground::{Result, Word};

/// Reads an `<input>`.
pub(super) fn parse(element: &Element<'_>, flags: ParseFlags) -> Result<Input> {
    let word = element.attribute("type").ok_or_else(|| internal("missing input device type"))?;
    let input_type = InputType::from_word(word)
        .ok_or_else(|| unsupported(format!("unknown input device type '{word}'")))?;
    let mut rare = RareInput::default();
    if let Some(word) = element.attribute("model") {
        let model = InputModel::from_word(word);
        rare.model = Some(model.ok_or_else(|| unsupported(format!("unknown input model '{word}'")))?);
    }
    let mut bus = None;
    if let Some(word) = element.attribute("bus") {
        let known = InputBus::from_word(word);
        bus = Some(known.ok_or_else(|| unsupported(format!("unknown input bus type '{word}'")))?);
    }
    let info = info::parse(element, Allow::Neither, flags)?;
    if bus == Some(InputBus::Usb) && info.address_kind().is_some_and(|kind| kind != AddressType::Usb) {
        return Err(xml_error("Invalid address for a USB device"));
    }
    if let Some(source) = element.child("source") {
        parse_source(source, input_type, &mut rare)?;
    }
    rare.virtio = parse_virtio(element.child("driver"))?;
    let rare = (rare != RareInput::default()).then(|| Box::new(rare));
    Ok(Input { input_type, bus, rare, info })
}

fn parse_source(source: &Element<'_>, input_type: InputType, rare: &mut RareInput) -> Result<()> {
    let path = match input_type {
        InputType::Passthrough => source.attribute("evdev"),
        InputType::Evdev => source.attribute("dev"),
        _ => return Ok(()),
    };
    let path = path.ok_or_else(|| xml_error("Missing evdev path for input device"))?;
    rare.evdev = Some(sanitized(path));
    if input_type == InputType::Evdev {
        rare.grab = source.prop_word("grab", Prop::NONE)?;
        rare.grab_toggle = source.prop_word("grabToggle", Prop::NONE)?;
        rare.repeat = source.prop_word("repeat", Prop::NONE)?;
    }
    Ok(())
}

/// Writes an input device; one that every guest has is left out for hosts of old.
pub(super) fn format(input: &Input, w: &mut Writer, opts: FormatOptions) {
    let implied =
        input.input_type == InputType::Keyboard && matches!(input.bus, Some(InputBus::Ps2 | InputBus::Xen));
    if opts.migratable && implied {
        return;
    }
    let bus = match input.bus {
        Some(InputBus::None) => None,
        Some(bus) => Some(bus.word()),
        None => Some("default"),
    };
    let tag = w.start("input").attr("type", input.input_type).opt_attr("bus", bus);
    let Some(rare) = &input.rare else {
        return tag.inside(|w| info::format(&input.info, w));
    };
    tag.opt_attr("model", rare.model).inside(|w| {
        rare.virtio.write(w.start("driver")).nonempty(|_| {});
        let path = if input.input_type == InputType::Evdev { "dev" } else { "evdev" };
        let tag = w.start("source").opt_attr(path, rare.evdev.as_deref()).opt_attr("grab", rare.grab);
        tag.opt_attr("grabToggle", rare.grab_toggle).opt_attr("repeat", rare.repeat).nonempty(|_| {});
        info::format(&input.info, w);
    });
}

/// Reads a `<memballoon>`.
pub(super) fn parse_memballoon(element: &Element<'_>, flags: ParseFlags) -> Result<Memballoon> {
    let model = element.prop_word("model", Prop::REQUIRED)?.unwrap_or(MemballoonModel::None);
    let autodeflate = element.prop_word("autodeflate", Prop::NONE)?;
    let free_page_reporting = element.prop_word("freePageReporting", Prop::NONE)?;
    let mut period_s = 0;
    if let Some(stats) = element.child("stats") {
        period_s = stats.prop_i32("period", 0, Prop::NONE)?.unwrap_or(0).max(0);
    }
    let info = match model {
        MemballoonModel::None => DeviceInfo::default(),
        _ => info::parse(element, Allow::Neither, flags)?,
    };
    let virtio = parse_virtio(element.child("driver"))?;
    Ok(Memballoon { model, autodeflate, free_page_reporting, period_s, virtio, info })
}

/// Writes a memory balloon.
pub(super) fn format_memballoon(balloon: &Memballoon, w: &mut Writer) {
    let tag = w.start("memballoon").attr("model", balloon.model).opt_attr("autodeflate", balloon.autodeflate);
    tag.opt_attr("freePageReporting", balloon.free_page_reporting).inside(|w| {
        if balloon.period_s != 0 {
            w.start("stats").attr("period", balloon.period_s).empty();
        }
        info::format(&balloon.info, w);
        balloon.virtio.write(w.start("driver")).nonempty(|_| {});
    });
}

/// `virDomainInputDefValidate` of libvirt.
pub(super) fn validate(input: &Input, def: &DomainDef) -> Result<()> {
    let (kind, bus) = (input.input_type, input.bus);
    let word = || bus.map_or("default", crate::ground::Word::word);
    let points = matches!(kind, InputType::Mouse | InputType::Keyboard);
    match def.os.os_type {
        OsType::Hvm => {
            if bus == Some(InputBus::Ps2) && !points {
                return Err(internal(format!("ps2 bus does not support {kind} input device")));
            }
            if bus == Some(InputBus::Xen) {
                return Err(internal(format!("unsupported input bus {}", word())));
            }
        }
        OsType::Xen | OsType::Xenpvh => {
            if bus != Some(InputBus::Xen) {
                return Err(internal(format!("unsupported input bus {}", word())));
            }
            if !points {
                return Err(internal(format!("xen bus does not support {kind} input device")));
            }
        }
        _ if matches!(def.virt_type, VirtType::Vz | VirtType::Parallels) => {
            if bus != Some(InputBus::Parallels) {
                return Err(internal(format!("parallels containers don't support input bus {}", word())));
            }
            if !points {
                return Err(internal(format!("parallels bus does not support {kind} input device")));
            }
        }
        _ => {
            return Err(internal("Input devices are not supported by this virtualization driver."));
        }
    }
    let common = RareInput::default();
    let rare = input.rare.as_deref().unwrap_or(&common);
    match kind {
        InputType::Passthrough if bus != Some(InputBus::Virtio) => {
            return Err(unsupported("only bus 'virtio' is supported for 'passthrough' input devices"));
        }
        InputType::Evdev if bus != Some(InputBus::None) => {
            return Err(unsupported("input evdev doesn't support bus element"));
        }
        _ => {}
    }
    if let Some(model) = rare.model
        && bus != Some(InputBus::Virtio)
    {
        return Err(unsupported(format!("only bus 'virtio' is supported for input model '{model}'")));
    }
    if bus == Some(InputBus::Ps2) && def.features.get(FeatureName::Ps2) == Some(&Feature::Switch(false)) {
        return Err(unsupported("ps2 bus inputs require the ps2 feature not to be disabled"));
    }
    Ok(())
}
