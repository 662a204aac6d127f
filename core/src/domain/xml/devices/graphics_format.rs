//! Graphics: `virDomainGraphicsDefFormat` of libvirt.

use super::graphics_auth;
use crate::domain::config::devices::Graphics;
use crate::domain::config::devices::graphics::{
    DbusDisplay, GraphicsType, Listen, Rdp, Spice, SpiceChannel, SpiceChannelMode, Vnc,
};
use crate::domain::xml::FormatOptions;
use crate::ground::xml::{Attribute, Tag, Writer};
use crate::ground::{Word, YesNo};

/// Writes graphics.
pub(super) fn format(graphics: &Graphics, w: &mut Writer, opts: FormatOptions) {
    let tag = w.start("graphics").attr("type", graphics.kind());
    match graphics {
        Graphics::Vnc(vnc) => vnc_attributes(vnc, tag, opts).inside(|w| {
            format_listens(GraphicsType::Vnc, &vnc.listens, w, opts);
            vnc.audio_id.write(w.start("audio"), "id").nonempty(|_| {});
        }),
        Graphics::Spice(spice) => spice_attributes(spice, tag, opts).inside(|w| format_spice(spice, w, opts)),
        Graphics::Rdp(rdp) => rdp_attributes(rdp, tag, opts)
            .inside(|w| format_listens(GraphicsType::Rdp, &rdp.listens, w, opts)),
        Graphics::Sdl(sdl) => {
            let tag = tag.opt_attr("display", sdl.display.as_deref()).opt_attr("xauth", sdl.xauth.as_deref());
            let tag = tag.opt_attr("fullscreen", sdl.fullscreen);
            tag.inside(|w| format_gl(sdl.gl, None, w));
        }
        Graphics::Desktop { display } => tag.opt_attr("display", display.as_deref()).empty(),
        Graphics::EglHeadless { rendernode } => tag.inside(|w| format_gl(None, rendernode.as_deref(), w)),
        Graphics::Dbus(dbus) => format_dbus(dbus, tag),
    }
}

fn format_dbus(dbus: &DbusDisplay, tag: Tag<'_>) {
    let tag = tag.opt_attr("p2p", dbus.p2p.then_some("yes")).opt_attr("address", dbus.address.as_deref());
    tag.inside(|w| {
        format_gl(dbus.gl, dbus.rendernode.as_deref(), w);
        dbus.audio_id.write(w.start("audio"), "id").nonempty(|_| {});
    });
}

fn format_gl(enable: Option<YesNo>, rendernode: Option<&str>, w: &mut Writer) {
    w.start("gl").opt_attr("enable", enable).opt_attr("rendernode", rendernode).nonempty(|_| {});
}

/// The address that older programs look for in the attributes.
fn old_address(listen: Option<&Listen>, opts: FormatOptions) -> Option<&str> {
    match listen? {
        Listen::Address(address) => address.as_deref(),
        Listen::Network { address, .. } => address.as_deref().filter(|_| !opts.inactive && !opts.migratable),
        Listen::None | Listen::Socket(_) => None,
    }
}

fn vnc_attributes<'w>(vnc: &Vnc, tag: Tag<'w>, opts: FormatOptions) -> Tag<'w> {
    let first = vnc.listens.first();
    let tag = match first {
        Some(Listen::Socket(socket)) => tag.opt_attr("socket", socket.as_deref()),
        Some(Listen::Address(_) | Listen::Network { .. }) => {
            let port = match vnc.port {
                port if port != 0 && (!vnc.autoport || !opts.inactive) => Some(port),
                _ => vnc.autoport.then_some(-1),
            };
            let tag = tag.opt_attr("port", port).attr("autoport", YesNo::of(vnc.autoport));
            let websocket = if vnc.websocket_generated && opts.inactive { -1 } else { vnc.websocket };
            let tag = tag.opt_attr("websocket", (websocket != 0).then_some(websocket));
            tag.opt_attr("wait", vnc.wait).opt_attr("listen", old_address(first, opts))
        }
        Some(Listen::None) | None => tag,
    };
    let tag = vnc.share_policy.write(tag.opt_attr("keymap", vnc.keymap.as_deref()), "sharePolicy");
    let tag = tag.opt_attr("powerControl", vnc.power_control);
    graphics_auth::attributes(vnc.auth.as_deref(), tag, opts)
}

