//! Video adapters: `virDomainVideoDefParseXML` and `virDomainVideoDefFormat` of libvirt.

use super::info::{self, Allow, parse_virtio, refuse_virtio};
use super::{internal, unsupported};
use crate::domain::config::devices::Video;
use crate::domain::config::devices::video::{Acceleration, RareVideo, VideoBackend, VideoMemory, VideoType};
use crate::domain::xml::ParseFlags;
use crate::ground::Result;
use crate::ground::path::sanitized;
use crate::ground::xml::{Attribute, Element, Prop, Writer};

/// Reads a `<video>`.
pub(super) fn parse(element: &Element<'_>, flags: ParseFlags) -> Result<Video> {
    let mut video = Video::default();
    let mut rare = RareVideo::default();
    if let Some(model) = element.child("model") {
        parse_model(model, &mut video, &mut rare)?;
    }
    let driver = element.child("driver");
    if let Some(driver) = driver {
        rare.backend = driver.prop_word("name", Prop::NONE)?;
        rare.virtio = parse_virtio(Some(driver))?;
    }
    video.info = info::parse(element, Allow::Neither, flags)?;
    if let Some(driver) = driver {
        // A word that libvirt does not know costs it the error, but not the device.
        rare.vgaconf = Attribute::read(driver, "vgaconf").unwrap_or_default();
    }
    video.rare = (rare != RareVideo::default()).then(|| Box::new(rare));
    Ok(video)
}

fn parse_model(model: &Element<'_>, video: &mut Video, rare: &mut RareVideo) -> Result<()> {
    video.primary = model.prop_yes_no("primary", Prop::NONE).ok().flatten().unwrap_or(false);
    if let Some(element) = model.child("acceleration") {
        let mut acceleration = Acceleration::read(element)?;
        acceleration.rendernode = acceleration.rendernode.map(|path| sanitized(&path));
        if acceleration.is_default() {
            return Err(unsupported("missing values for acceleration"));
        }
        rare.acceleration = Some(acceleration);
    }
    if let Some(element) = model.child("resolution") {
        let number = |name| Ok::<u32, Box<_>>(element.prop_u32(name, 10, Prop::REQUIRED)?.unwrap_or(0));
        rare.resolution = Some((number("x")?, number("y")?));
    }
    video.video_type = Attribute::read(model, "type")?;
    video.memory = VideoMemory::read(model)?;
    if model.attribute("heads").is_none() {
        video.memory.heads = 1;
    }
    rare.device = model.prop_word("device", Prop::NONE)?;
    rare.blob = model.prop_word("blob", Prop::NONE)?;
    rare.edid = model.prop_word("edid", Prop::NONE)?;
    Ok(())
}

/// Writes a video adapter.
pub(super) fn format(video: &Video, w: &mut Writer) {
    let common = RareVideo::default();
    let rare = video.rare.as_deref().unwrap_or(&common);
    w.start("video").inside(|w| {
        let driver = rare.vgaconf.write(rare.virtio.write(w.start("driver")), "vgaconf");
        driver.opt_attr("name", rare.backend).nonempty(|_| {});
        let tag = w.start("model").attr("type", video.video_type);
        let tag = video.memory.write(tag).opt_attr("primary", video.primary.then_some("yes"));
        let tag = tag.opt_attr("blob", rare.blob).opt_attr("edid", rare.edid);
        let device = rare.device.filter(|_| video.video_type == VideoType::Virtio);
        tag.opt_attr("device", device).inside(|w| {
            if let Some(acceleration) = &rare.acceleration {
                acceleration.write(w.start("acceleration")).empty();
            }
            if let Some((x, y)) = rare.resolution {
                let both = x != 0 && y != 0;
                let tag = w.start("resolution").opt_attr("x", both.then_some(x));
                tag.opt_attr("y", both.then_some(y)).empty();
            }
        });
        info::format(&video.info, w);
    });
}

/// `virDomainVideoDefValidate` of libvirt.
pub(super) fn validate(video: &Video, all: &[Video]) -> Result<()> {
    let kind = video.video_type;
    if kind == VideoType::Default {
        return Err(internal("missing video model and cannot determine default"));
    }
    if all.len() > 1 && all.iter().any(|video| video.video_type == VideoType::None) {
        return Err(unsupported("a 'none' video type must be the only video device defined for the domain"));
    }
    let common = RareVideo::default();
    let rare = video.rare.as_deref().unwrap_or(&common);
    if rare.backend == Some(VideoBackend::Vhostuser) {
        if kind != VideoType::Virtio {
            return Err(unsupported("'vhostuser' driver is only supported with 'virtio' device"));
        }
    } else if rare.acceleration.as_ref().is_some_and(|accel| accel.rendernode.is_some()) {
        return Err(unsupported("unsupported rendernode accel attribute without 'vhostuser'"));
    }
    if rare.resolution.is_some_and(|(x, y)| x == 0 || y == 0) {
        return Err(unsupported("video resolution values must be greater than 0"));
    }
    if kind != VideoType::Qxl {
        let memory = &video.memory;
        let of_qxl = [("ram", memory.ram), ("vram64", memory.vram64), ("vgamem", memory.vgamem)];
        if let Some((name, _)) = of_qxl.iter().find(|(_, kib)| *kib != 0) {
            return Err(unsupported(format!("{name} attribute only supported for video type qxl")));
        }
    }
    if kind == VideoType::Ramfb && video.info.address.is_some() {
        return Err(unsupported("address not supported for video type ramfb"));
    }
    if kind != VideoType::Virtio {
        refuse_virtio(&rare.virtio)?;
        if rare.blob.is_some() {
            return Err(unsupported(format!("video type '{kind}' does not support blob resources")));
        }
    }
    Ok(())
}
