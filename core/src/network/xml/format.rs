//! Writing a network. `virNetworkDefFormat` of libvirt, in its order.

use crate::ground::xml::{Writer, show_metadata};
use crate::netdev::{format_bandwidth, format_route, format_virtual_port, format_vlan};
use crate::network::config::{
    Dns, Forward, ForwardLink, ForwardMode, Lease, Nat, NetworkDef, NetworkIp, PortGroup,
};

/// Writes a network's document.
pub fn format(def: &NetworkDef) -> String {
    let mut w = Writer::new();
    let tag = w.start("network").opt_attr("ipv6", def.ipv6_no_gateway.then_some("yes"));
    tag.opt_attr("trustGuestRxFilters", def.trust_guest_rx_filters).block(|w| format_inside(def, w));
    w.finish()
}

fn format_inside(def: &NetworkDef, w: &mut Writer) {
    w.text("name", &def.name);
    w.text("uuid", def.uuid);
    w.opt_text("title", def.title.as_deref());
    w.opt_text("description", def.description.as_deref());
    if let Some(metadata) = &def.metadata {
        w.line(show_metadata(metadata, w.level()));
    }
    if def.forward.mode != ForwardMode::None {
        format_forward(&def.forward, w);
    }
    format_bridge(def, w);
    if def.mtu != 0 {
        w.start("mtu").attr("size", def.mtu).empty();
    }
    if let Some(mac) = def.mac {
        w.start("mac").attr("address", mac).empty();
    }
    if let Some(name) = &def.domain.name {
        let tag = w.start("domain").attr("name", name).opt_attr("localOnly", def.domain.local_only);
        tag.opt_attr("register", def.domain.register).empty();
    }
    format_dns(&def.dns, w);
    if let Some(vlan) = &def.vlan {
        format_vlan(vlan, w);
    }
    if let Some(bandwidth) = &def.bandwidth {
        format_bandwidth(bandwidth, w);
    }
    if let Some(isolated) = def.isolated_port {
        w.start("port").attr("isolated", isolated).empty();
    }
    for ip in &def.ips {
        format_ip(ip, w);
    }
    for route in &def.routes {
        format_route(route, w);
    }
    if let Some(port) = &def.virtual_port {
        format_virtual_port(port, w);
    }
    for group in &def.port_groups {
        format_port_group(group, w);
    }
}

fn format_bridge(def: &NetworkDef, w: &mut Writer) {
    let (bridge, ours) = (&def.bridge, def.forward.mode.has_bridge());
    if !ours && bridge.name.is_none() && bridge.mac_table_manager.is_none() {
        return;
    }
    let stp = if bridge.stp_off { "off" } else { "on" };
    let tag = w.start("bridge").opt_attr("name", bridge.name.as_deref());
    let tag = tag.opt_attr("zone", bridge.zone.as_deref()).opt_attr("stp", ours.then_some(stp));
    tag.opt_attr("delay", ours.then_some(bridge.delay))
        .opt_attr("macTableManager", bridge.mac_table_manager)
        .empty();
}

fn format_forward(forward: &Forward, w: &mut Writer) {
    let first = match forward.links.first() {
        Some(ForwardLink::Device(device)) if forward.physical_function.is_none() => Some(device),
        _ => None,
    };
    let managed = if forward.managed { "yes" } else { "no" };
    let tag = w.start("forward").opt_attr("dev", first).attr("mode", forward.mode);
    tag.opt_attr("managed", (forward.mode == ForwardMode::Hostdev).then_some(managed)).inside(|w| {
        if let Some(driver) = forward.driver {
            let tag = w.start("driver").attr("name", driver);
            tag.opt_attr("model", forward.driver_model.as_deref()).empty();
        }
        if forward.mode == ForwardMode::Nat {
            format_nat(&forward.nat, w);
        }
        if let Some(device) = &forward.physical_function {
            w.start("pf").attr("dev", device).empty();
        }
        for link in &forward.links {
            match link {
                ForwardLink::Device(device) => w.start("interface").attr("dev", device).empty(),
                ForwardLink::Pci { domain, bus, slot, function } => {
                    let tag = w.start("address").attr("type", "pci");
                    let tag = tag.attr("domain", format_args!("0x{domain:04x}"));
                    let tag = tag
                        .attr("bus", format_args!("0x{bus:02x}"))
                        .attr("slot", format_args!("0x{slot:02x}"));
                    tag.attr("function", format_args!("0x{function}")).empty();
                }
            }
        }
    });
}

