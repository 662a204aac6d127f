//! Live handles: what the client still has to free or close.

use virtlab_core::api::{Call, Handle, HandleKind};
use yew::prelude::*;

use crate::i18n::{I18n, use_i18n};
use crate::session::{Action, Session, stands_for, use_session};
use crate::t;
use crate::ui::Button;

/// Handles that are shown; more would be a leak that the count tells better.
const SHOWN: usize = 200;

fn row(i18n: &I18n, session: &Session, handle: Handle, about: String) -> Html {
    let ends = handle.kind.freed_by();
    let end = ends.map(|ends| {
        let onclick = session.on(Action::Draft(Call::new(ends, [handle.into()])));
        let label = t!(i18n, "handles-end", function = ends.c_name());
        html! { <Button kind={crate::ui::ButtonKind::Plain} {onclick}>{ label }</Button> }
    });
    html! {
        <li key={handle.to_string()}>
            <code class="handle">{ handle.to_string() }</code><span class="handle-about">{ about }</span>
            { end }
        </li>
    }
}

/// The handles.
#[component]
pub fn Handles() -> Html {
    let i18n = use_i18n();
    let session = use_session();
    let state = session.state();
    let rows: Vec<(Handle, String)> = state.world().client(state.client).map_or_else(Vec::new, |client| {
        let conns = client.connections().map(|(handle, conn)| {
            let mode = if conn.read_only { t!(i18n, "handles-read-only") } else { AttrValue::default() };
            let refs = t!(i18n, "handles-refs", count = conn.refs);
            (handle, format!("{}{mode} · {refs}", conn.resolved.uri))
        });
        let objects = client.all_handles().map(|(handle, held)| {
            let about = match held.identity().filter(|_| handle.kind == HandleKind::Domain) {
                Some(dom) => format!("{} {}", dom.name, t!(i18n, "handles-id", id = dom.id)),
                None => stands_for(held),
            };
            (handle, about)
        });
        let errs = client.errors().map(|(handle, error)| (handle, error.code.c_name().to_owned()));
        conns.chain(objects).chain(errs).collect()
    });
    drop(state);
    let more = rows.len().saturating_sub(SHOWN);
    html! {
        <div class="outcome">
            <p class="hint">{ t!(i18n, "handles-about") }</p>
            if rows.is_empty() { <p class="empty">{ t!(i18n, "handles-none") }</p> }
            <ul class="handles">
                { for rows.into_iter().take(SHOWN).map(|(handle, about)| row(&i18n, &session, handle, about)) }
            </ul>
            if more > 0 { <p class="hint">{ t!(i18n, "call-more", count = more) }</p> }
        </div>
    }
}
