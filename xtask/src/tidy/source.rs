//! Just enough of Rust's lexical rules for the checks: code without comments and literals, paths, and functions.

/// The same text with comments and the insides of literals turned into spaces; every line keeps its number.
pub fn code_only(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        let end = match c {
            '/' if chars.get(at + 1) == Some(&'/') => find(&chars, at, |c| c == '\n'),
            '/' if chars.get(at + 1) == Some(&'*') => comment_end(&chars, at),
            '"' => string_end(&chars, at),
            'r' | 'b' | 'c' if !after_word(&chars, at) => prefixed_end(&chars, at),
            '\'' => char_end(&chars, at),
            _ => at,
        };
        if end == at {
            out.push(c);
            at += 1;
        } else {
            out.extend(chars[at..end].iter().map(|&c| if c == '\n' { '\n' } else { ' ' }));
            at = end;
        }
    }
    out
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn after_word(chars: &[char], at: usize) -> bool {
    at.checked_sub(1).and_then(|before| chars.get(before)).is_some_and(|&c| is_word(c))
}

fn find(chars: &[char], from: usize, wanted: impl Fn(char) -> bool) -> usize {
    chars[from..].iter().position(|&c| wanted(c)).map_or(chars.len(), |n| from + n)
}

fn comment_end(chars: &[char], start: usize) -> usize {
    let (mut depth, mut at) = (0usize, start);
    while at < chars.len() {
        match (chars[at], chars.get(at + 1)) {
            ('/', Some('*')) => (depth, at) = (depth + 1, at + 2),
            ('*', Some('/')) => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            return at;
        }
    }
    chars.len()
}

fn string_end(chars: &[char], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(&c) = chars.get(at) {
        match c {
            '\\' => at += 2,
            '"' => return at + 1,
            _ => at += 1,
        }
    }
    chars.len()
}

/// r"", r#""#, b"", b'', br"", c"": the end of the literal, or `start` when it is a plain word.
fn prefixed_end(chars: &[char], start: usize) -> usize {
    let letters = find(chars, start, |c| !matches!(c, 'r' | 'b' | 'c'));
    let hashes = find(chars, letters, |c| c != '#') - letters;
    let raw = chars[start..letters].contains(&'r');
    match chars.get(letters + hashes) {
        Some('"') if raw => raw_end(chars, letters + hashes, hashes),
        Some('"') if hashes == 0 => string_end(chars, letters),
        Some('\'') if hashes == 0 => char_end(chars, letters),
        _ => start,
    }
}

fn raw_end(chars: &[char], quote: usize, hashes: usize) -> usize {
    let mut at = quote + 1;
    while at < chars.len() {
        let closes = chars[at] == '"' && chars[at + 1..].iter().take_while(|&&c| c == '#').count() >= hashes;
        at += 1;
        if closes {
            return at + hashes;
        }
    }
    chars.len()
}

/// The end of a character literal, or `start` for the tick of a lifetime.
fn char_end(chars: &[char], start: usize) -> usize {
    match (chars.get(start + 1), chars.get(start + 2)) {
        (Some('\\'), _) => find(chars, start + 3, |c| c == '\'') + 1,
        (Some(_), Some('\'')) => start + 3,
        _ => start,
    }
}

/// A path that starts at the crate's root or climbs towards it.
#[derive(Debug, PartialEq, Eq)]
pub struct RootedPath {
    /// Where it is named, from 1.
    pub line: usize,
    /// How many `super` it begins with; none when it begins with `crate`.
    pub supers: usize,
    /// Its names after that; a glob is `*`.
    pub names: Vec<String>,
}

/// Every path of `code` (of [`code_only`]) that begins with `crate::` or `super::`, groups of `use` taken apart.
pub fn rooted_paths(code: &str) -> Vec<RootedPath> {
    let chars: Vec<char> = code.chars().collect();
    let [root, up] = ["crate::", "super::"].map(|word| word.chars().collect::<Vec<char>>());
    let mut found = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let mut supers = 0;
        let mut start = at;
        if !after_word(&chars, at) {
            while chars[start..].starts_with(&up) {
                (supers, start) = (supers + 1, start + up.len());
            }
            start += if supers == 0 && chars[at..].starts_with(&root) { root.len() } else { 0 };
        }
        if start > at {
            let mut names = Vec::new();
            tree(&chars, start, &[], &mut names);
            found.extend(names.into_iter().map(|(at, names)| (at, supers, names)));
        }
        at = start.max(at + 1);
    }
    let lines = |at: usize| chars[..at].iter().filter(|&&c| c == '\n').count() + 1;
    found.into_iter().map(|(at, supers, names)| RootedPath { line: lines(at), supers, names }).collect()
}

