//! The message files: English built in, the others fetched from beside the page.

use super::Lang;
use crate::dom;
use futures_util::future::try_join_all;
use gloo::net::http::Request;

/// The same files are in the folder of every language; a test says so.
pub(super) const ENGLISH: &[(&str, &str)] = &[
    ("shell.ftl", include_str!("../../i18n/en/shell.ftl")),
    ("timeline.ftl", include_str!("../../i18n/en/timeline.ftl")),
    ("ui.ftl", include_str!("../../i18n/en/ui.ftl")),
    ("views.ftl", include_str!("../../i18n/en/views.ftl")),
];

/// The message files of `lang`, or the first failure.
pub(super) async fn fetch(lang: Lang) -> Result<Vec<String>, gloo::net::Error> {
    try_join_all(ENGLISH.iter().map(async |(name, _)| {
        let response = Request::get(&dom::asset(&format!("lazy/i18n/{}/{name}", lang.tag()))).send().await?;
        if !response.ok() {
            return Err(gloo::net::Error::GlooError(format!("{name}: {}", response.status())));
        }
        response.text().await
    }))
    .await
}
