//! Network interfaces: `virDomainNetDefParseXML` of libvirt.

use super::info::{self, Allow, parse_virtio};
use super::{chardev, hostdev, ip_info, teaming, unsupported, xml_error};
use crate::domain::config::devices::Interface;
use crate::domain::config::devices::chardev::UnixEnd;
use crate::domain::config::devices::interface::{
    BackendType, Filter, ForwardProtocol, InterfaceBackend, InterfaceDriver, InterfaceDriverOptions,
    InterfaceLink, InterfaceModel, InterfaceType, KnownModel, LinkState, Offloads, PortForward, PortRange,
    RareInterface, SocketLink, VdsLink,
};
use crate::domain::xml::{ParseContext, fault};
use crate::ground::path::sanitized;
use crate::ground::rng::{Rng, Stream};
use crate::ground::xml::{Attribute, Element, Prop};
use crate::ground::{ErrorCode, Result, Word, YesNo, number};
use crate::netdev::{self, MacAddress, PortDemand};
use crate::words;

words! {
    /// `<source mode='…'>` of a vhost-user interface. `virDomainNetVhostuserMode` of libvirt.
    enum VhostuserMode { Client "client", Server "server" }
}

/// How names begin that a host makes up for its end of an interface: they are not kept in a configuration.
pub(super) const GENERATED_PREFIXES: &[&str] = &["vnet", "macvtap", "macvlan"];

/// Reads an `<interface>`.
pub(super) fn parse(element: &Element<'_>, cx: &mut ParseContext<'_>) -> Result<Interface> {
    let flags = cx.flags;
    let kind = element.prop_word("type", Prop::NONE)?.unwrap_or(InterfaceType::User);
    let mut rare = RareInterface {
        trust_guest_rx_filters: element.prop_word("trustGuestRxFilters", Prop::NONE)?,
        ..RareInterface::default()
    };
    let model = element.path_attribute("model", "type").map(parse_model).transpose()?.flatten();
    let source = element.child("source");
    if let Some(source) = source {
        rare.host_ip = ip_info::parse_ip_info("interface host IP", source)?;
    }
    let link = parse_link(kind, element, source, cx)?;
    parse_port(kind, element, &mut rare, cx.rng)?;
    let mut ifname = None;
    if let Some(target) = element.child("target") {
        ifname = target.attribute("dev");
        rare.managed_tap = target.prop_word("managed", Prop::NONE)?;
    }
    parse_names(element, kind, &mut rare);
    if let Some(bandwidth) = element.child("bandwidth") {
        let bandwidth = netdev::parse_bandwidth(bandwidth, kind == InterfaceType::Network)?;
        rare.bandwidth = bandwidth.map(Box::new);
    }
    rare.vlan = element.child("vlan").map(netdev::parse_vlan).transpose()?;
    let (mac, mac_generated) = parse_mac(element, &mut rare, cx.rng)?;
    let info = info::parse(element, Allow::BootAndRom, flags)?;
    rare.guest_ip = ip_info::parse_ip_info("guest interface", element)?;
    rare.port_forwards = element.all("portForward").map(parse_port_forward).collect::<Result<_>>()?;
    let generated = |name: &str| GENERATED_PREFIXES.iter().any(|prefix| name.starts_with(prefix));
    let kept = rare.managed_tap == Some(YesNo::No) || !flags.inactive;
    let ifname = ifname.filter(|name| kept || !generated(name)).map(Into::into);
    let is_virtio = kind != InterfaceType::Hostdev && model.as_ref().is_some_and(InterfaceModel::is_virtio);
    parse_driver(element, is_virtio, &mut rare)?;
    if let Some(backend) = element.child("backend") {
        rare.backend = parse_backend(backend, is_virtio)?;
    }
    if rare.backend.backend_type == BackendType::Passt {
        rare.source_dev = source.and_then(|source| source.attribute("dev")).map(Into::into);
    }
    parse_tuning(element, &mut rare)?;
    let rare = (rare != RareInterface::default()).then(|| Box::new(rare));
    Ok(Interface { link, mac, mac_generated, model, ifname, info, rare })
}

