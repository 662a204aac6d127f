//! What the call would do: the row of the rules that applies, or the error and why.

use yew::prelude::*;

use crate::i18n::use_i18n;
use crate::session::use_session;
use crate::ui::Icon;
use crate::{t, words};

/// One sentence, and the reason for it.
#[component]
pub fn Preview() -> Html {
    let i18n = use_i18n();
    let session = use_session();
    let outcome = session.state().preview();
    let effect = outcome.rule.map(|rule| {
        let events = outcome.raised.iter().map(|raised| raised.event);
        words::with_events(&i18n, words::change(&i18n, rule), events)
    });
    let (class, icon, text) = match &outcome.error {
        None => {
            let ret = outcome.ret.to_string();
            let text = match effect {
                Some(effect) => t!(i18n, "rule-will-do", effect = effect),
                None => t!(i18n, "call-will-return", value = ret.chars().take(60).collect::<String>()),
            };
            ("preview--good", "check", text)
        }
        Some(error) => {
            let first = error.message.lines().next().unwrap_or_default().to_owned();
            ("preview--problem", "alert", t!(i18n, "rule-will-fail", message = first))
        }
    };
    let why = outcome.rule.filter(|rule| !outcome.ok() && !rule.when.is_empty());
    html! {
        <div class={classes!("preview", class)} role="status">
            <Icon name={icon} />
            <div>
                <p>{ text }</p>
                if let Some(rule) = why {
                    <p class="hint">{ t!(i18n, "call-because", conditions = words::conditions(&i18n, rule)) }</p>
                }
            </div>
        </div>
    }
}
