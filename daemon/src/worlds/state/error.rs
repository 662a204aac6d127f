//! What can go wrong with a state directory, and what to do about it.

use std::io;
use std::path::{Path, PathBuf};

use virtlab_core::ground::{ErrorDomain, VirError};

/// What is wrong with a state directory.
#[derive(Debug, thiserror::Error)]
pub enum StateError {
    /// Another daemon uses it.
    #[error("{0} is in use by another virtlab: end that one, or name another directory with --state")]
    InUse(PathBuf),
    /// The file system refuses.
    #[error("cannot {what} {}: {source}", path.display())]
    Io {
        /// What was tried.
        what: &'static str,
        /// With which file.
        path: PathBuf,
        /// What came of it.
        source: io::Error,
    },
    /// What is there is not what was written.
    #[error("{} cannot be read: {why}. Move it away to begin anew", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
}

impl StateError {
    /// What a client is told whose call could not be kept.
    pub fn to_libvirt(&self) -> Box<VirError> {
        match self {
            Self::Io { source, .. } => {
                let errno = source.raw_os_error().unwrap_or(0);
                VirError::system(ErrorDomain::Rpc, errno, "cannot keep the call", &self.to_string())
            }
            _ => VirError::internal(ErrorDomain::Rpc, self.to_string()),
        }
    }
}

/// Says with which file something failed.
pub(super) fn io<'p>(what: &'static str, path: &'p Path) -> impl FnOnce(io::Error) -> StateError + 'p {
    move |source| StateError::Io { what, path: path.to_owned(), source }
}

/// A file that is not what was written.
pub(super) fn damaged(path: &Path, why: impl Into<String>) -> StateError {
    StateError::Damaged { path: path.to_owned(), why: why.into() }
}
