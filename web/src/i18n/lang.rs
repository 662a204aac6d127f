//! The languages of the page.

use unic_langid::LanguageIdentifier;

/// A language that the page is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lang {
    /// English.
    En,
    /// Simplified Chinese.
    ZhHans,
}

impl Lang {
    /// Every language, in the order in which they are offered.
    pub const ALL: [Lang; 2] = [Lang::En, Lang::ZhHans];

    /// The BCP 47 tag, which is also the name of the folder of its messages.
    pub fn tag(self) -> &'static str {
        match self {
            Lang::En => "en",
            Lang::ZhHans => "zh-Hans",
        }
    }

    /// What its readers call it.
    pub fn own_name(self) -> &'static str {
        match self {
            Lang::En => "English",
            Lang::ZhHans => "简体中文",
        }
    }

    /// `own_name`, for where there is little room.
    pub fn short_name(self) -> &'static str {
        match self {
            Lang::En => "EN",
            Lang::ZhHans => "中文",
        }
    }

    /// The language of a tag that was written by [`Lang::tag`].
    pub fn from_tag(tag: &str) -> Option<Lang> {
        Lang::ALL.into_iter().find(|lang| lang.tag() == tag)
    }

    /// The first of the browser's languages that the page has. Traditional Chinese is not here yet, and its readers are
    /// better served by Simplified than by English.
    pub fn from_browser(languages: &[String]) -> Lang {
        let known = |tag: &String| match tag.split('-').next() {
            Some("zh") => Some(Lang::ZhHans),
            Some("en") => Some(Lang::En),
            _ => None,
        };
        languages.iter().find_map(known).unwrap_or(Lang::En)
    }

    pub(super) fn id(self) -> LanguageIdentifier {
        // The tags above are well formed, and a test reads them all.
        self.tag().parse().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tag_is_well_formed() {
        for lang in Lang::ALL {
            assert_eq!(lang.id().to_string(), lang.tag());
        }
    }

    #[test]
    fn the_browsers_first_known_language_is_taken() {
        let of =
            |tags: &[&str]| Lang::from_browser(&tags.iter().map(|tag| tag.to_string()).collect::<Vec<_>>());
        assert_eq!(of(&["de-AT", "zh-CN", "en"]), Lang::ZhHans);
        assert_eq!(of(&["en-GB", "zh-CN"]), Lang::En);
        assert_eq!(of(&["de"]), Lang::En);
    }
}