/// `virDomainNetSetModelString` of libvirt; `unknown` is how it says that there is none.
fn parse_model(word: &str) -> Result<Option<InterfaceModel>> {
    if word.eq_ignore_ascii_case("unknown") {
        return Ok(None);
    }
    let known = KnownModel::WORDS.iter().find(|known| known.eq_ignore_ascii_case(word));
    match known.and_then(|known| KnownModel::from_word(known)) {
        Some(known) => Ok(Some(InterfaceModel::Known(known))),
        None if word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-') => {
            Ok(Some(InterfaceModel::Other(word.into())))
        }
        None => Err(fault(ErrorCode::InvalidArg, "Model name contains invalid characters")),
    }
}

fn parse_link(
    kind: InterfaceType,
    element: &Element<'_>,
    source: Option<&Element<'_>>,
    cx: &ParseContext<'_>,
) -> Result<InterfaceLink> {
    let required =
        || source.ok_or_else(|| xml_error(format!("interface type='{kind}' requires a 'source' element")));
    let text =
        |name| -> Result<Box<str>> { Ok(required()?.prop(name, Prop::REQUIRED)?.unwrap_or_default().into()) };
    Ok(match kind {
        InterfaceType::User => InterfaceLink::User,
        InterfaceType::Null => InterfaceLink::Null,
        InterfaceType::Ethernet => InterfaceLink::Ethernet,
        InterfaceType::Network => {
            let name = text("network")?;
            let source = required()?;
            let portgroup = source.attribute("portgroup").map(Into::into);
            let mut portid = None;
            if !cx.flags.inactive {
                portid = source.prop_uuid("portid", Prop::NONE)?.map(Box::new);
            }
            InterfaceLink::Network { name, portgroup, portid }
        }
        InterfaceType::Vds => InterfaceLink::Vds(Box::new(parse_vds(required()?)?)),
        InterfaceType::Internal => InterfaceLink::Internal(text("name")?),
        InterfaceType::Bridge => InterfaceLink::Bridge(text("bridge")?),
        InterfaceType::Direct => InterfaceLink::Direct(text("dev")?, Attribute::read(required()?, "mode")?),
        InterfaceType::Vhostuser => InterfaceLink::Vhostuser(Box::new(parse_vhostuser(source)?)),
        InterfaceType::Vdpa => InterfaceLink::Vdpa(text("dev")?),
        InterfaceType::Client => InterfaceLink::Client(Box::new(parse_socket(kind, required()?)?)),
        InterfaceType::Server => InterfaceLink::Server(Box::new(parse_socket(kind, required()?)?)),
        InterfaceType::Mcast => InterfaceLink::Mcast(Box::new(parse_socket(kind, required()?)?)),
        InterfaceType::Udp => InterfaceLink::Udp(Box::new(parse_socket(kind, required()?)?)),
        InterfaceType::Hostdev => InterfaceLink::Hostdev(Box::new(hostdev::parse_of_interface(element)?)),
    })
}

fn parse_vds(source: &Element<'_>) -> Result<VdsLink> {
    Ok(VdsLink {
        switch_id: source.prop_uuid("switchid", Prop::REQUIRED)?.unwrap_or_default(),
        port_id: source.prop_i64("portid", 0, Prop::NONE)?.unwrap_or(0),
        portgroup_id: source.attribute("portgroupid").map(Into::into),
        connection_id: source.prop_i64("connectionid", 0, Prop::NONE)?.unwrap_or(0),
    })
}

fn parse_vhostuser(source: Option<&Element<'_>>) -> Result<UnixEnd> {
    let Some(source) = source else { return Ok(UnixEnd::default()) };
    if let Some(kind) = source.attribute("type").filter(|kind| *kind != "unix") {
        let detail = format!("Type='{kind}' unsupported for <interface type='vhostuser'>");
        return Err(unsupported(detail));
    }
    let path = source.attribute("path").map(Into::into);
    let listen = source.prop_word("mode", Prop::NONE)? == Some(VhostuserMode::Server);
    Ok(UnixEnd { listen, path, reconnect: chardev::parse_reconnect(source)? })
}

