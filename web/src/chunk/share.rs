//! Links: who knows the usual words of sessions is large, and needed only when a link is made or opened.

use virtlab_core::world::Journal;
use virtlab_share::{LinkError, Shared, read, read_text, write, write_text};

use super::chunk;

/// What makes links and reads them.
#[derive(Debug)]
pub struct Share {
    /// The token of a session whose world has this hash.
    pub write: fn(&Journal, u128) -> Result<String, LinkError>,
    /// The session of a token.
    pub read: fn(&str) -> Result<Shared, LinkError>,
    /// The token of a text.
    pub write_text: fn(&str) -> Result<String, LinkError>,
    /// The text of a token.
    pub read_text: fn(&str) -> Result<String, LinkError>,
}

static SHARE: Share = Share { write, read, write_text, read_text };

chunk! {
    /// Fetches what makes links and reads them.
    share: Share = SHARE
}
