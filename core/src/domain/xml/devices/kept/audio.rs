//! `<audio>`: where a guest's sound goes on the host.

use super::{unsupported, xml_error};
use crate::ground::xml::{Element, Prop, Writer};
use crate::ground::{Result, YesNo};
use crate::words;

words! {
    /// `virDomainAudioType` of libvirt.
    enum AudioType {
        None "none", Alsa "alsa", CoreAudio "coreaudio", Jack "jack", Oss "oss", PulseAudio "pulseaudio", Sdl "sdl",
        Spice "spice", File "file", Dbus "dbus", PipeWire "pipewire",
    }
}
words! {
    /// `virDomainAudioSDLDriver` of libvirt, without its default.
    enum SdlDriver { Esd "esd", Alsa "alsa", Arts "arts", PulseAudio "pulseaudio" }
}
words! {
    /// `virDomainAudioFormat` of libvirt, without its default.
    enum SampleFormat { U8 "u8", S8 "s8", U16 "u16", S16 "s16", U32 "u32", S32 "s32", F32 "f32" }
}

/// What one attribute holds.
#[derive(Clone, Copy)]
enum Kind {
    Text,
    YesNo,
    Number(Prop),
    Policy,
    SdlDriver,
}

/// The attributes that a type has of its own, in their order.
type Names = &'static [(&'static str, Kind)];

impl AudioType {
    /// The attributes of `<audio>`.
    fn names(self) -> Names {
        match self {
            Self::Oss => &[("tryMMap", Kind::YesNo), ("exclusive", Kind::YesNo), ("dspPolicy", Kind::Policy)],
            Self::PulseAudio => &[("serverName", Kind::Text)],
            Self::Sdl => &[("driver", Kind::SdlDriver)],
            Self::File => &[("path", Kind::Text)],
            Self::PipeWire => &[("runtimeDir", Kind::Text)],
            _ => &[],
        }
    }

    /// The attributes of `<input>` and `<output>`.
    fn stream_names(self) -> Names {
        const COUNT: (&str, Kind) = ("bufferCount", Kind::Number(Prop::NONE));
        const NAME: (&str, Kind) = ("name", Kind::Text);
        const STREAM: (&str, Kind) = ("streamName", Kind::Text);
        match self {
            Self::Alsa => &[("dev", Kind::Text)],
            Self::CoreAudio | Self::Sdl => &[COUNT],
            Self::Jack => &[
                ("serverName", Kind::Text),
                ("clientName", Kind::Text),
                ("connectPorts", Kind::Text),
                ("exactName", Kind::YesNo),
            ],
            Self::Oss => &[("dev", Kind::Text), COUNT, ("tryPoll", Kind::YesNo)],
            Self::PulseAudio => &[NAME, STREAM, ("latency", Kind::Number(Prop::NONE))],
            Self::PipeWire => &[NAME, STREAM, ("latency", Kind::Number(Prop::NONZERO))],
            _ => &[],
        }
    }
}

