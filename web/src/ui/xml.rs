//! XML with its parts coloured. The text goes to the page as text nodes: whatever a learner writes stays text.

use yew::prelude::*;

/// What a piece of XML is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// Text between tags, and white space.
    Text,
    /// `<`, `</`, `>`, `/>`, `=`.
    Punctuation,
    /// The name of an element.
    Element,
    /// The name of an attribute.
    Attribute,
    /// The value of an attribute with its quotes.
    Value,
    /// An entity such as `&amp;`.
    Entity,
    /// A comment, a processing instruction, a declaration, or CDATA.
    Aside,
}

impl TokenKind {
    fn class(self) -> Option<&'static str> {
        match self {
            TokenKind::Text => None,
            TokenKind::Punctuation => Some("xml-punctuation"),
            TokenKind::Element => Some("xml-element"),
            TokenKind::Attribute => Some("xml-attribute"),
            TokenKind::Value => Some("xml-value"),
            TokenKind::Entity => Some("xml-entity"),
            TokenKind::Aside => Some("xml-aside"),
        }
    }
}

/// A piece of XML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token<'a> {
    /// What it is.
    pub kind: TokenKind,
    /// The characters.
    pub text: &'a str,
}

/// Splits XML into pieces for colouring. It takes anything: what is not XML comes out as some kind or other, and the
/// pieces put together are always the input.
pub fn tokens(xml: &str) -> Vec<Token<'_>> {
    let mut out = Vec::new();
    let mut rest = xml;
    while !rest.is_empty() {
        let taken = match aside_length(rest) {
            Some(length) => push(&mut out, TokenKind::Aside, &rest[..length]),
            None if rest.starts_with('<') => tag(rest, &mut out),
            None => text(rest, &mut out),
        };
        rest = &rest[taken..];
    }
    out
}

fn push<'a>(out: &mut Vec<Token<'a>>, kind: TokenKind, text: &'a str) -> usize {
    if !text.is_empty() {
        out.push(Token { kind, text });
    }
    text.len()
}

/// The length of the comment, instruction, declaration or CDATA that `rest` starts with. An open one goes to the end.
fn aside_length(rest: &str) -> Option<usize> {
    let (open, close) = [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>"), ("<!", ">")]
        .into_iter()
        .find(|(open, _)| rest.starts_with(open))?;
    Some(rest[open.len()..].find(close).map_or(rest.len(), |at| open.len() + at + close.len()))
}

/// Text up to the next tag, with its entities apart.
fn text<'a>(rest: &'a str, out: &mut Vec<Token<'a>>) -> usize {
    let end = rest.find('<').unwrap_or(rest.len());
    let mut text = &rest[..end];
    while let Some(at) = text.find('&') {
        push(out, TokenKind::Text, &text[..at]);
        let length = text[at..].find(';').filter(|length| *length < 12).map_or(1, |length| length + 1);
        push(out, TokenKind::Entity, &text[at..at + length]);
        text = &text[at + length..];
    }
    push(out, TokenKind::Text, text);
    end
}

/// A tag from `<` to `>`, or as far as it goes.
fn tag<'a>(rest: &'a str, out: &mut Vec<Token<'a>>) -> usize {
    let open = if rest.starts_with("</") { 2 } else { 1 };
    let mut at = push(out, TokenKind::Punctuation, &rest[..open]);
    let name = |from: usize| {
        let stop = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '/' | '=' | '"' | '\'');
        rest[from..].find(stop).map_or(rest.len(), |length| from + length)
    };
    at += push(out, TokenKind::Element, &rest[at..name(at)]);
    while let Some(c) = rest[at..].chars().next() {
        at += match c {
            '<' => return at,
            '>' => return at + push(out, TokenKind::Punctuation, ">"),
            '/' | '=' => push(out, TokenKind::Punctuation, &rest[at..at + 1]),
            '"' | '\'' => {
                let end = rest[at + 1..].find(c).map_or(rest.len(), |length| at + length + 2);
                push(out, TokenKind::Value, &rest[at..end])
            }
            c if c.is_whitespace() => {
                let end =
                    rest[at..].find(|c: char| !c.is_whitespace()).map_or(rest.len(), |length| at + length);
                push(out, TokenKind::Text, &rest[at..end])
            }
            _ => push(out, TokenKind::Attribute, &rest[at..name(at)]),
        };
    }
    at
}

/// `xml` as coloured pieces, for a `pre` or a table cell.
pub fn coloured(xml: &str) -> Html {
    let piece = |token: Token<'_>| match token.kind.class() {
        None => html! { { token.text.to_owned() } },
        Some(class) => html! { <span {class}>{ token.text.to_owned() }</span> },
    };
    html! { <>{ for tokens(xml).into_iter().map(piece) }</> }
}

#[derive(Properties, PartialEq)]
pub struct XmlViewProps {
    /// The XML.
    pub xml: AttrValue,
    /// What it is, for screen readers: it can be scrolled and so can have the focus.
    pub label: AttrValue,
}

/// XML to be read.
#[component]
pub fn XmlView(props: &XmlViewProps) -> Html {
    let lines = use_memo(props.xml.clone(), |xml| coloured(xml));
    html! {
        <pre class="code" tabindex="0" role="region" aria-label={props.label.clone()} translate="no" dir="ltr">
            <code>{ (*lines).clone() }</code>
        </pre>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(xml: &str) -> String {
        let short = |token: &Token<'_>| format!("{:?}:{}", token.kind, token.text);
        tokens(xml).iter().map(short).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn an_element_with_an_attribute() {
        assert_eq!(
            kinds("<a b='c'>d&lt;</a>"),
            "Punctuation:<|Element:a|Text: |Attribute:b|Punctuation:=|Value:'c'|Punctuation:>|Text:d|Entity:&lt;|\
             Punctuation:</|Element:a|Punctuation:>"
        );
    }

    #[test]
    fn asides_hide_what_looks_like_tags() {
        assert_eq!(
            kinds("<!-- <b> --><b/>"),
            "Aside:<!-- <b> -->|Punctuation:<|Element:b|Punctuation:/|Punctuation:>"
        );
        assert_eq!(kinds("<![CDATA[<b>"), "Aside:<![CDATA[<b>");
    }

    #[test]
    fn the_pieces_of_anything_make_the_whole() {
        let odd = [
            "<",
            "</",
            "<a b",
            "<a 'x",
            "a & b &; &&amp;",
            "<a<b>",
            "<a =\u{a0}é>",
            "<!",
            "<?",
            "&amp",
            "<虚 拟='机'>",
        ];
        for xml in odd {
            let whole: String = tokens(xml).iter().map(|token| token.text).collect();
            assert_eq!(whole, xml);
        }
    }
}
