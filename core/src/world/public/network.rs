//! Networks: `testNetwork*` of libvirt's test driver. What is allowed is decided by the rules of networks.

use std::sync::Arc;

use uuid::Uuid;

use super::list::fit;
use crate::api::{FunctionId, HandleKind, Value};
use crate::domain::EventDetail;
use crate::ground::{ErrorCode, ErrorDomain, Result, VirError};
use crate::network::rules::Verb;
use crate::network::{self, Command, Network, NetworkDef, NetworkEvent};
use crate::world::args::{Args, Handler, Reply};
use crate::world::session::Session;

/// `VIR_NETWORK_CREATE_VALIDATE` and `VIR_NETWORK_DEFINE_VALIDATE`.
const VALIDATE: u32 = 1;

/// The functions of this file.
pub(in crate::world) fn handler(id: FunctionId) -> Option<Handler> {
    use FunctionId::*;
    Some(match id {
        ConnectNumOfNetworks => |session, _| count(session, true),
        ConnectNumOfDefinedNetworks => |session, _| count(session, false),
        ConnectListNetworks => |session, args| names(session, args, true),
        ConnectListDefinedNetworks => |session, args| names(session, args, false),
        ConnectListAllNetworks => list_all,
        NetworkLookupByName => lookup_by_name,
        NetworkLookupByUUID => lookup_by_uuid,
        NetworkLookupByUUIDString => lookup_by_uuid_string,
        NetworkCreateXML | NetworkCreateXMLFlags => create_xml,
        NetworkDefineXML | NetworkDefineXMLFlags => define_xml,
        NetworkCreate => |session, args| by_rules(session, args, Verb::Create),
        NetworkDestroy => |session, args| by_rules(session, args, Verb::Destroy),
        NetworkUndefine => |session, args| by_rules(session, args, Verb::Undefine),
        NetworkUpdate => update,
        NetworkIsActive => |session, args| truth(session, args, |network| network.active),
        NetworkIsPersistent => |session, args| truth(session, args, |network| network.persistent),
        NetworkGetXMLDesc => get_xml_desc,
        NetworkPortLookupByUUIDString => lookup_port_by_uuid_string,
        NetworkGetBridgeName => get_bridge_name,
        NetworkGetAutostart => get_autostart,
        NetworkSetAutostart => set_autostart,
        _ => return None,
    })
}

fn count(session: &mut Session<'_>, active: bool) -> Result<Reply> {
    let networks = session.host()?.networks.iter();
    Ok((networks.filter(|network| network.active == active).count() as u32).into())
}

fn names(session: &mut Session<'_>, args: &Args<'_>, active: bool) -> Result<Reply> {
    let networks = session.host()?.networks.iter().filter(|network| network.active == active);
    let names = networks.map(|network| Value::text(&network.def.name)).collect();
    Ok(fit(session, args, "names", names))
}

fn list_all(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let flags = args.flags();
    let networks = session.host()?.networks.iter().filter(|network| network::matches(network, flags));
    // With NULL for the array the call only counts.
    if args.is_null(1) {
        return Ok((networks.count() as u32).into());
    }
    let passing: Vec<Uuid> = networks.map(|network| network.def.uuid).collect();
    let handles = passing.iter().map(|uuid| session.new_network_handle(uuid)).collect::<Result<Vec<_>>>()?;
    Ok(Reply::both(handles.len() as u32, [("nets", Value::List(handles))]))
}

fn unknown(session: &Session<'_>, by: &str, value: &str) -> Box<VirError> {
    session.missing(ErrorCode::NoNetwork, format!("no network with matching {by} '{value}'"))
}

/// `testNetworkObjFindByName`.
pub(super) fn find_by_name<'s>(session: &'s Session<'_>, name: &str) -> Result<&'s Arc<Network>> {
    session.host()?.networks.by_name(name).ok_or_else(|| unknown(session, "name", name))
}

/// `testNetworkObjFindByUUID`.
fn find_by_uuid<'s>(session: &'s Session<'_>, uuid: &Uuid) -> Result<&'s Arc<Network>> {
    session.host()?.networks.get(uuid).ok_or_else(|| unknown(session, "uuid", &uuid.to_string()))
}

/// The network of the call's handle, which most functions of the driver find by its name.
pub(super) fn this<'s>(session: &'s Session<'_>, args: &Args<'_>) -> Result<&'s Arc<Network>> {
    let name = session.known(args.handle(0), HandleKind::Network)?.name.clone();
    find_by_name(session, &name)
}

/// The same, where the driver finds it by its UUID: `testNetworkObjFromNetwork`.
pub(super) fn this_by_uuid<'s>(session: &'s Session<'_>, args: &Args<'_>) -> Result<&'s Arc<Network>> {
    let known = session.known(args.handle(0), HandleKind::Network)?.clone();
    session.host()?.networks.get(&known.uuid).ok_or_else(|| {
        let detail = format!("no network with matching uuid '{}' ({})", known.uuid, known.name);
        session.missing(ErrorCode::NoNetwork, detail)
    })
}