fn rdp_attributes<'w>(rdp: &Rdp, tag: Tag<'w>, opts: FormatOptions) -> Tag<'w> {
    let port = (rdp.port != 0 || rdp.autoport).then_some(rdp.port);
    let yes = |flag: bool| flag.then_some("yes");
    let tag = tag.opt_attr("port", port).opt_attr("autoport", yes(rdp.autoport));
    let tag = tag.opt_attr("replaceUser", yes(rdp.replace_user)).opt_attr("multiUser", yes(rdp.multi_user));
    let tag = tag.opt_attr("listen", old_address(rdp.listens.first(), opts));
    graphics_auth::attributes(rdp.auth.as_deref(), tag, opts)
}

fn spice_attributes<'w>(spice: &Spice, tag: Tag<'w>, opts: FormatOptions) -> Tag<'w> {
    let first = spice.listens.first();
    let nonzero = |port: i32| (port != 0).then_some(port);
    let tag = match first {
        Some(Listen::Address(_) | Listen::Network { .. }) => {
            let tag = tag.opt_attr("port", nonzero(spice.port)).opt_attr("tlsPort", nonzero(spice.tls_port));
            tag.attr("autoport", YesNo::of(spice.autoport)).opt_attr("listen", old_address(first, opts))
        }
        Some(Listen::None) => tag.opt_attr("autoport", opts.migratable.then_some(YesNo::No)),
        Some(Listen::Socket(_)) | None => tag,
    };
    let tag = spice.default_mode.write(tag.opt_attr("keymap", spice.keymap.as_deref()), "defaultMode");
    graphics_auth::attributes(spice.auth.as_deref(), tag, opts)
}

fn format_spice(spice: &Spice, w: &mut Writer, opts: FormatOptions) {
    format_listens(GraphicsType::Spice, &spice.listens, w, opts);
    for (name, mode) in SpiceChannel::WORDS.iter().zip(spice.channels) {
        if mode != SpiceChannelMode::Any {
            w.start("channel").attr("name", name).attr("mode", mode).empty();
        }
    }
    spice.image.write(w.start("image"), "compression").nonempty(|_| {});
    spice.jpeg.write(w.start("jpeg"), "compression").nonempty(|_| {});
    spice.zlib.write(w.start("zlib"), "compression").nonempty(|_| {});
    spice.playback.write(w.start("playback"), "compression").nonempty(|_| {});
    spice.streaming.write(w.start("streaming"), "mode").nonempty(|_| {});
    spice.mouse.write(w.start("mouse"), "mode").nonempty(|_| {});
    spice.copypaste.write(w.start("clipboard"), "copypaste").nonempty(|_| {});
    spice.filetransfer.write(w.start("filetransfer"), "enable").nonempty(|_| {});
    format_gl(spice.gl, spice.rendernode.as_deref(), w);
}

/// Writes `<listen>` elements. A document for another host leaves out what an older libvirt there finds in the
/// attributes.
fn format_listens(kind: GraphicsType, listens: &[Listen], w: &mut Writer, opts: FormatOptions) {
    for listen in listens {
        let in_attributes = match listen {
            Listen::Socket(socket) => kind == GraphicsType::Vnc && socket.is_some(),
            Listen::None => kind == GraphicsType::Spice,
            _ => false,
        };
        if in_attributes && opts.migratable {
            continue;
        }
        let tag = w.start("listen").attr("type", listen.kind());
        match listen {
            Listen::None => tag,
            Listen::Address(address) => tag.opt_attr("address", address.as_deref()),
            Listen::Network { network, address } => {
                let address = address.as_deref().filter(|_| !opts.inactive);
                tag.opt_attr("address", address).opt_attr("network", network.as_deref())
            }
            Listen::Socket(socket) => tag.opt_attr("socket", socket.as_deref()),
        }
        .empty();
    }
}
