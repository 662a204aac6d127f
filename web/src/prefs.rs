//! What the reader has chosen for this browser: language and theme. Kept in local storage, apart from sessions.

use crate::store::local;
use crate::{dom, i18n::Lang};

const LANG_KEY: &str = "virtlab.lang";
/// `boot.js` reads the same key, to set the theme before the program has loaded.
const THEME_KEY: &str = "virtlab.theme";
/// There once the invitation of the first visit has been answered.
const INVITED_KEY: &str = "virtlab.invited";
const LISTING_KEY: &str = "virtlab.listing";

/// Light, dark, or as the system says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// Follow the system.
    #[default]
    Auto,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

impl Theme {
    /// Every theme, in the order in which they are offered.
    pub const ALL: [Theme; 3] = [Theme::Auto, Theme::Light, Theme::Dark];

    /// The name in storage and in the `data-theme` attribute that tokens.css looks at.
    pub fn name(self) -> &'static str {
        match self {
            Theme::Auto => "auto",
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }

    /// Draws the page in this theme, and remembers it. A browser that forbids storage forgets it on reload.
    pub fn apply(self) {
        dom::set_root_attribute("data-theme", self.name());
        keep(THEME_KEY, self.name());
    }
}

/// The reader's choices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Prefs {
    /// The language of the page.
    pub lang: Lang,
    /// Light or dark.
    pub theme: Theme,
}

impl Prefs {
    /// What was chosen before; for what was not, the browser's languages and the system's theme.
    pub fn read() -> Self {
        // What an embedded page was asked for is in the document, by boot.js.
        let asked = |key, name| if crate::embed::is() { dom::root_attribute(name) } else { local::get(key) };
        let lang = asked(LANG_KEY, "lang").and_then(|tag| Lang::from_tag(&tag));
        let theme = asked(THEME_KEY, "data-theme")
            .and_then(|name| Theme::ALL.into_iter().find(|theme| theme.name() == name));
        Self {
            lang: lang.unwrap_or_else(|| Lang::from_browser(&dom::browser_languages())),
            theme: theme.unwrap_or_default(),
        }
    }
}

/// Marks the page as being in `lang`, for the browser and screen readers.
pub fn mark_lang(lang: Lang) {
    dom::set_root_attribute("lang", lang.tag());
}

/// Remembers `lang` for the next visit. Only a choice of the reader's is remembered, not a guess from the browser.
pub fn keep_lang(lang: Lang) {
    keep(LANG_KEY, lang.tag());
}

/// Whether the invitation of the first visit has been answered.
pub fn invited() -> bool {
    local::get(INVITED_KEY).is_some()
}

/// Remembers that it has.
pub fn keep_invited() {
    keep(INVITED_KEY, "1");
}

/// The listing that the reader has written.
pub fn listing() -> Option<String> {
    local::get(LISTING_KEY)
}

/// Remembers a listing.
pub fn keep_listing(text: &str) {
    keep(LISTING_KEY, text);
}

fn keep(key: &str, value: &str) {
    local::set(key, value);
}
