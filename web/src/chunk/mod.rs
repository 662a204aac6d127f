//! What the first view does without, and is fetched after it: each chunk is a table of functions, awaited once; every
//! call through it is an ordinary one from then on.
//!
//! The released program is split where a chunk's function is (`#[wasm_split]`): what only that function reaches goes
//! into a file of its own. Whatever the first view names by itself stays in the first file, so nothing outside of the
//! chunks may name what is heavy; `cargo xtask test size` fails when something does. In development, and natively,
//! everything is one program, and a chunk is there at once.

mod engine;
mod learn;
mod listings;
mod pack;
mod panes;
mod share;
mod spelling;
mod trouble;
mod views;

pub use engine::{Engine, engine};
pub use learn::{Learn, learn};
pub use listings::{Listings, listings};
pub use pack::{Pack, pack};
pub use panes::{Panes, panes};
pub use share::{Share, share};
pub use spelling::{Spellings, spellings};
pub use trouble::{Parts, PartsProvider, Trouble, gap, use_part, use_parts};
pub use views::{Views, views};

use std::pin::Pin;

use futures_util::future::join;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::dom;

/// A chunk that could not be fetched: no network, or the site has been built anew since. It may be asked for again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Missing;

#[cfg(feature = "split")]
impl From<wasm_split_helpers::SplitLoaderError> for Missing {
    fn from(_: wasm_split_helpers::SplitLoaderError) -> Self {
        // What went wrong is in the browser's console already.
        Self
    }
}

/// How the lab's panes look.
const PANES_LOOK: &str = "lazy/panes.css";

#[wasm_bindgen(module = "/js/load.js")]
extern "C" {
    fn sheets(urls: &str) -> js_sys::Promise;
}

/// A part, and how the views beside the lab look, who borrow from the lab's panes.
async fn with_look<T>(part: impl Future<Output = Result<T, Missing>>) -> Result<T, Missing> {
    looking(&[PANES_LOOK, "lazy/views.css"], part).await
}

/// A part and its look, side by side: a view without its look would be worse than none.
async fn looking<T>(look: &[&str], part: impl Future<Output = Result<T, Missing>>) -> Result<T, Missing> {
    let urls: Vec<String> = look.iter().map(|sheet| dom::asset(sheet)).collect();
    let look = JsFuture::from(sheets(&urls.join(" ")));
    let (look, part) = join(look, part).await;
    look.map_err(|_| Missing).and(part)
}

/// A part with the look of the panes, once the engine is there, or has failed to come. On a slow line what is fetched at once arrives at once, and what
/// the reader has clicked meanwhile waits for the engine alone.
async fn behind_engine<T>(part: impl Future<Output = Result<T, Missing>>) -> Result<T, Missing> {
    engine().await.ok();
    looking(&[PANES_LOOK], part).await
}

/// A future of something that is still to come.
pub type Coming<T> = Pin<Box<dyn Future<Output = T>>>;

/// `chunk!(name: Table = TABLE)` makes the function `name`, which fetches the chunk `name` and gives its table;
/// `, with_look` behind it fetches the look of the views beside it, `, behind_engine` waits for the engine first.
macro_rules! chunk {
    (@coming $part:expr) => { $part };
    (@coming $part:expr, $look:ident) => { super::$look($part) };
    ($(#[$doc:meta])* $name:ident: $table:ty = $value:expr $(, $look:ident)?) => {
        $(#[$doc])*
        pub fn $name() -> $crate::chunk::Coming<Result<&'static $table, $crate::chunk::Missing>> {
            use $crate::chunk::Missing;
            #[cfg(feature = "split")]
            async fn fetched() -> Result<&'static $table, Missing> {
                #[wasm_split_helpers::wasm_split($name, fallible)]
                fn $name() -> Result<&'static $table, Missing> {
                    Ok(&$value)
                }
                $name().await
            }
            #[cfg(not(feature = "split"))]
            async fn fetched() -> Result<&'static $table, Missing> {
                Ok(&$value)
            }
            Box::pin(chunk!(@coming fetched() $(, $look)?))
        }
    };
}
pub(crate) use chunk;
