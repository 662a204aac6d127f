//! Strings and bytes as C writes them.

/// A string in quotes. One with several lines is a string for each, `indent` spaces further on.
pub(super) fn quoted(text: &str, indent: usize) -> String {
    let mut out = String::from("\"");
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\t' => out.push_str("\\t"),
            '\n' => {
                out.push_str("\\n");
                if rest.peek().is_some() {
                    out.push_str(&format!("\"\n{}\"", " ".repeat(indent)));
                }
            }
            c if c.is_ascii_control() => out.push_str(&format!("\\{:03o}", u32::from(c))),
            c => out.push(c),
        }
    }
    out + "\""
}

/// A comment, whatever the text says.
pub(super) fn comment(text: &str) -> String {
    format!("/* {} */", text.replace("*/", "* /"))
}

/// The members of an array of bytes.
pub(super) fn bytes(bytes: &[u8]) -> String {
    let each: Vec<String> = bytes.iter().map(|byte| format!("{byte:#04x}")).collect();
    each.join(", ")
}
