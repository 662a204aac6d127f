//! Title, description and other people's elements of domains and networks: `virDomainSetMetadata` and its kin.

use std::sync::Arc;

use super::network::this_by_uuid as this_network;
use super::tuning::{chosen, one_def};
use crate::api::{FunctionId, HandleKind, Kind};
use crate::domain::config::DomainDef;
use crate::domain::{DomainEvent, EventDetail};
use crate::ground::xml::{get_metadata, set_metadata};
use crate::ground::{ErrorCode, ErrorDomain, Result, VirError};
use crate::network::{NetworkDef, NetworkEvent};
use crate::world::args::{Args, Handler, Reply};
use crate::world::session::Session;

/// `virDomainMetadataType`, and `virNetworkMetadataType`, which has the same numbers.
const DESCRIPTION: i32 = 0;
const TITLE: i32 = 1;
const ELEMENT: i32 = 2;

const AFFECT_LIVE: u32 = 1;
const AFFECT_CONFIG: u32 = 2;

/// The functions of this file.
pub(in crate::world) fn handler(id: FunctionId) -> Option<Handler> {
    use FunctionId::*;
    Some(match id {
        DomainSetMetadata => set_of_domain,
        DomainGetMetadata => get_of_domain,
        NetworkSetMetadata => set_of_network,
        NetworkGetMetadata => get_of_network,
        _ => return None,
    })
}

/// The checks of the public functions, which depend on the type.
pub(super) fn check(args: &Args<'_>) -> Result<()> {
    let (row, function) = (args.row, args.row.id.c_name());
    let at = |name: &str| row.position(name);
    let given = |name: &str| at(name).is_some_and(|index| !args.is_null(index));
    let metadata = at("metadata").and_then(|index| args.text(index));
    match args.int(1) {
        TITLE if metadata.is_some_and(|text| text.contains('\n')) => {
            let message = "metadata title can't contain newlines";
            Err(VirError::argument(row.from, function, "metadata", message))
        }
        TITLE | DESCRIPTION => match ["uri", "key"].into_iter().find(|name| given(name)) {
            Some(name) => Err(VirError::must_be_null(row.from, function, name)),
            None => Ok(()),
        },
        ELEMENT if !given("uri") => Err(VirError::must_not_be_null(row.from, function, "uri")),
        ELEMENT if metadata.is_some() && !given("key") => {
            Err(VirError::must_not_be_null(row.from, function, "key"))
        }
        _ => Ok(()),
    }
}

/// Where a document keeps its texts.
struct Texts<'d> {
    title: &'d mut Option<Box<str>>,
    description: &'d mut Option<Box<str>>,
    metadata: &'d mut Option<Box<str>>,
}

impl<'d> From<&'d mut DomainDef> for Texts<'d> {
    fn from(def: &'d mut DomainDef) -> Self {
        Self { title: &mut def.title, description: &mut def.description, metadata: &mut def.metadata }
    }
}

impl<'d> From<&'d mut NetworkDef> for Texts<'d> {
    fn from(def: &'d mut NetworkDef) -> Self {
        Self { title: &mut def.title, description: &mut def.description, metadata: &mut def.metadata }
    }
}

/// Which part of libvirt reads the documents of what a call is about.
fn reader(args: &Args<'_>) -> ErrorDomain {
    match args.row.params[0].kind {
        Kind::Handle(HandleKind::Network) => ErrorDomain::Network,
        _ => ErrorDomain::Domain,
    }
}

fn unknown_type(args: &Args<'_>) -> Result<()> {
    match args.int(1) {
        kind if kind > ELEMENT => {
            let detail = format!("unknown metadata type '{kind}'");
            Err(VirError::new(reader(args), ErrorCode::InvalidArg, detail))
        }
        _ => Ok(()),
    }
}

/// Changes what the type says; a type that is negative says nothing. `virDomainDefSetMetadata` of libvirt.
fn set(args: &Args<'_>, texts: Texts<'_>) -> Result<()> {
    unknown_type(args)?;
    let text = args.text(2);
    let kept = || text.filter(|text| !text.is_empty()).map(Into::into);
    match args.int(1) {
        DESCRIPTION => *texts.description = kept(),
        TITLE => *texts.title = kept(),
        ELEMENT => {
            let element = text.map(|text| (args.string(3), text));
            *texts.metadata = set_metadata(reader(args), texts.metadata.as_deref(), args.string(4), element)?;
        }
        _ => {}
    }
    Ok(())
}

