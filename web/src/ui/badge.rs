//! A domain's state: always a shape, a word and a hue, the same everywhere.

use yew::prelude::*;

/// What a state looks like. Several of libvirt's states may share a look; the word beside it tells them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Look {
    /// Not there at all: undefined.
    Absent,
    /// Shut off: a ring.
    ShutOff,
    /// Running: a disc.
    Running,
    /// Paused: two bars.
    Paused,
    /// Shut off, with its memory saved: a framed square.
    Saved,
    /// Crashed: a cross.
    Crashed,
    /// Suspended by power management: a moon.
    Asleep,
    /// On its way: a half disc. Blocked, shutting down, or no state.
    Changing,
}

impl Look {
    /// Every look, for pages that explain them.
    pub const ALL: [Look; 8] = [
        Look::ShutOff,
        Look::Running,
        Look::Paused,
        Look::Saved,
        Look::Crashed,
        Look::Asleep,
        Look::Changing,
        Look::Absent,
    ];

    /// The last part of the classes and custom properties that give it its hue.
    pub fn slug(self) -> &'static str {
        match self {
            Look::Absent => "absent",
            Look::ShutOff => "shutoff",
            Look::Running => "running",
            Look::Paused => "paused",
            Look::Saved => "saved",
            Look::Crashed => "crashed",
            Look::Asleep => "asleep",
            Look::Changing => "changing",
        }
    }
}

#[derive(Properties, PartialEq)]
pub struct MarkProps {
    /// What it looks like.
    pub look: Look,
}

/// The shape alone, for where the word is beside it already.
#[component]
pub fn StateMark(props: &MarkProps) -> Html {
    let shape = match props.look {
        Look::Absent => html! { <circle cx="8" cy="8" r="5" class="mark-line mark-dots" /> },
        Look::ShutOff => html! { <circle cx="8" cy="8" r="5" class="mark-line" /> },
        Look::Running => html! { <circle cx="8" cy="8" r="6" class="mark-fill" /> },
        Look::Paused => html! { <path d="M3.5 2.5h3.4v11H3.5zM9.1 2.5h3.4v11H9.1z" class="mark-fill" /> },
        Look::Saved => html! {
            <><rect x="2.5" y="2.5" width="11" height="11" rx="1.5" class="mark-line" />
            <rect x="5.5" y="5.5" width="5" height="5" class="mark-fill" /></>
        },
        Look::Crashed => html! { <path d="M3.5 3.5l9 9M12.5 3.5l-9 9" class="mark-line mark-bold" /> },
        Look::Asleep => {
            html! { <path d="M13.5 9.6A6 6 0 1 1 6.4 2.5a4.8 4.8 0 0 0 7.1 7.1z" class="mark-fill" /> }
        }
        Look::Changing => html! {
            <><circle cx="8" cy="8" r="5" class="mark-line" /><path d="M8 3a5 5 0 0 1 0 10z" class="mark-fill" /></>
        },
    };
    html! {
        <svg class={classes!("mark", format!("state--{}", props.look.slug()))} viewBox="0 0 16 16" width="16"
            height="16" aria-hidden="true" focusable="false">{ shape }</svg>
    }
}

#[derive(Properties, PartialEq)]
pub struct BadgeProps {
    /// What it looks like.
    pub look: Look,
    /// The state's word, in the reader's language.
    pub word: AttrValue,
    /// Why it is in this state, such as "booted". Empty for nothing.
    #[prop_or_default]
    pub reason: AttrValue,
    /// A transient domain's outline is dashed, a persistent one's solid. The word for it must be elsewhere.
    #[prop_or_default]
    pub transient: bool,
}

/// The shape and the word in an outline.
#[component]
pub fn StateBadge(props: &BadgeProps) -> Html {
    let transient = props.transient.then_some("badge--transient");
    html! {
        <span class={classes!("badge", format!("state--{}", props.look.slug()), transient)}>
            <StateMark look={props.look} />
            <span class="badge-word">{ &props.word }</span>
            if !props.reason.is_empty() { <span class="badge-reason">{ &props.reason }</span> }
        </span>
    }
}
