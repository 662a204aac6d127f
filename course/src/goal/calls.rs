//! What is found of the calls that were made, and whether an answer says what was asked for.

use virtlab_core::api::{Call, Delivered, FunctionId, Kind, Notice, Outcome, Value, flag_value};
use virtlab_core::world::Step;

use super::{Condition, Datum, Field, Required};

/// A field of the calls of a function whose arguments are such.
pub(super) fn value(
    field: Field,
    function: FunctionId,
    with: &[(String, String)],
    steps: &[Step],
    condition: &Condition,
) -> Option<Datum> {
    let is_one = |step: &&Step| {
        let call = &step.entry.call;
        call.function == function && with.iter().all(|(name, wanted)| has(call, name, wanted))
    };
    let those = || steps.iter().filter(is_one);
    Some(match field {
        Field::Times => Datum::count(those().count()),
        Field::Succeeded => Datum::Truth(those().any(|step| step.outcome.ok())),
        // The codes with which it failed. `failed = true` asks whether there is any.
        Field::Failed => {
            let failures = || those().filter_map(|step| step.outcome.error.as_deref());
            match &condition.required {
                Required::Is(Datum::Truth(_)) => Datum::Truth(failures().next().is_some()),
                _ => Datum::List(failures().map(|error| error.code.c_name().to_owned()).collect()),
            }
        }
        Field::Returned => Datum::List(those().map(|step| plain(&step.outcome.ret)).collect()),
        // Whether the first of them that succeeded came before the first of another function's.
        Field::Before => {
            let Required::Is(Datum::Text(other)) = &condition.required else { return None };
            let first =
                |is: &dyn Fn(&Step) -> bool| steps.iter().position(|step| step.outcome.ok() && is(step));
            let one = first(&|step| is_one(&step))?;
            match first(&|step| step.entry.call.function.c_name() == other) {
                // What never came is not before it.
                Some(then) if then < one => return None,
                _ => Datum::Text(other.clone()),
            }
        }
        _ => return None,
    })
}

/// A field of all calls together.
pub(super) fn of_all(field: Field, steps: &[Step]) -> Option<Datum> {
    let outcomes = || steps.iter().map(|step| &*step.outcome);
    Some(match field {
        Field::Calls => Datum::count(steps.len()),
        Field::Failures => Datum::count(outcomes().filter(|outcome| !outcome.ok()).count()),
        Field::LostErrors => {
            let lost =
                |outcome: &Outcome| outcome.notices.iter().any(|it| matches!(it, Notice::ErrorLost(_)));
            Datum::count(outcomes().filter(|outcome| lost(outcome)).count())
        }
        Field::Events => {
            let event = |delivered: &Delivered| match delivered {
                Delivered::Event { event, .. } => Some(format!("{} {}", event.event.c_name(), event.name)),
                _ => None,
            };
            Datum::List(outcomes().flat_map(|outcome| outcome.delivered.iter().filter_map(event)).collect())
        }
        _ => return None,
    })
}

/// Whether an argument is the one that is meant: just that text or number, or, of flags, one that is set.
fn has(call: &Call, name: &str, wanted: &str) -> bool {
    let params = call.function.row().params;
    let Some(at) = params.iter().position(|param| param.name == name) else { return false };
    match (params[at].kind, call.arg(at)) {
        (Kind::Flags(_) | Kind::LongFlags(_), Value::Int(flags)) => {
            let is_set = |name: &str| match flag_value(name) {
                Some(bits) => flags & bits == bits,
                None => name == "0" && flags == 0,
            };
            wanted.split('|').map(str::trim).all(is_set)
        }
        (Kind::Choice(set, _), Value::Int(n)) => {
            set.choice(n).is_some_and(|choice| choice.name == wanted) || n.to_string() == wanted
        }
        (_, value) => plain(&value) == wanted,
    }
}

/// A value as people say it: a text without its quotes.
fn plain(value: &Value) -> String {
    match value {
        Value::Text(text) => text.to_string(),
        value => value.to_string(),
    }
}

/// Whether an answer says what was asked for. Numbers may have their digits in groups; of texts the case does not matter.
pub fn said_alike(asked: &Datum, said: &str) -> bool {
    let said = said.trim();
    match asked {
        Datum::Number(number) => {
            let digits: String =
                said.chars().filter(|c| !matches!(c, ' ' | ',' | '_' | '\u{a0}' | '\u{202f}')).collect();
            digits.parse() == Ok(*number)
        }
        Datum::Truth(truth) => said.eq_ignore_ascii_case(if *truth { "yes" } else { "no" }),
        Datum::Text(text) => said.to_lowercase() == text.to_lowercase(),
        Datum::List(items) => items.iter().any(|item| item.to_lowercase() == said.to_lowercase()),
    }
}
