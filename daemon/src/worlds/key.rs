//! What tells one world of a daemon from another.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};
use virtlab_core::connection::Uri;
use virtlab_core::host::{Driver, Lab};

/// The parameter of a URI that names a world.
const PARAMETER: &str = "world";
/// Bytes of a file name that every file system has room for.
const FILE_NAME_MAX: usize = 120;

/// A world that outlives its clients.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
pub struct Key {
    /// What `?world=NAME` says; empty for the one that everybody shares.
    pub name: String,
    /// The path of the node file that it was made from: `test:///ABSOLUTE/PATH.xml`.
    pub node: Option<String>,
}

/// Which world a URI asks for.
#[derive(PartialEq, Eq, Debug)]
pub(super) struct Wanted {
    pub key: Key,
    /// `?world=`: one of the connection's own.
    pub own: bool,
}

impl Wanted {
    /// Reads a URI. One that is none is left to the world that everybody shares, which says so.
    pub fn read(uri: Option<&str>, lab: &Lab) -> Self {
        let Some(uri) = uri.and_then(|uri| Uri::parse(uri).ok()) else {
            return Self { key: Key::default(), own: false };
        };
        let world = uri.parameter(PARAMETER);
        let key = Key { name: world.unwrap_or_default().to_owned(), node: node_path(&uri, lab) };
        Self { key, own: world == Some("") }
    }
}

/// The path of a node file, if the URI is of the test driver and names no host of the lab.
fn node_path(uri: &Uri, lab: &Lab) -> Option<String> {
    let is_test = uri.driver() == Some(Driver::Test.uri_scheme()) && uri.server.is_none();
    if !is_test || matches!(&*uri.path, "" | "/" | "/default") {
        return None;
    }
    let of_lab = |own: &str| Uri::parse(own).is_ok_and(|own| own.path == uri.path);
    let known = lab.hosts.iter().filter(|host| host.driver() == Driver::Test);
    if known.flat_map(|host| &host.uris).any(|own| of_lab(own)) {
        return None;
    }
    Some(uri.path.to_string())
}

impl Key {
    /// A file name that no other key has.
    pub fn file_name(&self) -> String {
        let mut name = match (&*self.name, &self.node) {
            ("", None) => "common".to_owned(),
            (name, None) => format!("named-{}", escape(name)),
            ("", Some(node)) => format!("node-{}", escape(node)),
            (name, Some(node)) => format!("named-{}-node-{}", escape(name), escape(node)),
        };
        if name.len() > FILE_NAME_MAX {
            name =
                format!("long-{:032x}", virtlab_core::ground::hash::stable_hash(&(&self.name, &self.node)));
        }
        name
    }
}

/// Everything but letters, digits and underscores as `%2F`, so that neither `/` nor `-` is in it.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || byte == b'_' {
            escaped.push(char::from(byte));
        } else {
            let _ = write!(escaped, "%{byte:02X}");
        }
    }
    escaped
}

impl std::fmt::Display for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (&*self.name, &self.node) {
            ("", None) => f.write_str("the world that all share"),
            (name, None) => write!(f, "world {name}"),
            ("", Some(node)) => write!(f, "the world of {node}"),
            (name, Some(node)) => write!(f, "world {name} of {node}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(uri: &str) -> (String, bool) {
        let wanted = Wanted::read(Some(uri), &Lab::builtin());
        (wanted.key.file_name(), wanted.own)
    }

    #[test]
    fn a_uri_chooses_its_world() {
        for (uri, file, own) in [
            ("test:///default", "common", false),
            ("qemu:///system", "common", false),
            ("test:///", "common", false),
            ("no uri at all", "common", false),
            ("test:///default?world=ci%2F1", "named-ci%2F1", false),
            ("qemu:///system?world=a-b", "named-a%2Db", false),
            ("test:///default?world=", "common", true),
            ("test:///default?world", "common", true),
            ("test:///srv/node.xml", "node-%2Fsrv%2Fnode%2Exml", false),
            ("test:///srv/node.xml?world=a", "named-a-node-%2Fsrv%2Fnode%2Exml", false),
            ("qemu:///srv/node.xml", "common", false),
        ] {
            assert_eq!(wanted(uri), (file.to_owned(), own), "{uri}");
        }
        assert_eq!(Wanted::read(None, &Lab::builtin()).key, Key::default());
        let long = wanted(&format!("test:///default?world={}", "x".repeat(500))).0;
        assert!(long.starts_with("long-") && long.len() == 37, "{long}");
    }
}
