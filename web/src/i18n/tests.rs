//! Messages are read, filled in and found. That each is in every language and asked for, `cargo xtask tidy` sees to.

use super::{I18n, Lang, files};
use fluent_bundle::FluentResource;

/// The texts of a language's files, as they lie in the repository.
pub(super) fn texts(lang: Lang) -> Vec<String> {
    let names = files::FIRST.iter().map(|(name, _)| name).chain(files::BENCH).chain(files::LATER);
    names
        .map(|name| {
            let path = format!("{}/i18n/{}/{name}", env!("CARGO_MANIFEST_DIR"), lang.tag());
            std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{path}: {e}"))
        })
        .collect()
}

#[test]
fn every_file_is_fluent_throughout() {
    for text in Lang::ALL.into_iter().flat_map(texts) {
        if let Err((_, errors)) = FluentResource::try_new(text) {
            panic!("{errors:?}");
        }
    }
}

#[test]
fn every_file_is_loaded() {
    for lang in Lang::ALL {
        let folder = format!("{}/i18n/{}", env!("CARGO_MANIFEST_DIR"), lang.tag());
        let there = std::fs::read_dir(&folder).unwrap().count();
        assert_eq!(there, files::FIRST.len() + files::BENCH.len() + files::LATER.len(), "{folder}");
    }
}

#[test]
fn attributes_are_found_by_their_message() {
    let i18n = I18n::english();
    assert!(i18n.has("transient.about") && !i18n.has("transient.nothing"));
    assert_ne!(i18n.text("transient.about", &[]), i18n.text("transient", &[]));
}

#[test]
fn arguments_are_filled_in_and_plurals_chosen() {
    let i18n = I18n::english();
    assert_eq!(i18n.text("diff-folded", &[("count", 1.into())]), "1 unchanged line");
    assert_eq!(i18n.text("diff-folded", &[("count", 1234.into())]), "1234 unchanged lines");
}

#[test]
fn a_key_that_is_nowhere_is_shown_as_itself() {
    let i18n = I18n::english();
    assert!(!i18n.has("no-such-key"));
    assert_eq!(i18n.text("no-such-key", &[]), "", "it may still come");
    let whole = I18n { later: Some(i18n.english.clone()), ..i18n };
    assert_eq!(whole.text("no-such-key", &[]), "no-such-key");
}

#[test]
fn words_are_quoted_as_their_language_does() {
    for lang in Lang::ALL {
        for text in texts(lang) {
            let told = text.lines().filter(|line| !line.starts_with('#'));
            let foreign: Vec<&str> = told.filter(|line| line.contains(['«', '»', '„'])).collect();
            assert_eq!(foreign, Vec::<&str>::new(), "{}", lang.tag());
        }
    }
}