fn parse_socket(kind: InterfaceType, source: &Element<'_>) -> Result<SocketLink> {
    let needs_address = if kind == InterfaceType::Server { Prop::NONE } else { Prop::REQUIRED };
    let address = source.prop("address", needs_address)?.map(Into::into);
    let port = source.prop_i32("port", 10, Prop::REQUIRED)?.unwrap_or(0);
    let mut local = None;
    if kind == InterfaceType::Udp {
        let missing = || xml_error("'<local>' element missing for 'udp' socket interface");
        let element = source.child("local").ok_or_else(missing)?;
        let address = element.prop("address", Prop::REQUIRED)?.unwrap_or_default().into();
        local = Some((address, element.prop_i32("port", 10, Prop::REQUIRED)?.unwrap_or(0)));
    }
    Ok(SocketLink { address, port, local })
}

fn parse_port(
    kind: InterfaceType,
    element: &Element<'_>,
    rare: &mut RareInterface,
    rng: &mut Rng,
) -> Result<()> {
    let Some(port) = element.child("virtualport") else { return Ok(()) };
    let demand = match kind {
        InterfaceType::Network => PortDemand::Partial,
        InterfaceType::Bridge | InterfaceType::Direct | InterfaceType::Hostdev => PortDemand::Complete,
        _ => {
            let detail = format!("<virtualport> element unsupported for <interface type='{kind}'>");
            return Err(unsupported(detail));
        }
    };
    rare.virtual_port = Some(Box::new(netdev::parse_virtual_port(port, demand, rng)?));
    Ok(())
}

fn parse_names(element: &Element<'_>, kind: InterfaceType, rare: &mut RareInterface) {
    let text = |path, name| element.path_attribute(path, name).map(Into::into);
    rare.guest_dev = text("guest", "dev");
    rare.guest_actual = text("guest", "actual");
    rare.script = text("script", "path");
    rare.downscript = text("downscript", "path");
    rare.backend_domain = text("backenddomain", "name");
    let filters = matches!(kind, InterfaceType::Network | InterfaceType::Bridge | InterfaceType::Ethernet);
    if let Some(filter) = element.child("filterref").filter(|_| filters) {
        rare.filter = parse_filter(filter).map(Box::new);
    }
}

/// `virNWFilterParseParamAttributes` of libvirt, which leaves out what it cannot use.
fn parse_filter(element: &Element<'_>) -> Option<Filter> {
    let name = element.attribute("filter")?.into();
    let is_name = |text: &&str| text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    let is_value = |text: &&str| {
        !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"_.:".contains(&b))
    };
    let mut parameters: Vec<(Box<str>, Box<str>)> = Vec::new();
    for parameter in element.elements().filter(|child| child.name == "parameter") {
        let name = parameter.attribute("name").filter(is_name);
        let value = parameter.attribute("value").filter(is_value);
        if let (Some(name), Some(value)) = (name, value) {
            parameters.push((name.into(), value.into()));
        }
    }
    parameters.sort_by(|(a, _), (b, _)| a.cmp(b));
    Some(Filter { name, parameters })
}

/// The address, and whether it was made up.
fn parse_mac(element: &Element<'_>, rare: &mut RareInterface, rng: &mut Rng) -> Result<(MacAddress, bool)> {
    let mut mac = MacAddress([0; 6]);
    if let Some(element) = element.child("mac") {
        if let Some(text) = element.attribute("address") {
            mac = MacAddress::parse(text)
                .ok_or_else(|| xml_error(format!("unable to parse mac address '{text}'")))?;
            if mac.is_multicast() {
                let detail = format!("expected unicast mac address, found multicast '{text}'");
                return Err(xml_error(detail));
            }
        }
        rare.mac_type = element.prop_word("type", Prop::NONE)?;
        rare.mac_check = element.prop_word("check", Prop::NONE)?;
    }
    let generated = mac.is_clear();
    if generated {
        // The prefix of KVM, which is in the range for private use.
        let mut bytes = [0; 3];
        rng.fill(Stream::Mac, &mut bytes);
        mac = MacAddress([0x52, 0x54, 0x00, bytes[0], bytes[1], bytes[2]]);
    }
    Ok((mac, generated))
}

