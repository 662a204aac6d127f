//! `cargo xtask bench`: times the engine with the example `bench` of the core, released.

use crate::sh::{self, Result, cmd};

/// `cargo xtask bench`
pub fn run(args: &[String]) -> Result {
    let example = ["run", "--quiet", "--release", "--package", "virtlab-core", "--example", "bench", "--"];
    sh::run(cmd("cargo").args(example).args(args))
}
