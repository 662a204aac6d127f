//! What `virtlab conform` tells: a person, a harness of the Test Anything Protocol, a server that reads JUnit's XML.

use std::fmt::Write as _;

use super::{Ending, Verdict};

/// What is not as it should be, and the sums.
pub(super) fn human(verdicts: &[Verdict], seconds: f64) -> String {
    let mut out = String::new();
    for one in verdicts {
        if let Some(why) = why(one) {
            let _ = writeln!(out, "{}: {}\n{}", one.path, one.title, indented(&why, "  "));
        }
    }
    let count = |wanted: fn(&Ending) -> bool| verdicts.iter().filter(|one| wanted(&one.result)).count();
    let passed = count(|result| matches!(result, Ending::Passed));
    let failed = count(|result| !result.good());
    let known = count(|result| matches!(result, Ending::Known(_)));
    let skipped = count(|result| matches!(result, Ending::Skipped(_)));
    let _ = writeln!(
        out,
        "{passed} passed, {failed} failed, {known} known to fail, {skipped} skipped in {seconds:.2} s"
    );
    out
}

/// What is wrong with one that is not as it should be.
fn why(one: &Verdict) -> Option<String> {
    match &one.result {
        Ending::Passed | Ending::Skipped(_) | Ending::Known(_) => None,
        Ending::Failed(differences) => {
            Some(differences.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
        }
        Ending::Mended(why) => {
            Some(format!("it is known to fail ({why}) and does not: take the line with fails away"))
        }
        Ending::Broken(why) => Some(why.clone()),
    }
}

fn indented(text: &str, indent: &str) -> String {
    text.lines().map(|line| format!("{indent}{line}")).collect::<Vec<_>>().join("\n")
}

/// The Test Anything Protocol, version 12.
pub(super) fn tap(verdicts: &[Verdict]) -> String {
    let mut out = format!("1..{}\n", verdicts.len());
    for (number, one) in (1..).zip(verdicts) {
        let name = format!("{number} - {}: {}", one.path, one.title).replace('#', "\\#");
        let _ = match &one.result {
            Ending::Passed => writeln!(out, "ok {name}"),
            Ending::Skipped(why) => writeln!(out, "ok {name} # SKIP {why}"),
            Ending::Known(why) => writeln!(out, "not ok {name} # TODO {why}"),
            _ => writeln!(out, "not ok {name}"),
        };
        if let Some(why) = why(one) {
            let _ = writeln!(out, "{}", indented(&why, "# "));
        }
    }
    out
}

/// JUnit's XML.
pub(super) fn junit(verdicts: &[Verdict], seconds: f64) -> String {
    let count = |wanted: fn(&Ending) -> bool| verdicts.iter().filter(|one| wanted(&one.result)).count();
    let failures = count(|result| matches!(result, Ending::Failed(_) | Ending::Mended(_)));
    let errors = count(|result| matches!(result, Ending::Broken(_)));
    let skipped = count(|result| matches!(result, Ending::Skipped(_) | Ending::Known(_)));
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"virtlab conform\" tests=\"{}\" \
         failures=\"{failures}\" errors=\"{errors}\" skipped=\"{skipped}\" time=\"{seconds:.3}\">\n",
        verdicts.len()
    );
    for one in verdicts {
        let (title, path) = (escaped(&one.title), escaped(&one.path));
        let _ = write!(out, "  <testcase name=\"{title}\" classname=\"{path}\"");
        let inner = match &one.result {
            Ending::Passed => None,
            Ending::Skipped(why) | Ending::Known(why) => {
                Some(format!("<skipped message=\"{}\"/>", escaped(why)))
            }
            Ending::Broken(_) => why(one).map(|why| format!("<error>{}</error>", escaped(&why))),
            Ending::Failed(_) | Ending::Mended(_) => {
                why(one).map(|why| format!("<failure>{}</failure>", escaped(&why)))
            }
        };
        let _ = match inner {
            None => writeln!(out, "/>"),
            Some(inner) => writeln!(out, ">{inner}</testcase>"),
        };
    }
    out + "</testsuite>\n"
}

/// Text within XML; what XML cannot have is left out.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(c),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}
