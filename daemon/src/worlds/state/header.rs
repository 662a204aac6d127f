//! The first line of a segment.

use serde::{Deserialize, Serialize};
use virtlab_core::world::{Journal, LabChoice};

use crate::worlds::Key;

/// The version of the format.
pub(super) const VERSION: u32 = 1;

/// What a segment is.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Header {
    pub virtlab_state: u32,
    pub world: Key,
    pub segment: u64,
    pub seed: u64,
    /// The lab that the world began with; only the first segment has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lab: Option<LabChoice>,
}

impl Header {
    /// The header of a world's first segment.
    pub fn first(key: &Key, start: &Journal) -> Self {
        let lab = Some(start.lab.clone());
        Self { virtlab_state: VERSION, world: key.clone(), segment: 0, seed: start.seed, lab }
    }

    /// The header of a later segment.
    pub fn of_segment(&self, segment: u64) -> Self {
        Self { segment, lab: None, ..self.clone() }
    }

    /// The line, with its end.
    pub fn line(&self) -> String {
        // Strings and numbers always serialise.
        serde_json::to_string(self).unwrap_or_default() + "\n"
    }

    /// Reads the line.
    pub fn read(line: &str) -> Result<Self, String> {
        let header: Self = serde_json::from_str(line).map_err(|e| format!("line 1: {e}"))?;
        if header.virtlab_state != VERSION {
            let found = header.virtlab_state;
            return Err(format!("it has format {found}, and this virtlab reads format {VERSION}"));
        }
        Ok(header)
    }
}
