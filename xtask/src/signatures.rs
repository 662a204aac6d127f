//! `cargo xtask signatures`: prints the table of API functions as JSON, by the example `signatures` of the core.
//!
//! An example and not a dependency: xtask has to build, and to set a machine up, when the core does not compile.

use crate::sh::{self, Result, cmd};

/// `cargo xtask signatures`
pub fn run(args: &[String]) -> Result {
    if let Some(arg) = args.first() {
        return Err(format!("signatures takes no argument, not `{arg}`"));
    }
    print!("{}", json()?);
    Ok(())
}

/// The table as JSON: an array with an object for each function.
pub fn json() -> Result<String> {
    sh::capture_out(cmd("cargo").args([
        "run",
        "--quiet",
        "--package",
        "virtlab-core",
        "--example",
        "signatures",
    ]))
}
