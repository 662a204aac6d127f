//! A domain's life, from definition to removal. What is allowed is decided by the rules; here is what goes around that.

use std::sync::Arc;

use crate::api::{FunctionId, Value};
use crate::domain::config::DomainDef;
use crate::domain::rules::{RULES, Verb, decide};
use crate::domain::xml::{self, FormatOptions};
use crate::domain::{Domain, DomainEvent, check_rule};
use crate::ground::{ErrorCode, ErrorDomain, Result, VirError};
use crate::world::args::{Args, Handler, Reply};
use crate::world::file::{Content, absolute, xml_modification_unsupported};
use crate::world::session::Session;

/// `VIR_DOMAIN_START_VALIDATE`.
const START_VALIDATE: u32 = 16;
/// `VIR_DOMAIN_DEFINE_VALIDATE`.
const DEFINE_VALIDATE: u32 = 1;

/// The functions of this file.
pub(in crate::world) fn handler(id: FunctionId) -> Option<Handler> {
    use FunctionId::*;
    Some(match id {
        DomainCreateXML | DomainCreateLinux | DomainCreateXMLWithFiles => create_xml,
        DomainDefineXML | DomainDefineXMLFlags => define_xml,
        DomainCreate | DomainCreateWithFlags | DomainCreateWithFiles => create,
        DomainSuspend => suspend,
        DomainResume => resume,
        DomainShutdown | DomainShutdownFlags => shutdown,
        DomainReboot => reboot,
        DomainReset => reset,
        DomainDestroy | DomainDestroyFlags => destroy,
        DomainUndefine | DomainUndefineFlags => undefine,
        DomainSave | DomainSaveFlags => save,
        DomainRestore | DomainRestoreFlags => restore,
        DomainManagedSave => managed_save,
        DomainHasManagedSaveImage => has_managed_save,
        DomainManagedSaveRemove => managed_save_remove,
        DomainCoreDump => core_dump,
        DomainRename => rename,
        DomainSetAutostart => set_autostart,
        DomainGetAutostart => get_autostart,
        _ => return None,
    })
}

fn by_rules(session: &mut Session<'_>, args: &Args<'_>, verb: Verb) -> Result<Reply> {
    session.live_by_rules(args.handle(0), verb, args.flags(), |_, _| Ok(()))?;
    Ok(Reply::done())
}

pub(in crate::world) fn create(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    by_rules(session, args, Verb::Create)
}
pub(in crate::world) fn suspend(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    by_rules(session, args, Verb::Suspend)
}
pub(in crate::world) fn resume(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    by_rules(session, args, Verb::Resume)
}
pub(in crate::world) fn shutdown(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    by_rules(session, args, Verb::Shutdown)
}
pub(in crate::world) fn reboot(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    by_rules(session, args, Verb::Reboot)
}
pub(in crate::world) fn reset(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    by_rules(session, args, Verb::Reset)
}
pub(in crate::world) fn destroy(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    by_rules(session, args, Verb::Destroy)
}
pub(in crate::world) fn undefine(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    by_rules(session, args, Verb::Undefine)
}
pub(in crate::world) fn managed_save(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    by_rules(session, args, Verb::ManagedSave)
}
pub(in crate::world) fn managed_save_remove(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    by_rules(session, args, Verb::ManagedSaveRemove)
}

pub(in crate::world) fn save(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let path = absolute(args.string(1));
    if args.text(2).is_some() {
        return Err(xml_modification_unsupported());
    }
    session.live_by_rules(args.handle(0), Verb::Save, 0, |session, domain| {
        let text = xml::format(&domain.def, FormatOptions { secure: true, ..FormatOptions::default() });
        let what = format!("saving domain '{}' to '{path}': open failed", domain.def.name);
        session.files.write(&path, Content::Save(text.into()), &what)
    })?;
    Ok(Reply::done())
}

pub(in crate::world) fn core_dump(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let path = absolute(args.string(1));
    session.live_by_rules(args.handle(0), Verb::CoreDump, args.flags(), |session, _| {
        // By the handle's name, which may be that of a domain that had the UUID before.
        let name = &session.dom(args.handle(0))?.name;
        let what = format!("domain '{name}' coredump: failed to open {path}");
        session.files.write(&path, Content::Dump, &what)
    })?;
    Ok(Reply::done())
}

