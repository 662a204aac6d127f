//! Documents to begin with, for commands that take a file.

use std::collections::BTreeMap;

use crate::session::documents::{DEVICE_XML, FIRST_XML, NETWORK_XML};

/// The documents by name.
pub(super) fn examples() -> BTreeMap<String, String> {
    [("demo.xml", FIRST_XML), ("disk.xml", DEVICE_XML), ("network.xml", NETWORK_XML)]
        .map(|(name, text)| (name.to_owned(), text.to_owned()))
        .into()
}
