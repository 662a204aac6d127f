//! The grammar of URIs, RFC 3986 as libxml2 reads it.

use super::{Parameter, Part, PartKind, Uri};

/// A URI under way.
pub(super) struct Reader<'a> {
    text: &'a str,
    at: usize,
    uri: Uri,
}

impl<'a> Reader<'a> {
    pub fn new(text: &'a str) -> Self {
        let uri = Uri {
            text: text.into(),
            scheme: None,
            user: None,
            server: None,
            port: 0,
            path: "".into(),
            query: None,
            fragment: None,
            parameters: Vec::new(),
            parts: Vec::new(),
        };
        Self { text, at: 0, uri }
    }

    /// `scheme ":" hier-part [ "?" query ] [ "#" fragment ]`, to the end.
    pub fn uri(mut self) -> Option<Uri> {
        self.scheme()?;
        match self.peek(0) {
            Some(b'/') if self.peek(1) == Some(b'/') => self.authority_and_path()?,
            Some(b'/') => self.path_absolute()?,
            _ if self.is_pchar(self.at) => self.path_rootless(false)?,
            _ => {}
        }
        self.rest()
    }

    /// The same without a scheme: no colon in the first segment of the path then.
    pub fn reference(mut self) -> Option<Uri> {
        match self.peek(0) {
            Some(b'/') if self.peek(1) == Some(b'/') => self.authority_and_path()?,
            Some(b'/') => self.path_absolute()?,
            _ if self.is_pchar(self.at) => self.path_rootless(true)?,
            _ => {}
        }
        self.rest()
    }

    fn peek(&self, ahead: usize) -> Option<u8> {
        self.text.as_bytes().get(self.at + ahead).copied()
    }

