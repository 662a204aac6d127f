//! The page, as it was built into this program.

use std::borrow::Cow;
use std::io::Read as _;

use flate2::read::GzDecoder;

use super::reply::Content;

/// A file of the page.
struct File {
    /// Its path below the root, without a slash before it.
    path: &'static str,
    /// What it holds, compressed by gzip.
    gzip: &'static [u8],
}

// FILES: what build.rs found in dist/; empty if the page was not there. VERSION: what differs when one of them does.
include!(concat!(env!("OUT_DIR"), "/site.rs"));

/// What is said in place of the page.
pub(super) const NOT_BUILT: &str =
    "This virtlab was built without the page. `cargo xtask daemon` builds the page and a virtlab with it.\n";

/// Whether there is a page.
pub(super) fn is_built() -> bool {
    !FILES.is_empty()
}

/// Every file: its path, and what it holds, compressed by gzip.
pub(super) fn all() -> Vec<(String, Vec<u8>)> {
    FILES.iter().map(|file| (file.path.to_owned(), file.gzip.to_vec())).collect()
}

/// The file of a path below the root.
pub(super) fn find(path: &str, takes_gzip: bool) -> Option<Content> {
    find_in(FILES, path, takes_gzip)
}

fn find_in(files: &[File], path: &str, takes_gzip: bool) -> Option<Content> {
    let path = if path.is_empty() { "index.html" } else { path };
    let file = files.iter().find(|file| file.path == path)?;
    let body = match takes_gzip {
        true => Cow::Borrowed(file.gzip),
        false => {
            let mut plain = Vec::new();
            GzDecoder::new(file.gzip).read_to_end(&mut plain).ok()?;
            plain.into()
        }
    };
    Some(Content { name: path.to_owned(), body, gzip: takes_gzip, tag: format!("\"{VERSION}\"") })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    #[test]
    fn a_file_is_compressed_for_who_takes_that() {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(b"<p>here</p>").unwrap();
        let gzip: &'static [u8] = encoder.finish().unwrap().leak();
        let files = [File { path: "index.html", gzip }];
        let compressed = find_in(&files, "", true).unwrap();
        assert_eq!((&*compressed.body, compressed.gzip, &*compressed.name), (gzip, true, "index.html"));
        let plain = find_in(&files, "index.html", false).unwrap();
        assert_eq!((&*plain.body, plain.gzip), (&b"<p>here</p>"[..], false));
        assert!(find_in(&files, "other", true).is_none());
        assert_eq!(is_built(), find("", true).is_some());
    }
}