/// Adds a configuration and makes the domain active, for creating and restoring.
fn start_new(session: &mut Session<'_>, def: DomainDef, verb: Verb) -> Result<uuid::Uuid> {
    let (uuid, def) = (def.uuid, Arc::new(def));
    let host = session.host_mut()?;
    let checked = host.domains.check_add(&def, verb);
    // A domain that nobody knows is inactive and has nothing that a row could ask for.
    let known = host.domains.get(&uuid).cloned().unwrap_or_else(|| Arc::new(Domain::new(def.clone())));
    let rule = decide(verb, &known.facts(0));
    session.rule = Some(rule);
    checked?;
    let (effect, event) = check_rule(rule, &known, &def.name, session.driver_domain()?)?;
    session.host_mut()?.domains.add(def, true);
    session.apply(&uuid, effect, event)?;
    Ok(uuid)
}

/// Reads a document as the call's host does; with `schema`, only one that follows the schema.
fn parse(session: &mut Session<'_>, text: &str, schema: bool) -> Result<DomainDef> {
    let host = session.host()?.clone();
    host.parse(text, schema, session.rng)
}

pub(in crate::world) fn create_xml(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let def = parse(session, args.string(1), args.flags() & START_VALIDATE != 0)?;
    let uuid = start_new(session, def, Verb::CreateXml)?;
    Ok(session.new_domain_handle(&uuid)?.into())
}

pub(in crate::world) fn restore(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    if args.text(2).is_some() {
        return Err(xml_modification_unsupported());
    }
    let text = session.files.read_save(&absolute(args.string(1)))?;
    let def = parse(session, &text, false)?;
    start_new(session, def, Verb::Restore)?;
    Ok(Reply::done())
}

/// `virXMLCheckIllegalChars` for the newline, which only defining refuses.
fn check_name(name: &str) -> Result<()> {
    if name.contains('\n') {
        return Err(VirError::new(ErrorDomain::Xml, ErrorCode::XmlDetail, "invalid char in name: \n"));
    }
    Ok(())
}

pub(in crate::world) fn define_xml(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let def = parse(session, args.string(1), args.flags() & DEFINE_VALIDATE != 0)?;
    check_name(&def.name)?;
    let uuid = def.uuid;
    let host = session.host_mut()?;
    let rule = host.domains.check_add(&def, Verb::Define)?;
    let replaced = host.domains.add(Arc::new(def), false);
    host.domains.update(&uuid, |domain| domain.persistent = true);
    let domain = host.domains.get(&uuid).cloned();
    session.rule = rule.or_else(|| RULES.iter().find(|rule| rule.verb == Verb::Define));
    if let Some(domain) = domain {
        let event = if replaced { DomainEvent::DefinedUpdated } else { DomainEvent::DefinedAdded };
        session.raise(&domain, event)?;
    }
    Ok(session.new_domain_handle(&uuid)?.into())
}

pub(in crate::world) fn rename(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let handle = args.handle(0);
    let domain = session.domain(handle)?.clone();
    let rule = decide(Verb::Rename, &domain.facts(0));
    session.rule = Some(rule);
    check_rule(rule, &domain, &domain.def.name, session.driver_domain()?)?;
    session.host_mut()?.domains.rename(&domain.def.uuid, &domain.def.name, args.string(1))?;
    session.raise(&domain, DomainEvent::UndefinedRenamed)?;
    let renamed = session.domain(handle)?.clone();
    session.raise(&renamed, DomainEvent::DefinedRenamed)?;
    Ok(Reply::done())
}

pub(in crate::world) fn has_managed_save(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    Ok(session.domain(args.handle(0))?.managed_save.into())
}

pub(in crate::world) fn set_autostart(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    by_rules(session, args, Verb::SetAutostart)?;
    let uuid = session.domain(args.handle(0))?.def.uuid;
    let wanted = args.int(1) != 0;
    session.host_mut()?.domains.update(&uuid, |domain| domain.autostart = wanted);
    Ok(Reply::done())
}

pub(in crate::world) fn get_autostart(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let autostart = session.domain(args.handle(0))?.autostart;
    Ok(Reply::with([("autostart", Value::from(autostart))]))
}