fn parse_port_forward(element: &Element<'_>) -> Result<PortForward> {
    let protocol = element.prop_word("proto", Prop::REQUIRED)?;
    let protocol = protocol.unwrap_or(ForwardProtocol::Tcp);
    let address = match element.attribute("address") {
        None => None,
        Some(text) => {
            Some(text.parse().map_err(|_| xml_error(format!("Invalid address '{text}' in <portForward>")))?)
        }
    };
    let dev = element.attribute("dev").map(Into::into);
    let ranges = element.all("range").map(PortRange::read).collect::<Result<_>>()?;
    Ok(PortForward { protocol, address, dev, ranges })
}

/// `virDomainNetDefParseXMLDriver` of libvirt.
fn parse_driver(element: &Element<'_>, is_virtio: bool, rare: &mut RareInterface) -> Result<()> {
    let Some(element) = element.child("driver") else { return Ok(()) };
    rare.virtio = parse_virtio(Some(element))?;
    if !is_virtio {
        return Ok(());
    }
    let mut options = InterfaceDriverOptions::read(element)?;
    if options.queues == 1 {
        // One queue is what there is anyway.
        options.queues = 0;
    }
    let host = element.child("host").map(Offloads::read).transpose()?.unwrap_or_default();
    let mut guest = element.child("guest").map(Offloads::read).transpose()?.unwrap_or_default();
    (guest.gso, guest.mrg_rxbuf) = (None, None);
    let driver = InterfaceDriver { options, host, guest };
    if driver != InterfaceDriver::default() {
        rare.driver = Some(Box::new(driver));
    }
    Ok(())
}

fn parse_backend(element: &Element<'_>, is_virtio: bool) -> Result<InterfaceBackend> {
    let mut backend = InterfaceBackend::read(element)?;
    backend.tap = backend.tap.map(|path| sanitized(&path));
    backend.vhost = backend.vhost.filter(|_| is_virtio).map(|path| sanitized(&path));
    Ok(backend)
}

fn parse_tuning(element: &Element<'_>, rare: &mut RareInterface) -> Result<()> {
    if let Some(word) = element.path_attribute("link", "state") {
        let unknown = || unsupported(format!("unknown interface link state '{word}'"));
        rare.link_state = Some(LinkState::from_word(word).ok_or_else(unknown)?);
    }
    rare.teaming = teaming::parse(element)?;
    if let Some(text) = element.path_text("tune/sndbuf") {
        let wrong = || xml_error("sndbuf must be a positive integer");
        rare.sndbuf = Some(number::to_u64(&text, 10).ok_or_else(wrong)?);
    }
    if let Some(text) = element.path_attribute("mtu", "size") {
        rare.mtu = number::to_u32(text, 10).ok_or_else(|| xml_error("malformed mtu size"))?;
    }
    if let Some(text) = element.child("coalesce").and_then(|c| c.path_attribute("rx/frames", "max")) {
        rare.coalesce_rx_frames = parse_coalesce(text)?;
    }
    if let Some(port) = element.child("port") {
        rare.isolated = port.prop_word("isolated", Prop::NONE)?;
    }
    Ok(())
}

fn parse_coalesce(text: &str) -> Result<u32> {
    let frames = number::to_u64(text, 10).ok_or_else(|| {
        fault(ErrorCode::XmlDetail, format!("cannot parse value '{text}' for coalesce parameter"))
    })?;
    u32::try_from(frames).map_err(|_| {
        let limit = u32::MAX;
        let detail = format!("value '{frames}' is too big for coalesce parameter, maximum is '{limit}'");
        fault(ErrorCode::Overflow, detail)
    })
}
