//! The files that calls write and read: save images and core dumps. There is one file system, that of the local machine.

use std::sync::Arc;

use imbl::OrdMap;
use serde::{Deserialize, Serialize};

use crate::ground::{ErrorCode, ErrorDomain, Result, VirError};

/// `ENOENT`.
const ENOENT: i32 = 2;
/// `EISDIR`.
const EISDIR: i32 = 21;

/// What a file holds.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub(super) enum Content {
    /// A save image of the test driver: its domain's XML.
    Save(Arc<str>),
    /// A core dump of the test driver: its header alone.
    Dump,
}

/// The files by absolute path.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub(super) struct Files(OrdMap<Arc<str>, Content>);

/// `ENOTDIR`.
const ENOTDIR: i32 = 20;

/// The directories that are there, whatever else is.
const DIRECTORIES: [&str; 8] = [
    "/",
    "/tmp",
    "/var/tmp",
    "/root",
    "/home",
    "/var/lib/libvirt",
    "/var/lib/libvirt/images",
    "/var/lib/libvirt/qemu/save",
];

/// Below these, people and their programs have folders of their own. A world does not know which, and takes every folder there
/// that is written to for one that is there.
const OWN: [&str; 4] = ["/home", "/root", "/tmp", "/var/tmp"];

/// A path made absolute and tidy, as `g_canonicalize_filename` does; the working directory is `/`.
pub(super) fn absolute(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    format!("/{}", parts.join("/"))
}

impl Files {
    /// Writes a file whose directory is there.
    ///
    /// # Errors
    /// As `open(2)` fails: with `what` before the reason.
    pub fn write(&mut self, path: &str, content: Content, what: &str) -> Result<()> {
        if DIRECTORIES.contains(&path) {
            return Err(VirError::system(ErrorDomain::Test, EISDIR, what, "Is a directory"));
        }
        let parent =
            path.rsplit_once('/').map_or("/", |(parent, _)| if parent.is_empty() { "/" } else { parent });
        let below = |own: &str| parent.strip_prefix(own).is_some_and(|rest| rest.starts_with('/'));
        if self.is_below_a_file(parent) {
            return Err(VirError::system(ErrorDomain::Test, ENOTDIR, what, "Not a directory"));
        }
        if !DIRECTORIES.contains(&parent) && !OWN.into_iter().any(below) {
            return Err(VirError::system(ErrorDomain::Test, ENOENT, what, "No such file or directory"));
        }
        let folder = format!("{path}/");
        if self.0.get_next(folder.as_str()).is_some_and(|(file, _)| file.starts_with(&folder)) {
            return Err(VirError::system(ErrorDomain::Test, EISDIR, what, "Is a directory"));
        }
        self.0.insert(path.into(), content);
        Ok(())
    }

    /// Whether a path, or a folder on the way to it, is a file.
    fn is_below_a_file(&self, path: &str) -> bool {
        let ends = path.match_indices('/').map(|(end, _)| end).chain([path.len()]);
        ends.into_iter().any(|end| self.contains(&path[..end]))
    }

    /// Whether a path is a regular file.
    pub fn contains(&self, path: &str) -> bool {
        self.0.contains_key(path)
    }

    /// The domain XML of a save image.
    ///
    /// # Errors
    /// As `testDomainSaveImageOpen` fails.
    pub fn read_save(&self, path: &str) -> Result<Arc<str>> {
        match self.0.get(path) {
            Some(Content::Save(xml)) if xml.is_empty() || xml.len() > 8192 => {
                Err(VirError::internal(ErrorDomain::Test, "length of metadata out of range"))
            }
            Some(Content::Save(xml)) => Ok(xml.clone()),
            // A dump ends after its header, so reading on gives nothing and leaves errno alone: here that is no error.
            Some(Content::Dump) => {
                let what = format!("failed to read metadata length in '{path}'");
                Err(VirError::system(ErrorDomain::Test, 0, &what, "Success"))
            }
            None if DIRECTORIES.contains(&path) => {
                let what = format!("incomplete save header in '{path}'");
                Err(VirError::system(ErrorDomain::Test, EISDIR, &what, "Is a directory"))
            }
            None => {
                let what = format!("cannot read domain image '{path}'");
                Err(VirError::system(ErrorDomain::Test, ENOENT, &what, "No such file or directory"))
            }
        }
    }
}

/// An error of a call with arguments that the driver does not take.
pub(super) fn xml_modification_unsupported() -> Box<VirError> {
    VirError::new(ErrorDomain::Test, ErrorCode::ArgumentUnsupported, "xml modification unsupported")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_of_ones_own_are_there_and_others_are_not() {
        let mut files = Files::default();
        let mut write =
            |path: &str| files.write(path, Content::Dump, "open").map_err(|error| error.message.to_string());
        assert_eq!(write("/var/tmp/guests/a.save"), Ok(()));
        assert_eq!(write("/tmp/tmp.1234/a.save"), Ok(()));
        assert_eq!(write("/homes/a.save"), Err("open: No such file or directory".into()));
        assert_eq!(write("/nowhere/a.save"), Err("open: No such file or directory".into()));
        assert_eq!(write("/var/tmp/guests/a.save/b"), Err("open: Not a directory".into()));
        assert_eq!(write("/var/tmp/guests"), Err("open: Is a directory".into()));
        assert_eq!(write("/home"), Err("open: Is a directory".into()));
    }
}
