//! Archives: what zips and unzips is large, and only teachers and their students need it.

use virtlab_course::pack::{pack as zip, unpack};
use virtlab_course::scorm::Course;
use yew::Callback;

use super::{Coming, chunk};
use crate::package::{Trouble, scorm};

/// A course's package, once all of the page is in it.
pub type Packed = Coming<Result<Vec<u8>, Trouble>>;

/// Texts by their paths in an archive.
pub type Texts = Vec<(String, String)>;

/// What makes archives and reads them.
#[derive(Debug)]
pub struct Pack {
    /// An archive of texts by their paths.
    pub zip: fn(&Texts) -> Result<Vec<u8>, String>,
    /// The texts in an archive, by their paths.
    pub unzip: fn(&[u8]) -> Result<Texts, String>,
    /// A SCORM package; the callback hears how many of how many files are in it.
    pub scorm: fn(Course, Callback<(usize, usize)>) -> Packed,
}

static PACK: Pack = Pack {
    zip: |files| zip(files.iter().map(|(path, text)| (path.as_str(), text.as_str()))),
    unzip: unpack,
    scorm: |course, told| Box::pin(scorm(course, told)),
};

chunk! {
    /// Fetches what makes archives and reads them.
    pack: Pack = PACK
}
