//! Sessions as links: one that is asked for is made, and one that the page was opened with is taken up.

use gloo::events::EventListener;
use virtlab_share::{LinkError, PREFIX, Shared, TEXT_PREFIX};
use yew::prelude::*;

use super::Begin;
use crate::i18n::{I18n, use_i18n};
use crate::route::{Route, View};
use crate::session::{Action, Session};
use crate::shell::{Announce, Tone};
use crate::ui::Dialog;
use crate::{chunk, dom, t};

/// Beyond this many characters some programs cut a link.
const SHORT: usize = 2_000;

/// Puts a link to the session on the clipboard; `show` is given the link where the browser forbids that.
pub fn copy_link(
    i18n: &I18n,
    session: &Session,
    announce: &Option<Announce>,
    show: Callback<AttrValue>,
) -> Callback<()> {
    let (i18n, session, announce) = (i18n.clone(), session.clone(), announce.clone());
    Callback::from(move |()| {
        let (i18n, session, announce, show) = (i18n.clone(), session.clone(), announce.clone(), show.clone());
        wasm_bindgen_futures::spawn_local(async move {
            let Some(announce) = announce else { return };
            match link(&session).await {
                Ok((link, count)) => {
                    if !dom::copy(&link).await {
                        return show.emit(link.into());
                    }
                    let length = link.chars().count();
                    announce.say(Tone::Done, t!(i18n, "share-done", count = count, length = length));
                    if length > SHORT {
                        announce.say(Tone::Problem, t!(i18n, "share-long", length = length));
                    }
                }
                Err(error) => announce.say(Tone::Problem, refusal(&i18n, error)),
            }
        });
    })
}

/// The address of the page with the session in it, and how many calls that has.
async fn link(session: &Session) -> Result<(String, usize), Option<LinkError>> {
    let (token, count) = token(session).await?;
    Ok((format!("{}#{PREFIX}{token}", dom::address()), count))
}

/// The session as the token of a link, and how many calls it has.
pub(super) async fn token(session: &Session) -> Result<(String, usize), Option<LinkError>> {
    let share = chunk::share().await.map_err(|_| None)?;
    // The branch to its end, whichever moment is looked at.
    let mut history = session.state().history.clone();
    history.seek(usize::MAX);
    let token = (share.write)(&history.journal(), history.world().state_hash()).map_err(Some)?;
    Ok((token, history.steps().len()))
}

/// What is wrong, in words; none is a part of the page that did not arrive.
fn refusal(i18n: &I18n, error: Option<LinkError>) -> AttrValue {
    match error {
        None => t!(i18n, "share-part"),
        Some(LinkError::Newer(version)) => t!(i18n, "share-newer", version = version.to_string()),
        Some(LinkError::Broken) => t!(i18n, "share-broken"),
        Some(LinkError::Unknown(call, what)) => t!(i18n, "share-unknown", call = call, what = what),
        Some(LinkError::TooLong(bytes)) => t!(i18n, "share-too-long", kib = bytes >> 10),
    }
}

/// Takes up the session of a link that the page was opened with, or is sent to later.
#[hook]
pub fn use_shared(begin: &Begin) {
    let i18n = use_i18n();
    let begin = begin.clone();
    // Its words have to be there to say what becomes of it.
    use_effect_with(i18n.is_whole(), move |whole| {
        let look = move || {
            let hash = dom::hash();
            if let Some(token) = hash.strip_prefix(TEXT_PREFIX) {
                dom::replace_hash(&Route::to(View::Lab).href());
                return bring(&begin, token.to_owned());
            }
            let Some(token) = hash.strip_prefix("/embed").unwrap_or(&hash).strip_prefix(PREFIX) else {
                return;
            };
            let token = token.to_owned();
            // Reloading the page is to go on with the session, not to begin it again.
            dom::replace_hash(&Route::to(View::Lab).href());
            let begin = begin.clone();
            wasm_bindgen_futures::spawn_local(async move {
                if let Err(error) = open(&begin, &token).await {
                    begin.problem(error);
                }
            });
        };
        let listener = dom::window().filter(|_| *whole).map(|window| {
            look();
            EventListener::new(&window, "hashchange", move |_| look())
        });
        move || drop(listener)
    });
}

/// Takes up the session of a token; else says why not.
pub(super) async fn open(begin: &Begin, token: &str) -> Result<(), AttrValue> {
    let i18n = begin.i18n().clone();
    // A page around this one may have a session's file and no link.
    if token.trim_start().starts_with('{') {
        let name = t!(i18n, "share-session");
        let read = begin.read(&name, token).await;
        let history =
            read.map_err(|error| t!(i18n, "commands-import-wrong", name = name, error = error.to_string()))?;
        let said = t!(i18n, "share-opened", count = history.steps().len());
        begin.with(Action::Load(history, Vec::new()), Tone::Done, said);
        return Ok(());
    }
    let share = chunk::share().await.map_err(|_| refusal(&i18n, None))?;
    let shared: Shared = (share.read)(token).map_err(|error| refusal(&i18n, Some(error)))?;
    let read = begin.read(&t!(i18n, "share-session"), &shared.journal.to_json()).await;
    let history = read.map_err(|error| t!(i18n, "share-lab", error = error.to_string()))?;
    let same = shared.is_of(history.world().state_hash());
    let count = history.steps().len();
    begin.with(Action::Load(history, Vec::new()), Tone::Done, t!(i18n, "share-opened", count = count));
    if same { Ok(()) } else { Err(t!(i18n, "share-differs")) }
}

/// Takes up an exercise or a lesson that came by a link, and shows it.
fn bring(begin: &Begin, token: String) {
    let begin = begin.clone();
    wasm_bindgen_futures::spawn_local(async move {
        let i18n = begin.i18n();
        let brought = match (chunk::share().await, chunk::learn().await) {
            (Ok(share), Ok(learn)) => (share.read_text)(&token)
                .map_err(Some)
                .and_then(|text| (learn.bring)(&begin, &text).ok_or(Some(LinkError::Broken))),
            _ => Err(None),
        };
        match brought {
            Ok(route) => route.go(),
            Err(error) => begin.problem(refusal(i18n, error)),
        }
    });
}

/// What [`ShareLink`] takes.
#[derive(Properties, PartialEq)]
pub struct ShareLinkProps {
    /// The link.
    pub link: AttrValue,
    /// Closed.
    pub on_close: Callback<()>,
}

/// The link to be copied by hand, where the browser does not let the page do it.
#[component]
pub fn ShareLink(props: &ShareLinkProps) -> Html {
    let i18n = use_i18n();
    html! {
        <Dialog title={t!(i18n, "share-title")} on_close={props.on_close.clone()}>
            <label class="field"><span>{ t!(i18n, "share-by-hand") }</span>
                <textarea class="input mono" rows="8" readonly=true value={props.link.clone()} /></label>
        </Dialog>
    }
}
