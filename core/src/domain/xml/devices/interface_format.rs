//! Network interfaces: `virDomainNetDefFormat` of libvirt.

use super::{chardev_format, hostdev, info, ip_info, teaming};
use crate::domain::config::devices::Interface;
use crate::domain::config::devices::interface::{
    BackendType, InterfaceLink, InterfaceModel, RareInterface, SocketLink,
};
use crate::domain::xml::FormatOptions;
use crate::ground::xml::{Attribute, Tag, Writer};
use crate::ground::{Word, YesNo};
use crate::netdev;

/// Writes an interface.
pub(super) fn format(interface: &Interface, w: &mut Writer, opts: FormatOptions) {
    let common = RareInterface::default();
    let rare = interface.rare.as_deref().unwrap_or(&common);
    let managed = match &interface.link {
        InterfaceLink::Hostdev(hostdev) => hostdev.managed.then_some("yes"),
        _ => None,
    };
    let tag = w.start("interface").attr("type", interface.link.kind()).opt_attr("managed", managed);
    tag.opt_attr("trustGuestRxFilters", rare.trust_guest_rx_filters).inside(|w| {
        let tag = w.start("mac").attr("address", interface.mac);
        tag.opt_attr("type", rare.mac_type).opt_attr("check", rare.mac_check).empty();
        format_link(interface, rare, w, opts);
        ip_info::format_ip_info(&rare.guest_ip, w);
        format_port_forwards(rare, w);
        format_names(interface, rare, w, opts);
        format_model(interface, rare, w);
        format_tuning(rare, w);
        info::format(&interface.info, w);
    });
}

fn format_link(interface: &Interface, rare: &RareInterface, w: &mut Writer, opts: FormatOptions) {
    let passt = rare.backend.backend_type == BackendType::Passt;
    if let InterfaceLink::Hostdev(hostdev) = &interface.link {
        hostdev::format_source(&hostdev.source, true, w, opts);
    }
    let tag = source_attributes(&interface.link, passt, w.start("source"), opts);
    tag.opt_attr("dev", rare.source_dev.as_deref().filter(|_| passt)).nonempty(|w| {
        match &interface.link {
            InterfaceLink::Vhostuser(unix) if !passt => chardev_format::format_reconnect(&unix.reconnect, w),
            InterfaceLink::Udp(socket) => {
                if let Some((address, port)) = &socket.local {
                    w.start("local").attr("address", address).attr("port", port).empty();
                }
            }
            _ => {}
        }
        ip_info::format_ip_info(&rare.host_ip, w);
    });
    if let Some(vlan) = &rare.vlan {
        netdev::format_vlan(vlan, w);
    }
    if let Some(port) = &rare.virtual_port {
        netdev::format_virtual_port(port, w);
    }
    if let Some(bandwidth) = &rare.bandwidth {
        netdev::format_bandwidth(bandwidth, w);
    }
    rare.isolated.write(w.start("port"), "isolated").nonempty(|_| {});
}

fn source_attributes<'w>(link: &InterfaceLink, passt: bool, tag: Tag<'w>, opts: FormatOptions) -> Tag<'w> {
    let socket = |socket: &SocketLink, tag: Tag<'w>| {
        tag.opt_attr("address", socket.address.as_deref()).attr("port", socket.port)
    };
    match link {
        InterfaceLink::User | InterfaceLink::Null | InterfaceLink::Ethernet | InterfaceLink::Hostdev(_) => {
            tag
        }
        InterfaceLink::Network { name, portgroup, portid } => {
            let portid = portid.as_deref().filter(|_| !opts.inactive);
            tag.attr("network", name).opt_attr("portgroup", portgroup.as_deref()).opt_attr("portid", portid)
        }
        InterfaceLink::Vhostuser(unix) if !passt => {
            let mode = if unix.listen { "server" } else { "client" };
            tag.attr("type", "unix").opt_attr("path", unix.path.as_deref()).attr("mode", mode)
        }
        InterfaceLink::Vhostuser(_) => tag,
        InterfaceLink::Bridge(name) => tag.attr("bridge", name),
        InterfaceLink::Server(link)
        | InterfaceLink::Client(link)
        | InterfaceLink::Mcast(link)
        | InterfaceLink::Udp(link) => socket(link, tag),
        InterfaceLink::Internal(name) => tag.attr("name", name),
        InterfaceLink::Direct(dev, mode) => tag.attr("dev", dev).attr("mode", mode),
        InterfaceLink::Vdpa(dev) => tag.attr("dev", dev),
        InterfaceLink::Vds(vds) => {
            let tag = tag.attr("switchid", vds.switch_id).attr("portid", vds.port_id);
            tag.opt_attr("portgroupid", vds.portgroup_id.as_deref()).attr("connectionid", vds.connection_id)
        }
    }
}

