//! libvirt's things in the reader's words: states, reasons, rules. The words are in rules.ftl and errors.ftl; here is only
//! which of them to take.

use virtlab_core::api::{Event, FlagSet, FunctionId, Kind};
use virtlab_core::domain::moment::SnapshotState;
use virtlab_core::domain::rules::{Denial, Effect, Rule, Then, Verb, When};
use virtlab_core::domain::{Domain, DomainEvent, DomainState, StateReason};
use yew::AttrValue;

use crate::i18n::I18n;
use crate::t;
use crate::ui::Look;

/// What a domain looks like.
pub fn look(domain: &Domain) -> Look {
    match domain.state.state() {
        DomainState::Shutoff if domain.managed_save => Look::Saved,
        state => look_of(state),
    }
}

/// What a state looks like.
pub fn look_of(state: DomainState) -> Look {
    match state {
        DomainState::Running => Look::Running,
        DomainState::Paused => Look::Paused,
        DomainState::Shutoff => Look::ShutOff,
        DomainState::Crashed => Look::Crashed,
        DomainState::PmSuspended => Look::Asleep,
        DomainState::NoState | DomainState::Blocked | DomainState::Shutdown => Look::Changing,
    }
}

/// The key of a state's word; its explanation is the attribute `about`.
pub fn state_key(state: DomainState) -> String {
    format!("state-{}", state.c_name().trim_start_matches("VIR_DOMAIN_").to_ascii_lowercase())
}

/// A state's word.
pub fn state(i18n: &I18n, state: DomainState) -> AttrValue {
    i18n.text(&state_key(state), &[])
}

/// A reason's words.
pub fn reason(i18n: &I18n, reason: StateReason) -> AttrValue {
    i18n.text(&format!("reason-{}", reason.c_name()), &[])
}

/// `running (booted)`.
pub fn place(i18n: &I18n, pair: StateReason) -> AttrValue {
    t!(i18n, "place-short", state = state(i18n, pair.state()), reason = reason(i18n, pair))
}

/// An event's words.
pub fn event(i18n: &I18n, event: Event) -> AttrValue {
    i18n.text(&format!("event-{}", event.c_name()), &[])
}

/// A call's verb.
pub fn verb(i18n: &I18n, c_name: &str) -> AttrValue {
    i18n.text(&format!("verb-{c_name}"), &[])
}

fn states(i18n: &I18n, states: &[DomainState]) -> AttrValue {
    let words = states.iter().map(|one| state(i18n, *one));
    words.reduce(|left, right| t!(i18n, "join-or", left = left, right = right)).unwrap_or_default()
}

fn snapshot_states(i18n: &I18n, states: &[SnapshotState]) -> AttrValue {
    let word = |one: &SnapshotState| match DomainState::from_number(*one as i32) {
        Some(of_domain) => state(i18n, of_domain),
        None => t!(i18n, "snapshot-of-disks"),
    };
    let words = states.iter().map(word);
    words.reduce(|left, right| t!(i18n, "join-or", left = left, right = right)).unwrap_or_default()
}

/// The conditions of a row.
pub fn conditions(i18n: &I18n, rule: &Rule) -> AttrValue {
    let word = |when: &When| match when {
        When::Active => t!(i18n, "when-active"),
        When::Inactive => t!(i18n, "when-inactive"),
        When::In(list) => t!(i18n, "when-in", states = states(i18n, list)),
        When::NotIn(list) => t!(i18n, "when-not-in", states = states(i18n, list)),
        When::Persistent => t!(i18n, "when-persistent"),
        When::Transient => t!(i18n, "when-transient"),
        When::ManagedSave => t!(i18n, "when-managed-save"),
        When::Snapshots => t!(i18n, "when-snapshots"),
        When::Checkpoints => t!(i18n, "when-checkpoints"),
        When::SnapshotIn(list) => t!(i18n, "when-snapshot-in", states = snapshot_states(i18n, list)),
        When::SnapshotNotIn(list) => t!(i18n, "when-snapshot-not-in", states = snapshot_states(i18n, list)),
        When::Flag(bits) => t!(i18n, "when-flag", flags = flags(rule, *bits)),
        When::NoFlag(bits) => t!(i18n, "when-no-flag", flags = flags(rule, *bits)),
        When::PoweroffRestarts => t!(i18n, "when-poweroff-restarts"),
        When::RebootRestarts => t!(i18n, "when-reboot-restarts"),
    };
    let all = rule.when.iter().map(word);
    all.reduce(|left, right| t!(i18n, "join-and", left = left, right = right))
        .unwrap_or_else(|| t!(i18n, "when-always"))
}

/// What a row that refuses asks for instead: any one of its conditions the other way round.
pub fn needed(i18n: &I18n, rule: &Rule) -> AttrValue {
    let word = |when: &When| match when {
        When::Active => t!(i18n, "need-inactive"),
        When::Inactive => t!(i18n, "need-active"),
        When::In(list) => t!(i18n, "need-not-in", states = states(i18n, list)),
        When::NotIn(list) => t!(i18n, "need-in", states = states(i18n, list)),
        When::Persistent => t!(i18n, "need-transient"),
        When::Transient => t!(i18n, "need-persistent"),
        When::ManagedSave => t!(i18n, "need-no-managed-save"),
        When::Snapshots => t!(i18n, "need-no-snapshots"),
        When::Checkpoints => t!(i18n, "need-no-checkpoints"),
        When::SnapshotIn(list) => t!(i18n, "need-snapshot-not-in", states = snapshot_states(i18n, list)),
        When::SnapshotNotIn(list) => t!(i18n, "need-snapshot-in", states = snapshot_states(i18n, list)),
        When::Flag(bits) => t!(i18n, "need-no-flag", flags = flags(rule, *bits)),
        When::NoFlag(bits) => t!(i18n, "need-flag", flags = flags(rule, *bits)),
        When::PoweroffRestarts => t!(i18n, "need-poweroff-other"),
        When::RebootRestarts => t!(i18n, "need-reboot-other"),
    };
    let any = rule.when.iter().map(word);
    any.reduce(|left, right| t!(i18n, "join-or", left = left, right = right)).unwrap_or_default()
}

