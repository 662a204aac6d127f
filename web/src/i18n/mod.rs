//! The page's words: Fluent messages by key. English is built in and stands in for whatever another language lacks;
//! another language is fetched when it is chosen.

mod arg;
mod files;
mod lang;

#[cfg(test)]
mod tests;

pub use arg::Arg;
pub use lang::Lang;

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource};
use std::rc::Rc;
use yew::AttrValue;

/// The words of one language. Cheap to clone; two are equal when their language is.
#[derive(Clone)]
pub struct I18n {
    lang: Lang,
    chosen: Rc<FluentBundle<FluentResource>>,
    english: Rc<FluentBundle<FluentResource>>,
}

impl PartialEq for I18n {
    fn eq(&self, other: &Self) -> bool {
        self.lang == other.lang && Rc::ptr_eq(&self.chosen, &other.chosen)
    }
}

impl I18n {
    /// English, which needs no loading.
    pub fn english() -> Self {
        let english = Rc::new(bundle(Lang::En, files::ENGLISH.iter().map(|(_, text)| text.to_string())));
        Self { lang: Lang::En, chosen: english.clone(), english }
    }

    /// The words of `lang`, fetched if they are not built in. Falls back to English when the fetch fails: a page in
    /// the wrong language is more use than none.
    pub async fn load(lang: Lang) -> Self {
        Self::english().switched(lang).await.unwrap_or_else(|_| Self::english())
    }

    /// These words in another language, or the reason why that language could not be fetched.
    pub async fn switched(&self, lang: Lang) -> Result<Self, gloo::net::Error> {
        let chosen = match lang {
            Lang::En => self.english.clone(),
            other => Rc::new(bundle(other, files::fetch(other).await?.into_iter())),
        };
        Ok(Self { lang, chosen, english: self.english.clone() })
    }

    /// The language that the reader chose.
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// The message `key` with its arguments filled in; use the [`t!`](crate::t) macro. A key that no language has is
    /// shown as itself, and the tests see to it that there is none.
    pub fn text(&self, key: &str, args: &[(&'static str, Arg)]) -> AttrValue {
        for bundle in [&self.chosen, &self.english] {
            if let Some(text) = format(bundle, key, args) {
                return AttrValue::from(text);
            }
        }
        AttrValue::from(key.to_owned())
    }

    /// Whether English has the message `key`, for keys that are made from data, such as a function's name.
    pub fn has(&self, key: &str) -> bool {
        self.english.get_message(key).is_some_and(|message| message.value().is_some())
    }
}

fn bundle(lang: Lang, texts: impl Iterator<Item = String>) -> FluentBundle<FluentResource> {
    let mut bundle = FluentBundle::new(vec![lang.id()]);
    // Isolation marks around every argument would end up in copied text. `Arg` adds them where they are needed.
    bundle.set_use_isolating(false);
    for text in texts {
        // What could be read of a broken resource is still of use; the tests parse each file strictly.
        let resource = FluentResource::try_new(text).unwrap_or_else(|(resource, _)| resource);
        bundle.add_resource_overriding(resource);
    }
    bundle
}

fn format(bundle: &FluentBundle<FluentResource>, key: &str, args: &[(&'static str, Arg)]) -> Option<String> {
    let pattern = bundle.get_message(key)?.value()?;
    let mut filled = FluentArgs::with_capacity(args.len());
    for (name, value) in args {
        filled.set(*name, value.to_fluent());
    }
    let mut errors = Vec::new();
    Some(bundle.format_pattern(pattern, Some(&filled), &mut errors).into_owned())
}

/// The words in the reader's language, inside a component; it is drawn again when the language changes.
#[yew::hook]
pub fn use_i18n() -> I18n {
    yew::use_context::<I18n>().unwrap_or_else(I18n::english)
}

/// `t!(i18n, "key")` or `t!(i18n, "key", name = value)`: a message as an [`AttrValue`](yew::AttrValue).
///
/// Write the key as a literal, here or in [`msg!`](crate::msg), so that the tests can see that it is there. An
/// argument whose name has a hyphen in Fluent cannot be passed: use names of one word.
#[macro_export]
macro_rules! t {
    ($i18n:expr, $key:expr $(,)?) => { $i18n.text($key, &[]) };
    ($i18n:expr, $key:expr, $($name:ident = $value:expr),+ $(,)?) => {
        $i18n.text($key, &[$((stringify!($name), $crate::i18n::Arg::from($value))),+])
    };
}

/// Marks a literal as the key of a message that is looked up elsewhere: `msg!("state-running")` is `"state-running"`.
#[macro_export]
macro_rules! msg {
    ($key:literal) => {
        $key
    };
}
