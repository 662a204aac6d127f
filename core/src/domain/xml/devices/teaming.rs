//! `<teaming>`: an interface or a device that stands in for another while the guest moves.

use super::unsupported;
use crate::domain::config::devices::hostdev::TeamingType;
use crate::ground::xml::{Element, Writer};
use crate::ground::{Result, Word};

/// `virDomainNetTeamingInfoParseXML` of libvirt.
pub(super) fn parse(element: &Element<'_>) -> Result<Option<(TeamingType, Option<Box<str>>)>> {
    let word = element.path_attribute("teaming", "type");
    let persistent = element.path_attribute("teaming", "persistent");
    if word.is_none() && persistent.is_none() {
        return Ok(None);
    }
    let teaming = word
        .and_then(TeamingType::from_word)
        .ok_or_else(|| unsupported(format!("unknown teaming type '{}'", word.unwrap_or("(null)"))))?;
    Ok(Some((teaming, persistent.map(Into::into))))
}

/// Writes `<teaming>`.
pub(super) fn format(teaming: Option<&(TeamingType, Option<Box<str>>)>, w: &mut Writer) {
    if let Some((kind, persistent)) = teaming {
        w.start("teaming").attr("type", kind).opt_attr("persistent", persistent.as_deref()).empty();
    }
}
