//! Data that a server has: `virDomainDiskSourceNetworkParse` and `virDomainDiskSourceFormatNetwork` of libvirt.

use super::xml_error;
use crate::domain::config::devices::storage::{
    NetworkHost, NetworkOptions, NetworkPlace, Protocol, Transport,
};
use crate::domain::xml::FormatOptions;
use crate::ground::xml::{Attribute, Element, Prop, Tag, Writer};
use crate::ground::{ErrorCode, ErrorDomain, Result, VirError, number};

/// Reads the `<source>` of network storage.
pub(super) fn parse(source: &Element<'_>) -> Result<NetworkPlace> {
    let protocol = source.prop_word("protocol", Prop::REQUIRED)?.unwrap_or(Protocol::None);
    let name = source.attribute("name");
    if name.is_none() && protocol != Protocol::Nbd {
        return Err(xml_error("missing name for disk source"));
    }
    let tls = source.prop_word("tls", Prop::NONE)?;
    let tls_hostname = source.attribute("tlsHostname").map(Into::into);
    let mut options = NetworkOptions::default();
    if protocol == Protocol::Nbd
        && let Some(reconnect) = source.child("reconnect")
    {
        options.reconnect_delay_s = reconnect.prop_u32("delay", 10, Prop::NONE)?.unwrap_or(0);
    }
    if let Some(name) = name {
        check_parts(protocol, name)?;
    }
    options.snapshot = source.path_attribute("snapshot", "name").map(Into::into);
    options.config_file = source.path_attribute("config", "file").map(Into::into);
    let is_http = matches!(protocol, Protocol::Http | Protocol::Https);
    let query = source.attribute("query").filter(|_| is_http).map(Into::into);
    let mut hosts = parse_hosts(source)?;
    if protocol == Protocol::Nfs
        && let Some(identity) = source.child("identity")
    {
        options.nfs_user = identity.attribute("user").map(Into::into);
        options.nfs_group = identity.attribute("group").map(Into::into);
    }
    for host in hosts.iter_mut().filter(|host| host.transport == Transport::Tcp && host.port == 0) {
        host.port = default_port(protocol);
    }
    parse_options(source, protocol, &mut options)?;
    // An empty name is none, but only once it has been split.
    let name = name.filter(|name| !name.is_empty()).map(Into::into);
    Ok(NetworkPlace { protocol, name, query, tls, tls_hostname, hosts, options })
}

/// A pool and what is in it, in Ceph perhaps with a namespace between them.
fn check_parts(protocol: Protocol, name: &str) -> Result<()> {
    let parts = match protocol {
        Protocol::Rbd => 3,
        Protocol::Gluster => 2,
        _ => return Ok(()),
    };
    if name.contains('/') && name.splitn(parts, '/').all(|part| !part.is_empty()) {
        return Ok(());
    }
    let detail =
        format!("failed to split path '{name}' into 'pool/image' or 'pool/namespace/image' components");
    Err(VirError::new(ErrorDomain::Storage, ErrorCode::XmlError, detail))
}

fn parse_options(source: &Element<'_>, protocol: Protocol, options: &mut NetworkOptions) -> Result<()> {
    let is_http = matches!(protocol, Protocol::Http | Protocol::Https);
    let is_url = is_http || matches!(protocol, Protocol::Ftp | Protocol::Ftps);
    options.initiator_iqn = source.path_attribute("initiator/iqn", "name").map(Into::into);
    if matches!(protocol, Protocol::Https | Protocol::Ftps)
        && let Some(ssl) = source.child("ssl")
    {
        options.ssl_verify = ssl.prop_word("verify", Prop::NONE)?;
    }
    if let Some(cookies) = source.child("cookies").filter(|_| is_http) {
        options.cookies = parse_cookies(cookies)?;
    }
    if is_url {
        let number = |path, name| match source.path_attribute(path, name) {
            None => Ok(0),
            Some(text) => {
                number::to_u64(text, 10).ok_or_else(|| xml_error("invalid readahead size or timeout"))
            }
        };
        options.readahead_bytes = number("readahead", "size")?;
        options.timeout_s = number("timeout", "seconds")?;
    }
    if protocol == Protocol::Ssh {
        parse_ssh(source, options)?;
    }
    Ok(())
}

fn parse_ssh(source: &Element<'_>, options: &mut NetworkOptions) -> Result<()> {
    if let Some(known) = source.child("knownHosts") {
        options.known_hosts = known.prop("path", Prop::REQUIRED)?.map(Into::into);
    }
    if let Some(identity) = source.child("identity") {
        options.ssh_user = identity.prop("username", Prop::REQUIRED)?.map(Into::into);
        options.ssh_keyfile = identity.attribute("keyfile").map(Into::into);
        options.ssh_agent = identity.attribute("agentsock").map(Into::into);
        if options.ssh_keyfile.is_none() && options.ssh_agent.is_none() {
            let detail = "element 'identity' requires either 'keyfile' or 'agentsock' attribute";
            return Err(xml_error(detail));
        }
    }
    Ok(())
}

/// `virDomainStorageNetworkParseHosts` of libvirt.
pub(super) fn parse_hosts(source: &Element<'_>) -> Result<Vec<NetworkHost>> {
    source.all("host").map(parse_host).collect()
}