fn format_nat(nat: &Nat, w: &mut Writer) {
    if *nat == Nat::default() {
        return;
    }
    w.start("nat").opt_attr("ipv6", nat.ipv6).inside(|w| {
        if let Some((start, end)) = nat.addresses {
            w.start("address").attr("start", start).attr("end", end).empty();
        }
        let (start, end) = nat.ports;
        if (start, end) != (0, 0) {
            w.start("port").attr("start", start).opt_attr("end", (end != 0).then_some(end)).empty();
        }
    });
}

fn format_dns(dns: &Dns, w: &mut Writer) {
    if *dns == Dns::default() {
        return;
    }
    let tag = w.start("dns").opt_attr("enable", dns.enable);
    tag.opt_attr("forwardPlainNames", dns.forward_plain_names).inside(|w| {
        for forwarder in &dns.forwarders {
            let tag = w.start("forwarder").opt_attr("domain", forwarder.domain.as_deref());
            tag.opt_attr("addr", forwarder.address).empty();
        }
        for text in &dns.texts {
            w.start("txt").attr("name", &text.name).opt_attr("value", text.value.as_deref()).empty();
        }
        for service in
            dns.services.iter().filter(|service| service.service.is_some() && service.protocol.is_some())
        {
            let tag = w.start("srv").opt_attr("service", service.service.as_deref());
            let tag = tag.opt_attr("protocol", service.protocol.as_deref());
            let tag = tag
                .opt_attr("domain", service.domain.as_deref())
                .opt_attr("target", service.target.as_deref());
            let some = |n: u32| (n != 0).then_some(n);
            let tag = tag.opt_attr("port", some(service.port)).opt_attr("priority", some(service.priority));
            tag.opt_attr("weight", some(service.weight)).empty();
        }
        for host in &dns.hosts {
            w.start("host").opt_attr("ip", host.ip).block(|w| {
                for name in &host.names {
                    w.text("hostname", name);
                }
            });
        }
    });
}

fn format_ip(ip: &NetworkIp, w: &mut Writer) {
    let tag = w.start("ip").opt_attr("family", ip.family.as_deref()).attr("address", ip.address);
    let tag = tag.opt_attr("netmask", ip.netmask).opt_attr("prefix", (ip.prefix > 0).then_some(ip.prefix));
    tag.opt_attr("localPtr", ip.local_ptr).inside(|w| {
        if let Some(root) = &ip.tftp_root {
            w.start("tftp").attr("root", root).empty();
        }
        if !ip.has_dhcp() {
            return;
        }
        w.block("dhcp", |w| {
            for range in &ip.ranges {
                let tag = w.start("range").attr("start", range.start).attr("end", range.end);
                tag.inside(|w| format_lease(range.lease, w));
            }
            for host in &ip.hosts {
                let tag = w.start("host").opt_attr_as_is("mac", host.mac.as_deref());
                let tag =
                    tag.opt_attr_as_is("id", host.id.as_deref()).opt_attr_as_is("name", host.name.as_deref());
                tag.opt_attr("ip", host.ip).inside(|w| format_lease(host.lease, w));
            }
            if let Some(file) = &ip.boot_file {
                w.start("bootp").attr("file", file).opt_attr("server", ip.boot_server).empty();
            }
        });
    });
}

fn format_lease(lease: Option<Lease>, w: &mut Writer) {
    if let Some(Lease { expiry, unit }) = lease {
        w.start("lease").attr("expiry", expiry).opt_attr("unit", (expiry != 0).then_some(unit)).empty();
    }
}

fn format_port_group(group: &PortGroup, w: &mut Writer) {
    let tag = w.start("portgroup").attr("name", &group.name);
    let tag = tag.opt_attr("default", group.is_default.then_some("yes"));
    tag.opt_attr("trustGuestRxFilters", group.trust_guest_rx_filters).block(|w| {
        if let Some(vlan) = &group.vlan {
            format_vlan(vlan, w);
        }
        if let Some(port) = &group.virtual_port {
            format_virtual_port(port, w);
        }
        if let Some(bandwidth) = &group.bandwidth {
            format_bandwidth(bandwidth, w);
        }
    });
}
