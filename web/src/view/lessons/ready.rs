//! The calls of a step, ready to be made with one click or to be put into the form.

use virtlab_core::world::{ClientId, Entry};
use yew::prelude::*;

use crate::i18n::I18n;
use crate::session::{Action, Session};
use crate::t;
use crate::ui::{Button, ButtonKind, IconButton};
use crate::view::say;

/// A call. `primary` if it is the one to make next.
pub fn ready(i18n: &I18n, session: &Session, entry: &Entry, primary: bool, on_edit: &Callback<()>) -> Html {
    let Entry { client, call } = entry.clone();
    let own = client == ClientId(0);
    let name = call.function.c_name();
    let (label, action) = match own {
        true => (t!(i18n, "lesson-call"), Action::Perform(call.clone())),
        false => (t!(i18n, "lesson-call-as", client = client.0), Action::PerformAs(client, call.clone())),
    };
    let kind = if primary { ButtonKind::Primary } else { ButtonKind::Quiet };
    let edit = {
        let (session, on_edit, call) = (session.clone(), on_edit.clone(), call.clone());
        Callback::from(move |()| {
            session.act(Action::Draft(call.clone()));
            on_edit.emit(());
        })
    };
    html! {
        <div class="ready">
            <pre tabindex="0"><code>{ call.to_string().replace("\\n", "\n") }</code></pre>
            <div class="row">
                <Button {kind} icon="play" onclick={session.on(action)}>{ label }<span class="sr-only">{ ": " }{ name }</span></Button>
                if own { <IconButton icon="edit" label={t!(i18n, "lesson-edit", call = name)} onclick={edit} /> }
            </div>
        </div>
    }
}

/// A line for the prompt.
pub fn ready_line(i18n: &I18n, session: &Session, line: &str, on_say: &Callback<()>) -> Html {
    let onclick = {
        let (session, line, on_say) = (session.clone(), line.to_owned(), on_say.clone());
        Callback::from(move |()| {
            say(&session, &line);
            on_say.emit(());
        })
    };
    html! {
        <div class="ready">
            <pre tabindex="0"><code>{ "virsh # " }{ line.to_owned() }</code></pre>
            <div class="row">
                <Button icon="play" {onclick}>{ t!(i18n, "lesson-run-line") }<span class="sr-only">{ ": " }{ line.to_owned() }</span></Button>
            </div>
        </div>
    }
}
