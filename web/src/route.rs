//! Where the reader is: the part of the address after `#`, such as `#/reference/virDomainCreate`.
//!
//! The page is a folder of static files that may lie at any path, so the address's own path is not ours to use.

use crate::{dom, msg};
use gloo::events::EventListener;
use yew::prelude::*;

/// A view of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum View {
    /// The bench.
    #[default]
    Lab,
    /// Lessons, one after the other.
    Lessons,
    /// Exercises, which explain themselves.
    Exercises,
    /// Ready sequences of calls; the lessons lead there.
    Walkthroughs,
    /// A prompt for virsh's commands.
    Prompt,
    /// C listings that step.
    Listings,
    /// The session as a program; the menu leads there.
    Spellings,
    /// A teacher's desk; the lists of lessons and exercises lead there.
    Teach,
    /// Every state by every call.
    Matrix,
    /// Every function of the API.
    Reference,
    /// The parts that views are made of, for whoever works on the page.
    #[cfg(debug_assertions)]
    Parts,
}

impl View {
    /// The views that the header offers.
    pub const OFFERED: [View; 7] = [
        View::Lab,
        View::Lessons,
        View::Exercises,
        View::Prompt,
        View::Listings,
        View::Matrix,
        View::Reference,
    ];
    /// The views that others lead to.
    const BESIDE: [View; 3] = [View::Walkthroughs, View::Spellings, View::Teach];

    /// Its name in the address.
    pub fn slug(self) -> &'static str {
        match self {
            View::Lab => "lab",
            View::Lessons => "lessons",
            View::Exercises => "exercises",
            View::Walkthroughs => "walkthroughs",
            View::Prompt => "prompt",
            View::Listings => "listings",
            View::Spellings => "spellings",
            View::Teach => "teach",
            View::Matrix => "matrix",
            View::Reference => "reference",
            #[cfg(debug_assertions)]
            View::Parts => "parts",
        }
    }

    /// The key of its title.
    pub fn title(self) -> &'static str {
        match self {
            View::Lab => msg!("view-lab"),
            View::Lessons => msg!("view-lessons"),
            View::Exercises => msg!("view-exercises"),
            View::Walkthroughs => msg!("view-walkthroughs"),
            View::Prompt => msg!("view-prompt"),
            View::Listings => msg!("view-listings"),
            View::Spellings => msg!("view-spellings"),
            View::Teach => msg!("view-teach"),
            View::Matrix => msg!("view-matrix"),
            View::Reference => msg!("view-reference"),
            #[cfg(debug_assertions)]
            View::Parts => "Parts",
        }
    }

    fn from_slug(slug: &str) -> Option<View> {
        #[cfg(debug_assertions)]
        if slug == View::Parts.slug() {
            return Some(View::Parts);
        }
        View::OFFERED.into_iter().chain(View::BESIDE).find(|view| view.slug() == slug)
    }
}

/// A view and what it is to show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Route {
    /// The view.
    pub view: View,
    /// What follows the view's name, such as a function or a walkthrough.
    pub item: Option<String>,
}

impl Route {
    /// The route of a view without an item.
    pub fn to(view: View) -> Self {
        Self { view, item: None }
    }

    /// The route of an item in a view.
    pub fn item(view: View, item: impl Into<String>) -> Self {
        Self { view, item: Some(item.into()) }
    }

    /// Reads what follows `#`. An address that we do not know is the lab.
    pub fn parse(hash: &str) -> Self {
        // boot.js has read what makes it embedded.
        let hash = hash.strip_prefix("/embed").unwrap_or(hash).split('?').next().unwrap_or_default();
        let mut parts = hash.trim_start_matches('/').splitn(2, '/');
        let Some(view) = parts.next().and_then(View::from_slug) else { return Self::default() };
        let item = parts.next().filter(|item| !item.is_empty());
        let decode = |item: &str| js_sys::decode_uri_component(item).ok().and_then(|text| text.as_string());
        // Decoding is the browser's; names of functions and walkthroughs need none.
        let item = item
            .map(|item| if item.contains('%') { decode(item).unwrap_or_default() } else { item.to_owned() });
        match item.as_deref().and_then(View::from_slug) {
            // Where the desk was before it was a view.
            Some(View::Teach) if view == View::Exercises => Self::to(View::Teach),
            _ => Self { view, item },
        }
    }

    /// The address of this route, for a link's `href`.
    pub fn href(&self) -> AttrValue {
        let plain = |text: &str| text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        match &self.item {
            None => format!("#/{}", self.view.slug()),
            Some(item) if plain(item) => format!("#/{}/{item}", self.view.slug()),
            Some(item) => format!("#/{}/{}", self.view.slug(), js_sys::encode_uri_component(item)),
        }
        .into()
    }

    /// Goes there.
    pub fn go(&self) {
        if let Some(window) = dom::window() {
            window.location().set_hash(self.href().trim_start_matches('#')).ok();
        }
    }
}

/// The route that the address names; the component is drawn again when it changes.
#[hook]
pub fn use_route() -> Route {
    let route = use_state_eq(|| Route::parse(&dom::hash()));
    {
        let route = route.clone();
        use_effect_with((), move |_| {
            let listener = dom::window().map(|window| {
                EventListener::new(&window, "hashchange", move |_| route.set(Route::parse(&dom::hash())))
            });
            move || drop(listener)
        });
    }
    (*route).clone()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn routes_survive_the_address() {
        for route in [
            Route::to(View::Matrix),
            Route::to(View::Walkthroughs),
            Route::item(View::Reference, "virDomainCreate"),
        ] {
            assert_eq!(Route::parse(route.href().trim_start_matches('#')), route);
        }
    }

    #[test]
    fn an_embedded_page_has_the_same_routes() {
        let route = Route::item(View::Reference, "virDomainCreate");
        for hash in ["/embed/reference/virDomainCreate?readonly&lang=en", "/reference/virDomainCreate?x"] {
            assert_eq!(Route::parse(hash), route, "{hash}");
        }
    }

    #[test]
    fn the_desks_old_address_leads_to_it() {
        assert_eq!(Route::parse("/exercises/teach"), Route::to(View::Teach));
        assert_eq!(Route::parse("/exercises/lab"), Route::item(View::Exercises, "lab"));
    }

    #[test]
    fn an_unknown_address_is_the_lab() {
        for hash in ["", "/", "/nowhere", "skip"] {
            assert_eq!(Route::parse(hash), Route::to(View::Lab), "{hash}");
        }
    }
}
