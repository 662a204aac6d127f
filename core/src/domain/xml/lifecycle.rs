//! `<on_poweroff>` and its kin, and `<pm>`.

use super::fault;
use crate::domain::config::{DomainDef, LifecycleAction, LockFailureAction};
use crate::ground::xml::{Element, Prop, Writer};
use crate::ground::{ErrorCode, Result, Word, YesNo};

/// What happens on poweroff, reboot, crash and a lost lock.
pub(super) struct Actions {
    pub on_poweroff: LifecycleAction,
    pub on_reboot: LifecycleAction,
    pub on_crash: LifecycleAction,
    pub on_lockfailure: Option<LockFailureAction>,
}

fn action(root: &Element<'_>, name: &str, default: LifecycleAction) -> Result<LifecycleAction> {
    match root.path_text(name) {
        None => Ok(default),
        Some(word) => LifecycleAction::from_word(&word).ok_or_else(|| unknown(name, &word)),
    }
}

fn unknown(name: &str, word: &str) -> Box<crate::ground::VirError> {
    fault(ErrorCode::ConfigUnsupported, format!("unknown {name} action: {word}"))
}

/// The first half of `virDomainDefLifecycleParse` of libvirt.
pub(super) fn parse(root: &Element<'_>) -> Result<Actions> {
    let on_reboot = action(root, "on_reboot", LifecycleAction::Restart)?;
    let on_poweroff = action(root, "on_poweroff", LifecycleAction::Destroy)?;
    let on_crash = action(root, "on_crash", LifecycleAction::Destroy)?;
    let on_lockfailure = match root.path_text("on_lockfailure").as_deref() {
        None | Some("default") => None,
        Some(word) => {
            Some(LockFailureAction::from_word(word).ok_or_else(|| unknown("on_lockfailure", word))?)
        }
    };
    Ok(Actions { on_poweroff, on_reboot, on_crash, on_lockfailure })
}

/// `<pm>`, laid out. The second half of `virDomainDefLifecycleParse` of libvirt.
pub(super) fn pm(root: &Element<'_>) -> Result<String> {
    let mut w = Writer::at(1);
    let mut states = [("suspend-to-mem", None), ("suspend-to-disk", None)];
    for (name, enabled) in &mut states {
        if let Some(element) = root.all("pm").find_map(|pm| pm.child(name)) {
            *enabled = element.prop_yes_no("enabled", Prop::NONE)?;
        }
    }
    w.start("pm").nonempty(|w| {
        for (name, enabled) in states {
            if let Some(enabled) = enabled {
                w.start(name).attr("enabled", YesNo::of(enabled)).empty();
            }
        }
    });
    Ok(w.finish())
}

/// `virDomainDefLifecycleActionValidate` of libvirt.
pub(super) fn validate(def: &DomainDef) -> Result<()> {
    for (event, action) in [("poweroff", def.on_poweroff), ("reboot", def.on_reboot)] {
        if action.is_for_crashes() {
            let detail = format!("Lifecycle event '{event}' doesn't support '{action}' action");
            return Err(fault(ErrorCode::ConfigUnsupported, detail));
        }
    }
    Ok(())
}

/// Writes them.
pub(super) fn format(def: &DomainDef, w: &mut Writer) {
    w.text("on_poweroff", def.on_poweroff);
    w.text("on_reboot", def.on_reboot);
    w.text("on_crash", def.on_crash);
    w.opt_text("on_lockfailure", def.on_lockfailure);
}
