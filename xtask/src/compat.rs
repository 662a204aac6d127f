//! `cargo xtask compat` and `cargo xtask walk`: thin ways to what needs the core.

use crate::sh::{self, Result, cmd};

/// `cargo xtask compat`: writes COMPAT.md from the table of functions.
pub fn run(args: &[String]) -> Result {
    if let Some(arg) = args.first() {
        return Err(format!("compat takes no argument, not `{arg}`"));
    }
    let mut test = cmd("cargo");
    test.args(["test", "--quiet", "--package", "virtlab-tests", "--test", "compat"])
        .env("VIRTLAB_RECORD", "1");
    sh::run(&mut test)
}

/// `cargo xtask walk`: calls chosen by a die, in a world and at a libvirt; by `virtlab walk`.
pub fn walk(args: &[String]) -> Result {
    sh::run(cmd("cargo").args(["run", "--quiet", "--package", "virtlab", "--", "walk"]).args(args))
}
