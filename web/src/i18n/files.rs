//! The message files: the English that the first view needs is built in, all else is fetched from beside the page.

use super::Lang;
use crate::dom;
use futures_util::future::try_join_all;
use gloo::net::http::Request;

/// The files without which the first view cannot do, in English. Every language has files of the same names; a test
/// says so.
pub(super) const FIRST: &[(&str, &str)] = &[
    ("call.ftl", include_str!("../../i18n/en/call.ftl")),
    ("shell.ftl", include_str!("../../i18n/en/shell.ftl")),
    ("ui.ftl", include_str!("../../i18n/en/ui.ftl")),
    ("views.ftl", include_str!("../../i18n/en/views.ftl")),
];

/// The files without which the parts of the bench cannot do.
pub(super) const BENCH: &[&str] = &["inspector.ftl", "timeline.ftl", "rules.ftl", "errors.ftl", "world.ftl"];

/// The texts of [`BENCH`] in English. They come with the engine, so only a chunk may name them.
pub const BENCH_ENGLISH: &[&str] = &[
    include_str!("../../i18n/en/inspector.ftl"),
    include_str!("../../i18n/en/timeline.ftl"),
    include_str!("../../i18n/en/rules.ftl"),
    include_str!("../../i18n/en/errors.ftl"),
    include_str!("../../i18n/en/world.ftl"),
];

/// The files whose messages may come a moment after the first view, English too.
pub(super) const LATER: &[&str] = &[
    "commands.ftl",
    "share.ftl",
    "teach.ftl",
    "functions.ftl",
    "functions-device.ftl",
    "functions-guest.ftl",
    "functions-tuning.ftl",
    "functions-stats.ftl",
    "functions-storage.ftl",
    "functions-job.ftl",
    "functions-refused.ftl",
    "functions-stream.ftl",
    "functions-snapshot.ftl",
    "functions-event.ftl",
    "walkthroughs.ftl",
    "uri.ftl",
    "host.ftl",
    "guide.ftl",
    "prompt.ftl",
    "listings.ftl",
    "spellings.ftl",
    "lessons.ftl",
    "exercises.ftl",
    "matrix.ftl",
    "reference.ftl",
];

/// The files of a language with these names, or the first failure.
pub(super) async fn fetch(
    lang: Lang,
    names: impl Iterator<Item = &'static str>,
) -> Result<Vec<String>, gloo::net::Error> {
    try_join_all(names.map(async |name| {
        let response = Request::get(&dom::asset(&format!("lazy/i18n/{}/{name}", lang.tag()))).send().await?;
        if !response.ok() {
            return Err(gloo::net::Error::GlooError(format!("{name}: {}", response.status())));
        }
        response.text().await
    }))
    .await
}
