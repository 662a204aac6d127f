//! SCORM packages that the page makes of itself: it fetches its own files, whose list the build wrote down, and puts them into an
//! archive with the course. Only the chunk `pack` names this: what zips is large.

use futures_util::future::join_all;
use gloo::net::http::Request;
use virtlab_course::pack::Archive;
use virtlab_course::scorm::{Course, PAGE};
use yew::Callback;

use crate::dom;

/// The list of the page's files, one a line.
const LIST: &str = "lazy/files.txt";
/// Files that are fetched at once.
const AT_ONCE: usize = 6;

/// Why there is no package.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Trouble {
    /// A file of the page did not arrive.
    Missing(String),
    /// It could not be put together.
    Broken(String),
}

/// Makes a package; `told` hears how many of how many files are in it.
pub async fn scorm(course: Course, told: Callback<(usize, usize)>) -> Result<Vec<u8>, Trouble> {
    let (_, list) = fetched(LIST.to_owned()).await?;
    let list = String::from_utf8(list).map_err(|error| Trouble::Broken(error.to_string()))?;
    let paths: Vec<String> = list.lines().map(ToOwned::to_owned).collect();
    let mut archive = Archive::default();
    let mut add = |path: &str, bytes: &[u8]| archive.add(path, bytes).map_err(Trouble::Broken);
    for (path, text) in course.files(&paths) {
        add(&path, text.as_bytes())?;
    }
    for (n, batch) in paths.chunks(AT_ONCE).enumerate() {
        told.emit((n * AT_ONCE, paths.len()));
        for file in join_all(batch.iter().cloned().map(fetched)).await {
            let (path, bytes) = file?;
            add(&format!("{PAGE}{path}"), &bytes)?;
            dom::breathe().await;
        }
    }
    archive.finish().map_err(Trouble::Broken)
}

/// A file of the page.
async fn fetched(path: String) -> Result<(String, Vec<u8>), Trouble> {
    let bytes = async {
        let response = Request::get(&dom::asset(&path)).send().await.ok().filter(|response| response.ok())?;
        response.binary().await.ok()
    };
    match bytes.await {
        Some(bytes) => Ok((path, bytes)),
        None => Err(Trouble::Missing(path)),
    }
}
