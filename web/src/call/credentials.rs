//! The credential callback of `virConnectOpenAuth`, as a dialog: it asks what the host asks, and nothing if nobody asks.

use virtlab_core::api::{FunctionId, Value};
use virtlab_core::connection::{Auth, CredentialKind, CredentialRequest, requests, resolve};
use yew::prelude::*;

use crate::i18n::use_i18n;
use crate::session::Session;
use crate::ui::{Button, ButtonKind, Dialog};
use crate::{dom, t};

/// What is asked for a call.
#[derive(Clone, PartialEq, Debug)]
pub struct Asked {
    /// Where it goes to.
    pub uri: String,
    /// The questions, in order.
    pub questions: Vec<CredentialRequest>,
}

impl Asked {
    /// What the call that is being put together will be asked; none if it makes no offer to answer, or nobody asks.
    pub fn by(session: &Session) -> Option<Self> {
        let state = session.state();
        let call = state.draft.call();
        if call.function != FunctionId::ConnectOpenAuth || call.arg(1) == Value::Null {
            return None;
        }
        let (uri, lab) = (call.arg(0), state.world().lab());
        let resolved = resolve(uri.as_text(), 0, lab).ok()?;
        let host = lab.host(&resolved.host)?;
        // A name has to be given before a password is asked for; whoever answers here gives both.
        let known = host.accounts.first().map(|account| account.user.to_string()).unwrap_or_default();
        let questions = requests(host, resolved.auth?, &Auth::of(&[&known]));
        Some(Self { uri: resolved.uri.to_string(), questions })
    }
}

#[derive(Properties, PartialEq)]
pub struct CredentialsProps {
    /// What is asked.
    pub asked: Asked,
    /// The answers in the order of the questions, or none if the reader gave up.
    pub on_done: Callback<Option<Vec<String>>>,
}

/// The dialog.
#[component]
pub fn Credentials(props: &CredentialsProps) -> Html {
    let i18n = use_i18n();
    let answers = use_state_eq(|| vec![String::new(); props.asked.questions.len()]);
    let question = |(index, request): (usize, &CredentialRequest)| {
        let id = format!("credential-{index}");
        let hidden = matches!(request.kind, CredentialKind::Passphrase | CredentialKind::NoEchoPrompt);
        let oninput = {
            let answers = answers.clone();
            Callback::from(move |event: InputEvent| {
                let mut new = (*answers).clone();
                new[index] = dom::input_value(&event).unwrap_or_default();
                answers.set(new);
            })
        };
        html! {
            <div class="field" key={index}>
                <label class="label" for={id.clone()}>{ request.prompt.to_string() }</label>
                <input {id} class="input" type={if hidden { "password" } else { "text" }} autocomplete="off"
                    value={answers[index].clone()} {oninput} />
            </div>
        }
    };
    let answer = {
        let (answers, on_done) = (answers.clone(), props.on_done.clone());
        Callback::from(move |()| on_done.emit(Some((*answers).clone())))
    };
    let give_up = props.on_done.reform(|()| None);
    let onkeydown = {
        let answer = answer.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Enter" {
                // The dialog is inside the form of the call, which Enter would send.
                event.prevent_default();
                answer.emit(());
            }
        })
    };
    html! {
        <Dialog title={t!(i18n, "call-credentials-title")} on_close={give_up.clone()}>
            <p>{ t!(i18n, "call-credentials-about", uri = props.asked.uri.clone()) }</p>
            <div {onkeydown}>{ for props.asked.questions.iter().enumerate().map(question) }</div>
            <div class="dialog-buttons">
                <Button onclick={give_up}>{ t!(i18n, "call-credentials-cancel") }</Button>
                <Button kind={ButtonKind::Primary} onclick={answer}>{ t!(i18n, "call-credentials-answer") }</Button>
            </div>
        </Dialog>
    }
}
