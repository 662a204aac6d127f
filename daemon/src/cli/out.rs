//! Standard output.

use std::io::{ErrorKind, Write as _};

/// Writes to standard output. Whoever reads no further, as `head` does, has what it wants.
///
/// # Errors
/// That it cannot be written to.
pub(super) fn put(text: &str) -> Result<(), String> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(format!("cannot print: {error}")),
        _ => Ok(()),
    }
}