fn format_port_forwards(rare: &RareInterface, w: &mut Writer) {
    for forward in &rare.port_forwards {
        let tag = w.start("portForward").attr("proto", forward.protocol).opt_attr("address", forward.address);
        tag.opt_attr("dev", forward.dev.as_deref()).inside(|w| {
            for range in &forward.ranges {
                range.write(w.start("range")).nonempty(|_| {});
            }
        });
    }
}

fn format_names(interface: &Interface, rare: &RareInterface, w: &mut Writer, opts: FormatOptions) {
    rare.script.write(w.start("script"), "path").nonempty(|_| {});
    rare.downscript.write(w.start("downscript"), "path").nonempty(|_| {});
    rare.backend_domain.write(w.start("backenddomain"), "name").nonempty(|_| {});
    let generated =
        |name: &str| super::interface::GENERATED_PREFIXES.iter().any(|prefix| name.starts_with(prefix));
    let kept = rare.managed_tap == Some(YesNo::No) || !opts.inactive;
    let ifname = interface.ifname.as_deref().filter(|name| kept || !generated(name));
    w.start("target").opt_attr("dev", ifname).opt_attr("managed", rare.managed_tap).nonempty(|_| {});
    let guest = w.start("guest").opt_attr("dev", rare.guest_dev.as_deref());
    guest.opt_attr("actual", rare.guest_actual.as_deref()).nonempty(|_| {});
}

fn format_model(interface: &Interface, rare: &RareInterface, w: &mut Writer) {
    let Some(model) = &interface.model else { return };
    let word = match model {
        InterfaceModel::Known(known) => known.word(),
        InterfaceModel::Other(word) => word,
    };
    w.start("model").attr("type", word).empty();
    if !model.is_virtio() {
        return;
    }
    let tag = w.start("driver");
    let tag = match &rare.driver {
        Some(driver) => driver.options.write(tag),
        None => tag,
    };
    rare.virtio.write(tag).nonempty(|w| {
        if let Some(driver) = &rare.driver {
            driver.host.write(w.start("host")).nonempty(|_| {});
            driver.guest.write(w.start("guest")).nonempty(|_| {});
        }
    });
}

fn format_tuning(rare: &RareInterface, w: &mut Writer) {
    rare.backend.write(w.start("backend")).nonempty(|_| {});
    if let Some(filter) = &rare.filter {
        w.start("filterref").attr("filter", &filter.name).inside(|w| {
            for (name, value) in &filter.parameters {
                w.start("parameter").attr("name", name).attr("value", value).empty();
            }
        });
    }
    if let Some(sndbuf) = rare.sndbuf {
        w.start("tune").inside(|w| w.text("sndbuf", sndbuf));
    }
    teaming::format(rare.teaming.as_ref(), w);
    rare.link_state.write(w.start("link"), "state").nonempty(|_| {});
    rare.mtu.write(w.start("mtu"), "size").nonempty(|_| {});
    if rare.coalesce_rx_frames != 0 {
        w.start("coalesce").inside(|w| {
            w.start("rx").inside(|w| w.start("frames").attr("max", rare.coalesce_rx_frames).empty());
        });
    }
}
