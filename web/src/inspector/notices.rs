//! What C would not have told.

use virtlab_core::api::{Call, Notice};
use virtlab_core::world::unread;
use yew::prelude::*;

use crate::i18n::{I18n, use_i18n};
use crate::t;
use crate::ui::Icon;

#[derive(Properties, PartialEq)]
pub struct NoticesProps {
    /// The notices.
    pub notices: Vec<Notice>,
}

/// A notice in words.
pub fn words(i18n: &I18n, notice: &Notice) -> AttrValue {
    match notice {
        Notice::ErrorLost(error) => {
            t!(i18n, "notice-error-lost", code = error.code.c_name(), message = error.message.to_string())
        }
        Notice::UseAfterFree(handle) => t!(i18n, "notice-use-after-free", handle = handle.to_string()),
        Notice::UnknownHandle(handle) => t!(i18n, "notice-unknown-handle", handle = handle.to_string()),
        Notice::WrongHandleKind(handle) => t!(i18n, "notice-wrong-handle-kind", handle = handle.to_string()),
        Notice::StillReferenced(connection, handles) if handles.is_empty() => {
            t!(i18n, "notice-still-called-back", connection = connection.to_string())
        }
        Notice::StillReferenced(connection, handles) => {
            let handles = handles.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            t!(i18n, "notice-still-referenced", connection = connection.to_string(), handles = handles)
        }
        Notice::HostForgot(host) => t!(i18n, "notice-host-forgot", host = host.to_string()),
        Notice::WouldBlock => t!(i18n, "notice-would-block"),
        Notice::ArrayTooSmall(count) => t!(i18n, "notice-array-too-small", count = *count),
        Notice::EventDropped => t!(i18n, "notice-event-dropped"),
    }
}

/// The notices of a step.
#[component]
pub fn Notices(props: &NoticesProps) -> Html {
    let i18n = use_i18n();
    html! {
        <ul class="notices" hidden={props.notices.is_empty()}>
            { for props.notices.iter().map(|notice| html! { <li><Icon name="info" /><span>{ words(&i18n, notice) }</span></li> }) }
        </ul>
    }
}

#[derive(Properties, PartialEq)]
pub struct UnreadProps {
    /// The call, which took its documents.
    pub call: Call,
}

/// What the call's documents have that nobody read.
#[component]
pub fn UnreadOf(props: &UnreadProps) -> Html {
    let i18n = use_i18n();
    let all = unread(&props.call);
    let told = |what: &str, line: u32| t!(i18n, "notice-not-read", what = what.to_owned(), line = line);
    html! {
        <ul class="notices" hidden={all.is_empty()}>
            { for all.iter().map(|it| html! { <li><Icon name="info" /><span>{ told(&it.what, it.line) }</span></li> }) }
        </ul>
    }
}