fn parse_host(element: &Element<'_>) -> Result<NetworkHost> {
    let transport: Transport = Attribute::read(element, "transport")?;
    let socket = element.attribute("socket");
    let mut host = NetworkHost { transport, ..NetworkHost::default() };
    match transport {
        Transport::Unix => {
            let socket = socket.ok_or_else(|| xml_error("missing socket for unix transport"))?;
            host.socket = Some(socket.into());
        }
        Transport::Tcp | Transport::Rdma => {
            if socket.is_some() {
                let detail = format!("transport '{transport}' does not support socket attribute");
                return Err(xml_error(detail));
            }
            host.port = element.attribute("port").map_or(Ok(0), parse_port)?;
            let name = element.attribute("name").ok_or_else(|| xml_error("missing name for host"))?;
            host.name = Some(name.into());
        }
        Transport::Fd => return Err(xml_error("transport 'fd' is now allowed")),
    }
    Ok(host)
}

/// `virStringParsePort` of libvirt.
fn parse_port(text: &str) -> Result<u32> {
    let fault = |detail| VirError::new(ErrorDomain::None, ErrorCode::InvalidArg, detail);
    let port =
        number::to_u32(text, 10).ok_or_else(|| fault(format!("failed to parse port number '{text}'")))?;
    match port <= u32::from(u16::MAX) {
        true => Ok(port),
        false => Err(fault(format!("port '{text}' out of range"))),
    }
}

/// `virStorageSourceNetworkDefaultPort` of libvirt.
fn default_port(protocol: Protocol) -> u32 {
    match protocol {
        Protocol::Http => 80,
        Protocol::Https => 443,
        Protocol::Ftp => 21,
        Protocol::Ftps => 990,
        Protocol::Tftp => 69,
        Protocol::Sheepdog => 7000,
        Protocol::Nbd => 10809,
        Protocol::Ssh => 22,
        Protocol::Iscsi => 3260,
        Protocol::Gluster => 24007,
        Protocol::Vxhs => 9999,
        Protocol::Rbd | Protocol::Nfs | Protocol::None => 0,
    }
}

/// `virDomainStorageNetCookiesParse` and `virStorageSourceNetCookiesValidate` of libvirt.
fn parse_cookies(cookies: &Element<'_>) -> Result<Vec<(Box<str>, Box<str>)>> {
    let mut read: Vec<(Box<str>, Box<str>)> = Vec::new();
    for cookie in cookies.all("cookie") {
        let name = cookie.attribute("name").filter(|name| !name.is_empty());
        let name = name.ok_or_else(|| xml_error("missing cookie name"))?;
        let value = cookie.text();
        if value.is_empty() {
            return Err(xml_error(format!("missing value for cookie '{name}'")));
        }
        read.push((name.into(), value.into()));
    }
    let fault = |detail| Err(VirError::new(ErrorDomain::Storage, ErrorCode::XmlError, detail));
    let wrong = |c: char| ('\u{1}'..='\u{20}').contains(&c) || "\",;\\".contains(c);
    for (i, (name, value)) in read.iter().enumerate() {
        if name.contains(|c: char| wrong(c) || "()<>@:/[]?={}".contains(c)) {
            return fault(format!("cookie name '{name}' contains invalid characters"));
        }
        let bare = match value.strip_prefix('"') {
            Some(rest) => rest.strip_suffix('"'),
            None => Some(&**value),
        };
        if bare.is_none_or(|bare| bare.contains(wrong)) {
            return fault(format!("value of cookie '{name}' contains invalid characters"));
        }
        if read[i + 1..].iter().any(|(other, _)| other == name) {
            return fault(format!("duplicate cookie '{name}'"));
        }
    }
    Ok(read)
}

/// Writes the attributes of `<source>`.
pub(super) fn attributes<'w>(network: &NetworkPlace, tag: Tag<'w>) -> Tag<'w> {
    let tag = tag.attr("protocol", network.protocol).opt_attr("name", network.name.as_deref());
    let tag = tag.opt_attr("query", network.query.as_deref()).opt_attr("tls", network.tls);
    tag.opt_attr("tlsHostname", network.tls_hostname.as_deref())
}

/// Writes what stands inside `<source>`.
pub(super) fn format(network: &NetworkPlace, w: &mut Writer, opts: FormatOptions) {
    let options = &network.options;
    for host in &network.hosts {
        host.write(w.start("host")).empty();
    }
    let identity = w.start("identity").opt_attr("user", options.nfs_user.as_deref());
    identity.opt_attr("group", options.nfs_group.as_deref()).nonempty(|_| {});
    options.reconnect_delay_s.write(w.start("reconnect"), "delay").nonempty(|_| {});
    options.snapshot.write(w.start("snapshot"), "name").nonempty(|_| {});
    options.config_file.write(w.start("config"), "file").nonempty(|_| {});
    format_initiator(options.initiator_iqn.as_deref(), w);
    options.ssl_verify.write(w.start("ssl"), "verify").nonempty(|_| {});
    if opts.secure && !options.cookies.is_empty() {
        w.start("cookies").inside(|w| {
            for (name, value) in &options.cookies {
                w.start("cookie").attr("name", name).text(value);
            }
        });
    }
    options.readahead_bytes.write(w.start("readahead"), "size").nonempty(|_| {});
    options.timeout_s.write(w.start("timeout"), "seconds").nonempty(|_| {});
    options.known_hosts.write(w.start("knownHosts"), "path").nonempty(|_| {});
    if options.ssh_keyfile.is_some() || options.ssh_agent.is_some() {
        let tag = w.start("identity").opt_attr("username", options.ssh_user.as_deref());
        let tag = tag.opt_attr("keyfile", options.ssh_keyfile.as_deref());
        tag.opt_attr("agentsock", options.ssh_agent.as_deref()).empty();
    }
}

/// Writes `<initiator>`.
pub(super) fn format_initiator(iqn: Option<&str>, w: &mut Writer) {
    if let Some(iqn) = iqn {
        w.start("initiator").inside(|w| w.start("iqn").attr("name", iqn).empty());
    }
}
