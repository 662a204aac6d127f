//! `cargo xtask tidy`

use crate::sh::Result;

/// `cargo xtask tidy`
pub fn run(_: &[String]) -> Result {
    Ok(())
}
