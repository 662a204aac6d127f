//! Where the core is known to differ from what was recorded, and why. An entry that no longer meets a difference fails.

/// A known difference.
pub struct Known {
    /// The recording.
    pub recording: &'static str,
    /// The session in it, or how its name begins.
    pub session: &'static str,
    /// What the call's text has in it.
    pub call: &'static str,
    /// Why it differs.
    pub why: &'static str,
}

const fn known(
    recording: &'static str,
    session: &'static str,
    call: &'static str,
    why: &'static str,
) -> Known {
    Known { recording, session, call, why }
}

const NO_FILES: &str = "a world has no files but those that its calls wrote";

/// All of them.
pub const KNOWN: &[Known] = &[
    known("save", "files that cannot be", "\"/tmp/short\"", NO_FILES),
    known("save", "files that cannot be", "\"/tmp/other\"", NO_FILES),
];
