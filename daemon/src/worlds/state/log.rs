//! The journal that is being written, and the images that keep it short.

use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::thread::JoinHandle;

use tracing::{debug, warn};
use virtlab_core::api::Call;
use virtlab_core::world::{ClientId, World, write_line};

use super::error::{StateError, io};
use super::header::Header;

/// Calls that a restart replays at most, unless told otherwise: a second's worth.
pub(super) const CALLS_MAX: usize = 100_000;
/// Bytes of a segment beyond which an image takes its place.
const BYTES_MAX: u64 = 64 * 1024 * 1024;

/// A world's journal, open for more.
pub struct Log {
    folder: PathBuf,
    header: Header,
    path: PathBuf,
    file: File,
    /// Bytes of the file that are whole lines.
    bytes: u64,
    calls: usize,
    calls_max: usize,
    line: String,
    /// The image that is being written.
    imaging: Option<JoinHandle<()>>,
}

/// The file of a segment.
pub(super) fn segment_path(folder: &Path, segment: u64) -> PathBuf {
    folder.join(format!("journal-{segment}"))
}

/// The file of the image with which a segment begins.
pub(super) fn image_path(folder: &Path, segment: u64) -> PathBuf {
    folder.join(format!("image-{segment}"))
}

impl Log {
    /// Begins a segment.
    pub(super) fn begin(folder: &Path, header: Header, calls_max: usize) -> Result<Self, StateError> {
        let (unfinished, path) = (folder.join("segment.new"), segment_path(folder, header.segment));
        let mut file = OpenOptions::new()
            .append(true)
            .create(true)
            .open(&unfinished)
            .map_err(io("create", &unfinished))?;
        let line = header.line();
        // A segment is there with its first line or not at all; an unfinished one of an earlier daemon is begun anew.
        file.set_len(0).map_err(io("cut", &unfinished))?;
        file.write_all(line.as_bytes()).map_err(io("write", &unfinished))?;
        fs::rename(&unfinished, &path).map_err(io("rename", &unfinished))?;
        let folder = folder.to_owned();
        let bytes = line.len() as u64;
        Ok(Self { folder, header, path, file, bytes, calls: 0, calls_max, line, imaging: None })
    }

    /// Goes on with a segment of which so many bytes are whole lines, of so many calls.
    pub(super) fn go_on(
        folder: &Path,
        header: Header,
        (bytes, calls): (u64, usize),
        calls_max: usize,
    ) -> Result<Self, StateError> {
        let path = segment_path(folder, header.segment);
        let file = OpenOptions::new().append(true).open(&path).map_err(io("open", &path))?;
        file.set_len(bytes).map_err(io("cut", &path))?;
        let (folder, line) = (folder.to_owned(), String::new());
        Ok(Self { folder, header, path, file, bytes, calls, calls_max, line, imaging: None })
    }

    /// Adds a call. Once it is back, the call survives the end of the process.
    ///
    /// # Errors
    /// What the file system says; the journal is then as it was.
    pub fn append(&mut self, client: ClientId, call: &Call) -> Result<(), StateError> {
        self.line.clear();
        // Writing to a string cannot fail.
        let _ = write_line(&mut self.line, client, call);
        self.line.push('\n');
        if let Err(error) = self.file.write_all(self.line.as_bytes()) {
            // Part of a line must not stand before the next one.
            let _ = self.file.set_len(self.bytes);
            return Err(io("write", &self.path)(error));
        }
        self.bytes += self.line.len() as u64;
        self.calls += 1;
        Ok(())
    }

    /// Begins a new segment if this one is long, and has an image of the world written that makes those before it
    /// needless. To be called with the world as it is after all calls of the journal.
    pub fn shorten(&mut self, world: &World) {
        let long = self.calls >= self.calls_max || self.bytes >= BYTES_MAX;
        if !long || self.imaging.as_ref().is_some_and(|imaging| !imaging.is_finished()) {
            return;
        }
        let next = self.header.of_segment(self.header.segment + 1);
        let segment = next.segment;
        match Self::begin(&self.folder, next, self.calls_max) {
            Err(error) => {
                // The journal only grows on; the next try is as many calls away.
                warn!("{error}: the journal stays long");
                self.calls = 0;
            }
            Ok(mut log) => {
                let (world, folder) = (world.clone(), self.folder.clone());
                let write = move || match write_image(&folder, segment, &world) {
                    Ok(()) => remove_before(&folder, segment),
                    Err(why) => warn!("no image of the world was written: {why}"),
                };
                log.imaging = Some(std::thread::spawn(write));
                *self = log;
            }
        }
    }
}

impl Drop for Log {
    fn drop(&mut self) {
        if let Some(imaging) = self.imaging.take() {
            // A panic over there was reported over there.
            let _ = imaging.join();
        }
    }
}

/// Writes an image so that it is there whole or not at all, and is what it should be.
fn write_image(folder: &Path, segment: u64, world: &World) -> Result<(), String> {
    let text = world.to_image()?;
    // An image that were not the world would lose what the journal still has.
    World::from_image(&text)?;
    let (unfinished, path) = (folder.join("image.new"), image_path(folder, segment));
    let write = || {
        let mut file = File::create(&unfinished)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&unfinished, &path)?;
        File::open(folder)?.sync_all()
    };
    write().map_err(|error| format!("{}: {error}", path.display()))?;
    debug!("wrote {}", path.display());
    Ok(())
}

/// Removes what an image made needless.
pub(super) fn remove_before(folder: &Path, segment: u64) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let number = name.strip_prefix("journal-").or_else(|| name.strip_prefix("image-"));
        if number.and_then(|number| number.parse::<u64>().ok()).is_some_and(|number| number < segment)
            && let Err(error) = fs::remove_file(&path)
        {
            warn!("cannot remove {}: {error}", path.display());
        }
    }
}
