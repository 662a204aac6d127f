//! Time: every step that was made, the moment that is looked at, and the branches of the past.

mod keys;
mod track;

use gloo::timers::callback::Interval;
use yew::prelude::*;

use crate::i18n::use_i18n;
use crate::session::{Action, Playing, use_session};
use crate::t;
use crate::ui::IconButton;
use keys::use_step_keys;
use track::Track;

pub use track::short_call;

/// Speeds that are offered, in tenths of a step a second.
const SPEEDS: [u32; 5] = [5, 10, 20, 50, 100];
/// The speed at first.
const USUAL_SPEED: u32 = 10;

/// The time line along the bottom of the bench.
#[component]
pub fn Timeline() -> Html {
    let i18n = use_i18n();
    let session = use_session();
    let speed = use_state_eq(|| USUAL_SPEED);
    use_step_keys(&session);
    let (position, length, playing, current, branches) = {
        let state = session.state();
        let history = &state.history;
        (
            history.position(),
            history.steps().len(),
            state.playing,
            history.current(),
            history.branches().len(),
        )
    };
    {
        let session = session.clone();
        use_effect_with((playing.is_some(), *speed), move |(on, speed)| {
            let interval = on.then(|| Interval::new(10_000 / speed, move || session.act(Action::Step(1))));
            move || drop(interval)
        });
    }
    let at_start = position == 0;
    let at_end = position == length;
    let toggle = match playing {
        Some(_) => session.on(Action::Play(None)),
        None => session.on(Action::Play(Some(Playing { tenths: *speed }))),
    };
    let on_speed = {
        let speed = speed.clone();
        Callback::from(move |event: Event| {
            if let Some(tenths) = crate::dom::input_value(&event).and_then(|value| value.parse().ok()) {
                speed.set(tenths);
            }
        })
    };
    let on_branch = {
        let session = session.clone();
        Callback::from(move |event: Event| {
            if let Some(branch) = crate::dom::input_value(&event).and_then(|value| value.parse().ok()) {
                session.act(Action::Switch(branch));
            }
        })
    };
    let (play_icon, play_label) = match playing {
        Some(_) => ("pause", t!(i18n, "timeline-pause")),
        None => ("play", t!(i18n, "timeline-play")),
    };
    let branch_name = |branch: usize| match branch {
        0 => t!(i18n, "timeline-branch-main"),
        n => t!(i18n, "timeline-branch", number = n),
    };
    html! {
        <div class="time">
            <div class="time-buttons" role="group" aria-label={t!(i18n, "timeline-moves")}>
                <IconButton icon="first" label={t!(i18n, "timeline-first")} disabled={at_start} onclick={session.on(Action::Seek(0))} />
                <IconButton icon="back" label={t!(i18n, "timeline-back")} disabled={at_start} onclick={session.on(Action::Step(-1))} />
                <IconButton icon={play_icon} label={play_label} disabled={length == 0} onclick={toggle} />
                <IconButton icon="forward" label={t!(i18n, "timeline-forward")} disabled={at_end} onclick={session.on(Action::Step(1))} />
                <IconButton icon="last" label={t!(i18n, "timeline-last")} disabled={at_end} onclick={session.on(Action::Seek(usize::MAX))} />
            </div>
            <label class="time-speed">
                <span class="sr-only">{ t!(i18n, "timeline-speed") }</span>
                <select class="select" onchange={on_speed}>
                    { for SPEEDS.iter().map(|tenths| html! {
                        <option value={tenths.to_string()} selected={*tenths == *speed}>
                            { format!("{}×", f64::from(*tenths) / 10.0) }
                        </option>
                    }) }
                </select>
            </label>
            <Track />
            <span class="time-place" aria-live="off">{ t!(i18n, "timeline-place", position = position, length = length) }</span>
            if branches > 1 {
                <label class="time-branch">
                    <span class="sr-only">{ t!(i18n, "timeline-branches") }</span>
                    <select class="select" onchange={on_branch}>
                        { for (0..branches).map(|n| html! {
                            <option value={n.to_string()} selected={n == current}>{ branch_name(n) }</option>
                        }) }
                    </select>
                </label>
            }
        </div>
    }
}
