//! The translations are complete: every message and attribute of one language is in the other, and a translation uses
//! no variable that English does not.

use super::{File, Finding};
use std::collections::{BTreeMap, BTreeSet};

const FOLDER: &str = "web/i18n/";
const ENGLISH: &str = "en";
const LANGUAGES: &[&str] = &[ENGLISH, "zh-Hans"];

/// A message, or an attribute of one as `message.attribute`.
struct Message {
    line: usize,
    variables: BTreeSet<String>,
}

type Messages = BTreeMap<String, Message>;

/// Finds messages that a language lacks, has twice, or fills with what is not given.
pub fn check(files: &[File]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let names: BTreeSet<&str> = files
        .iter()
        .filter_map(|file| file.path.strip_prefix(FOLDER)?.split_once('/'))
        .filter_map(|(language, name)| {
            (LANGUAGES.contains(&language) && name.ends_with(".ftl")).then_some(name)
        })
        .collect();
    for name in names {
        let path = |language: &str| format!("{FOLDER}{language}/{name}");
        let mut read = |language: &str| {
            let path = path(language);
            let file = files.iter().find(|file| file.path == path);
            file.map_or_else(Messages::new, |file| messages(file, &mut findings))
        };
        let all: Vec<Messages> = LANGUAGES.iter().map(|language| read(language)).collect();
        for (language, theirs) in LANGUAGES.iter().zip(&all) {
            for (other, others) in LANGUAGES.iter().zip(&all) {
                compare((&path(language), theirs), (other, others), &mut findings);
            }
        }
    }
    findings
}

fn compare(
    (path, theirs): (&str, &Messages),
    (other, others): (&str, &Messages),
    findings: &mut Vec<Finding>,
) {
    for (key, message) in theirs {
        match others.get(key) {
            None => findings.push(Finding::new(path, message.line, format!("{key} is missing in {other}"))),
            Some(english) if other == ENGLISH => {
                let unknown = message.variables.difference(&english.variables);
                findings.extend(unknown.map(|variable| {
                    Finding::new(
                        path,
                        message.line,
                        format!("{key} uses ${variable}, which {other} does not have"),
                    )
                }));
            }
            Some(_) => {}
        }
    }
}

fn messages(file: &File, findings: &mut Vec<Finding>) -> Messages {
    let mut found = Messages::new();
    let (mut message, mut key) = (String::new(), String::new());
    for (line, text) in (1..).zip(file.text.lines()) {
        if text.starts_with('#') {
            continue;
        }
        if let Some(name) = identifier(text) {
            name.clone_into(&mut message);
            key.clone_from(&message);
        } else if let Some(name) = text.trim_start().strip_prefix('.').and_then(identifier) {
            key = format!("{message}.{name}");
        } else {
            if let Some(message) = found.get_mut(&key) {
                message.variables.extend(variables(text));
            }
            continue;
        }
        let new = Message { line, variables: variables(text).collect() };
        if found.insert(key.clone(), new).is_some() {
            findings.push(Finding::new(&file.path, line, format!("{key} is there twice")));
        }
    }
    found
}

/// The name before ` =` at the beginning of a line.
fn identifier(text: &str) -> Option<&str> {
    let (name, _) = text.split_once('=')?;
    let name = name.trim_end();
    let letters = name.strip_prefix('-').unwrap_or(name);
    let fits = letters.starts_with(|c: char| c.is_ascii_alphabetic())
        && letters.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
    fits.then_some(name)
}

fn variables(text: &str) -> impl Iterator<Item = String> {
    let word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    text.split('{').skip(1).flat_map(move |part| {
        let inside = part.split('}').next().unwrap_or_default();
        inside.split('$').skip(1).map(move |rest| rest.chars().take_while(|&c| word(c)).collect())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(english: &str, chinese: &str) -> Vec<String> {
        let files = [File::new("web/i18n/en/a.ftl", english), File::new("web/i18n/zh-Hans/a.ftl", chinese)];
        check(&files).into_iter().map(|f| f.to_string()).collect()
    }

    #[test]
    fn both_languages_have_every_message() {
        let english = "# Comment = no\none = One { $n }\n    more a = b\n    .title = Title\ntwo = Two\n";
        let chinese = "two = 二\none = 一 { $n ->\n   *[other] { $n }\n}\nthree = 三\n";
        assert_eq!(
            found(english, chinese),
            [
                "web/i18n/en/a.ftl:4: one.title is missing in zh-Hans",
                "web/i18n/zh-Hans/a.ftl:5: three is missing in en"
            ]
        );
        assert_eq!(found("one = 1\n", "one = 一\n"), [""; 0]);
    }

    #[test]
    fn a_file_that_one_language_lacks_is_missing_whole() {
        let files = [File::new("web/i18n/en/b.ftl", "one = 1\n")];
        assert_eq!(check(&files).len(), 1);
    }

    #[test]
    fn variables_and_names_are_checked() {
        assert_eq!(
            found("one = { $n }\n", "one = { $n } { $m }\none = 一\n"),
            ["web/i18n/zh-Hans/a.ftl:2: one is there twice"]
        );
        assert_eq!(
            found("one = { $n }\n", "one = 一\n    { $n }{ $m }\n"),
            ["web/i18n/zh-Hans/a.ftl:1: one uses $m, which en does not have"]
        );
    }
}
