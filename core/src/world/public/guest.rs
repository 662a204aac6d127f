//! Keys for a guest, its addresses, messages about it; and the functions that free what others gave.

use std::net::IpAddr;

use super::agent::active;
use super::network::find_by_name;
use crate::api::{FunctionId, Value};
use crate::domain::config::devices::interface::InterfaceLink;
use crate::domain::keycodes;
use crate::ground::{ErrorCode, Result, VirError};
use crate::world::args::{Args, Handler, Reply};
use crate::world::session::Session;

/// The functions of this file.
pub(in crate::world) fn handler(id: FunctionId) -> Option<Handler> {
    use FunctionId::*;
    Some(match id {
        DomainSendKey => send_key,
        DomainGetMessages => get_messages,
        DomainInterfaceAddresses => interface_addresses,
        Initialize => |_, _| Ok(Reply::done()),
        DomainFSInfoFree
        | DomainIOThreadInfoFree
        | DomainInterfaceFree
        | DomainStatsRecordListFree
        | NetworkDHCPLeaseFree => |_, _| Ok(Value::Void.into()),
        _ => return None,
    })
}

/// `VIR_DOMAIN_SEND_KEY_MAX_KEYS`.
const KEYS_MAX: i32 = 16;

/// The checks of `virDomainSendKey` that no other function has.
pub(super) fn check_keys(args: &Args<'_>) -> Result<()> {
    let refuse = |argument: &str, message: String| {
        Err(VirError::argument(args.row.from, args.row.id.c_name(), argument, message))
    };
    let set = args.uint(1);
    if keycodes::set_name(set).is_none() {
        return refuse("codeset", format!("Unsupported codeset '{}'", set as i32));
    }
    if args.int(4) > KEYS_MAX {
        return refuse("nkeycodes", format!("nkeycodes must be <= {KEYS_MAX}"));
    }
    Ok(())
}

/// The test driver's guests take no notice of any key, but it has to be one.
fn send_key(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    active(session, args)?;
    let (set, mut codes) = (args.uint(1), args.numbers(3));
    // What is beyond the array is 0 here.
    codes.resize(usize::try_from(args.int(4)).unwrap_or(0), 0);
    match codes.into_iter().map(|code| code as u32).find(|code| !keycodes::is_known(set, *code)) {
        None => Ok(Reply::done()),
        Some(code) => {
            let name = keycodes::set_name(set).unwrap_or_default();
            let detail = format!("invalid keycode {code} of {name} codeset");
            Err(VirError::internal(session.driver_domain()?, detail))
        }
    }
}

fn get_messages(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let messages = session.domain(args.handle(0))?.guest.taint.messages(args.flags());
    let messages: Vec<Value> = messages.into_iter().map(Value::from).collect();
    Ok(Reply::both(messages.len() as u64, [("msgs", Value::List(messages))]))
}

/// `VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_LAST`.
const SOURCES: u32 = 3;
/// `VIR_IP_ADDR_TYPE_IPV4` and `VIR_IP_ADDR_TYPE_IPV6`.
const IPV4: i64 = 0;
const IPV6: i64 = 1;

/// The test driver makes the addresses up: from the network's addresses and the domain's ID.
fn interface_addresses(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    if args.uint(2) >= SOURCES {
        let detail = format!("Unknown IP address data source {}", args.int(2));
        return Err(VirError::new(session.driver_domain()?, ErrorCode::ArgumentUnsupported, detail));
    }
    let domain = active(session, args)?;
    let mut described = Vec::new();
    for (place, interface) in (0u32..).zip(&domain.def.devices.interfaces) {
        let (kind, address, prefix) = match &interface.link {
            InterfaceLink::Network { name, .. } => {
                let own = 20 * (domain.def.id as u32).wrapping_sub(1);
                of_network(session, name, own.wrapping_add(place).wrapping_add(1))?
            }
            _ => (IPV4, format!("192.168.0.{}", place + 1), 24),
        };
        let address = vec![("type", kind.into()), ("addr", address.into()), ("prefix", prefix.into())];
        described.push(Value::Struct(vec![
            ("name", interface.ifname.as_deref().map_or(Value::Null, Value::text)),
            ("hwaddr", interface.mac.to_string().into()),
            ("addrs", Value::List(vec![Value::Struct(address)])),
        ]));
    }
    Ok(Reply::both(described.len() as u64, [("ifaces", Value::List(described))]))
}

/// An address of a network, so far from where its range begins: type, address, prefix. Of a network without addresses libvirt
/// reads what is not there, and ends. `testDomainInterfaceAddressFromNet` of libvirt.
fn of_network(session: &Session<'_>, name: &str, offset: u32) -> Result<(i64, String, u32)> {
    let network = find_by_name(session, name)?;
    let Some(ip) = network.def.ips.first() else {
        let detail = format!("network '{name}' has no IP address");
        return Err(VirError::internal(session.driver_domain()?, detail));
    };
    let prefix = ip.prefix_bits().unwrap_or(u32::MAX);
    Ok(match ip.ranges.first().map_or(ip.address, |range| range.start) {
        IpAddr::V4(start) => {
            let address = std::net::Ipv4Addr::from(u32::from(start).wrapping_add(offset));
            (IPV4, address.to_string(), prefix)
        }
        IpAddr::V6(start) => {
            let mut octets = start.octets();
            octets[15] = octets[15].wrapping_add(offset as u8);
            (IPV6, std::net::Ipv6Addr::from(octets).to_string(), prefix)
        }
    })
}
