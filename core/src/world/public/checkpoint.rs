//! Checkpoints: making, finding and deleting them.

use std::sync::Arc;

use super::moment;
use crate::api::{FunctionId, HandleKind};
use crate::domain::Domain;
use crate::domain::moment::{Checkpoint, MomentFilter};
use crate::domain::rules::Verb;
use crate::domain::xml::moment::{format_checkpoint, parse_checkpoint};
use crate::ground::{ErrorCode, ErrorDomain, Result, VirError};
use crate::world::args::{Args, Handler, Reply};
use crate::world::session::Session;

/// `VIR_DOMAIN_CHECKPOINT_CREATE_REDEFINE`.
const REDEFINE: u32 = 1;
/// `virDomainCheckpointXMLFlags`.
const XML_SECURE: u32 = 1;
const XML_NO_DOMAIN: u32 = 2;
const XML_SIZE: u32 = 4;
/// `VIR_DOMAIN_AFFECT_LIVE`.
const AFFECT_LIVE: u32 = 1;
const KIND: HandleKind = HandleKind::Checkpoint;

/// The functions of this file.
pub(in crate::world) fn handler(id: FunctionId) -> Option<Handler> {
    use FunctionId::*;
    Some(match id {
        DomainCheckpointCreateXML => create_xml,
        DomainCheckpointGetXMLDesc => get_xml_desc,
        DomainListAllCheckpoints | DomainCheckpointListAllChildren => list_all,
        DomainCheckpointLookupByName => lookup_by_name,
        DomainCheckpointGetParent => get_parent,
        DomainCheckpointDelete => delete,
        _ => return None,
    })
}

/// The domain and the checkpoint of the call.
fn this(session: &Session<'_>, args: &Args<'_>) -> Result<(Arc<Domain>, Arc<Checkpoint>)> {
    let domain = moment::domain(session, args)?;
    let name = moment::name(session, args);
    let checkpoint = moment::find(session, &domain.checkpoints, KIND, &name)?.clone();
    Ok((domain, checkpoint))
}

fn create_xml(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let flags = args.flags();
    let domain = session.domain(args.handle(0))?.clone();
    moment::decide_by(session, Verb::CheckpointCreate, &domain, &domain.facts(flags))?;
    let redefine = flags & REDEFINE != 0;
    let how = moment::parse_as(session, redefine, true);
    let host = session.host()?.clone();
    let mut checkpoint =
        parse_checkpoint(args.string(1), how, &mut host.reading(moment::READ_AS, session.rng))?;
    let name = checkpoint.base.name.clone();
    let current = domain.checkpoints.current().map(|current| current.base.name.clone());
    if redefine {
        prepare_redefined(&domain, &mut checkpoint)?;
    } else {
        let copy = moment::copy_of(session, &domain)?;
        checkpoint.align_disks(&copy)?;
        checkpoint.base.domain = Some(copy);
        checkpoint.base.parent.clone_from(&current);
    }
    // One that is defined again becomes current if it follows the current one, or there is none.
    let becomes_current = !redefine
        || current.is_none()
        || (checkpoint.base.parent.is_some() && checkpoint.base.parent == current);
    moment::update(session, &domain, |domain| {
        match redefine {
            true => domain.checkpoints.replace(checkpoint)?,
            false => domain.checkpoints.add(checkpoint)?,
        }
        if becomes_current {
            domain.checkpoints.set_current(Some(&name));
        }
        Ok(())
    })?;
    Ok(moment::new_handle(session, args, KIND, &name)?.into())
}

/// `virDomainCheckpointRedefinePrep` of libvirt.
fn prepare_redefined(domain: &Domain, checkpoint: &mut Checkpoint) -> Result<()> {
    domain.checkpoints.check_place(&checkpoint.base)?;
    let Some(config) = checkpoint.base.domain.clone() else {
        checkpoint.name_bitmaps();
        return Ok(());
    };
    if config.uuid != domain.def.uuid {
        let (name, uuid) = (&checkpoint.base.name, domain.def.uuid);
        let detail = format!("definition for checkpoint {name} must use uuid {uuid}");
        return Err(VirError::new(ErrorDomain::DomainCheckpoint, ErrorCode::InvalidArg, detail));
    }
    checkpoint.align_disks(&config)
}

fn get_xml_desc(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let (domain, checkpoint) = this(session, args)?;
    let flags = args.flags();
    if flags & XML_SIZE != 0 {
        // The size of a bitmap is known only while the domain is active; the test driver then does not say it.
        domain.impact(AFFECT_LIVE)?;
    }
    let text = format_checkpoint(&checkpoint, flags & XML_NO_DOMAIN == 0, flags & XML_SECURE != 0);
    Ok(text.into())
}

fn list_all(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let of_children = args.handle(0).is_some_and(|handle| handle.kind == KIND);
    let filter = MomentFilter::of_checkpoints(args.flags(), of_children);
    let (domain, of) = match of_children {
        true => this(session, args).map(|(domain, checkpoint)| (domain, Some(checkpoint)))?,
        false => (moment::domain(session, args)?, None),
    };
    let of = of.as_ref().map(|checkpoint| &*checkpoint.base.name);
    let found = domain.checkpoints.list(of, filter, |_| true);
    moment::handles(session, args, KIND, &found)
}

fn lookup_by_name(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let domain = moment::domain(session, args)?;
    let name = moment::find(session, &domain.checkpoints, KIND, args.string(1))?.base.name.clone();
    Ok(moment::new_handle(session, args, KIND, &name)?.into())
}

fn get_parent(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let (_, checkpoint) = this(session, args)?;
    moment::parent_of(session, args, KIND, &*checkpoint)
}

fn delete(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let (domain, checkpoint) = this(session, args)?;
    let flags = args.flags();
    moment::update(session, &domain, |domain| {
        moment::delete_from(&mut domain.checkpoints, &checkpoint.base.name, flags);
        Ok(())
    })?;
    Ok(Reply::done())
}
