//! Snapshots: making, finding, going back to, and deleting them.

use std::sync::Arc;

use super::moment;
use crate::api::{FunctionId, HandleKind};
use crate::domain::config::devices::disk::SnapshotLocation;
use crate::domain::moment::{MomentFilter, Snapshot, SnapshotState};
use crate::domain::rules::{Effect, Then, Verb};
use crate::domain::xml::moment::{format_snapshot, parse_snapshot};
use crate::domain::{Domain, DomainState};
use crate::ground::{ErrorCode, ErrorDomain, Result, VirError};
use crate::world::args::{Args, Handler, Reply};
use crate::world::session::Session;

/// `VIR_DOMAIN_SNAPSHOT_CREATE_REDEFINE`.
const REDEFINE: u32 = 1;
/// `VIR_DOMAIN_SNAPSHOT_CREATE_VALIDATE`.
const VALIDATE: u32 = 512;
/// `VIR_DOMAIN_SNAPSHOT_CREATE_CURRENT`.
const CURRENT: u32 = 2;
const KIND: HandleKind = HandleKind::Snapshot;

/// The functions of this file.
pub(in crate::world) fn handler(id: FunctionId) -> Option<Handler> {
    use FunctionId::*;
    Some(match id {
        DomainSnapshotCreateXML => create_xml,
        DomainSnapshotGetXMLDesc => get_xml_desc,
        DomainSnapshotNum | DomainSnapshotNumChildren => num,
        DomainSnapshotListNames | DomainSnapshotListChildrenNames => list_names,
        DomainListAllSnapshots | DomainSnapshotListAllChildren => list_all,
        DomainSnapshotLookupByName => lookup_by_name,
        DomainHasCurrentSnapshot => has_current,
        DomainSnapshotCurrent => current,
        DomainSnapshotGetParent => get_parent,
        DomainSnapshotIsCurrent => is_current,
        DomainSnapshotHasMetadata => has_metadata,
        DomainRevertToSnapshot => revert,
        DomainSnapshotDelete => delete,
        _ => return None,
    })
}

/// The domain and the snapshot of the call.
fn this(session: &Session<'_>, args: &Args<'_>) -> Result<(Arc<Domain>, Arc<Snapshot>)> {
    let domain = moment::domain(session, args)?;
    let name = moment::name(session, args);
    let snapshot = moment::find(session, &domain.snapshots, KIND, &name)?.clone();
    Ok((domain, snapshot))
}

fn create_xml(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let flags = args.flags();
    let domain = session.domain(args.handle(0))?.clone();
    let facts = domain.facts(flags);
    let (_, (effect, event)) = moment::decide_by(session, Verb::SnapshotCreate, &domain, &facts)?;
    let redefine = flags & REDEFINE != 0;
    let how = moment::parse_as(session, redefine, flags & VALIDATE != 0);
    let host = session.host()?.clone();
    let mut snapshot = parse_snapshot(args.string(1), how, &mut host.reading(moment::READ_AS, session.rng))?;
    let name = snapshot.base.name.clone();
    if redefine {
        prepare_redefined(session, &domain, &mut snapshot)?;
        moment::update(session, &domain, |domain| domain.snapshots.replace(snapshot))?;
    } else {
        prepare_new(session, &domain, &mut snapshot)?;
        moment::update(session, &domain, |domain| domain.snapshots.add(snapshot))?;
    }
    if !redefine || flags & CURRENT != 0 {
        moment::update(session, &domain, |domain| {
            domain.snapshots.set_current(Some(&name));
            Ok(())
        })?;
    }
    if !redefine {
        session.apply(&domain.def.uuid, effect, event)?;
        if effect != Effect::Stay {
            session.remember_id(args.handle(0), -1);
        }
    }
    Ok(moment::new_handle(session, args, KIND, &name)?.into())
}

/// Whether a path is a regular file, as far as the world has files.
fn is_file(session: &Session<'_>) -> impl Fn(&str) -> bool + use<> {
    let files = session.files.clone();
    move |path| files.contains(path)
}

/// A snapshot that is made now gets the domain as it is. `testDomainSnapshotAlignDisks`.
fn prepare_new(session: &mut Session<'_>, domain: &Domain, snapshot: &mut Snapshot) -> Result<()> {
    let copy = moment::copy_of(session, domain)?;
    if snapshot.disks.iter().any(|disk| disk.location == Some(SnapshotLocation::Manual)) {
        let detail = "'manual' snapshot mode is not supported by the test driver";
        return Err(VirError::new(session.driver_domain()?, ErrorCode::OperationUnsupported, detail));
    }
    snapshot.state = domain.state.state().into();
    let default = match snapshot.memory {
        Some(SnapshotLocation::External) => SnapshotLocation::External,
        _ => {
            let off = domain.is(DomainState::Shutoff);
            snapshot.memory = Some(if off { SnapshotLocation::No } else { SnapshotLocation::Internal });
            SnapshotLocation::Internal
        }
    };
    snapshot.align_disks(&copy, default, is_file(session))?;
    snapshot.base.domain = Some(copy);
    snapshot.base.parent = domain.snapshots.current().map(|current| current.base.name.clone());
    Ok(())
}

/// `virDomainSnapshotRedefinePrep` of libvirt.
fn prepare_redefined(session: &mut Session<'_>, domain: &Domain, snapshot: &mut Snapshot) -> Result<()> {
    domain.snapshots.check_place(&snapshot.base)?;
    let other = domain.snapshots.get(&snapshot.base.name).cloned();
    check_redefined(domain, snapshot, other.as_deref())?;
    let outside = snapshot.state == SnapshotState::DiskSnapshot || snapshot.is_external();
    let default = if outside { SnapshotLocation::External } else { SnapshotLocation::Internal };
    let known = other.and_then(|other| other.base.domain.clone());
    let Some(config) = snapshot.base.domain.clone().or(known) else {
        return Err(VirError::internal(ErrorDomain::DomainSnapshot, "missing domain in snapshot"));
    };
    snapshot.align_disks(&config, default, is_file(session))?;
    snapshot.base.domain = Some(config);
    Ok(())
}

