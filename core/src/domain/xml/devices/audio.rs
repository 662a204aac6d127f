//! Where the host plays sound: `virDomainAudioDefParseXML`, `virDomainAudioDefValidate` and `virDomainAudioDefFormat` of
//! libvirt.

use super::{unsupported, xml_error};
use crate::domain::config::devices::Audio;
use crate::domain::config::devices::sound::{
    AlsaEnd, AudioBackend, AudioCommon, AudioEnd, AudioOptions, AudioSettings, AudioType, CountedEnd,
    JackEnd, OssEnd, StreamEnd,
};
use crate::ground::xml::{Attribute, Element, Prop, Writer};
use crate::ground::{Result, YesNo};

/// Reads an `<audio>`.
pub(super) fn parse(element: &Element<'_>) -> Result<Audio> {
    let audio_type = element.prop_word("type", Prop::REQUIRED)?.unwrap_or(AudioType::None);
    let id = element.prop_u32("id", 10, Prop::REQUIRED.and(Prop::NONZERO))?.unwrap_or(0);
    let timer_period = Attribute::read(element, "timerPeriod")?;
    let ends = [element.child("input"), element.child("output")];
    let [mut input, mut output] = [AudioEnd::default(), AudioEnd::default()];
    for (end, element) in [&mut input, &mut output].into_iter().zip(ends) {
        if let Some(element) = element {
            parse_common(element, end)?;
        }
    }
    let options = parse_options(element, audio_type)?;
    for (end, element) in [&mut input, &mut output].into_iter().zip(ends) {
        if let Some(element) = element {
            end.backend = parse_backend(element, audio_type)?;
        }
    }
    Ok(Audio { id, audio_type, timer_period, options, input, output })
}

/// `virDomainAudioCommonParse` of libvirt.
fn parse_common(element: &Element<'_>, end: &mut AudioEnd) -> Result<()> {
    let mixing: Option<YesNo> = element.prop_word("mixingEngine", Prop::NONE)?;
    let fixed: Option<YesNo> = element.prop_word("fixedSettings", Prop::NONE)?;
    if fixed == Some(YesNo::Yes) && mixing != Some(YesNo::Yes) {
        return Err(unsupported("fixed audio settings requires mixing engine"));
    }
    end.common = AudioCommon::read(element)?;
    if let Some(settings) = element.child("settings") {
        if fixed != Some(YesNo::Yes) {
            return Err(unsupported("audio settings specified without fixed settings flag"));
        }
        end.settings = AudioSettings::read(settings)?;
    }
    Ok(())
}

fn parse_options(element: &Element<'_>, audio_type: AudioType) -> Result<AudioOptions> {
    let mut options = AudioOptions::default();
    match audio_type {
        AudioType::Oss => {
            options.try_mmap = Attribute::read(element, "tryMMap")?;
            options.exclusive = Attribute::read(element, "exclusive")?;
            options.dsp_policy = element.prop_i32("dspPolicy", 10, Prop::NONE)?;
            if let Some(policy) = options.dsp_policy.filter(|policy| *policy < 0) {
                return Err(xml_error(format!("cannot parse 'dspPolicy' value '{policy}'")));
            }
        }
        AudioType::Pulseaudio => options.server_name = Attribute::read(element, "serverName")?,
        AudioType::Sdl => options.driver = Attribute::read(element, "driver")?,
        AudioType::File => options.path = Attribute::read(element, "path")?,
        AudioType::Pipewire => options.runtime_dir = Attribute::read(element, "runtimeDir")?,
        _ => {}
    }
    Ok(options)
}

fn parse_backend(element: &Element<'_>, audio_type: AudioType) -> Result<AudioBackend> {
    Ok(match audio_type {
        AudioType::Alsa => AudioBackend::Alsa(AlsaEnd::read(element)?),
        AudioType::Coreaudio | AudioType::Sdl => AudioBackend::Counted(CountedEnd::read(element)?),
        AudioType::Jack => AudioBackend::Jack(Box::new(JackEnd::read(element)?)),
        AudioType::Oss => AudioBackend::Oss(OssEnd::read(element)?),
        AudioType::Pulseaudio => AudioBackend::Stream(StreamEnd::read(element)?),
        AudioType::Pipewire => {
            element.prop_u32("latency", 10, Prop::NONZERO)?;
            AudioBackend::Stream(StreamEnd::read(element)?)
        }
        AudioType::None | AudioType::Spice | AudioType::File | AudioType::Dbus => AudioBackend::None,
    })
}

/// Checks that audio devices have different numbers.
pub(super) fn validate(audios: &[Audio]) -> Result<()> {
    let twice = |audio: &&Audio| audios.iter().filter(|other| other.id == audio.id).count() > 1;
    match audios.iter().find(twice) {
        None => Ok(()),
        Some(audio) => Err(xml_error(format!("audio ID {} is used multiple times", audio.id))),
    }
}

/// Writes an audio device.
pub(super) fn format(audio: &Audio, w: &mut Writer) {
    let tag = w.start("audio").attr("id", audio.id as i32).attr("type", audio.audio_type);
    audio.options.write(tag.opt_attr("timerPeriod", audio.timer_period)).inside(|w| {
        format_end("input", &audio.input, w);
        format_end("output", &audio.output, w);
    });
}

/// `virDomainAudioCommonFormat` of libvirt.
fn format_end(name: &str, end: &AudioEnd, w: &mut Writer) {
    let tag = end.common.write(w.start(name));
    let tag = match &end.backend {
        AudioBackend::None => tag,
        AudioBackend::Alsa(alsa) => alsa.write(tag),
        AudioBackend::Counted(counted) => counted.write(tag),
        AudioBackend::Jack(jack) => jack.write(tag),
        AudioBackend::Oss(oss) => oss.write(tag),
        AudioBackend::Stream(stream) => stream.write(tag),
    };
    tag.nonempty(|w| {
        if end.common.fixed_settings == Some(YesNo::Yes) {
            end.settings.write(w.start("settings")).empty();
        }
    });
}
