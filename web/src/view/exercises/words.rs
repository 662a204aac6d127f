//! A goal in words: what is asked about, what is required, what was found.

use virtlab_core::domain::DomainState;
use virtlab_course::exercise::Level;
use virtlab_course::goal::{About, Datum, Field, Finding, Required};
use yew::prelude::*;

use crate::i18n::I18n;
use crate::{msg, t, words};

/// A level in words.
pub fn level(i18n: &I18n, level: Level) -> AttrValue {
    match level {
        Level::First => t!(i18n, "exercise-level-first"),
        Level::Easy => t!(i18n, "exercise-level-easy"),
        Level::Medium => t!(i18n, "exercise-level-medium"),
        Level::Hard => t!(i18n, "exercise-level-hard"),
    }
}

/// What a finding says, in a sentence.
pub fn finding(i18n: &I18n, finding: &Finding) -> AttrValue {
    let what = what(i18n, finding);
    let found = match &finding.found {
        Some(found) => value(i18n, finding.condition.field, found),
        None => t!(i18n, "goal-nothing"),
    };
    if matches!(finding.condition.about, About::Answer(_)) {
        // What is required is what the learner is to find out.
        return match (&finding.found, finding.met) {
            (None, _) => t!(i18n, "goal-answer-missing"),
            (_, true) => t!(i18n, "goal-answer-right", found = found),
            (_, false) => t!(i18n, "goal-answer-wrong", found = found),
        };
    }
    match finding.met {
        true => t!(i18n, "goal-met", what = what, found = found),
        false => {
            let required = required(i18n, finding);
            t!(i18n, "goal-unmet", what = what, found = found, required = required)
        }
    }
}

fn what(i18n: &I18n, finding: &Finding) -> AttrValue {
    let condition = &finding.condition;
    let about = about(i18n, &condition.about);
    match (condition.field, &condition.required) {
        (Field::Succeeded, _) => t!(i18n, "goal-call-succeeded", call = about),
        (Field::Times, _) => t!(i18n, "goal-call-times", call = about),
        (Field::Failed, _) => t!(i18n, "goal-call-failed", call = about),
        (Field::Returned, _) => t!(i18n, "goal-call-returned", call = about),
        (Field::Before, Required::Is(other)) => {
            t!(i18n, "goal-call-before", call = about, other = other.to_string())
        }
        (field, _) => t!(i18n, "goal-what", about = about, field = i18n.text(key(field), &[])),
    }
}

fn about(i18n: &I18n, about: &About) -> AttrValue {
    match about {
        About::Domain(_, name) => t!(i18n, "goal-about-domain", name = name.as_str()),
        About::Snapshot(_, domain, name) => {
            t!(i18n, "goal-about-snapshot", name = name.as_str(), domain = domain.as_str())
        }
        About::Network(_, name) => t!(i18n, "goal-about-network", name = name.as_str()),
        About::Host(key) => t!(i18n, "goal-about-host", name = key.to_string()),
        About::Session => t!(i18n, "goal-about-session"),
        About::Answer(_) => t!(i18n, "goal-about-answer"),
        About::Call(function, with) if with.is_empty() => function.c_name().into(),
        About::Call(function, with) => {
            let with: Vec<String> = with.iter().map(|(name, value)| format!("{name} {value}")).collect();
            t!(i18n, "goal-about-call-with", call = function.c_name(), with = with.join(", "))
        }
    }
}

fn required(i18n: &I18n, finding: &Finding) -> AttrValue {
    let field = finding.condition.field;
    match &finding.condition.required {
        Required::Is(_) if field == Field::Before => t!(i18n, "goal-yes"),
        Required::Is(is) => value(i18n, field, is),
        Required::Not(not) => t!(i18n, "goal-not", value = value(i18n, field, not)),
        Required::AtLeast(n) => t!(i18n, "goal-at-least", value = value(i18n, field, &Datum::Number(*n))),
        Required::AtMost(n) => t!(i18n, "goal-at-most", value = value(i18n, field, &Datum::Number(*n))),
        Required::Has(item) => t!(i18n, "goal-has", value = item.as_str()),
        Required::Lacks(item) => t!(i18n, "goal-lacks", value = item.as_str()),
    }
}

