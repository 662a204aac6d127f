//! Images of saved domains, and dumps in several formats.

use crate::api::FunctionId;
use crate::domain::config::DomainDef;
use crate::domain::xml::{self, FormatOptions, ParseFlags};
use crate::ground::{ErrorCode, Result, VirError};
use crate::world::args::{Args, Handler, Reply};
use crate::world::file::{Content, absolute};
use crate::world::public::life;
use crate::world::session::Session;

/// The handlers of this file's functions.
pub(in crate::world) fn handler(id: FunctionId) -> Option<Handler> {
    use FunctionId::*;
    Some(match id {
        DomainSaveImageGetXMLDesc => get_xml_desc,
        DomainSaveImageDefineXML => define_xml,
        DomainCoreDumpWithFormat => core_dump_with_format,
        _ => return None,
    })
}

/// How an image holds a domain, and how it is given: with its secrets, whatever the flags say.
const SECURE: FormatOptions = FormatOptions { secure: true, inactive: false, migratable: false };

/// Reads a document as the driver does for an image, which names no interfaces.
fn parse(session: &mut Session<'_>, text: &str) -> Result<DomainDef> {
    let host = session.host()?.clone();
    let flags = ParseFlags { inactive: true, ..ParseFlags::default() };
    xml::parse(text, &mut host.reading(flags, session.rng))
}

fn get_xml_desc(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let text = session.files.read_save(&absolute(args.string(1)))?;
    let def = parse(session, &text)?;
    Ok(xml::format(&def, SECURE).into())
}

/// Whatever domain the new document is of: the test driver does not compare it with the old one.
fn define_xml(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let path = absolute(args.string(1));
    let text = session.files.read_save(&path)?;
    parse(session, &text)?;
    let def = parse(session, args.string(2))?;
    let what = format!("saving domain '{}' to '{path}': open failed", def.name);
    session.files.write(&path, Content::Save(xml::format(&def, SECURE).into()), &what)?;
    Ok(Reply::done())
}

/// The test driver writes the file before it finds that it does not know the format.
fn core_dump_with_format(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    if args.uint(2) == 0 {
        return life::core_dump(session, args);
    }
    super::agent::active(session, args)?;
    let path = absolute(args.string(1));
    let what = format!("domain '{}' coredump: failed to open {path}", session.dom(args.handle(0))?.name);
    session.files.write(&path, Content::Dump, &what)?;
    let detail = "kdump-compressed format is not supported here";
    Err(VirError::new(session.driver_domain()?, ErrorCode::OperationUnsupported, detail))
}
