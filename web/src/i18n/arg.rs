//! What a message's placeables are filled with.

use fluent_bundle::FluentValue;
use yew::AttrValue;

/// A number or a text in a message.
#[derive(Clone, Debug, PartialEq)]
pub enum Arg {
    /// A number, which messages choose plural forms by.
    Number(f64),
    /// A text, shown as it is.
    Text(String),
}

impl Arg {
    pub(super) fn to_fluent(&self) -> FluentValue<'static> {
        match self {
            Arg::Number(n) => FluentValue::from(*n),
            Arg::Text(text) => FluentValue::from(isolated(text)),
        }
    }
}

/// A learner may name a domain in Arabic or Hebrew, which would turn the words around it about; such a text is put
/// between Unicode's isolation marks, and every other text is left as it is.
fn isolated(text: &str) -> String {
    let turns = |c: char| matches!(c, '\u{590}'..='\u{8FF}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FB1D}'..='\u{FEFC}' | '\u{10800}'..='\u{10FFF}');
    if text.contains(turns) { format!("\u{2068}{text}\u{2069}") } else { text.to_owned() }
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Arg::Text(text.to_owned())
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Arg::Text(text)
    }
}

impl From<&String> for Arg {
    fn from(text: &String) -> Self {
        Arg::Text(text.clone())
    }
}

impl From<AttrValue> for Arg {
    fn from(text: AttrValue) -> Self {
        Arg::Text(text.to_string())
    }
}

macro_rules! from_number {
    ($($number:ty),+) => { $(
        impl From<$number> for Arg {
            fn from(n: $number) -> Self {
                // Above 2^53 a digit is lost, as it is in JavaScript; pass such a number as text.
                Arg::Number(n as f64)
            }
        }
    )+ };
}
from_number!(u8, u16, u32, u64, usize, i32, i64, f64);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_text_that_turns_the_line_is_isolated() {
        assert_eq!(isolated("demo 虚拟机"), "demo 虚拟机");
        assert_eq!(isolated("שרת"), "\u{2068}שרת\u{2069}");
    }
}
