//! `cargo xtask signatures`: prints the table of API functions as JSON, by the example `signatures` of the core.
//!
//! An example and not a dependency: xtask has to build, and to set a machine up, when the core does not compile.

use crate::sh::{self, Result, cmd};

/// `cargo xtask signatures`
pub fn run(args: &[String]) -> Result {
    let example = ["run", "--quiet", "--package", "virtlab-core", "--example", "signatures", "--"];
    sh::run(cmd("cargo").args(example).args(args))
}
