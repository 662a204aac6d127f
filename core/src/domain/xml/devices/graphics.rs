//! Graphics: `virDomainGraphicsDefParseXML` of libvirt.

use super::{graphics_auth, sound, unsupported, xml_error};
use crate::domain::config::devices::graphics::{
    DbusDisplay, GraphicsType, Listen, ListenType, Rdp, Sdl, Spice, SpiceChannel, SpiceChannelMode, Vnc,
};
use crate::domain::config::devices::{Audio, Graphics};
use crate::domain::xml::ParseFlags;
use crate::ground::xml::{Attribute, Element, Prop};
use crate::ground::{Result, VirError, YesNo};

/// Reads a `<graphics>`.
pub(super) fn parse(element: &Element<'_>, flags: ParseFlags) -> Result<Graphics> {
    let kind = element.prop_word("type", Prop::REQUIRED)?.unwrap_or(GraphicsType::Vnc);
    let text = |name| element.attribute(name).map(Into::into);
    Ok(match kind {
        GraphicsType::Vnc => Graphics::Vnc(Box::new(parse_vnc(element, flags)?)),
        GraphicsType::Spice => Graphics::Spice(Box::new(parse_spice(element, flags)?)),
        GraphicsType::Rdp => Graphics::Rdp(Box::new(parse_rdp(element, flags)?)),
        GraphicsType::Sdl => {
            let fullscreen = element.prop_word("fullscreen", Prop::NONE)?;
            let gl = element.child("gl").map(|gl| gl.prop_word("enable", Prop::REQUIRED)).transpose()?;
            Graphics::Sdl(Box::new(Sdl {
                display: text("display"),
                xauth: text("xauth"),
                fullscreen,
                gl: gl.flatten(),
            }))
        }
        GraphicsType::Desktop => Graphics::Desktop { display: text("display") },
        GraphicsType::EglHeadless => {
            let node = element.child("gl").and_then(|gl| gl.attribute("rendernode"));
            Graphics::EglHeadless { rendernode: node.map(Into::into) }
        }
        GraphicsType::Dbus => Graphics::Dbus(Box::new(parse_dbus(element)?)),
    })
}

/// `virDomainGraphicsListensParseXML` of libvirt: at least one, from the attributes of old if there is no element.
fn parse_listens(kind: GraphicsType, element: &Element<'_>, flags: ParseFlags) -> Result<Vec<Listen>> {
    let mut listens = Vec::new();
    for (i, listen) in element.all("listen").enumerate() {
        listens.push(parse_listen(listen, Some(element).filter(|_| i == 0), flags)?);
    }
    let socket = element.attribute("socket").filter(|_| kind == GraphicsType::Vnc);
    let old = match socket {
        Some(socket) => Listen::Socket(Some(socket.into())),
        None => {
            let address = element.attribute("listen").filter(|address| !address.is_empty());
            Listen::Address(address.map(Into::into))
        }
    };
    match listens.first_mut() {
        None => listens.push(old),
        Some(first @ (Listen::Address(_) | Listen::Network { .. })) if socket.is_some() => *first = old,
        Some(_) => {}
    }
    Ok(listens)
}

/// `virDomainGraphicsListenDefParseXML` of libvirt. The first one may have its address in `parent` as well.
fn parse_listen(listen: &Element<'_>, parent: Option<&Element<'_>>, flags: ParseFlags) -> Result<Listen> {
    let kind = listen.prop_word("type", Prop::REQUIRED)?.unwrap_or(ListenType::None);
    let own = |name: &str| listen.attribute(name);
    let old = |name: &str| parent.and_then(|parent| parent.attribute(name));
    let either = |name: &str, old_name: &str| match (own(name), old(old_name)) {
        (Some(own), Some(old)) if own != old => Err(unsupported(format!(
            "graphics '{old_name}' attribute '{old}' must match '{name}' attribute of first listen element \
             (found '{own}')"
        ))),
        (own, old) => Ok(own.or(old)),
    };
    let is = |wanted| kind == wanted;
    let address = if is(ListenType::Address) { either("address", "listen")? } else { own("address") };
    let socket = if is(ListenType::Socket) { either("socket", "socket")? } else { own("socket") };
    let given = |text: Option<&str>| text.filter(|text| !text.is_empty()).map(Into::into);
    let (address, network, socket) = (given(address), given(own("network")), given(socket));
    if network.is_some() && !is(ListenType::Network) {
        return Err(xml_error("'network' attribute is valid only for listen type 'network'"));
    }
    if socket.is_some() && !is(ListenType::Socket) {
        return Err(xml_error("'socket' attribute is valid only for listen type 'socket'"));
    }
    Ok(match kind {
        ListenType::None => Listen::None,
        ListenType::Address => Listen::Address(address),
        ListenType::Network => Listen::Network { network, address: address.filter(|_| !flags.inactive) },
        ListenType::Socket => Listen::Socket(socket),
    })
}

fn audio_id(element: &Element<'_>) -> Result<Option<std::num::NonZeroU32>> {
    let Some(audio) = element.child("audio") else { return Ok(None) };
    let id = audio.prop_u32("id", 10, Prop::REQUIRED.and(Prop::NONZERO))?;
    Ok(id.and_then(std::num::NonZeroU32::new))
}

