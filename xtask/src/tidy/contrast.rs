//! Text can be read: every ink of web/css/tokens.css has WCAG's contrast on every ground that it is written on, in the
//! light theme and in the dark one.

use super::{File, Finding};
use std::collections::BTreeMap;

const TOKENS: &str = "web/css/tokens.css";
/// WCAG 2.2, 1.4.3 for text and 1.4.11 for the edges of controls.
const TEXT: f64 = 4.5;
const EDGE: f64 = 3.0;

const GROUNDS: &[&str] = &["ground", "surface", "row-hover", "accent-wash", "problem-wash", "good-wash"];
const INKS: &[&str] = &["ink", "ink-soft", "accent", "accent-strong", "problem"];
/// Families of inks: all whose name begins so.
const INK_FAMILIES: &[&str] = &["state-", "xml-"];
/// An ink or edge on a ground of its own.
const PAIRS: &[(&str, &str, f64)] =
    &[("on-accent", "accent", TEXT), ("line-strong", "ground", EDGE), ("line-strong", "surface", EDGE)];

/// A colour's line, and its value in the light theme and in the dark one.
type Tokens = BTreeMap<String, (usize, [String; 2])>;

/// Finds colours that are too near to each other.
pub fn check(files: &[File]) -> Vec<Finding> {
    let Some(file) = files.iter().find(|file| file.path == TOKENS) else { return Vec::new() };
    let tokens = tokens(&file.text);
    let family = |name: &&String| INK_FAMILIES.iter().any(|start| name.starts_with(start));
    let inks: Vec<&str> =
        INKS.iter().copied().chain(tokens.keys().filter(family).map(String::as_str)).collect();
    let on_grounds = inks.iter().flat_map(|ink| GROUNDS.iter().map(|ground| (*ink, *ground, TEXT)));
    let mut findings = Vec::new();
    for (ink, ground, least) in on_grounds.chain(PAIRS.iter().copied()) {
        let (Some((line, over)), Some((_, under))) = (tokens.get(ink), tokens.get(ground)) else {
            findings.push(Finding::new(
                TOKENS,
                1,
                format!("--{ink} or --{ground} is no light-dark() of two colours"),
            ));
            continue;
        };
        for (theme, over, under) in [("light", &over[0], &under[0]), ("dark", &over[1], &under[1])] {
            let ratio = contrast(over, under);
            if ratio < least {
                let what =
                    format!("--{ink} on --{ground} has {ratio:.2}:1 in the {theme} theme, under {least}:1");
                findings.push(Finding::new(TOKENS, *line, what));
            }
        }
    }
    findings
}

/// The lines of the form `--name: light-dark(#aabbcc, #ddeeff);`
fn tokens(text: &str) -> Tokens {
    let token = |(line, text): (usize, &str)| {
        let (name, value) = text.trim().strip_prefix("--")?.split_once(": light-dark(")?;
        let (light, dark) = value.strip_suffix(");")?.split_once(", ")?;
        let hex = |colour: &str| colour.len() == 7 && colour.starts_with('#');
        (hex(light) && hex(dark)).then(|| (name.to_owned(), (line, [light.to_owned(), dark.to_owned()])))
    };
    (1..).zip(text.lines()).filter_map(token).collect()
}

/// WCAG's contrast ratio, from 1 to 21.
fn contrast(one: &str, other: &str) -> f64 {
    let (a, b) = (luminance(one), luminance(other));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn luminance(hex: &str) -> f64 {
    let part = |at: usize| {
        let value = hex.get(at..at + 2).and_then(|digits| u8::from_str_radix(digits, 16).ok());
        let value = f64::from(value.unwrap_or_default()) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ratio_is_wcags() {
        assert!((contrast("#000000", "#ffffff") - 21.0).abs() < 1e-9);
        assert!((contrast("#777777", "#ffffff") - 4.48).abs() < 0.005);
    }

    #[test]
    fn a_faint_ink_is_found_with_its_line() {
        let names = INKS.iter().chain(GROUNDS).chain(&["on-accent", "line-strong"]);
        let value = |name: &str| match name {
            "ink" => "light-dark(#888888, #ffffff)",
            "line-strong" => "light-dark(#000000, #ffffff)",
            ink if INKS.contains(&ink) => "light-dark(#000000, #ffffff)",
            "on-accent" => "light-dark(#ffffff, #000000)",
            _ => "light-dark(#ffffff, #000000)",
        };
        let text: String = names.map(|name| format!("  --{name}: {};\n", value(name))).collect();
        let found: Vec<String> = check(&[File::new(TOKENS, text)]).iter().map(ToString::to_string).collect();
        assert_eq!(found.len(), GROUNDS.len());
        assert_eq!(
            found[0],
            "web/css/tokens.css:1: --ink on --ground has 3.54:1 in the light theme, under 4.5:1"
        );
    }
}
