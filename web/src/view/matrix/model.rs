//! What the matrix shows: which places and calls, with which flags, and what each cell leads to.

use virtlab_core::domain::rules::{Facts, RULES, Rule, Then, Verb, When, decide};
use virtlab_core::ground::ErrorCode;
use virtlab_core::world::{Place, places};

use yew::AttrValue;

use crate::i18n::I18n;
use crate::{t, words};

/// What the reader asks of the matrix.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Asked {
    /// Words of calls and of states to look for.
    pub text: String,
    /// Flags that the calls have.
    pub flags: Vec<(Verb, u32)>,
    /// Whether the domain's `on_poweroff` is restart.
    pub poweroff_restarts: bool,
    /// Whether the domain's `on_reboot` is destroy; it is restart where nothing else is said.
    pub reboot_destroys: bool,
}

/// What a call leads to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Leads {
    /// To this place; it may be the same as before.
    To(Place),
    /// The domain is gone.
    Gone,
    /// The call is refused.
    Refused(ErrorCode),
}

impl Asked {
    /// The flags that a call of this verb has.
    pub fn flags_of(&self, verb: Verb) -> u32 {
        self.flags.iter().filter(|(of, _)| *of == verb).fold(0, |all, (_, bits)| all | bits)
    }

    /// What the rules look at.
    pub fn facts(&self, place: Place, verb: Verb) -> Facts {
        Facts {
            poweroff_restarts: self.poweroff_restarts,
            reboot_restarts: !self.reboot_destroys,
            ..place.facts(self.flags_of(verb))
        }
    }

    /// The row that decides.
    pub fn rule(&self, place: Place, verb: Verb) -> &'static Rule {
        decide(verb, &self.facts(place, verb))
    }

    /// The places and the calls that the text asks for: each word narrows the places if it is in the words of one, and
    /// the calls if it is in the words of one.
    pub fn shown(&self, i18n: &I18n) -> (Vec<Place>, Vec<Verb>) {
        let mut rows: Vec<(Place, String)> =
            places().into_iter().map(|place| (place, place_words(i18n, place).to_lowercase())).collect();
        let mut columns: Vec<(Verb, String)> =
            Verb::ALL.into_iter().map(|verb| (verb, verb_words(i18n, verb).to_lowercase())).collect();
        for word in self.text.to_lowercase().split_whitespace() {
            let of_row = rows.iter().any(|(_, words)| words.contains(word));
            let of_column = columns.iter().any(|(_, words)| words.contains(word));
            if of_row || !of_column {
                rows.retain(|(_, words)| words.contains(word));
            }
            if of_column || !of_row {
                columns.retain(|(_, words)| words.contains(word));
            }
        }
        (rows.into_iter().map(|row| row.0).collect(), columns.into_iter().map(|column| column.0).collect())
    }
}

/// What a row leads to from a place.
pub fn leads(place: Place, rule: &Rule) -> Leads {
    match rule.then {
        Then::Deny(denial) => Leads::Refused(denial.code),
        Then::Do(effect, _) => place.after(effect).map_or(Leads::Gone, Leads::To),
        Then::Chain(deeds) => {
            let after = deeds.iter().try_fold(place, |place, (effect, _)| place.after(*effect));
            after.map_or(Leads::Gone, Leads::To)
        }
    }
}

/// The flags that any row looks at.
pub fn flags() -> Vec<(Verb, u32)> {
    let mut found = Vec::new();
    for rule in RULES.iter().filter(|rule| Verb::ALL.contains(&rule.verb)) {
        for when in rule.when {
            if let When::Flag(bits) | When::NoFlag(bits) = when
                && !found.contains(&(rule.verb, *bits))
            {
                found.push((rule.verb, *bits));
            }
        }
    }
    found
}

/// A place in words, by which it is found.
pub fn place_words(i18n: &I18n, place: Place) -> AttrValue {
    let kind = if place.persistent { "persistent" } else { "transient" };
    let more = [Some(kind), place.managed_save.then_some("managed-save")];
    let more = more.into_iter().flatten().map(|key| i18n.text(key, &[]));
    let join = |left: AttrValue, right| t!(i18n, "join-comma", left = left, right = right);
    more.fold(words::state(i18n, place.state), join)
}

fn verb_words(i18n: &I18n, verb: Verb) -> String {
    format!("{} {}", verb.c_name(), words::verb(i18n, verb.c_name()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use virtlab_core::domain::DomainState;

    fn shown(text: &str) -> (usize, Vec<Verb>) {
        let asked = Asked { text: text.into(), ..Asked::default() };
        let (places, verbs) = asked.shown(&I18n::english());
        (places.len(), verbs)
    }

    #[test]
    fn words_narrow_what_they_are_about() {
        let all = places().len();
        assert_eq!(shown("").0, all);
        assert_eq!(shown(" destroy "), (all, vec![Verb::Destroy]));
        assert_eq!(shown("transient"), (4, Verb::ALL.to_vec()));
        assert_eq!(shown("Transient Suspend").1, [Verb::Suspend]);
        assert_eq!(shown("no such thing"), (0, vec![]));
    }

    #[test]
    fn flags_that_matter_are_named() {
        for (verb, bits) in flags() {
            let (_, set) = words::with_flags(verb).unwrap();
            assert!(set.text(bits).starts_with("VIR_"), "{verb:?} {bits}");
        }
        let place = Place { state: DomainState::Shutoff, persistent: true, managed_save: true };
        let leads = |asked: &Asked| super::leads(place, asked.rule(place, Verb::Undefine));
        assert_eq!(leads(&Asked::default()), Leads::Refused(ErrorCode::OperationInvalid));
        assert_eq!(leads(&Asked { flags: flags(), ..Asked::default() }), Leads::Gone);
    }
}
