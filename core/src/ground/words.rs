//! Enumerations that stand in XML as words: libvirt's `VIR_ENUM_IMPL`.

/// An enumeration whose values have one word each.
pub trait Word: Copy + Sized + 'static {
    /// Every word, in libvirt's order: the place of a word is libvirt's number for it where [`words!`](crate::words)
    /// was given all of them.
    const WORDS: &'static [&'static str];

    /// Every value, in the order of the words.
    const ALL: &'static [Self];

    /// The word of a value.
    fn word(self) -> &'static str;

    /// The value of a word; none if there is no such word.
    fn from_word(word: &str) -> Option<Self>;
}

/// Declares an enumeration of words: `words! { /// What it is. pub enum Action { Destroy "destroy", … } }`.
#[macro_export]
macro_rules! words {
    ($(#[$doc:meta])* $vis:vis enum $type:ident { $($(#[$vdoc:meta])* $variant:ident $word:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(
            Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, serde::Serialize, serde::Deserialize,
        )]
        #[allow(missing_docs)]
        $vis enum $type { $($(#[$vdoc])* $variant),* }

        impl $crate::ground::Word for $type {
            const WORDS: &'static [&'static str] = &[$($word),*];
            const ALL: &'static [Self] = &[$($type::$variant),*];
            fn word(self) -> &'static str {
                match self { $($type::$variant => $word),* }
            }
            fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some($type::$variant),)* _ => None }
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str($crate::ground::Word::word(*self))
            }
        }
    };
}

words! {
    /// `virTristateBool` without its absent value.
    pub enum YesNo { Yes "yes", No "no" }
}

words! {
    /// `virTristateSwitch` without its absent value.
    pub enum OnOff { On "on", Off "off" }
}

impl YesNo {
    /// `yes` for true.
    pub fn of(value: bool) -> Self {
        if value { Self::Yes } else { Self::No }
    }
}

impl OnOff {
    /// `on` for true.
    pub fn of(value: bool) -> Self {
        if value { Self::On } else { Self::Off }
    }
}
