//! Sound cards, and where the host plays what they play.

use std::num::NonZeroU32;

use serde::{Deserialize, Serialize};

use super::info::{DeviceInfo, VirtioOptions};
use crate::ground::YesNo;
use crate::{attributes, words};

words! {
    /// `<sound model='…'>`. `virDomainSoundModel` of libvirt.
    pub enum SoundModel {
        Sb16 "sb16", Es1370 "es1370", Pcspk "pcspk", Ac97 "ac97", Ich6 "ich6", Ich9 "ich9", Usb "usb", Ich7 "ich7",
        Virtio "virtio",
    }
}

words! {
    /// `<codec type='…'>`. `virDomainSoundCodecType` of libvirt.
    pub enum Codec { Duplex "duplex", Micro "micro", Output "output" }
}

/// `<sound>`. `virDomainSoundDef` of libvirt.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Sound {
    pub model: SoundModel,
    pub codecs: Vec<Codec>,
    pub multichannel: Option<YesNo>,
    /// How many streams a virtio card has.
    pub streams: u32,
    /// The `<audio>` that plays it.
    pub audio_id: Option<NonZeroU32>,
    pub virtio: VirtioOptions,
    pub info: DeviceInfo,
}

words! {
    /// `<audio type='…'>`. `virDomainAudioType` of libvirt.
    pub enum AudioType {
        None "none", Alsa "alsa", Coreaudio "coreaudio", Jack "jack", Oss "oss", Pulseaudio "pulseaudio", Sdl "sdl",
        Spice "spice", File "file", Dbus "dbus", Pipewire "pipewire",
    }
}

words! {
    /// `<audio driver='…'>`. `virDomainAudioSDLDriver` of libvirt, without its default.
    pub enum SdlDriver { Esd "esd", Alsa "alsa", Arts "arts", Pulseaudio "pulseaudio" }
}

words! {
    /// `<settings format='…'>`. `virDomainAudioFormat` of libvirt, without its default.
    pub enum AudioFormat { U8 "u8", S8 "s8", U16 "u16", S16 "s16", U32 "u32", S32 "s32", F32 "f32" }
}

/// `<audio>`. `virDomainAudioDef` of libvirt.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Audio {
    pub id: u32,
    pub audio_type: AudioType,
    /// Microseconds.
    pub timer_period: Option<NonZeroU32>,
    pub options: AudioOptions,
    pub input: AudioEnd,
    pub output: AudioEnd,
}

attributes! {
    /// What `<audio>` has for some types only.
    pub struct AudioOptions {
        try_mmap: Option<YesNo> = "tryMMap",
        exclusive: Option<YesNo> = "exclusive",
        dsp_policy: Option<i32> = "dspPolicy",
        server_name: Option<Box<str>> = "serverName",
        driver: Option<SdlDriver> = "driver",
        path: Option<Box<str>> = "path",
        runtime_dir: Option<Box<str>> = "runtimeDir",
    }
}

/// `<input>` or `<output>` of an audio device. `virDomainAudioIOCommon` of libvirt and what its type adds.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct AudioEnd {
    pub common: AudioCommon,
    pub settings: AudioSettings,
    pub backend: AudioBackend,
}

attributes! {
    /// What either end of an audio device has whatever its type.
    pub struct AudioCommon {
        mixing_engine: Option<YesNo> = "mixingEngine",
        fixed_settings: Option<YesNo> = "fixedSettings",
        voices: Option<NonZeroU32> = "voices",
        buffer_length: Option<NonZeroU32> = "bufferLength",
    }
}

attributes! {
    /// `<settings>`: how the host is to play.
    pub struct AudioSettings {
        frequency: Option<NonZeroU32> = "frequency",
        channels: Option<NonZeroU32> = "channels",
        format: Option<AudioFormat> = "format",
    }
}

/// What an end of an audio device has for some types only.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum AudioBackend {
    #[default]
    None,
    Alsa(AlsaEnd),
    /// Core Audio and SDL.
    Counted(CountedEnd),
    Jack(Box<JackEnd>),
    Oss(OssEnd),
    /// PulseAudio and PipeWire.
    Stream(StreamEnd),
}

attributes! {
    /// An end by ALSA.
    pub struct AlsaEnd { dev: Option<Box<str>> = "dev" }
}

attributes! {
    /// An end that has a number of buffers.
    pub struct CountedEnd { buffer_count: u32 = "bufferCount" }
}

attributes! {
    /// An end by JACK.
    pub struct JackEnd {
        server_name: Option<Box<str>> = "serverName",
        client_name: Option<Box<str>> = "clientName",
        connect_ports: Option<Box<str>> = "connectPorts",
        exact_name: Option<YesNo> = "exactName",
    }
}

attributes! {
    /// An end by OSS.
    pub struct OssEnd {
        dev: Option<Box<str>> = "dev",
        buffer_count: u32 = "bufferCount",
        try_poll: Option<YesNo> = "tryPoll",
    }
}

attributes! {
    /// An end that is a stream of a server.
    pub struct StreamEnd {
        name: Option<Box<str>> = "name",
        stream_name: Option<Box<str>> = "streamName",
        latency: u32 = "latency",
    }
}
