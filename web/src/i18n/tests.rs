//! Messages are read, filled in and found. That each is in every language and asked for, `cargo xtask tidy` sees to.

use super::{I18n, files};
use fluent_bundle::FluentResource;

const CHINESE: &[(&str, &str)] = &[
    ("shell.ftl", include_str!("../../i18n/zh-Hans/shell.ftl")),
    ("ui.ftl", include_str!("../../i18n/zh-Hans/ui.ftl")),
    ("views.ftl", include_str!("../../i18n/zh-Hans/views.ftl")),
];

#[test]
fn every_file_is_fluent_throughout() {
    let names = |files: &[(&'static str, &str)]| files.iter().map(|(name, _)| *name).collect::<Vec<_>>();
    assert_eq!(names(files::ENGLISH), names(CHINESE));
    for (name, text) in files::ENGLISH.iter().chain(CHINESE) {
        if let Err((_, errors)) = FluentResource::try_new((*text).to_owned()) {
            panic!("{name}: {errors:?}");
        }
    }
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
    assert_eq!(i18n.text("no-such-key", &[]), "no-such-key");
}
