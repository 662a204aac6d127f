//! How a text lies in the browser: in pieces, so that a long one is not written whole after each change, and a head that
//! names them in order.

/// Stands between the parts of a head; JSON, of which all pieces are made, never has it.
const SEPARATOR: char = '\u{1e}';

/// A piece of a text that is to be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// A short one, written each time.
    Short(String),
    /// A long one. Under its name there is never another text.
    Long {
        /// Its name, without `/`.
        name: String,
        /// Its text; none where the keeper knows it already.
        text: Option<String>,
    },
}

/// What is to be kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// A few words by which the text is offered later.
    pub label: String,
    /// The text.
    pub pieces: Vec<Piece>,
}

impl Kept {
    /// The text; pieces that come without theirs are left out.
    pub fn text(&self) -> String {
        let text = |piece: &Piece| match piece {
            Piece::Short(text) => text.clone(),
            Piece::Long { text, .. } => text.clone().unwrap_or_default(),
        };
        self.pieces.iter().map(text).collect()
    }
}

/// A piece as the head has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Text(String),
    Named(String),
}

/// The head of a kept text.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Head {
    /// When it was kept, in milliseconds since 1970.
    pub stamp: f64,
    /// As in [`Kept`].
    pub label: String,
    /// The pieces in order.
    pub parts: Vec<Part>,
}

impl Head {
    /// The head of what is to be kept, and the long pieces that are given.
    pub fn of(stamp: f64, kept: Kept) -> (Self, Vec<(String, String)>) {
        let mut given = Vec::new();
        let part = |piece| match piece {
            Piece::Short(text) => Part::Text(text),
            Piece::Long { name, text } => {
                given.extend(text.map(|text| (name.clone(), text)));
                Part::Named(name)
            }
        };
        let parts = kept.pieces.into_iter().map(part).collect();
        (Self { stamp, label: kept.label, parts }, given)
    }

    /// The names of the long pieces.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| match part {
            Part::Named(name) => Some(name.as_str()),
            Part::Text(_) => None,
        })
    }

    /// The head as a text.
    pub fn write(&self) -> String {
        let mut text = format!("{}{SEPARATOR}{}", self.stamp, self.label);
        for part in &self.parts {
            text.push(SEPARATOR);
            match part {
                Part::Text(short) => text.extend(["=", short]),
                Part::Named(name) => text.extend(["@", name]),
            }
        }
        text
    }

    /// Reads a head back.
    pub fn read(text: &str) -> Option<Self> {
        let mut fields = text.split(SEPARATOR);
        let stamp = fields.next()?.parse().ok()?;
        let label = fields.next()?.to_owned();
        let part = |field: &str| match field.split_at_checked(1)? {
            ("=", text) => Some(Part::Text(text.to_owned())),
            ("@", name) => Some(Part::Named(name.to_owned())),
            _ => None,
        };
        Some(Self { stamp, label, parts: fields.map(part).collect::<Option<_>>()? })
    }

    /// The whole text, each long piece as `piece` gives it. One that is missing is left out: what is there is then no
    /// session, and the reader gets to see it.
    pub fn text<'a>(&'a self, piece: impl Fn(&str) -> Option<&'a str>) -> String {
        let text = |part: &'a Part| match part {
            Part::Text(text) => text.as_str(),
            Part::Named(name) => piece(name).unwrap_or_default(),
        };
        self.parts.iter().map(text).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept() -> Kept {
        let long =
            |name: &str, text: Option<&str>| Piece::Long { name: name.into(), text: text.map(Into::into) };
        let short = |text: &str| Piece::Short(text.to_owned());
        let pieces = vec![short("[\n"), long("a-1", Some("1,")), long("b", None), short("=@]虚")];
        Kept { label: "2 walk".into(), pieces }
    }

    #[test]
    fn a_head_is_read_back() {
        let (head, given) = Head::of(12.5, kept());
        assert_eq!(given, [("a-1".to_owned(), "1,".to_owned())]);
        assert_eq!(head.names().collect::<Vec<_>>(), ["a-1", "b"]);
        assert_eq!(Head::read(&head.write()), Some(head.clone()));
        let piece = |name: &str| (name == "a-1").then_some("1,").or((name == "b").then_some("2"));
        assert_eq!(head.text(piece), "[\n1,2=@]虚");
        assert_eq!(head.text(|_| None), "[\n=@]虚");
    }

    #[test]
    fn what_is_no_head_is_none() {
        for text in ["", "soon", "12", "12\u{1e}label\u{1e}no mark"] {
            assert_eq!(Head::read(text), None, "{text:?}");
        }
    }
}
