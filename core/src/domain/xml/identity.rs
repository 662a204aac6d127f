//! What a domain is called: id, name, UUIDs, title, description.

use uuid::Uuid;

use super::fault;
use crate::domain::config::VirtType;
use crate::ground::rng::Rng;
use crate::ground::uuid::parse_uuid;
use crate::ground::xml::Element;
use crate::ground::{ErrorCode, ErrorDomain, Result, VirError, Word};

/// What identifies a domain in its document.
pub(super) struct Identity {
    pub id: i32,
    pub name: Box<str>,
    pub uuid: Uuid,
    /// The document had none.
    pub uuid_is_new: bool,
    pub hwuuid: Option<Box<Uuid>>,
    pub genid: Option<Box<Uuid>>,
}

/// `virDomainDefParseIDs` of libvirt.
pub(super) fn parse(root: &Element<'_>, inactive: bool, rng: &mut Rng) -> Result<Identity> {
    let id = match root.attribute("id").filter(|_| !inactive) {
        None => -1,
        Some(_) => root.prop_i32("id", 10, crate::ground::xml::Prop::NONNEGATIVE)?.unwrap_or(-1),
    };
    let name =
        root.path_text("name").ok_or_else(|| VirError::bare(ErrorDomain::Domain, ErrorCode::NoName))?;
    let malformed = |what| fault(ErrorCode::InternalError, format!("malformed {what} element"));
    let given = root.path_text("uuid");
    let uuid = match &given {
        Some(text) => parse_uuid(text).ok_or_else(|| malformed("uuid"))?,
        None => rng.uuid(),
    };
    let hwuuid = match root.path_text("hwuuid") {
        Some(text) => Some(Box::new(parse_uuid(&text).ok_or_else(|| malformed("hwuuid"))?)),
        None => None,
    };
    let mut genids = root.all("genid");
    let genid = match (genids.next(), genids.next()) {
        (None, _) => None,
        (Some(_), Some(_)) => {
            return Err(fault(ErrorCode::XmlError, "element 'genid' can only appear once"));
        }
        (Some(genid), None) => Some(Box::new(match &*genid.text() {
            "" => rng.uuid(),
            text => parse_uuid(text).ok_or_else(|| malformed("genid"))?,
        })),
    };
    Ok(Identity { id, name: name.into(), uuid, uuid_is_new: given.is_none(), hwuuid, genid })
}

/// `<domain type='…'>`: the first check of `virDomainDefParseCaps` of libvirt.
pub(super) fn parse_virt_type(root: &Element<'_>) -> Result<VirtType> {
    let word = root
        .attribute("type")
        .filter(|word| !word.is_empty())
        .ok_or_else(|| fault(ErrorCode::InternalError, "missing domain type attribute"))?;
    VirtType::from_word(word)
        .ok_or_else(|| fault(ErrorCode::ConfigUnsupported, format!("invalid domain type {word}")))
}

/// `<title>`, which is one line.
pub(super) fn parse_title(root: &Element<'_>) -> Result<Option<Box<str>>> {
    let title = root.path_text("title");
    if title.as_ref().is_some_and(|title| title.contains('\n')) {
        return Err(fault(ErrorCode::XmlError, "Domain title can't contain newlines"));
    }
    Ok(title.map(Into::into))
}

/// A name that no driver here can hold: `virDomainDefPostParseCheckFeatures` of libvirt.
pub(super) fn check_name(name: &str) -> Result<()> {
    if name.contains('/') {
        return Err(fault(ErrorCode::XmlError, format!("name {name} cannot contain '/'")));
    }
    Ok(())
}
