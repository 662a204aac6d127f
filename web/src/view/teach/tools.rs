//! What is done with an exercise or a lesson on the desk as a whole: it is named, given away, packed, and thrown away.

use virtlab_core::world::Subject;
use virtlab_course::given::Given;
use yew::prelude::*;

use super::package::Package;
use crate::i18n::{I18n, use_i18n};
use crate::shell::{Announce, Offer, Tone, use_announce};
use crate::store::download_bytes;
use crate::store::given::Shelf;
use crate::ui::Button;
use crate::view::given::{bring, is_free, keep_as, shelf};
use crate::{chunk, dom, t};

/// Keeps a text, and says so when the browser does not.
pub fn keep(i18n: &I18n, announce: &Option<Announce>, shelf: Shelf, name: &str, text: &str) {
    if !shelf.keep(name, text)
        && let Some(announce) = announce
    {
        announce.say(Tone::Problem, t!(i18n, "given-not-kept"));
    }
}

/// Brings something to the desk, or says that the browser does not keep it.
pub fn put(i18n: &I18n, announce: &Option<Announce>, given: &Given, on_show: &Callback<Option<Subject>>) {
    match (bring(given), announce) {
        (Some(subject), _) => on_show.emit(Some(subject)),
        (None, Some(announce)) => announce.say(Tone::Problem, t!(i18n, "given-not-kept")),
        (None, None) => {}
    }
}

/// What [`Tools`] takes.
#[derive(Properties, PartialEq)]
pub struct ToolsProps {
    /// What is on the desk.
    pub given: Given,
    /// Its title.
    pub title: AttrValue,
    /// Whether nothing is wrong with it.
    pub sound: bool,
    /// Something else is to be on the desk.
    pub on_show: Callback<Option<Subject>>,
    /// What tries it.
    pub children: Html,
}

/// The buttons, and the field of its name.
#[component]
pub fn Tools(props: &ToolsProps) -> Html {
    let i18n = use_i18n();
    let announce = use_announce();
    let ToolsProps { given, title, sound, on_show, .. } = props;
    let reason = (!sound).then(|| t!(i18n, "teach-try-not"));
    let on_name = {
        let (i18n, announce, given, on_show) =
            (i18n.clone(), announce.clone(), given.clone(), on_show.clone());
        Callback::from(move |event: Event| {
            let name = dom::input_value(&event).unwrap_or_default();
            if name == given.name {
                return;
            }
            let new = Given { name, ..given.clone() };
            let refused = if !is_free(&new) {
                t!(i18n, "teach-name-not", name = new.name)
            } else if keep_as(&new) {
                shelf(given.subject().kind).forget(&given.name);
                return on_show.emit(Some(new.subject()));
            } else {
                t!(i18n, "given-not-kept")
            };
            if let Some(announce) = &announce {
                announce.say(Tone::Problem, refused);
            }
        })
    };
    let on_link = {
        let (i18n, announce, given) = (i18n.clone(), announce.clone(), given.clone());
        Callback::from(move |()| {
            let (i18n, announce, text) = (i18n.clone(), announce.clone(), given.to_text());
            wasm_bindgen_futures::spawn_local(async move { link(&i18n, announce, &text).await });
        })
    };
    let on_save = {
        let (i18n, announce, given) = (i18n.clone(), announce.clone(), given.clone());
        Callback::from(move |()| {
            let (i18n, announce, given) = (i18n.clone(), announce.clone(), given.clone());
            wasm_bindgen_futures::spawn_local(async move { save(&i18n, announce, &given).await });
        })
    };
    let on_delete = {
        let (i18n, announce, given, on_show) =
            (i18n.clone(), announce.clone(), given.clone(), on_show.clone());
        Callback::from(move |()| {
            shelf(given.subject().kind).forget(&given.name);
            on_show.emit(None);
            let Some(voice) = &announce else { return };
            let said = t!(i18n, "teach-deleted", name = given.name.as_str());
            let label = t!(i18n, "commands-undo");
            let (i18n, announce, given, on_show) =
                (i18n.clone(), announce.clone(), given.clone(), on_show.clone());
            let onclick = Callback::from(move |()| put(&i18n, &announce, &given, &on_show));
            voice.offer(Tone::Done, said, Offer { label, onclick });
        })
    };
    html! {
        <div class="teach-row teach-tools">
            <label class="field"><span>{ t!(i18n, "teach-name") }</span>
                <input class="input mono" type="text" spellcheck="false" autocomplete="off" maxlength="64" value={given.name.clone()} onchange={on_name} /></label>
            { props.children.clone() }
            <Button icon="link" onclick={on_link}>{ t!(i18n, "teach-give") }</Button>
            <Button icon="export" onclick={on_save}>{ t!(i18n, "teach-save") }</Button>
            <Package subject={given.subject()} title={title.clone()} {reason} />
            <Button onclick={on_delete}>{ t!(i18n, "teach-delete") }</Button>
        </div>
    }
}

/// Puts a link to it on the clipboard.
async fn link(i18n: &I18n, announce: Option<Announce>, text: &str) {
    let Some(announce) = announce else { return };
    let token = match chunk::share().await {
        Ok(share) => (share.write_text)(text).ok(),
        Err(_) => None,
    };
    let link = token.map(|token| format!("{}#{}{token}", dom::address(), virtlab_share::TEXT_PREFIX));
    match link {
        Some(link) if dom::copy(&link).await => {
            let length = link.chars().count();
            announce.say(Tone::Done, t!(i18n, "teach-given", length = length));
        }
        _ => announce.say(Tone::Problem, t!(i18n, "teach-not-given")),
    }
}

/// Downloads its folder as an archive.
async fn save(i18n: &I18n, announce: Option<Announce>, given: &Given) {
    let zipped = match chunk::pack().await {
        Ok(pack) => {
            let files = given.files().into_iter().map(|(path, text)| (path, text.to_owned())).collect();
            (pack.zip)(&files).ok()
        }
        Err(_) => None,
    };
    match (zipped, announce) {
        (Some(bytes), _) => download_bytes(&format!("{}.zip", given.name), "application/zip", &bytes),
        (None, Some(announce)) => announce.say(Tone::Problem, t!(i18n, "share-part")),
        (None, None) => {}
    }
}
