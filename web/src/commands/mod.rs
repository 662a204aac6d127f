//! What the page can do with a session as a whole, and the menu that offers it: new, export, import, copy, earlier
//! sessions, and the list of keys.

mod begin;
mod earlier;
mod files;
mod keeping;
mod lost;
mod offline;
mod outside;
mod share;
mod shortcuts;

use yew::prelude::*;

use crate::i18n::use_i18n;
use crate::route::{Route, View, use_route};
use crate::session::{Action, use_session};
use crate::shell::{Menu, MenuItem, Tone, use_announce};
use crate::{dom, t};
use earlier::EarlierSessions;
use keeping::use_keeping;
use lost::use_lost;
use offline::use_newer;
use outside::use_outside;
use share::{ShareLink, copy_link, use_shared};
use shortcuts::{Shortcuts, use_help_key};

pub use begin::{Begin, use_begin};
pub use files::refusal;

#[derive(Clone, PartialEq)]
enum Open {
    Shortcuts,
    Earlier,
    Link(AttrValue),
}

/// The page's commands: the menu, and the dialogs that it opens.
#[component]
pub fn Commands() -> Html {
    let i18n = use_i18n();
    let session = use_session();
    let begin = use_begin();
    let announce = use_announce();
    let open = use_state_eq(|| None::<Open>);
    let show = |what: Option<Open>| {
        let open = open.clone();
        Callback::from(move |()| open.set(what.clone()))
    };
    use_help_key(&show(Some(Open::Shortcuts)));
    // Where the views' names do not fit, the one that is shown is in sight.
    let route = use_route();
    use_effect_with(route.view, |_| dom::bring_along(".views a[aria-current]", ".views"));
    use_lost();
    use_keeping(&session);
    use_shared(&begin);
    use_outside(&begin, &session);
    let newer = use_newer();
    let item = |icon, label, onclick| MenuItem { icon, label, onclick };
    let fresh = {
        let (begin, text) = (begin.clone(), t!(i18n, "commands-new-done"));
        Callback::from(move |()| {
            begin.with(Action::Clear, Tone::Done, text.clone());
            Route::to(View::Lab).go();
        })
    };
    let show_link = {
        let open = open.clone();
        Callback::from(move |link| open.set(Some(Open::Link(link))))
    };
    let mut items = vec![
        item("fresh", t!(i18n, "commands-new"), fresh),
        item("import", t!(i18n, "commands-import"), files::import(&begin)),
        item("export", t!(i18n, "commands-export"), files::export(&session)),
        item("link", t!(i18n, "share-copy"), copy_link(&i18n, &session, &announce, show_link)),
        item("edit", t!(i18n, "commands-spell"), Callback::from(|()| Route::to(View::Spellings).go())),
        item("copy", t!(i18n, "commands-copy"), files::copy(&i18n, &session, &announce)),
    ];
    if newer.is_some() {
        items.insert(0, item("fresh", t!(i18n, "offline-take"), Callback::from(|()| offline::take())));
    }
    items.push(item("back", t!(i18n, "commands-earlier"), show(Some(Open::Earlier))));
    items.push(item("keyboard", t!(i18n, "commands-shortcuts"), show(Some(Open::Shortcuts))));
    html! {
        <>
            <Menu {items} />
            if *open == Some(Open::Shortcuts) { <Shortcuts on_close={show(None)} /> }
            if *open == Some(Open::Earlier) { <EarlierSessions on_close={show(None)} /> }
            if let Some(Open::Link(link)) = &*open { <ShareLink {link} on_close={show(None)} /> }
        </>
    }
}