/// An attribute as it is written.
type Written = (&'static str, Box<str>);

/// Reads attributes of a type's own into what is written of them.
fn read_own(element: &Element<'_>, names: Names, into: &mut Vec<Written>) -> Result<()> {
    for &(name, kind) in names {
        let value = match kind {
            Kind::Text => element.attribute(name).map(Into::into),
            Kind::YesNo => element.prop_yes_no(name, Prop::NONE)?.map(|value| word(YesNo::of(value))),
            Kind::Number(flags) => number(element.prop_u32(name, 10, flags)?),
            Kind::Policy => read_policy(element, name)?,
            Kind::SdlDriver => element.prop_word::<SdlDriver>(name, Prop::NONE)?.map(word),
        };
        into.extend(value.map(|value| (name, value)));
    }
    Ok(())
}

fn word(word: impl crate::ground::Word) -> Box<str> {
    word.word().into()
}

/// A number that is written unless it is 0.
fn number(value: Option<u32>) -> Option<Box<str>> {
    value.filter(|value| *value > 0).map(|value| value.to_string().into())
}

fn read_policy(element: &Element<'_>, name: &str) -> Result<Option<Box<str>>> {
    match element.prop_i32(name, 10, Prop::NONE)? {
        Some(policy) if policy < 0 => Err(xml_error(format!("cannot parse 'dspPolicy' value '{policy}'"))),
        policy => Ok(policy.map(|policy| policy.to_string().into())),
    }
}

/// `<input>` or `<output>`.
#[derive(Default)]
struct Stream {
    attributes: Vec<Written>,
    settings: Option<Vec<Written>>,
}

/// `virDomainAudioCommonParse` of libvirt.
fn read_stream(element: Option<&Element<'_>>) -> Result<Stream> {
    let Some(element) = element else { return Ok(Stream::default()) };
    let mixing = element.prop_yes_no("mixingEngine", Prop::NONE)?;
    let fixed = element.prop_yes_no("fixedSettings", Prop::NONE)?;
    let voices = element.prop_u32("voices", 10, Prop::NONZERO)?;
    let length = element.prop_u32("bufferLength", 10, Prop::NONZERO)?;
    let is_fixed = fixed == Some(true);
    if is_fixed && mixing != Some(true) {
        return Err(unsupported("fixed audio settings requires mixing engine"));
    }
    let found = element.child("settings");
    if found.is_some() && !is_fixed {
        return Err(unsupported("audio settings specified without fixed settings flag"));
    }
    let mut stream = Stream::default();
    let yes_no = |value: Option<bool>| value.map(|value| word(YesNo::of(value)));
    let values = [
        ("mixingEngine", yes_no(mixing)),
        ("fixedSettings", yes_no(fixed)),
        ("voices", number(voices)),
        ("bufferLength", number(length)),
    ];
    stream.attributes.extend(values.into_iter().filter_map(|(name, value)| Some((name, value?))));
    if is_fixed {
        let mut settings = Vec::new();
        if let Some(found) = found {
            const NUMBER: Kind = Kind::Number(Prop::NONZERO);
            read_own(found, &[("frequency", NUMBER), ("channels", NUMBER)], &mut settings)?;
            let format = found.prop_word::<SampleFormat>("format", Prop::NONE)?;
            settings.extend(format.map(|format| ("format", word(format))));
        }
        stream.settings = Some(settings);
    }
    Ok(stream)
}

/// `virDomainAudioDefParseXML` of libvirt; gives the number of the audio backend.
pub(super) fn read(device: &Element<'_>, w: &mut Writer) -> Result<Option<u32>> {
    let kind: Option<AudioType> = device.prop_word("type", Prop::REQUIRED)?;
    let id = device.prop_u32("id", 10, Prop::REQUIRED.and(Prop::NONZERO))?;
    let period = device.prop_u32("timerPeriod", 10, Prop::NONZERO)?;
    let elements = ["input", "output"].map(|name| device.child(name));
    let mut streams = [read_stream(elements[0])?, read_stream(elements[1])?];
    let mut own = Vec::new();
    if let Some(kind) = kind {
        read_own(device, kind.names(), &mut own)?;
        for (element, stream) in elements.into_iter().zip(&mut streams) {
            if let Some(element) = element {
                read_own(element, kind.stream_names(), &mut stream.attributes)?;
            }
        }
    }
    let mut tag = w.start("audio").opt_attr("id", id).opt_attr("type", kind).opt_attr("timerPeriod", period);
    for (name, value) in &own {
        tag = tag.attr(name, value);
    }
    tag.inside(|w| {
        for (name, stream) in ["input", "output"].iter().zip(&streams) {
            format_stream(name, stream, w);
        }
    });
    Ok(id)
}

fn format_stream(name: &str, stream: &Stream, w: &mut Writer) {
    let mut tag = w.start(name);
    for (name, value) in &stream.attributes {
        tag = tag.attr(name, value);
    }
    tag.nonempty(|w| {
        if let Some(settings) = &stream.settings {
            let mut tag = w.start("settings");
            for (name, value) in settings {
                tag = tag.attr(name, value);
            }
            tag.empty();
        }
    });
}

/// The numbers of audio backends.
#[derive(Default)]
pub(super) struct Ids {
    /// Of those that are there.
    pub there: Vec<u32>,
    /// Of those that sound cards want.
    pub wanted: Vec<u32>,
}

impl Ids {
    /// Whatever is wanted is there, and no two have the same number.
    pub(super) fn validate(&self, devices: &Element<'_>) -> Result<()> {
        // libvirt asks it of no other kind of graphics.
        let consoles = devices.all("graphics").filter(|graphics| graphics.attribute("type") == Some("vnc"));
        let consoles = consoles.filter_map(|graphics| graphics.path("audio"));
        let by_consoles = consoles.filter_map(|audio| audio.prop_u32("id", 10, Prop::NONE).ok()?);
        for id in self.wanted.iter().copied().chain(by_consoles) {
            if !self.there.contains(&id) {
                return Err(xml_error(format!("no audio device with ID {id}")));
            }
        }
        for (place, id) in self.there.iter().enumerate() {
            if self.there[..place].contains(id) {
                return Err(xml_error(format!("audio ID {id} is used multiple times")));
            }
        }
        Ok(())
    }
}
