//! Sound cards: `virDomainSoundDefParseXML` and `virDomainSoundDefFormat` of libvirt.

use std::num::NonZeroU32;

use super::info::{self, Allow, parse_virtio};
use super::{unsupported, xml_error};
use crate::domain::config::devices::sound::{Codec, SoundModel};
use crate::domain::config::devices::{Audio, Sound};
use crate::domain::xml::ParseFlags;
use crate::ground::xml::{Attribute, Element, Prop, Writer};
use crate::ground::{Result, Word};

/// Reads a `<sound>`.
pub(super) fn parse(element: &Element<'_>, flags: ParseFlags) -> Result<Sound> {
    let model = element.prop_word("model", Prop::REQUIRED)?.unwrap_or(SoundModel::Sb16);
    let mut codecs = Vec::new();
    if matches!(model, SoundModel::Ich6 | SoundModel::Ich9) {
        codecs = element.all("codec").map(parse_codec).collect::<Result<_>>()?;
    }
    let mut multichannel = None;
    if model == SoundModel::Usb {
        multichannel = element.prop_word("multichannel", Prop::NONE)?;
    }
    let mut streams = 0;
    if model == SoundModel::Virtio {
        streams = element.prop_u32("streams", 10, Prop::NONZERO)?.unwrap_or(0);
    }
    let mut audio_id = None;
    if let Some(audio) = element.child("audio") {
        let id = audio.prop_u32("id", 10, Prop::REQUIRED.and(Prop::NONZERO))?;
        audio_id = id.and_then(NonZeroU32::new);
    }
    let info = info::parse(element, Allow::Neither, flags)?;
    let virtio = parse_virtio(element.child("driver"))?;
    Ok(Sound { model, codecs, multichannel, streams, audio_id, virtio, info })
}

fn parse_codec(codec: &Element<'_>) -> Result<Codec> {
    let word = codec.attribute("type").unwrap_or("(null)");
    Codec::from_word(word).ok_or_else(|| unsupported(format!("unknown codec type '{word}'")))
}

/// How many streams a virtio card has that says nothing of them.
const DEFAULT_STREAMS: u32 = 2;

/// What a sound card gets by itself. `virDomainSoundDefPostParse` of libvirt.
pub(super) fn post_parse(sound: &mut Sound) {
    if sound.model == SoundModel::Virtio && sound.streams == 0 {
        sound.streams = DEFAULT_STREAMS;
    }
}

/// Refuses the number of an audio device that is not there. `virDomainEnsureAudioID` of libvirt.
pub(super) fn check_audio(audios: &[Audio], id: Option<NonZeroU32>) -> Result<()> {
    match id.filter(|id| audios.iter().all(|audio| audio.id != id.get())) {
        None => Ok(()),
        Some(id) => Err(xml_error(format!("no audio device with ID {id}"))),
    }
}

/// Writes a sound card.
pub(super) fn format(sound: &Sound, w: &mut Writer) {
    let tag = w.start("sound").attr("model", sound.model).opt_attr("multichannel", sound.multichannel);
    sound.streams.write(tag, "streams").inside(|w| {
        sound.codecs.iter().for_each(|codec| w.start("codec").attr("type", codec).empty());
        w.start("audio").opt_attr("id", sound.audio_id).nonempty(|_| {});
        info::format(&sound.info, w);
        if sound.model == SoundModel::Virtio {
            sound.virtio.write(w.start("driver")).nonempty(|_| {});
        }
    });
}
