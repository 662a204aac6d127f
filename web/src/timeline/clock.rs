//! The virtual clock and the event loop: neither goes on by itself. The clock moves when a call moves it, and events wait
//! until the program runs its loop once more.

use virtlab_core::api::{Call, FunctionId, Value};
use virtlab_core::world::CLOCK_START_NS;
use yew::prelude::*;

use crate::i18n::use_i18n;
use crate::session::{Action, use_session};
use crate::ui::IconButton;
use crate::{dom, msg, t};

/// What the clock can be moved on by, in milliseconds, with the keys of the words.
const STEPS: [(u32, &str); 4] = [
    (1_000, msg!("timeline-second")),
    (60_000, msg!("timeline-minute")),
    (3_600_000, msg!("timeline-hour")),
    (86_400_000, msg!("timeline-day")),
];

/// How long the world has been going on, as `1 d 02:03:04`, without days where there are none.
fn elapsed(clock_ns: u64) -> String {
    let seconds = clock_ns.saturating_sub(CLOCK_START_NS) / 1_000_000_000;
    let (days, hours, minutes) = (seconds / 86_400, seconds / 3_600 % 24, seconds / 60 % 60);
    let days = if days > 0 { format!("{days} d ") } else { String::new() };
    format!("{days}{hours:02}:{minutes:02}:{:02}", seconds % 60)
}

/// The clock's time, how to move it on, and the events that wait.
#[component]
pub fn Clock() -> Html {
    let i18n = use_i18n();
    let session = use_session();
    let by = use_state_eq(|| STEPS[0].0);
    let (time, waiting) = {
        let state = session.state();
        let client = state.world().client(state.client);
        (elapsed(state.world().clock_ns()), client.map_or(0, |client| client.events_waiting()))
    };
    let advance = Call::new(FunctionId::ClockAdvance, [Value::from(u64::from(*by))]);
    let run_loop = Call::new(FunctionId::EventRunDefaultImpl, []);
    let on_by = {
        let by = by.clone();
        Callback::from(move |event: Event| {
            if let Some(ms) = dom::input_value(&event).and_then(|value| value.parse().ok()) {
                by.set(ms);
            }
        })
    };
    let option = |(ms, words): &(u32, &'static str)| {
        html! { <option value={ms.to_string()} selected={*ms == *by}>{ i18n.text(words, &[]) }</option> }
    };
    html! {
        <div class="time-clock" role="group" aria-label={t!(i18n, "timeline-clock")}>
            if waiting > 0 {
                <span class="time-events">
                    <IconButton icon="bell" label={t!(i18n, "timeline-events", count = waiting)} onclick={session.on(Action::Perform(run_loop))} />
                    <span aria-hidden="true">{ waiting }</span>
                </span>
            }
            <span class="time-now" title={t!(i18n, "timeline-clock")}>{ time }</span>
            <label>
                <span class="sr-only">{ t!(i18n, "timeline-by") }</span>
                <select class="select" onchange={on_by}>{ for STEPS.iter().map(option) }</select>
            </label>
            <IconButton icon="clock" label={t!(i18n, "timeline-advance")} onclick={session.on(Action::Perform(advance))} />
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_is_told_from_the_beginning_of_the_world() {
        let after = |seconds: u64| elapsed(CLOCK_START_NS + seconds * 1_000_000_000);
        assert_eq!(after(0), "00:00:00");
        assert_eq!(after(3_661), "01:01:01");
        assert_eq!(after(2 * 86_400 + 59), "2 d 00:00:59");
    }
}
