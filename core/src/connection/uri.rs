//! The URI of a connection: `driver[+transport]://[user@][host][:port]/[path][?params]`, taken apart as libvirt does it
//! with libxml2's parser (RFC 3986), each part with the place where it stands.

use serde::{Deserialize, Serialize};

use crate::ground::limits::STRING_BYTES_MAX;
use crate::ground::{ErrorDomain, Result, VirError};

/// What a part of a URI is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartKind {
    /// The driver that the daemon shall use: `qemu`.
    Driver,
    /// How to get to the daemon: `ssh`.
    Transport,
    /// Who to log in as.
    User,
    /// The machine.
    Host,
    /// Its TCP port.
    Port,
    /// What to open there: `/system`.
    Path,
    /// The name of a parameter.
    ParameterName,
    /// The value of the parameter before it.
    ParameterValue,
    /// What stands after `#`, which libvirt keeps and nobody reads.
    Fragment,
}

/// A part of a URI and where it stands in the text; what is between parts is punctuation.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Part {
    /// What it is.
    pub kind: PartKind,
    /// Its first byte.
    pub start: usize,
    /// The byte after its last.
    pub end: usize,
}

/// A parameter of a URI, decoded.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Parameter {
    /// Its name.
    pub name: Box<str>,
    /// Its value; empty where there is none.
    pub value: Box<str>,
}

/// A URI taken apart. Escapes (`%20`) are decoded, except in [`Uri::query`]. What decodes to a NUL byte ends there, as
/// in C; what decodes to no UTF-8 is replaced by U+FFFD, which C would not do.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Uri {
    /// The whole text.
    pub text: Box<str>,
    /// Driver and transport; none where the text is a bare path or name.
    pub scheme: Option<Box<str>>,
    /// The user, where there is one.
    pub user: Option<Box<str>>,
    /// The machine, an IPv6 address without its brackets.
    pub server: Option<Box<str>>,
    /// The port; 0 where none is named or there is no server.
    pub port: u32,
    /// The path; empty where there is none.
    pub path: Box<str>,
    /// What stands after `?`, as it came.
    pub query: Option<Box<str>>,
    /// What stands after `#`.
    pub fragment: Option<Box<str>>,
    /// The query's parameters.
    pub parameters: Vec<Parameter>,
    parts: Vec<Part>,
}

impl Uri {
    /// Takes a URI apart. `virURIParse` of libvirt.
    ///
    /// # Errors
    /// `VIR_ERR_INTERNAL_ERROR` of `VIR_FROM_URI` when the text is no URI.
    pub fn parse(text: &str) -> Result<Self> {
        let fault = || VirError::internal(ErrorDomain::Uri, format!("Unable to parse URI {text}"));
        if text.len() > STRING_BYTES_MAX {
            return Err(VirError::internal(
                ErrorDomain::Uri,
                format!("Unable to parse URI of {} bytes: at most {STRING_BYTES_MAX} are read", text.len()),
            ));
        }
        // A text that is no URI with a scheme may still be a reference without one: `qemu`, `/system`.
        Reader::new(text).uri().or_else(|| Reader::new(text).reference()).ok_or_else(fault)
    }

    /// The parts in the order of the text.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// The driver: the scheme up to its first `+`.
    pub fn driver(&self) -> Option<&str> {
        self.scheme.as_deref().map(|scheme| scheme.split_once('+').map_or(scheme, |(driver, _)| driver))
    }

    /// What the scheme says after its first `+`, whether or not there is such a transport.
    pub fn transport_name(&self) -> Option<&str> {
        self.scheme.as_deref()?.split_once('+').map(|(_, transport)| transport)
    }

    /// The value of a parameter; upper and lower case of names are the same.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        let found = self.parameters.iter().find(|parameter| parameter.name.eq_ignore_ascii_case(name));
        found.map(|parameter| &*parameter.value)
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    uri: Uri,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str) -> Self {
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
    fn uri(mut self) -> Option<Uri> {
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
    fn reference(mut self) -> Option<Uri> {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Vec<(PartKind, &str)> {
        let uri = Uri::parse(text).expect("a URI");
        uri.parts().iter().map(|part| (part.kind, &text[part.start..part.end])).collect()
    }

    #[test]
    fn every_part_knows_where_it_stands() {
        use PartKind::*;
        assert_eq!(
            parts("qemu+ssh://root@[fe80::1]:22/system?no_verify=1&keyfile#x"),
            [
                (Driver, "qemu"),
                (Transport, "ssh"),
                (User, "root"),
                (Host, "[fe80::1]"),
                (Port, "22"),
                (Path, "/system"),
                (ParameterName, "no_verify"),
                (ParameterValue, "1"),
                (ParameterName, "keyfile"),
                (Fragment, "x"),
            ]
        );
        assert_eq!(parts("test:///default"), [(Driver, "test"), (Path, "/default")]);
    }

    #[test]
    fn fields_are_decoded() {
        let uri = Uri::parse("qemu+TCP://u%20r@[::1]:5/sys%74em?a=%2Fb;c#%41").expect("a URI");
        assert_eq!(uri.driver(), Some("qemu"));
        assert_eq!(uri.transport_name(), Some("TCP"));
        assert_eq!(uri.user.as_deref(), Some("u r"));
        assert_eq!(uri.server.as_deref(), Some("::1"));
        assert_eq!((uri.port, &*uri.path), (5, "/system"));
        assert_eq!(uri.query.as_deref(), Some("a=%2Fb;c"));
        assert_eq!(uri.parameter("A"), Some("/b"));
        assert_eq!(uri.parameter("c"), Some(""));
        assert_eq!(uri.fragment.as_deref(), Some("A"));
    }

    #[test]
    fn parameters_as_libvirt_divides_them() {
        let uri = Uri::parse("x:?&&x=1;y=2&=3&z=&w").expect("a URI");
        let seen: Vec<_> = uri.parameters.iter().map(|p| (&*p.name, &*p.value)).collect();
        assert_eq!(seen, [("x", "1;y=2"), ("z", ""), ("w", "")]);
    }

    #[test]
    fn what_is_no_uri() {
        for text in [
            ":::",
            "qemu:///sys tem",
            "qemu://host:/system",
            "1qemu:///",
            "%zz",
            "qemu:///%4",
            "qemu://[::1/",
        ] {
            let error = Uri::parse(text).expect_err("no URI");
            assert_eq!(&*error.message, format!("internal error: Unable to parse URI {text}"));
            assert_eq!(error.domain, ErrorDomain::Uri);
        }
        assert!(Uri::parse(&"x".repeat(STRING_BYTES_MAX + 1)).is_err());
        assert_eq!(Uri::parse("x+ssh").expect("a reference").scheme, None);
    }
}
