//! Time: every step that was made, the moment that is looked at, and the branches of the past.

mod clock;
mod keys;
mod track;

use gloo::timers::callback::Interval;
use yew::prelude::*;

use crate::i18n::{I18n, use_i18n};
use crate::session::{Action, Playing, Session, use_session};
use crate::ui::IconButton;
use crate::{dom, t};
use clock::Clock;
use keys::use_step_keys;
use track::Track;

pub use track::short_call;

/// Speeds that are offered, in tenths of a step a second.
const SPEEDS: [u32; 6] = [2, 5, 10, 20, 50, 100];
/// The speed at first.
const USUAL_SPEED: u32 = 10;

/// The time line along the bottom of the bench.
#[component]
pub fn Timeline() -> Html {
    let i18n = use_i18n();
    let session = use_session();
    let speed = use_state_eq(|| USUAL_SPEED);
    use_step_keys(&session);
    let (position, length, playing) = {
        let state = session.state();
        (state.history.position(), state.history.steps().len(), state.playing)
    };
    {
        let session = session.clone();
        use_effect_with(playing, move |playing| {
            let every = playing.map(|playing| 10_000 / playing.tenths.max(1));
            let interval = every.map(|ms| Interval::new(ms, move || session.act(Action::Step(1))));
            move || drop(interval)
        });
    }
    let (at_start, at_end) = (position == 0, position == length);
    let (icon, label, toggle) = match playing {
        Some(_) => ("pause", t!(i18n, "timeline-pause"), Action::Play(None)),
        None => ("play", t!(i18n, "timeline-play"), Action::Play(Some(Playing { tenths: *speed }))),
    };
    let button = |icon: &'static str, label: AttrValue, disabled: bool, action: Action| {
        html! { <IconButton {icon} {label} {disabled} onclick={session.on(action)} /> }
    };
    html! {
        <div class="time">
            <div class="time-buttons" role="group" aria-label={t!(i18n, "timeline-moves")}>
                { button("first", t!(i18n, "timeline-first"), at_start, Action::Seek(0)) }
                { button("back", t!(i18n, "timeline-back"), at_start, Action::Step(-1)) }
                { button(icon, label, length == 0, toggle) }
                { button("forward", t!(i18n, "timeline-forward"), at_end, Action::Step(1)) }
                { button("last", t!(i18n, "timeline-last"), at_end, Action::Seek(usize::MAX)) }
            </div>
            { speeds(&i18n, &session, &speed) }
            <Track />
            <span class="time-place">{ t!(i18n, "timeline-place", position = position, length = length) }</span>
            { branches(&i18n, &session) }
            <Clock />
        </div>
    }
}

/// The choice of a speed.
fn speeds(i18n: &I18n, session: &Session, speed: &UseStateHandle<u32>) -> Html {
    let playing = session.state().playing;
    // What plays may have been begun elsewhere, at a speed of its own.
    let shown = playing.map_or(**speed, |playing| playing.tenths);
    let on_speed = {
        let (speed, session) = (speed.clone(), session.clone());
        Callback::from(move |event: Event| {
            if let Some(tenths) = dom::input_value(&event).and_then(|value| value.parse().ok()) {
                speed.set(tenths);
                if playing.is_some() {
                    session.act(Action::Play(Some(Playing { tenths })));
                }
            }
        })
    };
    let option = |tenths: &u32| {
        let words = format!("{}×", f64::from(*tenths) / 10.0);
        html! { <option value={tenths.to_string()} selected={*tenths == shown}>{ words }</option> }
    };
    html! {
        <label class="time-speed">
            <span class="sr-only">{ t!(i18n, "timeline-speed") }</span>
            <select class="select" onchange={on_speed}>{ for SPEEDS.iter().map(option) }</select>
        </label>
    }
}

/// The choice of a branch, once there are several.
fn branches(i18n: &I18n, session: &Session) -> Html {
    let (current, count) = {
        let state = session.state();
        (state.history.current(), state.history.branches().len())
    };
    if count < 2 {
        return html! {};
    }
    let on_branch = {
        let session = session.clone();
        Callback::from(move |event: Event| {
            if let Some(branch) = dom::input_value(&event).and_then(|value| value.parse().ok()) {
                session.act(Action::Switch(branch));
            }
        })
    };
    let option = |branch: usize| {
        let name = match branch {
            0 => t!(i18n, "timeline-branch-main"),
            n => t!(i18n, "timeline-branch", number = n),
        };
        html! { <option value={branch.to_string()} selected={branch == current}>{ name }</option> }
    };
    html! {
        <label class="time-branch">
            <span class="sr-only">{ t!(i18n, "timeline-branches") }</span>
            <select class="select" onchange={on_branch}>{ for (0..count).map(option) }</select>
        </label>
    }
}
