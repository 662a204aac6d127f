//! The track: a slider over all steps, with a mark for each as long as there is room for marks.

use virtlab_core::world::Step;
use yew::prelude::*;

use crate::i18n::use_i18n;
use crate::session::{Action, use_session};
use crate::t;

/// More marks than this would run into each other; the slider alone is left.
const MARKS_MAX: usize = 120;
/// Characters of a call that are shown when a mark is pointed at.
const SHOWN: usize = 120;

/// A call as one short line.
pub fn short_call(step: &Step) -> String {
    let text = step.entry.call.to_string();
    let mut line: String = text.chars().take(SHOWN).collect();
    if line.len() < text.len() {
        line.push('…');
    }
    line
}

/// The slider and its marks.
#[component]
pub fn Track() -> Html {
    let i18n = use_i18n();
    let session = use_session();
    let state = session.state();
    let (position, steps) = (state.history.position(), state.history.steps());
    let length = steps.len();
    let oninput = {
        let session = session.clone();
        Callback::from(move |event: InputEvent| {
            if let Some(position) = crate::dom::input_value(&event).and_then(|value| value.parse().ok()) {
                session.act(Action::Seek(position));
            }
        })
    };
    let words = match state.last() {
        Some(step) => t!(i18n, "timeline-at", position = position, length = length, call = short_call(step)),
        None => t!(i18n, "timeline-at-start"),
    };
    let mark = |(i, step): (usize, &Step)| {
        let at = (i + 1) as f64 / length as f64 * 100.0;
        let class = classes!(
            "time-mark",
            (!step.outcome.ok()).then_some("time-mark--error"),
            (i + 1 > position).then_some("time-mark--ahead"),
            (i + 1 == position).then_some("time-mark--here"),
        );
        html! {
            <g key={i} {class}>
                <title>{ short_call(step) }</title>
                if step.outcome.ok() {
                    <circle cx={format!("{at}%")} cy="50%" r="5" />
                } else {
                    <svg x={format!("{at}%")} y="50%" overflow="visible"><path d="M-4-4 4 4M4-4-4 4" /></svg>
                }
            </g>
        }
    };
    html! {
        <div class="time-track">
            if length <= MARKS_MAX {
                <svg class="time-marks" aria-hidden="true" focusable="false">
                    <line x1="0" x2="100%" y1="50%" y2="50%" class="time-rail" />
                    { for steps.iter().enumerate().map(mark) }
                </svg>
            }
            <input type="range" class={classes!("time-range", (length <= MARKS_MAX).then_some("time-range--marked"))}
                min="0" max={length.to_string()} step="1" value={position.to_string()} disabled={length == 0}
                aria-label={t!(i18n, "timeline-step")} aria-valuetext={words} {oninput} />
        </div>
    }
}