/// What of a document the type says. `virDomainObjGetMetadata` of libvirt.
fn get(args: &Args<'_>, texts: [&Option<Box<str>>; 3], missing: ErrorCode) -> Result<Reply> {
    let [title, description, metadata] = texts.map(Option::as_deref);
    let text = match args.int(1) {
        DESCRIPTION => description.map(str::to_owned),
        TITLE => title.map(str::to_owned),
        ELEMENT => match metadata {
            Some(kept) => get_metadata(reader(args), kept, args.string(2))?,
            None => None,
        },
        _ => None,
    };
    let none = || VirError::new(reader(args), missing, "Requested metadata element is not present");
    Ok(text.ok_or_else(none)?.into())
}

/// What the event tells, whether anything became another or not.
fn changed(args: &Args<'_>) -> EventDetail {
    EventDetail::Metadata { kind: args.int(1), uri: args.text(4).map(Arc::from) }
}

/// The running configuration is changed before the lasting one is looked at, and stays so if that is refused.
fn set_of_domain(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let domain = session.domain(args.handle(0))?.clone();
    let impact = domain.impact(args.flags())?;
    let uuid = domain.def.uuid;
    if impact.live {
        let mut def = (*domain.def).clone();
        set(args, (&mut def).into())?;
        session.host_mut()?.domains.update(&uuid, |domain| domain.def = Arc::new(def));
    }
    if impact.config {
        let mut def = (**domain.lasting_def()).clone();
        set(args, (&mut def).into())?;
        session.host_mut()?.domains.update(&uuid, |domain| *domain.lasting_def_mut() = def);
    }
    session.raise_with(&domain, DomainEvent::MetadataChange, changed(args))?;
    Ok(Reply::done())
}

fn get_of_domain(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    session.domain(args.handle(0))?;
    unknown_type(args)?;
    let which = one_def(session, args)?;
    let def = chosen(&which);
    get(args, [&def.title, &def.description, &def.metadata], ErrorCode::NoDomainMetadata)
}

/// An active network's lasting configuration is changed only if it is another one than the active one.
fn set_of_network(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let network = this_network(session, args)?.clone();
    let (live, config) = network.impact(args.flags())?;
    let uuid = network.def.uuid;
    if live || !network.active {
        let mut def = (*network.def).clone();
        set(args, (&mut def).into())?;
        session.host_mut()?.networks.update(&uuid, |network| network.def = Arc::new(def));
    }
    if let Some(next) = network.new_def.as_ref().filter(|_| config && network.active) {
        let mut def = (**next).clone();
        set(args, (&mut def).into())?;
        session.host_mut()?.networks.update(&uuid, |network| network.new_def = Some(Arc::new(def)));
    }
    let name = Arc::from(&*network.def.name);
    session.raise_other(name, uuid, NetworkEvent::MetadataChange, changed(args))?;
    Ok(Reply::done())
}

fn get_of_network(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let network = this_network(session, args)?.clone();
    unknown_type(args)?;
    let flags = args.flags();
    if flags & AFFECT_LIVE != 0 && flags & AFFECT_CONFIG != 0 {
        let message = "Flags 'VIR_NETWORK_UPDATE_AFFECT_LIVE' and 'VIR_NETWORK_UPDATE_AFFECT_CONFIG' are mutually exclusive";
        return Err(VirError::argument(
            ErrorDomain::Network,
            "virNetworkObjGetOneDefState",
            "flags",
            message,
        ));
    }
    let (_, config) = network.impact(flags)?;
    let def = match &network.new_def {
        _ if !config || !network.active => &network.def,
        Some(next) => next,
        // libvirt forgets to say why.
        None => return Err(VirError::unknown_cause()),
    };
    get(args, [&def.title, &def.description, &def.metadata], ErrorCode::NoNetworkMetadata)
}
