//! A line taken apart into words, as virsh does it: quotes, backslashes, `;`, comments.

/// A word, or what stands between words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Token {
    /// A word, its quotes taken off.
    Word(String),
    /// The end of a command.
    Next,
    /// The end of the line.
    End,
    /// The line is wrong.
    Wrong(&'static str),
}

/// Words of a line, or of a list of arguments that are words already.
pub(crate) enum Words<'a> {
    /// A line: what is left of it.
    Line(&'a str),
    /// Arguments.
    Args(std::slice::Iter<'a, String>),
}

impl Words<'_> {
    /// The next word.
    pub fn next(&mut self) -> Token {
        match self {
            Self::Args(args) => args.next().map_or(Token::End, |arg| Token::Word(arg.clone())),
            Self::Line(rest) => {
                let (token, left) = first(rest, false);
                *rest = left;
                token
            }
        }
    }
}

/// The words of the last command of a line that is still being typed, and whether the last one is finished.
pub(crate) fn typed(line: &str) -> (Vec<String>, bool) {
    let mut rest = line;
    let mut words = Vec::new();
    loop {
        let before = rest.len();
        let (token, left) = first(rest, true);
        rest = left;
        match token {
            Token::Word(word) => words.push(word),
            Token::Next => words.clear(),
            Token::End | Token::Wrong(_) => return (words, before > 0 || line.is_empty()),
        }
        if rest.is_empty() {
            return (words, matches!(line.chars().last(), Some(';' | '\n')));
        }
    }
}

fn first(line: &str, unfinished: bool) -> (Token, &str) {
    let mut rest = line;
    loop {
        rest = match rest.strip_prefix([' ', '\t']).or_else(|| rest.strip_prefix("\\\n")) {
            Some(left) => left,
            None => break,
        };
    }
    match rest.chars().next() {
        None => return (Token::End, rest),
        Some(';' | '\n') => return (Token::Next, &rest[1..]),
        Some('#') => return (Token::Next, rest.find('\n').map_or("", |at| &rest[at + 1..])),
        Some(_) => {}
    }
    word(rest, unfinished)
}

fn word(rest: &str, unfinished: bool) -> (Token, &str) {
    let mut text = String::new();
    let (mut single, mut double) = (false, false);
    let mut chars = rest.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            ' ' | '\t' | ';' | '\n' if !single && !double => return (Token::Word(text), &rest[at..]),
            '\'' if !double => single = !single,
            '"' if !single => double = !double,
            '\\' if !single => match chars.next() {
                Some((_, '\n')) => {}
                Some((_, escaped)) => text.push(escaped),
                None if unfinished => {}
                None => return (Token::Wrong("dangling \\"), ""),
            },
            c => text.push(c),
        }
    }
    if double && !unfinished {
        return (Token::Wrong("missing \""), "");
    }
    (Token::Word(text), "")
}