/// Reads a use tree at `at`; returns where it ends.
fn tree(chars: &[char], at: usize, prefix: &[String], found: &mut Vec<(usize, Vec<String>)>) -> usize {
    let mut names = prefix.to_vec();
    let mut at = at;
    loop {
        at = find(chars, at, |c| !c.is_whitespace());
        match chars.get(at) {
            Some('{') => {
                at += 1;
                while chars.get(at).is_some_and(|&c| c != '}') {
                    at = tree(chars, at, &names, found);
                    at = find(chars, at, |c| c == ',' || c == '}');
                    at += usize::from(chars.get(at) == Some(&','));
                    at = find(chars, at, |c| !c.is_whitespace());
                }
                return at + 1;
            }
            Some('*') => {
                names.push("*".to_owned());
                found.push((at, names));
                return at + 1;
            }
            Some(&c) if is_word(c) => {
                let end = find(chars, at, |c| !is_word(c));
                names.push(chars[at..end].iter().collect());
                let more = chars[end..].starts_with(&[':', ':']) && chars.get(end + 2) != Some(&'<');
                if !more {
                    found.push((at, names));
                    return end;
                }
                at = end + 2;
            }
            _ => return at,
        }
    }
}

/// A function with a body.
#[derive(Debug, PartialEq, Eq)]
pub struct Function {
    /// Its name.
    pub name: String,
    /// The line of its `fn`, from 1.
    pub line: usize,
    /// From that line to its closing brace, both counted.
    pub length: usize,
}

/// The functions of `code` (of [`code_only`]), those inside others too.
pub fn functions(code: &str) -> Vec<Function> {
    let chars: Vec<char> = code.chars().collect();
    let mut found = Vec::new();
    let mut line = 1;
    for at in 0..chars.len() {
        line += usize::from(chars[at] == '\n');
        if !chars[at..].starts_with(&['f', 'n', ' ']) || after_word(&chars, at) {
            continue;
        }
        let start = find(&chars, at + 2, |c| !c.is_whitespace());
        let end = find(&chars, start, |c| !is_word(c));
        let Some(close) = body_end(&chars, end) else { continue };
        let length = chars[at..close].iter().filter(|&&c| c == '\n').count() + 1;
        found.push(Function { name: chars[start..end].iter().collect(), line, length });
    }
    found
}

/// Where the body of the function whose signature goes on at `at` ends; none for one without a body.
fn body_end(chars: &[char], at: usize) -> Option<usize> {
    let (mut round, mut braces) = (0i32, 0i32);
    for (n, &c) in chars.iter().enumerate().skip(at) {
        match c {
            '(' | '[' => round += 1,
            ')' | ']' => round -= 1,
            ';' if round == 0 && braces == 0 => return None,
            '{' => braces += 1,
            '}' => {
                braces -= 1;
                if braces == 0 {
                    return Some(n);
                }
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_literals_are_blank() {
        let cases = [
            ("a // b\nc", "a     \nc"),
            ("a /* /* b */ \n */ c", "a            \n    c"),
            (r#"f("a\"{", 'x', '\'', b'"')"#, "f(     ,    ,     ,     )"),
            ("r#\"a\"b\"# r", "          r"),
            ("fn f<'a>(x: &'a str)", "fn f<'a>(x: &'a str)"),
            ("bar(br\"x\")", "bar(     )"),
        ];
        for (text, code) in cases {
            let got = code_only(text);
            assert_eq!(
                got.split_whitespace().collect::<Vec<_>>(),
                code.split_whitespace().collect::<Vec<_>>()
            );
            assert_eq!(got.lines().count(), text.lines().count(), "{text}");
        }
    }

    #[test]
    fn groups_of_use_are_taken_apart() {
        let code = "use crate::{a::{B, c::*}, d as e};\nfn f() { crate::g::h::<u8>() }\nuse my_crate::x;\n\
                    use super::super::{i, j::K};";
        let paths: Vec<(usize, usize, String)> =
            rooted_paths(code).into_iter().map(|p| (p.line, p.supers, p.names.join("::"))).collect();
        let expected =
            [(1, 0, "a::B"), (1, 0, "a::c::*"), (1, 0, "d"), (2, 0, "g::h"), (4, 2, "i"), (4, 2, "j::K")];
        assert_eq!(paths, expected.map(|(line, supers, path)| (line, supers, path.to_owned())));
    }

    #[test]
    fn functions_are_measured_to_their_closing_brace() {
        let code = "trait T { fn no(&self, x: [u8; 2]); }\n\nfn one() {}\nfn two() -> [u8; 3]\nwhere\n{\n    { }\n}\n";
        let found: Vec<_> = functions(code).into_iter().map(|f| (f.name, f.line, f.length)).collect();
        assert_eq!(found, [("one".to_owned(), 3, 1), ("two".to_owned(), 4, 5)]);
    }
}
