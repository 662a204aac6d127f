//! The shape of a text: the few signs of regular expressions that a grammar needs, for the whole text.
//!
//! Characters, `.` (any but the end of a line), `[a-z]` and `[^a-z]`, `(a|b)`, `?`, `*`, `+`, `{2}`, `{1,2}`, and `\` before
//! a sign that stands for itself, `\n` for the end of a line. A text is gone through with all places that may have been
//! reached at once, so that no shape takes more than a product of the two lengths, times the repetitions asked for.

use std::collections::BTreeSet;

/// Whether a text has a shape.
pub(super) fn fits(shape: &str, text: &str) -> bool {
    let text: Vec<char> = text.chars().collect();
    let mut reader = Reader { rest: shape };
    let parsed = reader.alternatives();
    parsed.after(&text, &BTreeSet::from([0])).contains(&text.len())
}

/// Something that a text may have next.
enum Part {
    Any,
    One(char),
    /// Characters, from and to, or all but those.
    Set(Vec<(char, char)>, bool),
    Either(Vec<Part>),
    Row(Vec<Part>),
    Times(Box<Part>, usize, Option<usize>),
}

impl Part {
    /// Where one may stand after this part, having stood at some places.
    fn after(&self, text: &[char], from: &BTreeSet<usize>) -> BTreeSet<usize> {
        let step = |takes: &dyn Fn(char) -> bool| {
            let next = |at: &usize| text.get(*at).filter(|c| takes(**c)).map(|_| at + 1);
            from.iter().filter_map(next).collect()
        };
        match self {
            Self::Any => step(&|c| !matches!(c, '\n' | '\r')),
            Self::One(one) => step(&|c| c == *one),
            Self::Set(ranges, inside) => {
                step(&|c| ranges.iter().any(|(first, last)| (*first..=*last).contains(&c)) == *inside)
            }
            Self::Either(parts) => parts.iter().flat_map(|part| part.after(text, from)).collect(),
            Self::Row(parts) => parts.iter().fold(from.clone(), |from, part| part.after(text, &from)),
            Self::Times(part, least, most) => {
                let mut at = from.clone();
                for _ in 0..*least {
                    at = part.after(text, &at);
                }
                let mut all = at.clone();
                let mut more = most.map_or(usize::MAX, |most| most.saturating_sub(*least));
                while more > 0 && !at.is_empty() {
                    at = part.after(text, &at).difference(&all).copied().collect();
                    all.extend(&at);
                    more -= 1;
                }
                all
            }
        }
    }
}

struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    fn next(&mut self) -> Option<char> {
        let next = self.rest.chars().next()?;
        self.rest = &self.rest[next.len_utf8()..];
        Some(next)
    }

    fn skip(&mut self, sign: char) -> bool {
        let found = self.rest.strip_prefix(sign);
        self.rest = found.unwrap_or(self.rest);
        found.is_some()
    }

    fn alternatives(&mut self) -> Part {
        let mut all = vec![self.row()];
        while self.skip('|') {
            all.push(self.row());
        }
        Part::Either(all)
    }

    fn row(&mut self) -> Part {
        let mut parts = Vec::new();
        while !self.rest.is_empty() && !self.rest.starts_with(['|', ')']) {
            let part = self.part();
            parts.push(self.repeated(part));
        }
        Part::Row(parts)
    }

    fn part(&mut self) -> Part {
        match self.next() {
            Some('.') => Part::Any,
            Some('(') => {
                let inside = self.alternatives();
                self.skip(')');
                inside
            }
            Some('[') => self.set(),
            Some('\\') => Part::One(self.escaped()),
            Some(c) => Part::One(c),
            None => Part::Row(Vec::new()),
        }
    }

    fn escaped(&mut self) -> char {
        match self.next() {
            Some('n') => '\n',
            Some(c) => c,
            None => '\\',
        }
    }

    fn set(&mut self) -> Part {
        let inside = !self.skip('^');
        let mut ranges = Vec::new();
        while let Some(first) = self.next().filter(|c| *c != ']') {
            let first = if first == '\\' { self.escaped() } else { first };
            let mut last = first;
            if !self.rest.starts_with("-]") && self.skip('-') {
                last = self.next().unwrap_or(first);
            }
            ranges.push((first, last));
        }
        Part::Set(ranges, inside)
    }

    fn repeated(&mut self, part: Part) -> Part {
        let (least, most) = match self.rest.chars().next() {
            Some('?') => (0, Some(1)),
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('{') => {
                let (times, rest) = self.rest[1..].split_once('}').unwrap_or((&self.rest[1..], ""));
                let (least, most) = times.split_once(',').unwrap_or((times, times));
                self.rest = rest;
                return Part::Times(Box::new(part), least.parse().unwrap_or(0), most.parse().ok());
            }
            _ => return part,
        };
        self.next();
        Part::Times(Box::new(part), least, most)
    }
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn shapes() {
        for (shape, good, bad) in [
            ("[a-f0-9]{2}(:[a-f0-9]{2}){5}", "52:54:00:00:00:0a", "52:54:00:00:00"),
            ("(/|[a-zA-Z]:\\\\).+", "C:\\a", "a/b"),
            ("[^/\\n]+", "a b", "a/b"),
            ("(ioemu:)?(fd|hd)[a-z]+", "ioemu:hda", "xda"),
            ("a{1,2}b*c?", "aabbc", "aaab"),
            ("[a\\-]+|x", "a-a", "xa"),
            ("[0-9.-]", "-", "/"),
            (".+", "é", "a\nb"),
            ("(a*)*", "aaaa", "ab"),
            ("", "", "a"),
        ] {
            assert!(fits(shape, good), "{shape} {good}");
            assert!(!fits(shape, bad), "{shape} {bad}");
        }
    }
}
