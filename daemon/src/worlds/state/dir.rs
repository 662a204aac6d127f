//! The directory: one daemon at a time, a folder for each world.

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};

use virtlab_core::world::{Journal, World};

use super::error::{StateError, io};
use super::header::Header;
use super::log::{CALLS_MAX, Log};
use super::read;
use crate::worlds::Key;

/// A state directory that this daemon alone uses.
pub struct StateDir {
    worlds: PathBuf,
    calls_max: usize,
    /// Holds the lock; the system lets it go with the process, however that ends.
    _lock: File,
}

impl StateDir {
    /// Takes a directory, and makes it if it is not there. An image is written every so many calls.
    ///
    /// # Errors
    /// [`StateError::InUse`], or what the file system says.
    pub fn open(path: &Path, image_every: Option<usize>) -> Result<Self, StateError> {
        let worlds = path.join("worlds");
        DirBuilder::new().recursive(true).mode(0o700).create(&worlds).map_err(io("create", &worlds))?;
        let lock_path = path.join("lock");
        let lock = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .open(&lock_path)
            .map_err(io("open", &lock_path))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(StateError::InUse(path.to_owned())),
            Err(TryLockError::Error(error)) => return Err(io("lock", &lock_path)(error)),
        }
        Ok(Self { worlds, calls_max: image_every.unwrap_or(CALLS_MAX).max(1), _lock: lock })
    }

    /// Every world that is kept, as after its last call.
    ///
    /// # Errors
    /// A file that cannot be read or is not what was written. A last line without its end is no error: its call was
    /// never answered.
    pub fn load(&self) -> Result<Vec<(Key, World, Log)>, StateError> {
        let entries = fs::read_dir(&self.worlds).map_err(io("read", &self.worlds))?;
        let folders: Result<Vec<PathBuf>, _> = entries.map(|entry| entry.map(|entry| entry.path())).collect();
        let mut folders = folders.map_err(io("read", &self.worlds))?;
        folders.retain(|path| path.is_dir());
        folders.sort();
        let loaded = folders.iter().map(|folder| read::world(folder, self.calls_max));
        loaded.filter_map(Result::transpose).collect()
    }

    /// Begins to keep a world.
    ///
    /// # Errors
    /// What the file system says.
    pub fn create(&self, key: &Key, start: Journal) -> Result<Log, StateError> {
        let folder = self.worlds.join(key.file_name());
        DirBuilder::new().recursive(true).mode(0o700).create(&folder).map_err(io("create", &folder))?;
        Log::begin(&folder, Header::first(key, &start), self.calls_max)
    }
}
