//! What the page keeps in the browser, and the files that it gives and takes. It handles texts and knows nothing of
//! what is in them.

mod database;
mod files;
pub mod given;
mod keeper;
mod lastly;
pub mod local;
mod moved;
pub mod progress;
mod record;
mod tab;

pub use files::{PickError, Picked, PickedBytes, download, download_bytes, pick, pick_all, pick_bytes};
pub use keeper::{Keeper, Other, Visit};
pub use moved::{MoveError, Moved};
pub use record::{Kept, Piece};
