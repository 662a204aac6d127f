//! The messages are complete: every language has the same ones, with the same arguments, and what the program asks for
//! is what there is.

use super::{Lang, files};
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

type Messages = BTreeMap<String, BTreeSet<String>>;

fn web() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The messages of a language with the names of their arguments.
fn messages(lang: Lang) -> Messages {
    let mut all = Messages::new();
    for (file, _) in files::ENGLISH {
        let path = web().join("i18n").join(lang.tag()).join(file);
        let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let resource = fluent_syntax::parser::parse(text.as_str()).unwrap_or_else(|(_, e)| panic!("{}: {e:?}", path.display()));
        for entry in resource.body {
            if let Entry::Message(message) = entry {
                let name = message.id.name.to_owned();
                let mut arguments = BTreeSet::new();
                message.value.iter().for_each(|pattern| in_pattern(pattern, &mut arguments));
                assert!(message.value.is_some(), "{name} in {} has no text", path.display());
                assert!(all.insert(name.clone(), arguments).is_none(), "{name} is twice in {}", lang.tag());
            }
        }
    }
    all
}

fn in_pattern(pattern: &Pattern<&str>, out: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            in_expression(expression, out);
        }
    }
}

fn in_expression(expression: &Expression<&str>, out: &mut BTreeSet<String>) {
    match expression {
        Expression::Inline(inline) => in_inline(inline, out),
        Expression::Select { selector, variants } => {
            in_inline(selector, out);
            variants.iter().for_each(|variant| in_pattern(&variant.value, out));
        }
    }
}

fn in_inline(inline: &InlineExpression<&str>, out: &mut BTreeSet<String>) {
    match inline {
        InlineExpression::VariableReference { id } => {
            out.insert(id.name.to_owned());
        }
        InlineExpression::Placeable { expression } => in_expression(expression, out),
        InlineExpression::FunctionReference { arguments, .. } => {
            arguments.positional.iter().for_each(|inline| in_inline(inline, out));
        }
        _ => {}
    }
}

/// The sources of the page, without this test and the developers' own page.
fn sources(folder: &Path, out: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).expect("web/src can be read") {
        let path = entry.expect("web/src can be read").path();
        if path.is_dir() {
            sources(&path, out);
        } else if !path.ends_with("i18n/tests.rs") && !path.ends_with("view/parts.rs") && !path.ends_with("i18n/mod.rs") {
            out.push(std::fs::read_to_string(path).expect("a source is text"));
        }
    }
}

/// The message keys that a source names: the first literal in `t!(…)`, and the literal in `msg!(…)`.
fn keys(source: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (call, _) in source.match_indices("msg!(").chain(source.match_indices("t!(")) {
        let inside = &source[call..];
        // `t!(i18n, "key"`: the key is the second argument; `assert!(` and the like are no calls of ours.
        let head = inside.split_inclusive(['"', ')', ';']).next().unwrap_or_default();
        let ours = inside.starts_with("msg!(") || !source[..call].ends_with(|c: char| c.is_alphanumeric() || c == '_');
        if ours && head.ends_with('"') && head.matches(',').count() <= 1 {
            let rest = &inside[head.len()..];
            found.extend(rest.split('"').next().map(str::to_owned));
        }
    }
    found
}

#[test]
fn the_keys_of_a_source_are_found() {
    let source = "t!(i18n, \"one\") t!(\n  l,\n  \"two\", n = 3) msg!(\"three\") assert!(a, \"no\") t!(i18n, key) f(\"no\")";
    assert_eq!(keys(source).into_iter().collect::<Vec<_>>(), ["one", "three", "two"]);
}

#[test]
fn every_language_has_the_same_messages_with_the_same_arguments() {
    let english = messages(Lang::En);
    for lang in Lang::ALL {
        let other = messages(lang);
        let missing: Vec<_> = english.keys().filter(|key| !other.contains_key(*key)).collect();
        let surplus: Vec<_> = other.keys().filter(|key| !english.contains_key(*key)).collect();
        assert!(missing.is_empty() && surplus.is_empty(), "{}: missing {missing:?}, surplus {surplus:?}", lang.tag());
        for (key, arguments) in &english {
            assert_eq!(&other[key], arguments, "the arguments of {key} in {}", lang.tag());
        }
    }
}

#[test]
fn what_the_program_asks_for_is_there_and_what_is_there_is_asked_for() {
    let mut texts = Vec::new();
    sources(&web().join("src"), &mut texts);
    let asked: BTreeSet<String> = texts.iter().flat_map(|text| keys(text)).collect();
    let there: BTreeSet<String> = messages(Lang::En).into_keys().filter(|key| !made_from_data(key)).collect();
    let missing: Vec<_> = asked.difference(&there).collect();
    let unused: Vec<_> = there.difference(&asked).collect();
    assert!(missing.is_empty(), "asked for and not there: {missing:?}");
    assert!(unused.is_empty(), "there and never asked for: {unused:?}");
}

/// Keys that are put together from the core's tables; the test of the table that they belong to looks for them.
fn made_from_data(_key: &str) -> bool {
    false
}

#[test]
fn arguments_are_filled_in_and_plurals_chosen() {
    let i18n = super::I18n::english();
    assert_eq!(i18n.text("diff-folded", &[("count", 1.into())]), "1 unchanged line");
    assert_eq!(i18n.text("diff-folded", &[("count", 1234.into())]), "1234 unchanged lines");
    assert_eq!(i18n.text("no-such-key", &[]), "no-such-key");
}