fn value(i18n: &I18n, field: Field, datum: &Datum) -> AttrValue {
    let kib = [Field::MemoryKib, Field::MaxMemoryKib, Field::ConfigMemoryKib, Field::ConfigMaxMemoryKib];
    match datum {
        Datum::Truth(true) => t!(i18n, "goal-yes"),
        Datum::Truth(false) => t!(i18n, "goal-no"),
        Datum::Number(n) if kib.contains(&field) => format!("{n} KiB").into(),
        Datum::Text(word) if field == Field::State => {
            let is = |state: &DomainState| state.c_name().eq_ignore_ascii_case(&format!("VIR_DOMAIN_{word}"));
            match DomainState::ALL.into_iter().find(is) {
                Some(state) => words::state(i18n, state),
                None => word.clone().into(),
            }
        }
        Datum::Text(_) if field == Field::Before => t!(i18n, "goal-yes"),
        Datum::List(items) if items.is_empty() => t!(i18n, "goal-none"),
        datum => datum.to_string().into(),
    }
}

/// The key of a field's name.
fn key(field: Field) -> &'static str {
    match field {
        Field::Exists => msg!("goal-field-exists"),
        Field::State => msg!("goal-field-state"),
        Field::Reason => msg!("goal-field-reason"),
        Field::Active => msg!("goal-field-active"),
        Field::Persistent => msg!("goal-field-persistent"),
        Field::Autostart => msg!("goal-field-autostart"),
        Field::ManagedSave => msg!("goal-field-managed-save"),
        Field::Id => msg!("goal-field-id"),
        Field::Uuid => msg!("goal-field-uuid"),
        Field::Title => msg!("goal-field-title"),
        Field::Description => msg!("goal-field-description"),
        Field::ConfigTitle => msg!("goal-field-config-title"),
        Field::ConfigDescription => msg!("goal-field-config-description"),
        Field::MemoryKib => msg!("goal-field-memory"),
        Field::MaxMemoryKib => msg!("goal-field-max-memory"),
        Field::ConfigMemoryKib => msg!("goal-field-config-memory"),
        Field::ConfigMaxMemoryKib => msg!("goal-field-config-max-memory"),
        Field::Vcpus => msg!("goal-field-vcpus"),
        Field::MaxVcpus => msg!("goal-field-max-vcpus"),
        Field::ConfigVcpus => msg!("goal-field-config-vcpus"),
        Field::ConfigMaxVcpus => msg!("goal-field-config-max-vcpus"),
        Field::Disks => msg!("goal-field-disks"),
        Field::ConfigDisks => msg!("goal-field-config-disks"),
        Field::Interfaces => msg!("goal-field-interfaces"),
        Field::ConfigInterfaces => msg!("goal-field-config-interfaces"),
        Field::Snapshots => msg!("goal-field-snapshots"),
        Field::CurrentSnapshot => msg!("goal-field-current-snapshot"),
        Field::Parent => msg!("goal-field-parent"),
        Field::Domains => msg!("goal-field-domains"),
        Field::ActiveDomains => msg!("goal-field-active-domains"),
        Field::Networks => msg!("goal-field-networks"),
        Field::Connections => msg!("goal-field-connections"),
        Field::Handles => msg!("goal-field-handles"),
        Field::Errors => msg!("goal-field-errors"),
        Field::Calls => msg!("goal-field-calls"),
        Field::Failures => msg!("goal-field-failures"),
        Field::SavedErrors => msg!("goal-field-saved-errors"),
        Field::LostErrors => msg!("goal-field-lost-errors"),
        Field::Events => msg!("goal-field-events"),
        Field::Callbacks => msg!("goal-field-callbacks"),
        Field::EventLoop => msg!("goal-field-event-loop"),
        Field::LastError => msg!("goal-field-last-error"),
        Field::Times | Field::Succeeded | Field::Failed | Field::Returned | Field::Before | Field::Is => {
            msg!("goal-field-calls")
        }
    }
}