    fn scheme(&mut self) -> Option<()> {
        self.peek(0).filter(u8::is_ascii_alphabetic)?;
        while self.peek(0).is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.')) {
            self.at += 1;
        }
        let end = self.at;
        self.peek(0).filter(|&b| b == b':')?;
        self.at += 1;
        let scheme = &self.text[..end];
        self.uri.scheme = Some(scheme.into());
        let plus = scheme.find('+');
        self.part(PartKind::Driver, 0, plus.unwrap_or(end));
        if let Some(plus) = plus {
            self.part(PartKind::Transport, plus + 1, end);
        }
        Some(())
    }

    /// `"//" [ user "@" ] host [ ":" port ] *( "/" segment )`.
    fn authority_and_path(&mut self) -> Option<()> {
        self.at += 2;
        let start = self.at;
        while self.is_name_char(self.at) || self.peek(0) == Some(b':') {
            self.step();
        }
        if self.peek(0) == Some(b'@') {
            // libxml2 takes a user of no characters for the whole rest of the text.
            let end = if self.at == start { self.text.len() } else { self.at };
            self.uri.user = Some(decode(&self.text[start..end]));
            self.part(PartKind::User, start, self.at);
            self.at += 1;
        } else {
            self.at = start;
        }
        self.host()?;
        if self.peek(0) == Some(b':') {
            self.at += 1;
            let start = self.at;
            while self.peek(0).is_some_and(|b| b.is_ascii_digit()) {
                self.at += 1;
            }
            let port: i32 = self.text[start..self.at].parse().ok()?;
            self.part(PartKind::Port, start, self.at);
            // A port without a server is forgotten.
            self.uri.port = self.uri.server.as_ref().map_or(0, |_| port.unsigned_abs());
        }
        let start = self.at;
        self.segments();
        self.path(start);
        Some(())
    }

    fn host(&mut self) -> Option<()> {
        let start = self.at;
        if self.peek(0) == Some(b'[') {
            let length = self.text[start..].find(']')?;
            self.at = start + length + 1;
        } else {
            while self.is_name_char(self.at) {
                self.step();
            }
        }
        if self.at > start {
            let host = decode(&self.text[start..self.at]);
            let inside = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
            let address = inside.filter(|host| host.contains(':'));
            self.uri.server = Some(address.map(Into::into).unwrap_or(host));
            self.part(PartKind::Host, start, self.at);
        }
        Some(())
    }

    fn path_absolute(&mut self) -> Option<()> {
        let start = self.at;
        self.at += 1;
        while self.is_pchar(self.at) {
            self.step();
        }
        self.segments();
        self.path(start);
        Some(())
    }

    fn path_rootless(&mut self, no_colon: bool) -> Option<()> {
        let start = self.at;
        while self.is_pchar(self.at) && !(no_colon && self.peek(0) == Some(b':')) {
            self.step();
        }
        if self.at == start {
            return None;
        }
        self.segments();
        self.path(start);
        Some(())
    }

    /// `*( "/" segment )`.
    fn segments(&mut self) {
        while self.peek(0) == Some(b'/') {
            self.at += 1;
            while self.is_pchar(self.at) {
                self.step();
            }
        }
    }

    fn path(&mut self, start: usize) {
        if self.at > start {
            self.uri.path = decode(&self.text[start..self.at]);
            self.part(PartKind::Path, start, self.at);
        }
    }

    /// `[ "?" query ] [ "#" fragment ]` and then nothing.
    fn rest(mut self) -> Option<Uri> {
        if self.peek(0) == Some(b'?') {
            let start = self.at + 1;
            self.at = start;
            while self.is_pchar(self.at) || matches!(self.peek(0), Some(b'/' | b'?')) {
                self.step();
            }
            self.uri.query = Some(self.text[start..self.at].into());
            self.parameters(start, self.at);
        }
        if self.peek(0) == Some(b'#') {
            let start = self.at + 1;
            self.at = start;
            while self.is_pchar(self.at) || matches!(self.peek(0), Some(b'/' | b'?' | b'[' | b']')) {
                self.step();
            }
            self.uri.fragment = Some(decode(&self.text[start..self.at]));
            self.part(PartKind::Fragment, start, self.at);
        }
        (self.at == self.text.len()).then_some(self.uri)
    }

    /// `name=value` divided by `&`, or by `;` where no `&` follows. `virURIParseParams` of libvirt.
    fn parameters(&mut self, start: usize, end: usize) {
        let mut at = start;
        while at < end {
            let rest = &self.text[at..end];
            let length = rest.find('&').or_else(|| rest.find(';')).unwrap_or(rest.len());
            let (name, value) = match rest[..length].split_once('=') {
                Some((name, value)) => (name, Some(value)),
                None => (&rest[..length], None),
            };
            if !name.is_empty() {
                let parameter = Parameter { name: decode(name), value: decode(value.unwrap_or("")) };
                self.uri.parameters.push(parameter);
                self.part(PartKind::ParameterName, at, at + name.len());
                if value.is_some() {
                    self.part(PartKind::ParameterValue, at + name.len() + 1, at + length);
                }
            }
            at += length + 1;
        }
    }

    fn part(&mut self, kind: PartKind, start: usize, end: usize) {
        self.uri.parts.push(Part { kind, start, end });
    }

    /// Past a character: an escape is one.
    fn step(&mut self) {
        self.at += if self.peek(0) == Some(b'%') { 3 } else { 1 };
    }

    /// `unreserved / pct-encoded / sub-delims`.
    fn is_name_char(&self, at: usize) -> bool {
        let bytes = self.text.as_bytes();
        match bytes.get(at) {
            Some(b'%') => bytes.get(at + 1..at + 3).is_some_and(|two| two.iter().all(u8::is_ascii_hexdigit)),
            Some(&b) => b.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=".contains(&b),
            None => false,
        }
    }

    fn is_pchar(&self, at: usize) -> bool {
        self.is_name_char(at) || matches!(self.text.as_bytes().get(at), Some(b':' | b'@'))
    }
}

/// `%41` to `A`. Every `%` is known to be an escape, save in a user of no characters, where a wrong one stays.
fn decode(text: &str) -> Box<str> {
    let mut out = Vec::with_capacity(text.len());
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let escape = bytes.get(at + 1..at + 3).filter(|_| byte == b'%');
        let decoded = escape
            .and_then(|hex| std::str::from_utf8(hex).ok())
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        at += if decoded.is_some() { 3 } else { 1 };
        match decoded.unwrap_or(byte) {
            0 => break,
            byte => out.push(byte),
        }
    }
    String::from_utf8_lossy(&out).into()
}
