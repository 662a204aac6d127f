//! Files to and from the reader's disk.

use crate::dom;
use gloo::events::EventListener;
use gloo::file::{Blob, File, ObjectUrl};
use gloo::timers::callback::Timeout;
use wasm_bindgen::JsCast;
use web_sys::{HtmlAnchorElement, HtmlInputElement};
use yew::Callback;

/// The largest file that is read, in bytes. A session of 10,000 steps is a few megabytes.
pub const FILE_MAX_BYTES: u64 = 64 << 20;
/// How long the browser is given to begin a download before its address is withdrawn, in milliseconds.
const DOWNLOAD_MS: u32 = 60_000;

/// A file that the reader chose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picked {
    /// Its name without folders.
    pub name: String,
    /// What is in it.
    pub text: String,
}

/// A file that the reader chose, whatever it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PickedBytes {
    /// Its name without folders.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// Why a file could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PickError {
    /// It has more than [`FILE_MAX_BYTES`].
    TooLarge {
        /// The file.
        name: String,
        /// Its size in bytes.
        bytes: u64,
    },
    /// It is not text, or the browser could not read it.
    Unreadable {
        /// The file.
        name: String,
    },
}

/// Gives the reader `text` as a file. `mime` is its media type, such as `application/json`.
pub fn download(name: &str, mime: &str, text: &str) {
    give(name, Blob::new_with_options(text, Some(mime)));
}

/// As [`download`], for what is no text.
pub fn download_bytes(name: &str, mime: &str, bytes: &[u8]) {
    give(name, Blob::new_with_options(bytes, Some(mime)));
}

fn give(name: &str, blob: Blob) {
    let Some(document) = dom::document() else { return };
    let url = ObjectUrl::from(blob);
    let anchor = document.create_element("a").ok().and_then(|a| a.dyn_into::<HtmlAnchorElement>().ok());
    if let Some(anchor) = anchor {
        anchor.set_href(&url);
        anchor.set_download(name);
        anchor.click();
        Timeout::new(DOWNLOAD_MS, move || drop(url)).forget();
    }
}

/// Asks the reader for a file. `accept` is what to offer, such as `.json,application/json`. Nothing is called when the
/// reader chooses none. Call it from a click: browsers allow it only there.
pub fn pick(accept: &str, on_picked: Callback<Result<Picked, PickError>>) {
    ask(accept, false, async move |files| {
        for file in files {
            on_picked.emit(read(file).await);
        }
    });
}

/// As [`pick`], for a file that need not be text.
pub fn pick_bytes(accept: &str, on_picked: Callback<Result<PickedBytes, PickError>>) {
    ask(accept, false, async move |files| {
        for file in files {
            on_picked.emit(read_bytes(file).await);
        }
    });
}

/// Asks the reader for any number of files, such as a class's work. One that cannot be read comes with no text.
pub fn pick_all(accept: &str, on_picked: Callback<Vec<Picked>>) {
    ask(accept, true, async move |files| {
        let mut picked = Vec::new();
        for file in files {
            let name = file.name();
            picked.push(read(file).await.unwrap_or(Picked { name, text: String::new() }));
        }
        on_picked.emit(picked);
    });
}

/// Has the browser ask for one file or several, and hands over what was chosen.
fn ask(accept: &str, several: bool, on_chosen: impl AsyncFnOnce(Vec<File>) + 'static) {
    let Some(document) = dom::document() else { return };
    let input =
        document.create_element("input").ok().and_then(|input| input.dyn_into::<HtmlInputElement>().ok());
    let Some(input) = input else { return };
    input.set_type("file");
    input.set_accept(accept);
    input.set_multiple(several);
    let source = input.clone();
    // The listener lives as long as the input, which is not in the document and goes when the reader is done.
    EventListener::once(&input, "change", move |_| {
        let files = source.files();
        let files = (0..files.as_ref().map_or(0, web_sys::FileList::length))
            .filter_map(|at| files.as_ref()?.get(at).map(File::from))
            .collect();
        wasm_bindgen_futures::spawn_local(async move { on_chosen(files).await });
    })
    .forget();
    input.click();
}

async fn read(file: File) -> Result<Picked, PickError> {
    let PickedBytes { name, bytes } = read_bytes(file).await?;
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Picked { name, text }),
        Err(_) => Err(PickError::Unreadable { name }),
    }
}

async fn read_bytes(file: File) -> Result<PickedBytes, PickError> {
    let (name, bytes) = (file.name(), file.size());
    if bytes > FILE_MAX_BYTES {
        return Err(PickError::TooLarge { name, bytes });
    }
    match gloo::file::futures::read_as_bytes(&file).await {
        Ok(bytes) => Ok(PickedBytes { name, bytes }),
        Err(_) => Err(PickError::Unreadable { name }),
    }
}