fn parse_vnc(element: &Element<'_>, flags: ParseFlags) -> Result<Vnc> {
    let listens = parse_listens(GraphicsType::Vnc, element, flags)?;
    let port = element.prop_i32("port", 10, Prop::NONE)?;
    let autoport = element.prop_yes_no("autoport", Prop::NONE)?.unwrap_or(port.is_none_or(|port| port == -1));
    // Legacy documents ask for any port by -1.
    let forgotten =
        flags.inactive && (autoport || (port == Some(-1) && element.attribute("autoport").is_none()));
    let port = if forgotten { 0 } else { port.unwrap_or(0) };
    Ok(Vnc {
        listens,
        port,
        autoport,
        websocket: element.prop_i32("websocket", 10, Prop::NONE)?.unwrap_or(0),
        websocket_generated: element.prop_yes_no("websocketGenerated", Prop::NONE)?.unwrap_or(false),
        share_policy: Attribute::read(element, "sharePolicy")?,
        power_control: element.prop_word("powerControl", Prop::NONE)?,
        wait: element.prop_word("wait", Prop::NONE)?,
        keymap: element.attribute("keymap").map(Into::into),
        audio_id: audio_id(element)?,
        auth: graphics_auth::parse(element, GraphicsType::Vnc)?,
    })
}

fn parse_rdp(element: &Element<'_>, flags: ParseFlags) -> Result<Rdp> {
    let listens = parse_listens(GraphicsType::Rdp, element, flags)?;
    let port = element.prop_i32("port", 10, Prop::NONE)?;
    let autoport = element.prop_yes_no("autoport", Prop::NONE)?.unwrap_or(port.is_none_or(|port| port <= 0));
    let port = if autoport && flags.inactive { 0 } else { port.unwrap_or(0) };
    for name in ["replaceUser", "multiUser"] {
        if element.prop_yes_no(name, Prop::NONE)?.is_some() {
            // libvirt 12.8.0 takes it for a failure that the attribute is there.
            return Err(VirError::unknown_cause());
        }
    }
    let (replace_user, multi_user) = (false, false);
    let auth = graphics_auth::parse(element, GraphicsType::Rdp)?;
    Ok(Rdp { listens, port, autoport, replace_user, multi_user, auth })
}

fn parse_spice(element: &Element<'_>, flags: ParseFlags) -> Result<Spice> {
    let listens = parse_listens(GraphicsType::Spice, element, flags)?;
    let mut port = element.prop_i32("port", 10, Prop::NONE)?.unwrap_or(0);
    let mut tls_port = element.prop_i32("tlsPort", 10, Prop::NONE)?.unwrap_or(0);
    let mut autoport = element.prop_yes_no("autoport", Prop::NONE)?.unwrap_or(false);
    let default_mode = Attribute::read(element, "defaultMode")?;
    autoport |= port == -1 && tls_port == -1;
    if autoport && flags.inactive {
        (port, tls_port) = (0, 0);
    }
    let keymap = element.attribute("keymap").map(Into::into);
    let auth = graphics_auth::parse(element, GraphicsType::Spice)?;
    let channels = parse_channels(element)?;
    Ok(Spice {
        listens,
        port,
        tls_port,
        autoport,
        default_mode,
        keymap,
        auth,
        channels,
        image: of_child(element, "image", "compression")?,
        jpeg: of_child(element, "jpeg", "compression")?,
        zlib: of_child(element, "zlib", "compression")?,
        playback: of_child(element, "playback", "compression")?,
        streaming: of_child(element, "streaming", "mode")?,
        copypaste: of_child(element, "clipboard", "copypaste")?,
        filetransfer: of_child(element, "filetransfer", "enable")?,
        gl: of_child(element, "gl", "enable")?,
        rendernode: element.child("gl").and_then(|gl| gl.attribute("rendernode")).map(Into::into),
        mouse: of_child(element, "mouse", "mode")?,
    })
}

/// The attribute that a child has to have, if there is the child.
fn of_child<W: crate::ground::Word>(element: &Element<'_>, child: &str, name: &str) -> Result<Option<W>> {
    let word = element.child(child).map(|child| child.prop_word(name, Prop::REQUIRED));
    Ok(word.transpose()?.flatten())
}

fn parse_channels(element: &Element<'_>) -> Result<[SpiceChannelMode; 8]> {
    let mut channels = [SpiceChannelMode::Any; 8];
    for channel in element.all("channel") {
        let name: Option<SpiceChannel> = channel.prop_word("name", Prop::REQUIRED)?;
        let mode = channel.prop_word("mode", Prop::REQUIRED)?;
        if let Some(place) = name.and_then(|name| channels.get_mut(name as usize)) {
            *place = mode.unwrap_or_default();
        }
    }
    Ok(channels)
}

fn parse_dbus(element: &Element<'_>) -> Result<DbusDisplay> {
    let p2p = element.prop_word("p2p", Prop::NONE)? == Some(YesNo::Yes);
    let address = element.attribute("address").map(Into::into);
    let gl = of_child(element, "gl", "enable")?;
    let rendernode = element.child("gl").and_then(|gl| gl.attribute("rendernode")).map(Into::into);
    Ok(DbusDisplay { p2p, address, gl, rendernode, audio_id: audio_id(element)? })
}

/// `virDomainGraphicsDefValidate` of libvirt.
pub(super) fn validate(graphics: &Graphics, audios: &[Audio]) -> Result<()> {
    let kind = graphics.kind();
    let is_screen = matches!(kind, GraphicsType::Vnc | GraphicsType::Spice);
    for listen in graphics.listens() {
        match listen {
            Listen::Network { network: None, .. } => {
                return Err(xml_error("'network' attribute is required for listen type 'network'"));
            }
            Listen::Socket(_) | Listen::None if !is_screen => {
                return Err(unsupported(format!(
                    "listen type '{}' is not available for graphics type '{kind}'",
                    listen.kind()
                )));
            }
            _ => {}
        }
    }
    match graphics {
        Graphics::Vnc(vnc) => sound::check_audio(audios, vnc.audio_id),
        Graphics::Dbus(dbus) if dbus.p2p && dbus.address.is_some() => {
            Err(xml_error("D-Bus p2p with an address is not supported"))
        }
        _ => Ok(()),
    }
}
