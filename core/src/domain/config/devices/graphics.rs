//! Graphics: how a guest's screen is looked at.

use std::num::NonZeroU32;

use serde::{Deserialize, Serialize};

use super::chardev::MouseMode;
use crate::ground::{OnOff, YesNo};
use crate::words;

words! {
    /// `<graphics type='…'>`. `virDomainGraphicsType` of libvirt.
    pub enum GraphicsType {
        Sdl "sdl", Vnc "vnc", Rdp "rdp", Desktop "desktop", Spice "spice", EglHeadless "egl-headless", Dbus "dbus",
    }
}

words! {
    /// `<listen type='…'>`. `virDomainGraphicsListenType` of libvirt.
    pub enum ListenType { None "none", Address "address", Network "network", Socket "socket" }
}

words! {
    /// `<graphics connected='…'>`. `virDomainGraphicsAuthConnectedType` of libvirt, without its default.
    pub enum Connected { Fail "fail", Disconnect "disconnect", Keep "keep" }
}

words! {
    /// `<graphics sharePolicy='…'>`. `virDomainGraphicsVNCSharePolicy` of libvirt.
    #[derive(Default)]
    pub enum SharePolicy {
        #[default] Default "default", AllowExclusive "allow-exclusive", ForceShared "force-shared",
        Ignore "ignore",
    }
}

words! {
    /// `<channel name='…'>`. `virDomainGraphicsSpiceChannelName` of libvirt.
    pub enum SpiceChannel {
        Main "main", Display "display", Inputs "inputs", Cursor "cursor", Playback "playback", Record "record",
        Smartcard "smartcard", Usbredir "usbredir",
    }
}

words! {
    /// `<channel mode='…'>`. `virDomainGraphicsSpiceChannelMode` of libvirt.
    #[derive(Default)]
    pub enum SpiceChannelMode { #[default] Any "any", Secure "secure", Insecure "insecure" }
}

words! {
    /// `<image compression='…'>`. `virDomainGraphicsSpiceImageCompression` of libvirt, without its default.
    pub enum ImageCompression {
        AutoGlz "auto_glz", AutoLz "auto_lz", Quic "quic", Glz "glz", Lz "lz", Off "off",
    }
}

words! {
    /// `<jpeg compression='…'>` and `<zlib compression='…'>`. `virDomainGraphicsSpiceJpegCompression` of libvirt,
    /// without its default.
    pub enum WanCompression { Auto "auto", Never "never", Always "always" }
}

words! {
    /// `<streaming mode='…'>`. `virDomainGraphicsSpiceStreamingMode` of libvirt, without its default.
    pub enum StreamingMode { Filter "filter", All "all", Off "off" }
}

/// `<graphics>`. `virDomainGraphicsDef` of libvirt.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum Graphics {
    Vnc(Box<Vnc>),
    Spice(Box<Spice>),
    Rdp(Box<Rdp>),
    Sdl(Box<Sdl>),
    Desktop { display: Option<Box<str>> },
    EglHeadless { rendernode: Option<Box<str>> },
    Dbus(Box<DbusDisplay>),
}

/// `<listen>`. `virDomainGraphicsListenDef` of libvirt.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum Listen {
    None,
    Address(Option<Box<str>>),
    Network { network: Option<Box<str>>, address: Option<Box<str>> },
    Socket(Option<Box<str>>),
}

/// A password and how long it lasts. `virDomainGraphicsAuthDef` of libvirt.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct GraphicsAuth {
    pub username: Option<Box<str>>,
    pub password: Box<str>,
    /// Seconds since 1970.
    pub valid_to_s: Option<i64>,
    pub connected: Option<Connected>,
}

/// VNC.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Vnc {
    pub listens: Vec<Listen>,
    pub port: i32,
    pub autoport: bool,
    pub websocket: i32,
    pub websocket_generated: bool,
    pub keymap: Option<Box<str>>,
    pub share_policy: SharePolicy,
    pub power_control: Option<YesNo>,
    pub wait: Option<YesNo>,
    pub audio_id: Option<NonZeroU32>,
    pub auth: Option<Box<GraphicsAuth>>,
}

/// SPICE.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Spice {
    pub listens: Vec<Listen>,
    pub port: i32,
    pub tls_port: i32,
    pub autoport: bool,
    pub default_mode: SpiceChannelMode,
    pub keymap: Option<Box<str>>,
    pub auth: Option<Box<GraphicsAuth>>,
    /// By [`SpiceChannel`].
    pub channels: [SpiceChannelMode; 8],
    pub image: Option<ImageCompression>,
    pub jpeg: Option<WanCompression>,
    pub zlib: Option<WanCompression>,
    pub playback: Option<OnOff>,
    pub streaming: Option<StreamingMode>,
    pub mouse: Option<MouseMode>,
    pub copypaste: Option<YesNo>,
    pub filetransfer: Option<YesNo>,
    pub gl: Option<YesNo>,
    pub rendernode: Option<Box<str>>,
}

/// RDP.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Rdp {
    pub listens: Vec<Listen>,
    pub port: i32,
    pub autoport: bool,
    pub replace_user: bool,
    pub multi_user: bool,
    pub auth: Option<Box<GraphicsAuth>>,
}

/// A window on the host.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Sdl {
    pub display: Option<Box<str>>,
    pub xauth: Option<Box<str>>,
    pub fullscreen: Option<YesNo>,
    pub gl: Option<YesNo>,
}

/// A display on D-Bus.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct DbusDisplay {
    pub p2p: bool,
    pub address: Option<Box<str>>,
    pub gl: Option<YesNo>,
    pub rendernode: Option<Box<str>>,
    pub audio_id: Option<NonZeroU32>,
}

impl Listen {
    /// Which kind it is.
    pub fn kind(&self) -> ListenType {
        match self {
            Self::None => ListenType::None,
            Self::Address(_) => ListenType::Address,
            Self::Network { .. } => ListenType::Network,
            Self::Socket(_) => ListenType::Socket,
        }
    }
}

impl Graphics {
    /// Which kind it is.
    pub fn kind(&self) -> GraphicsType {
        match self {
            Self::Vnc(_) => GraphicsType::Vnc,
            Self::Spice(_) => GraphicsType::Spice,
            Self::Rdp(_) => GraphicsType::Rdp,
            Self::Sdl(_) => GraphicsType::Sdl,
            Self::Desktop { .. } => GraphicsType::Desktop,
            Self::EglHeadless { .. } => GraphicsType::EglHeadless,
            Self::Dbus(_) => GraphicsType::Dbus,
        }
    }

    /// Where it listens; empty for those that do not.
    pub fn listens(&self) -> &[Listen] {
        match self {
            Self::Vnc(vnc) => &vnc.listens,
            Self::Spice(spice) => &spice.listens,
            Self::Rdp(rdp) => &rdp.listens,
            _ => &[],
        }
    }
}
