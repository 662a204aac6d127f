//! The page asks for the messages that there are, and for no others. A key stands in the source as a literal, in
//! `t!(words, "key")` or `msg!("key")`; keys that are put together from a table are tested with the table.

use super::{File, Finding};
use std::collections::{BTreeMap, BTreeSet};

const SOURCES: &str = "web/src/";
const ENGLISH: &str = "web/i18n/en/";
/// The developers' own page of parts, whose words need no translation.
const UNTRANSLATED: &str = "web/src/view/parts.rs";
/// Messages of files whose names begin so are asked for by keys that are put together, such as `fn-virDomainCreate`.
const FROM_TABLES: &[&str] =
    &["functions", "rules.ftl", "errors.ftl", "uri.ftl", "host.ftl", "walkthroughs.ftl"];

/// Finds keys without a message and messages without a use.
pub fn check(files: &[File]) -> Vec<Finding> {
    let mut asked: BTreeMap<String, (String, usize)> = BTreeMap::new();
    for file in files.iter().filter(|file| file.path.starts_with(SOURCES) && file.path != UNTRANSLATED) {
        for (key, line) in keys(&file.text) {
            asked.entry(key).or_insert_with(|| (file.path.clone(), line));
        }
    }
    let mut there = BTreeSet::new();
    let mut findings = Vec::new();
    for file in files {
        let Some(name) = file.path.strip_prefix(ENGLISH) else { continue };
        let mut message = "";
        for (line, key) in messages(&file.text) {
            if let Some(attribute) = key.strip_prefix('.') {
                // An attribute goes with its message, whether or not anything asks for it.
                there.insert(format!("{message}.{attribute}"));
                continue;
            }
            message = key;
            if !FROM_TABLES.iter().any(|from| name.starts_with(from)) && !asked.contains_key(key) {
                findings.push(Finding::new(&file.path, line, format!("nothing asks for {key}")));
            }
            there.insert(key.to_owned());
        }
    }
    let missing = asked.into_iter().filter(|(key, _)| !there.contains(key));
    findings.extend(
        missing.map(|(key, (path, line))| Finding::new(&path, line, format!("there is no message {key}"))),
    );
    findings
}

/// The keys that a source asks for, with their lines.
fn keys(source: &str) -> Vec<(String, usize)> {
    let mut found = Vec::new();
    for (at, call) in source.match_indices("t!(").chain(source.match_indices("msg!(")) {
        let before = source[..at].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '`') {
            continue;
        }
        let inside = &source[at + call.len()..];
        // The first literal, if it comes before the call ends and as the argument that is the key.
        let head = &inside[..inside.find(['"', ')', ';']).unwrap_or(inside.len())];
        let place = if call == "t!(" { 1 } else { 0 };
        let literal = inside[head.len()..].strip_prefix('"').and_then(|rest| rest.split('"').next());
        if let Some(key) = literal.filter(|_| head.matches(',').count() == place) {
            found.push((key.to_owned(), source[..at].matches('\n').count() + 1));
        }
    }
    found
}

/// The messages of a file, and after each its attributes with the dot before them.
fn messages(text: &str) -> impl Iterator<Item = (usize, &str)> {
    (1..).zip(text.lines()).filter_map(|(line, text)| {
        let (key, _) = text.split_once('=')?;
        let (key, own) = (key.trim(), text.starts_with(|c: char| c.is_ascii_alphabetic()));
        let attribute = text.starts_with(' ') && key.starts_with('.') && !key.contains(' ');
        (own || attribute).then_some((line, key))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_found_where_they_are_asked_for() {
        let source = "t!(i18n, \"one\")\nt!(\n  words,\n  \"two\",\n  n = \"no\")\nmsg!(\"three\") \
            assert!(a, \"no\") t!(i18n, key, n = \"no\") print!(\"no\")";
        let found: Vec<String> = keys(source).into_iter().map(|(key, _)| key).collect();
        assert_eq!(found, ["one", "two", "three"]);
    }

    #[test]
    fn a_missing_message_and_an_unused_one_are_found() {
        let files = [
            File::new("web/src/a.rs", "\nt!(i18n, \"gone\"); t!(i18n, \"used\"); t!(i18n, \"used.why\")"),
            File::new(
                "web/i18n/en/a.ftl",
                "# a = b\nused = Used\n    .why = Why\nidle = Idle { $n ->\n    [one] a = b\n}\n",
            ),
        ];
        let found: Vec<String> = check(&files).iter().map(ToString::to_string).collect();
        assert_eq!(
            found,
            ["web/i18n/en/a.ftl:4: nothing asks for idle", "web/src/a.rs:2: there is no message gone"]
        );
    }
}
