//! A zip archive of files that gzip has compressed already: its stream, checksum and length are just what an archive wants.

/// The bytes before gzip's stream, where nothing optional is among them; and those after it: checksum and length.
const GZIP_HEAD: usize = 10;
const GZIP_TAIL: usize = 8;
/// Needed to unpack: 2.0. The method is deflate. The time is that of the format's beginning, so that equal content gives equal archives.
const FIXED: [u8; 10] = [20, 0, 0, 8, 8, 0, 0, 0, 0x21, 0];

/// An archive that is being made.
#[derive(Default)]
pub(super) struct Zip {
    bytes: Vec<u8>,
    directory: Vec<u8>,
    files: u16,
}

impl Zip {
    /// Adds a file that gzip has compressed.
    ///
    /// # Errors
    /// What is no gzip, and what an archive has no room for.
    pub fn add(&mut self, path: &str, gzip: &[u8]) -> Result<(), String> {
        let wrong = || format!("{path} cannot be put into the archive");
        let end = gzip.len().checked_sub(GZIP_TAIL).filter(|end| *end >= GZIP_HEAD).ok_or_else(wrong)?;
        if gzip[..4] != [0x1f, 0x8b, 8, 0] {
            return Err(wrong());
        }
        let (stream, tail) = (&gzip[GZIP_HEAD..end], &gzip[end..]);
        let number = |n: usize| u32::try_from(n).map(u32::to_le_bytes).map_err(|_| wrong());
        let name = u16::try_from(path.len()).map_err(|_| wrong())?.to_le_bytes();
        // Checksum, compressed length, length, length of the name, none of the extra field.
        let about = [&tail[..4], &number(stream.len())?, &tail[4..], &name, &[0, 0]].concat();
        let offset = number(self.bytes.len())?;
        self.bytes.extend([b"PK\x03\x04", &FIXED[..], &about, path.as_bytes(), stream].concat());
        let made_by = [20, 0];
        // No comment, disk 0, no attributes.
        let rest = [0; 10];
        self.directory
            .extend([b"PK\x01\x02", &made_by[..], &FIXED, &about, &rest, &offset, path.as_bytes()].concat());
        self.files = self.files.checked_add(1).ok_or_else(wrong)?;
        Ok(())
    }

    /// The archive.
    pub fn finish(mut self) -> Vec<u8> {
        // An offset that was too large was refused above.
        let offset = u32::try_from(self.bytes.len()).unwrap_or(u32::MAX).to_le_bytes();
        let length = u32::try_from(self.directory.len()).unwrap_or(u32::MAX).to_le_bytes();
        let files = self.files.to_le_bytes();
        self.bytes.extend(&self.directory);
        self.bytes.extend([b"PK\x05\x06", &[0; 4][..], &files, &files, &length, &offset, &[0, 0]].concat());
        self.bytes
    }
}

/// The files of an archive, for tests: by its directory, unpacked, each with its checksum and length looked at.
#[cfg(test)]
pub(super) fn read(bytes: &[u8]) -> Option<Vec<(String, Vec<u8>)>> {
    use std::io::Read as _;
    let number = |at: usize| Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?) as usize);
    let short = |at: usize| Some(usize::from(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?)));
    let end = bytes.len().checked_sub(22)?;
    let (count, mut at) = (short(end + 10)?, number(end + 16)?);
    let mut files = Vec::new();
    for _ in 0..count {
        (bytes.get(at..at + 4)? == b"PK\x01\x02").then_some(())?;
        let (check, packed, length, name, offset) =
            (number(at + 16)?, number(at + 20)?, number(at + 24)?, short(at + 28)?, number(at + 42)?);
        let path = String::from_utf8(bytes.get(at + 46..at + 46 + name)?.to_vec()).ok()?;
        let from = offset + 30 + name;
        let mut content = Vec::new();
        flate2::read::DeflateDecoder::new(bytes.get(from..from + packed)?).read_to_end(&mut content).ok()?;
        let mut crc = flate2::Crc::new();
        crc.update(&content);
        (crc.sum() as usize == check && content.len() == length).then_some(())?;
        files.push((path, content));
        at += 46 + name;
    }
    Some(files)
}
