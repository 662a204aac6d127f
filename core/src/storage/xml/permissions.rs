//! `<permissions>`: `virStorageDefParsePerms` of libvirt.

use super::wrong;
use crate::ground::xml::{Element, Writer};
use crate::ground::{Result, number};
use crate::storage::config::Permissions;

/// All that a file's mode may have here.
const MODE_BITS: i32 = 0o777;

/// Reads the permissions of a target or of a backing store.
pub(super) fn parse_permissions(root: &Element<'_>, path: &str) -> Result<Permissions> {
    let Some(element) = root.path(path) else { return Ok(Permissions::default()) };
    let mode = match element.path_text("mode") {
        None => None,
        Some(text) => {
            let mode = number::to_i32(&text, 8).filter(|mode| mode & !MODE_BITS == 0);
            Some(mode.ok_or_else(|| wrong("malformed octal mode"))?.unsigned_abs())
        }
    };
    let label = element.path_text("label").map(|label| label.as_ref().into());
    Ok(Permissions { mode, owner: parse_id(element, "owner")?, group: parse_id(element, "group")?, label })
}

/// The number of a user or group; -1, and the number that is the same in 32 bits, stands for none.
fn parse_id(element: &Element<'_>, name: &str) -> Result<Option<u32>> {
    let Some(child) = element.child(name) else { return Ok(None) };
    let id = number::to_i64(&child.text(), 10).filter(|id| *id == -1 || u32::try_from(*id).is_ok());
    let id = id.ok_or_else(|| wrong(format!("malformed {name} element")))?;
    Ok(u32::try_from(id).ok().filter(|id| *id != u32::MAX))
}

/// Writes them, if there are any.
pub(super) fn format_permissions(permissions: &Permissions, w: &mut Writer) {
    w.start("permissions").nonempty(|w| {
        w.opt_text("mode", permissions.mode.map(|mode| format!("0{mode:o}")));
        w.opt_text("owner", permissions.owner.map(|id| id as i32));
        w.opt_text("group", permissions.group.map(|id| id as i32));
        w.opt_text("label", permissions.label.as_deref());
    });
}
