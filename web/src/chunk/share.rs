//! Links: who knows the usual words of sessions is large, and needed only when a link is made or opened.

use virtlab_core::world::Journal;
use virtlab_share::{LinkError, Shared, read, write};

use super::chunk;

/// What makes links and reads them.
#[derive(Debug)]
pub struct Share {
    /// The token of a session whose world has this hash.
    pub write: fn(&Journal, u128) -> Result<String, LinkError>,
    /// The session of a token.
    pub read: fn(&str) -> Result<Shared, LinkError>,
}

static SHARE: Share = Share { write, read };

chunk! {
    /// Fetches what makes links and reads them.
    share: Share = SHARE
}