/// The function of a verb that takes flags, and which: the rules are about a verb, which several functions may be.
pub fn with_flags(verb: Verb) -> Option<(FunctionId, &'static FlagSet)> {
    let name = verb.c_name();
    let function =
        FunctionId::from_c_name(&format!("{name}Flags")).or_else(|| FunctionId::from_c_name(name))?;
    let set = function.row().params.iter().find_map(|param| match param.kind {
        Kind::Flags(set) | Kind::LongFlags(set) => Some(set),
        _ => None,
    })?;
    Some((function, set))
}

/// The names of a row's flags.
fn flags(rule: &Rule, bits: u32) -> String {
    with_flags(rule.verb).map_or_else(|| format!("{bits:#x}"), |(_, set)| set.text(bits))
}

/// What a row leads to: its effect and its event, or the refusal in libvirt's words.
pub fn effect(i18n: &I18n, rule: &Rule) -> AttrValue {
    let events: Vec<DomainEvent> = match rule.then {
        Then::Do(_, event) => event.into_iter().collect(),
        Then::Chain(deeds) => deeds.iter().filter_map(|deed| deed.1).collect(),
        Then::Deny(..) => Vec::new(),
    };
    with_events(i18n, change(i18n, rule), events)
}

/// A sentence with its events behind it.
pub fn with_events(
    i18n: &I18n,
    text: AttrValue,
    events: impl IntoIterator<Item = impl Into<Event>>,
) -> AttrValue {
    let mut text = text.to_string();
    for one in events {
        text = format!("{text} {}", t!(i18n, "rule-event", event = event(i18n, one.into())));
    }
    text.into()
}

/// What a row does to the domain, or the refusal in libvirt's words.
pub fn change(i18n: &I18n, rule: &Rule) -> AttrValue {
    match rule.then {
        Then::Deny(Denial { code, detail, .. }) => {
            let name = t!(i18n, "domain-name");
            let message = detail.replace("{name}", &format!("‹{name}›")).replace("{snapshots}", "…");
            t!(i18n, "rule-refuses", code = code.c_name(), message = message)
        }
        Then::Do(effect, _) => one_change(i18n, effect),
        Then::Chain(deeds) => {
            // A step that only tells of an event changes nothing.
            let changes = deeds.iter().filter(|deed| deed.0 != Effect::Stay);
            let words: Vec<String> = changes.map(|deed| one_change(i18n, deed.0).to_string()).collect();
            words.join(" ").into()
        }
    }
}

fn one_change(i18n: &I18n, effect: Effect) -> AttrValue {
    let pair = |key: &'static str, pair: StateReason| {
        i18n.text(key, &[("state", state(i18n, pair.state()).into()), ("reason", reason(i18n, pair).into())])
    };
    match effect {
        Effect::Stay => t!(i18n, "effect-stay"),
        Effect::Go(to) => pair(crate::msg!("effect-go"), to),
        Effect::Start(to) => pair(crate::msg!("effect-start"), to),
        Effect::Stop(to) => pair(crate::msg!("effect-stop"), to),
        Effect::StopSaved(to) => pair(crate::msg!("effect-stop-saved"), to),
        Effect::Define => t!(i18n, "effect-define"),
        Effect::MakeTransient => t!(i18n, "effect-make-transient"),
        Effect::Remove => t!(i18n, "effect-remove"),
        Effect::Rename => t!(i18n, "effect-rename"),
        Effect::DropManagedSave => t!(i18n, "effect-drop-managed-save"),
        Effect::Autostart => t!(i18n, "effect-autostart"),
        Effect::Halt(to) => pair(crate::msg!("effect-halt"), to),
        Effect::Load => t!(i18n, "effect-load"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use virtlab_core::domain::rules::{Facts, decide};

    fn facts(state: DomainState, managed_save: bool) -> Facts {
        Facts {
            state,
            active: state != DomainState::Shutoff,
            persistent: true,
            managed_save,
            has_snapshots: false,
            has_checkpoints: false,
            snapshot: None,
            poweroff_restarts: false,
            reboot_restarts: false,
            flags: 0,
        }
    }

    #[test]
    fn a_refusal_says_what_was_needed() {
        let i18n = I18n::english();
        let needed = |verb, state, saved| self::needed(&i18n, decide(verb, &facts(state, saved)));
        assert_eq!(needed(Verb::Create, DomainState::Running, false), "the domain is shut off");
        assert_eq!(needed(Verb::Suspend, DomainState::Paused, false), "the domain is not shut off or paused");
        assert_eq!(
            needed(Verb::Undefine, DomainState::Shutoff, true),
            "it has no managed save image or the call has VIR_DOMAIN_UNDEFINE_MANAGED_SAVE"
        );
    }

    #[test]
    fn a_row_says_what_it_looks_at_and_does() {
        let i18n = I18n::english();
        let rule = decide(Verb::Shutdown, &facts(DomainState::Running, false));
        assert_eq!(conditions(&i18n, rule), "in every other case");
        assert_eq!(
            effect(&i18n, rule),
            "It stops being active (shut down). A persistent domain stays, shut off; a transient one is gone. \
             Event: stopped (shut down)."
        );
    }
}
