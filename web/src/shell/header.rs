//! The header: the views, the language, the theme and the menu.

use crate::i18n::{Lang, use_i18n};
use crate::prefs::{Prefs, Theme};
use crate::route::{Route, View};
use crate::session::use_session;
use crate::ui::{Icon, IconButton};
use crate::{msg, t};
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct HeaderProps {
    /// The view that is shown.
    pub view: View,
    /// The reader chose a language.
    pub on_lang: Callback<Lang>,
}

/// The top of the page.
#[component]
pub fn Header(props: &HeaderProps) -> Html {
    let i18n = use_i18n();
    // Its items are about the session, so it waits for that, and keeps its place meanwhile.
    let menu = match use_session().engine() {
        Some(engine) => (engine.menu)(),
        None => {
            html! { <div class="menu"><IconButton icon="more" label={t!(i18n, "menu")} disabled=true /></div> }
        }
    };
    let link = |view: View| {
        let current = (view == props.view).then_some("page");
        html! { <li><a href={Route::to(view).href()} aria-current={current}>{ t!(i18n, view.title()) }</a></li> }
    };
    html! {
        <header class="header">
            <a class="brand" href={Route::to(View::Lab).href()}>
                <Icon name="brand" /><span translate="no">{ "virtlab" }</span>
            </a>
            <nav class="views" aria-label={t!(i18n, "views")}>
                <ul>{ for View::OFFERED.into_iter().map(link) }</ul>
            </nav>
            <div class="tools">
                <LangSwitch on_lang={props.on_lang.clone()} />
                <ThemeSwitch />
                { menu }
            </div>
        </header>
    }
}

#[derive(Properties, PartialEq)]
struct LangProps {
    on_lang: Callback<Lang>,
}

#[component]
fn LangSwitch(props: &LangProps) -> Html {
    let i18n = use_i18n();
    let button = |lang: Lang| {
        let chosen = lang == i18n.lang();
        let onclick = props.on_lang.reform(move |_| lang);
        html! {
            <button type="button" class="segment" lang={lang.tag()} aria-pressed={chosen.to_string()}
                title={lang.own_name()} {onclick}>{ lang.short_name() }</button>
        }
    };
    html! {
        <div class="segments" role="group" aria-label={t!(i18n, "language")}>
            { for Lang::ALL.into_iter().map(button) }
        </div>
    }
}

#[component]
fn ThemeSwitch() -> Html {
    let i18n = use_i18n();
    let theme = use_state_eq(|| Prefs::read().theme);
    use_effect_with(*theme, |theme| theme.apply());
    let (icon, name) = match *theme {
        Theme::Auto => ("theme-auto", msg!("theme-auto")),
        Theme::Light => ("theme-light", msg!("theme-light")),
        Theme::Dark => ("theme-dark", msg!("theme-dark")),
    };
    let onclick = {
        let theme = theme.clone();
        Callback::from(move |_| {
            let at = Theme::ALL.iter().position(|one| one == &*theme).unwrap_or_default();
            theme.set(Theme::ALL[(at + 1) % Theme::ALL.len()]);
        })
    };
    let label = t!(i18n, "theme", name = t!(i18n, name));
    html! { <IconButton {icon} {label} {onclick} /> }
}