/// `virDomainSnapshotRedefineValidate` of libvirt.
fn check_redefined(domain: &Domain, snapshot: &Snapshot, other: Option<&Snapshot>) -> Result<()> {
    let name = &snapshot.base.name;
    let refuse =
        |detail: String| Err(VirError::new(ErrorDomain::DomainSnapshot, ErrorCode::InvalidArg, detail));
    let uuid = domain.def.uuid;
    if snapshot.base.domain.as_ref().is_some_and(|def| def.uuid != uuid) {
        return refuse(format!("definition for snapshot {name} must use uuid {uuid}"));
    }
    let Some(other) = other else { return Ok(()) };
    if other.state.is_online() != snapshot.state.is_online() {
        return refuse(format!("cannot change between online and offline snapshot state in snapshot {name}"));
    }
    let disks_only = |state| state == SnapshotState::DiskSnapshot;
    if disks_only(other.state) != disks_only(snapshot.state) {
        return refuse(format!("cannot change between disk only and full system in snapshot {name}"));
    }
    match (&other.base.domain, &snapshot.base.domain) {
        (Some(old), Some(new)) => crate::domain::check_abi_stability(old, new),
        _ => Ok(()),
    }
}

fn get_xml_desc(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let (_, snapshot) = this(session, args)?;
    Ok(format_snapshot(&snapshot, args.flags() & 1 != 0).into())
}

/// Does something with the snapshots that the call lists: those of a domain, or the children of one.
fn listed(
    session: &mut Session<'_>,
    args: &Args<'_>,
    then: impl FnOnce(&mut Session<'_>, &[&Arc<Snapshot>]) -> Result<Reply>,
) -> Result<Reply> {
    let of_children = args.handle(0).is_some_and(|handle| handle.kind == KIND);
    let filter = MomentFilter::of_snapshots(args.flags(), of_children);
    let (domain, of) = match of_children {
        true => this(session, args).map(|(domain, snapshot)| (domain, Some(snapshot)))?,
        false => (moment::domain(session, args)?, None),
    };
    let of = of.as_ref().map(|snapshot| &*snapshot.base.name);
    let found = domain.snapshots.list(of, filter, |snapshot| filter.lets(snapshot));
    then(session, &found)
}

fn num(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    listed(session, args, |_, found| Ok((found.len() as u32).into()))
}

fn list_names(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    listed(session, args, |session, found| Ok(moment::names(session, args, found)))
}

fn list_all(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    listed(session, args, |session, found| moment::handles(session, args, KIND, found))
}

fn lookup_by_name(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let domain = moment::domain(session, args)?;
    let name = moment::find(session, &domain.snapshots, KIND, args.string(1))?.base.name.clone();
    Ok(moment::new_handle(session, args, KIND, &name)?.into())
}

fn has_current(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    Ok(moment::domain(session, args)?.snapshots.current().is_some().into())
}

fn current(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let domain = moment::domain(session, args)?;
    let Some(current) = domain.snapshots.current() else {
        let detail = "the domain does not have a current snapshot";
        return Err(VirError::new(session.driver_domain()?, ErrorCode::NoDomainSnapshot, detail));
    };
    Ok(moment::new_handle(session, args, KIND, &current.base.name)?.into())
}

fn get_parent(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let (_, snapshot) = this(session, args)?;
    moment::parent_of(session, args, KIND, &*snapshot)
}

fn is_current(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let (domain, snapshot) = this(session, args)?;
    let current = domain.snapshots.current();
    Ok(current.is_some_and(|current| current.base.name == snapshot.base.name).into())
}

fn has_metadata(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    this(session, args)?;
    Ok(1.into())
}

/// Goes back, in the steps of the row that decides.
fn revert(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let (domain, snapshot) = this(session, args)?;
    let facts = crate::domain::rules::Facts { snapshot: Some(snapshot.state), ..domain.facts(args.flags()) };
    let (rule, _) = moment::decide_by(session, Verb::Revert, &domain, &facts)?;
    let Some(config) = &snapshot.base.domain else {
        let (name, of) = (&snapshot.base.name, &domain.def.name);
        let detail = format!("snapshot '{name}' lacks domain '{of}' rollback info");
        return Err(VirError::new(session.driver_domain()?, ErrorCode::SnapshotRevertRisky, detail));
    };
    let host = session.host()?.clone();
    let config = Arc::new(host.copy(config, session.rng)?);
    let deeds = match rule.then {
        Then::Chain(deeds) => deeds,
        _ => &[],
    };
    for (effect, event) in deeds {
        if *effect == Effect::Load {
            let config = config.clone();
            moment::update(session, &domain, |domain| Ok(domain.assign(config, false)))?;
        }
        session.apply(&domain.def.uuid, *effect, *event)?;
        if matches!(effect, Effect::Halt(_)) {
            session.remember_id(args.handle(0), -1);
        }
    }
    moment::update(session, &domain, |domain| {
        domain.snapshots.set_current(Some(&snapshot.base.name));
        Ok(())
    })?;
    Ok(Reply::done())
}

fn delete(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let (domain, snapshot) = this(session, args)?;
    let flags = args.flags();
    moment::update(session, &domain, |domain| {
        moment::delete_from(&mut domain.snapshots, &snapshot.base.name, flags);
        Ok(())
    })?;
    Ok(Reply::done())
}
