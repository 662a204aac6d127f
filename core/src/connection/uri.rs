//! The URI of a connection: `driver[+transport]://[user@][host][:port]/[path][?params]`, taken apart as libvirt does it
//! with libxml2's parser (RFC 3986), each part with the place where it stands.

use serde::{Deserialize, Serialize};

use super::uri_reader::Reader;
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
    pub(super) parts: Vec<Part>,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connection::resolve;
    use crate::ground::rng::{Rng, Stream};
    use crate::host::Lab;

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

    #[test]
    fn no_text_upsets_the_reader() {
        let pieces = "qemu test xen foo : / // /// /default /system /embed ? # [ ] @ % %41 %00 %ff & ; = + +ssh +tcp +ext \
                      +unix +libssh localhost kvm2 127.0.0.1 ::1 :22 name= socket= command= mode= é \u{1f5a5} \0 a 9 !";
        let pieces: Vec<&str> = pieces.split(' ').filter(|piece| !piece.is_empty()).chain([" "]).collect();
        let mut rng = Rng::new(7);
        let lab = Lab::builtin();
        for _ in 0..50_000 {
            let mut bytes = [0; 16];
            rng.fill(Stream::Uuid, &mut bytes);
            let length = usize::from(bytes[0]) % bytes.len();
            let text: String =
                bytes[..length].iter().map(|&b| pieces[usize::from(b) % pieces.len()]).collect();
            let Ok(uri) = Uri::parse(&text) else { continue };
            let mut end = 0;
            for part in uri.parts() {
                assert!(end <= part.start && part.start <= part.end, "{text}: {:?}", uri.parts());
                assert!(text.get(part.start..part.end).is_some(), "{text}: {part:?}");
                end = part.end;
            }
            // What libvirt writes it reads again.
            assert!(uri.scheme.is_none() || Uri::parse(&uri.format()).is_ok(), "{text}: {}", uri.format());
            let _ = resolve(Some(&text), 0, &lab);
        }
    }
}
