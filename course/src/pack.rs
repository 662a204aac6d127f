//! Archives: the zip files in which lessons, exercises and SCORM packages travel. Equal content gives equal archives: every file in
//! one is of 1980.

use std::io::{Cursor, Read as _, Write as _};

use zip::write::SimpleFileOptions;
use zip::{DateTime, ZipArchive, ZipWriter};

/// How hard deflate tries. Beyond this the time grows and the size hardly shrinks.
const LEVEL: i64 = 6;
/// Files of an archive that is read, and bytes of them in all: somebody else made it, and a small archive can say much.
const FILES_MAX: usize = 64;
const BYTES_MAX: u64 = 1 << 20;

/// An archive that is being made.
pub struct Archive {
    zip: ZipWriter<Cursor<Vec<u8>>>,
}

impl Default for Archive {
    fn default() -> Self {
        Self { zip: ZipWriter::new(Cursor::new(Vec::new())) }
    }
}

impl Archive {
    /// Puts a file into it, under a path such as `page/index.html`.
    ///
    /// # Errors
    /// As the archive's writer: a path that is there already, or too much.
    pub fn add(&mut self, path: &str, bytes: &[u8]) -> Result<(), String> {
        let options =
            SimpleFileOptions::default().compression_level(Some(LEVEL)).last_modified_time(DateTime::DEFAULT);
        self.zip.start_file(path, options).map_err(|error| format!("{path}: {error}"))?;
        self.zip.write_all(bytes).map_err(|error| format!("{path}: {error}"))
    }

    /// The archive's bytes.
    ///
    /// # Errors
    /// As the archive's writer.
    pub fn finish(self) -> Result<Vec<u8>, String> {
        self.zip.finish().map(Cursor::into_inner).map_err(|error| error.to_string())
    }
}

impl std::fmt::Debug for Archive {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Archive").finish_non_exhaustive()
    }
}

/// An archive of texts.
///
/// # Errors
/// As [`Archive::add`].
pub fn pack<'f>(files: impl IntoIterator<Item = (&'f str, &'f str)>) -> Result<Vec<u8>, String> {
    let mut archive = Archive::default();
    for (path, text) in files {
        archive.add(path, text.as_bytes())?;
    }
    archive.finish()
}

/// The texts in an archive: their paths and what they say. Folders, and files that are no text, are left out.
///
/// # Errors
/// That it is no archive, or a broken one, or has more in it than [`FILES_MAX`] files or [`BYTES_MAX`] bytes.
pub fn unpack(bytes: &[u8]) -> Result<Vec<(String, String)>, String> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
    if archive.len() > FILES_MAX {
        return Err(format!("there are {} files in it, and at most {FILES_MAX} are read", archive.len()));
    }
    let mut left = BYTES_MAX;
    let mut files = Vec::new();
    for n in 0..archive.len() {
        let mut file = archive.by_index(n).map_err(|error| error.to_string())?;
        let path = file.name().map_err(|error| error.to_string())?.into_owned();
        let mut content = Vec::new();
        // What it says of its own size may be a lie.
        file.by_ref().take(left + 1).read_to_end(&mut content).map_err(|error| format!("{path}: {error}"))?;
        left = left
            .checked_sub(content.len() as u64)
            .ok_or_else(|| format!("there are more than {BYTES_MAX} bytes in it"))?;
        if let Ok(text) = String::from_utf8(content)
            && !path.ends_with('/')
        {
            files.push((path, text));
        }
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_is_unpacked_and_equal_content_is_an_equal_archive() {
        let long = "a".repeat(50_000);
        let files = [("one/en.md", "# 一\n"), ("one/lesson.toml", long.as_str()), ("empty", "")];
        let bytes = pack(files).unwrap();
        assert!(bytes.len() < 2_000, "{} bytes: it is compressed", bytes.len());
        assert_eq!(pack(files).unwrap(), bytes);
        let again = unpack(&bytes).unwrap();
        let again: Vec<_> = again.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        assert_eq!(again, files);
    }

    #[test]
    fn what_is_no_text_is_left_out_and_what_is_broken_or_too_much_is_refused() {
        let mut archive = Archive::default();
        archive.add("picture.png", &[0xff, 0xd8]).unwrap();
        archive.add("a.txt", b"a").unwrap();
        assert!(archive.add("a.txt", b"again").is_err());
        let bytes = archive.finish().unwrap();
        assert_eq!(unpack(&bytes).unwrap(), [("a.txt".to_owned(), "a".to_owned())]);
        for cut in 0..bytes.len() {
            assert!(unpack(&bytes[..cut]).is_err(), "{cut} bytes of {}", bytes.len());
        }
        let bomb = pack([("zeros", "0".repeat(BYTES_MAX as usize + 1).as_str())]).unwrap();
        assert!(bomb.len() < 5_000 && unpack(&bomb).unwrap_err().contains("more than"));
        let names: Vec<String> = (0..=FILES_MAX).map(|n| n.to_string()).collect();
        let many = pack(names.iter().map(|name| (name.as_str(), ""))).unwrap();
        assert!(unpack(&many).unwrap_err().contains("65 files"));
    }
}
