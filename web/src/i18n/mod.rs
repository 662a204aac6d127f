//! The page's words: Fluent messages by key. What English the first view needs is built in and stands in for whatever
//! another language lacks; another language, and what may come later, is fetched.

mod arg;
mod files;
mod lang;

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "reads the sources, natively")]
mod tables;
#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "reads the message files, natively")]
mod tests;

pub use arg::Arg;
pub use files::BENCH_ENGLISH;
pub use lang::Lang;

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource};
use fluent_syntax::ast::Pattern;
use std::rc::Rc;
use yew::AttrValue;

type Bundle = Rc<FluentBundle<FluentResource>>;

/// The words of one language. Cheap to clone; two are equal when their language is, and what has been loaded of it.
#[derive(Clone)]
pub struct I18n {
    lang: Lang,
    chosen: Bundle,
    /// What may come later, once it has.
    later: Option<Bundle>,
    english: Bundle,
    /// The English of what came in a chunk.
    more: Option<English>,
}

/// English that came in a chunk, read.
#[derive(Clone)]
pub struct English(Bundle);

impl English {
    /// Reads message files.
    pub fn of(texts: &[&str]) -> Self {
        Self(bundle(Lang::En, texts.iter().map(ToString::to_string)))
    }
}

impl PartialEq for English {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl PartialEq for I18n {
    fn eq(&self, other: &Self) -> bool {
        let same_later = match (&self.later, &other.later) {
            (Some(one), Some(other)) => Rc::ptr_eq(one, other),
            (one, other) => one.is_none() && other.is_none(),
        };
        self.lang == other.lang
            && Rc::ptr_eq(&self.chosen, &other.chosen)
            && same_later
            && self.more == other.more
    }
}

impl I18n {
    /// English as far as it is built in, which needs no loading.
    pub fn english() -> Self {
        let texts = files::FIRST.iter().map(|(_, text)| text.to_string());
        let english = bundle(Lang::En, texts);
        // Natively, in tests, nothing has to come first.
        let more = cfg!(test).then(|| English::of(BENCH_ENGLISH));
        Self { lang: Lang::En, chosen: english.clone(), later: None, english, more }
    }

    /// The words of `lang`, fetched if they are not built in. Falls back to English when the fetch fails: a page in
    /// the wrong language is more use than none.
    pub async fn load(lang: Lang) -> Self {
        Self::english().switched(lang).await.unwrap_or_else(|_| Self::english())
    }

    /// The first words of another language, or the reason why they could not be fetched.
    pub async fn switched(&self, lang: Lang) -> Result<Self, gloo::net::Error> {
        let names = files::FIRST.iter().map(|(name, _)| *name).chain(files::BENCH.iter().copied());
        let chosen = match lang {
            Lang::En => self.english.clone(),
            other => bundle(other, files::fetch(other, names).await?.into_iter()),
        };
        Ok(Self { lang, chosen, later: None, ..self.clone() })
    }

    /// These words with the English of what has come in a chunk.
    pub fn with(&self, more: Option<English>) -> Self {
        Self { more, ..self.clone() }
    }

    /// These words with those that may come later, or the reason why they could not be fetched.
    pub async fn whole(&self) -> Result<Self, gloo::net::Error> {
        let later =
            bundle(self.lang, files::fetch(self.lang, files::LATER.iter().copied()).await?.into_iter());
        Ok(Self { later: Some(later), ..self.clone() })
    }

    /// Whether the words that may come later are there.
    pub fn is_whole(&self) -> bool {
        self.later.is_some()
    }

    /// The language that the reader chose.
    pub fn lang(&self) -> Lang {
        self.lang
    }

    fn bundles(&self) -> impl Iterator<Item = &Bundle> {
        let more = self.more.as_ref().map(|English(bundle)| bundle);
        [&self.chosen].into_iter().chain(&self.later).chain([&self.english]).chain(more)
    }

    /// The message `key`, or the attribute `key.attribute` of one, with its arguments filled in; use the
    /// [`t!`](crate::t) macro. A key that is still to be loaded is empty until then; one that no language has is shown as
    /// itself, and the tests see to it that there is none.
    pub fn text(&self, key: &str, args: &[(&'static str, Arg)]) -> AttrValue {
        match self.bundles().find_map(|bundle| format(bundle, key, args)) {
            Some(text) => AttrValue::from(text),
            None if self.is_whole() => AttrValue::from(key.to_owned()),
            None => AttrValue::default(),
        }
    }

    /// Whether the message `key` is there, for keys that are made from data, such as a function's name.
    pub fn has(&self, key: &str) -> bool {
        self.bundles().any(|bundle| pattern(bundle, key).is_some())
    }
}

fn bundle(lang: Lang, texts: impl Iterator<Item = String>) -> Bundle {
    let mut bundle = FluentBundle::new(vec![lang.id()]);
    // Isolation marks around every argument would end up in copied text. `Arg` adds them where they are needed.
    bundle.set_use_isolating(false);
    for text in texts {
        // What could be read of a broken resource is still of use; the tests parse each file strictly.
        let resource = FluentResource::try_new(text).unwrap_or_else(|(resource, _)| resource);
        bundle.add_resource_overriding(resource);
    }
    Rc::new(bundle)
}

fn pattern<'b>(bundle: &'b Bundle, key: &str) -> Option<&'b Pattern<&'b str>> {
    match key.split_once('.') {
        None => bundle.get_message(key)?.value(),
        Some((key, attribute)) => Some(bundle.get_message(key)?.get_attribute(attribute)?.value()),
    }
}

fn format(bundle: &Bundle, key: &str, args: &[(&'static str, Arg)]) -> Option<String> {
    let pattern = pattern(bundle, key)?;
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