fn lookup_by_name(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let uuid = find_by_name(session, args.string(1))?.def.uuid;
    Ok(session.new_network_handle(&uuid)?.into())
}

fn by_uuid(session: &mut Session<'_>, uuid: &Uuid) -> Result<Reply> {
    find_by_uuid(session, uuid)?;
    Ok(session.new_network_handle(uuid)?.into())
}

fn lookup_by_uuid(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    by_uuid(session, &Uuid::from_bytes(args.uuid_bytes(1)))
}

/// libvirt's function calls the one that is given the bytes, which the test driver does not have.
fn lookup_port_by_uuid_string(_: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    args.given_uuid(ErrorDomain::Network)?;
    let function = FunctionId::NetworkPortLookupByUUID.c_name();
    Err(VirError::new(ErrorDomain::Network, ErrorCode::NoSupport, function))
}

fn lookup_by_uuid_string(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    by_uuid(session, &args.given_uuid(ErrorDomain::Network)?)
}

/// Reads the call's document and adds what it describes.
fn add(session: &mut Session<'_>, args: &Args<'_>, verb: Verb) -> Result<Uuid> {
    let def: NetworkDef = network::parse(args.string(1), args.flags() & VALIDATE != 0, session.rng)?;
    let uuid = def.uuid;
    let name: Arc<str> = Arc::from(&*def.name);
    session.host_mut()?.networks.add(Arc::new(def), verb)?;
    let event = if verb == Verb::CreateXml { NetworkEvent::Started } else { NetworkEvent::Defined };
    session.raise_other(name, uuid, event, EventDetail::None)?;
    Ok(uuid)
}

fn create_xml(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let uuid = add(session, args, Verb::CreateXml)?;
    session.host_mut()?.networks.update(&uuid, |network| network.active = true);
    Ok(session.new_network_handle(&uuid)?.into())
}

fn define_xml(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let uuid = add(session, args, Verb::Define)?;
    Ok(session.new_network_handle(&uuid)?.into())
}

fn by_rules(session: &mut Session<'_>, args: &Args<'_>, verb: Verb) -> Result<Reply> {
    let known = this(session, args)?.clone();
    let effect = network::check(verb, &known, session.driver_domain()?)?;
    session.host_mut()?.networks.apply(&known.def.uuid, effect);
    // Undefining tells of the handle's UUID, which may be that of an older network of the name.
    let uuid = if verb == Verb::Undefine {
        session.known(args.handle(0), HandleKind::Network)?.uuid
    } else {
        known.def.uuid
    };
    session.raise_other(Arc::from(&*known.def.name), uuid, effect.event(), EventDetail::None)?;
    Ok(Reply::done())
}

/// `virNetworkObjUpdate`: copies are changed, and take the originals' places when all went well.
fn update(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let uuid = session.known(args.handle(0), HandleKind::Network)?.uuid;
    let network = find_by_uuid(session, &uuid)?.clone();
    let (live, config) = network.impact(args.flags())?;
    let (command, section) = (Command::from_number(args.uint(1)), args.uint(2));
    let mut changed = |def: &NetworkDef| {
        let mut def = def.clone();
        network::update(&mut def, command, section, args.int(3), args.string(4), session.rng)?;
        // What came of it has to be a network still.
        network::parse(&network::format(&def), false, session.rng)?;
        Ok::<_, Box<VirError>>(Arc::new(def))
    };
    let new_live = live.then(|| changed(&network.def)).transpose()?;
    let new_config = config.then(|| changed(network.persistent_def())).transpose()?;
    session.host_mut()?.networks.update(&uuid, |network| {
        if let Some(def) = new_config {
            if network.active {
                network.new_def = Some(def);
            } else {
                network.def = def;
            }
        }
        if let Some(def) = new_live {
            network.def = def;
        }
    });
    Ok(Reply::done())
}

fn truth(session: &mut Session<'_>, args: &Args<'_>, what: fn(&Network) -> bool) -> Result<Reply> {
    let uuid = session.known(args.handle(0), HandleKind::Network)?.uuid;
    Ok(i32::from(what(find_by_uuid(session, &uuid)?)).into())
}

fn get_xml_desc(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    Ok(network::format(&this(session, args)?.def).into())
}

fn get_bridge_name(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let def = &this(session, args)?.def;
    match &def.bridge.name {
        Some(name) => Ok(Value::text(name).into()),
        None => {
            let detail = format!("network '{}' does not have a bridge name.", def.name);
            Err(VirError::new(session.driver_domain()?, ErrorCode::InternalError, detail))
        }
    }
}

fn get_autostart(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let autostart = this(session, args)?.autostart;
    Ok(Reply::with([("autostart", i32::from(autostart).into())]))
}

fn set_autostart(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let uuid = this(session, args)?.def.uuid;
    let autostart = args.int(1) != 0;
    session.host_mut()?.networks.update(&uuid, |network| network.autostart = autostart);
    Ok(Reply::done())
}
