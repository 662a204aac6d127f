//! The page as a whole: the words, the announcements and the view that the address names.

use crate::chunk::{Engine, Parts, PartsProvider, Trouble, use_parts};
use crate::i18n::{English, I18n, Lang};
use crate::route::{View, use_route};
use crate::session::SessionProvider;
use crate::shell::{Announcer, Header};
use crate::view::{Lab, Later};
use crate::{dom, prefs, t};
use yew::prelude::*;

/// What the page starts with.
#[derive(Properties, PartialEq)]
pub struct AppProps {
    /// The words of the language that was chosen on an earlier visit.
    pub i18n: I18n,
}

/// The page.
#[component]
pub fn App(props: &AppProps) -> Html {
    html! { <PartsProvider><Worded i18n={props.i18n.clone()} /></PartsProvider> }
}

/// The page with its words.
#[component]
fn Worded(props: &AppProps) -> Html {
    let parts = use_parts();
    let i18n = use_state_eq(|| props.i18n.clone());
    use_effect_with(i18n.lang(), |lang| prefs::mark_lang(*lang));
    // The language that was asked for last: what is fetched may arrive in another order.
    let wanted = use_mut_ref(|| props.i18n.lang());
    {
        let (setter, wanted) = (i18n.setter(), wanted.clone());
        use_effect_with(((*i18n).clone(), parts.as_ref().map(Parts::attempt)), move |(words, _)| {
            let words = words.clone();
            if !words.is_whole() {
                wasm_bindgen_futures::spawn_local(async move {
                    match (words.whole().await, parts) {
                        (Ok(whole), _) if *wanted.borrow() == whole.lang() => setter.set(whole),
                        // Until the reader asks again the page does with the words that it has.
                        (Err(_), Some(parts)) => parts.fail(),
                        _ => {}
                    }
                });
            }
        });
    }
    let on_lang = {
        let i18n = i18n.clone();
        Callback::from(move |lang: Lang| {
            let (i18n, wanted) = (i18n.clone(), wanted.clone());
            *wanted.borrow_mut() = lang;
            wasm_bindgen_futures::spawn_local(async move {
                // Without a network the page stays in the language that it has.
                if let Ok(switched) = i18n.switched(lang).await
                    && *wanted.borrow() == lang
                {
                    prefs::keep_lang(lang);
                    i18n.set(switched);
                }
            });
        })
    };
    let english = use_state_eq(|| None::<English>);
    let on_engine = {
        let english = english.setter();
        use_callback((), move |engine: &'static Engine, ()| english.set(Some(English::of(engine.words))))
    };
    html! {
        <ContextProvider<I18n> context={i18n.with((*english).clone())}>
            <SessionProvider {on_engine}>
                <Announcer>
                    <Page {on_lang} />
                </Announcer>
            </SessionProvider>
        </ContextProvider<I18n>>
    }
}

#[derive(Properties, PartialEq)]
struct PageProps {
    on_lang: Callback<Lang>,
}

#[component]
fn Page(props: &PageProps) -> Html {
    let i18n = crate::i18n::use_i18n();
    let route = use_route();
    let title = t!(i18n, route.view.title());
    let first = use_mut_ref(|| true);
    {
        let page_title = t!(i18n, "page-title", view = title.clone());
        use_effect_with(page_title, |title| dom::set_title(title));
        use_effect_with(route.view, move |_| {
            // A reader who follows a link is taken to the new view; one who has just arrived stays at the top.
            if !first.replace(false) {
                dom::focus("view-title");
            }
        });
    }
    let skip = Callback::from(|event: MouseEvent| {
        // The part of the address after # is the route, so the link must not be followed.
        event.prevent_default();
        dom::focus("main");
    });
    html! {
        <div class="page">
            <a class="skip" href="#main" onclick={skip}>{ t!(i18n, "skip-to-content") }</a>
            <Header view={route.view} on_lang={props.on_lang.clone()} />
            <main id="main" tabindex="-1" class={classes!("main", format!("main--{}", route.view.slug()))}>
                <h1 id="view-title" tabindex="-1" class={classes!(matches!(route.view, View::Lab | View::Listings).then_some("sr-only"))}>
                    { title }
                </h1>
                <Trouble />
                if route.view == View::Lab {
                    <Lab item={route.item.clone().map(AttrValue::from)} />
                } else {
                    <Later {route} />
                }
            </main>
        </div>
    }
}
