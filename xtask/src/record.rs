//! `cargo xtask record`: asks real libvirt again and rewrites the recordings that the tests replay.
//!
//! The scripts are tests/record/record.py and its neighbours; they need libvirt's Python binding beside a libvirt of the
//! version that is imitated. The command that gives them that is named by VIRTLAB_ORACLE.

use crate::sh::{self, Result, cmd};
use std::path::PathBuf;

/// `cargo xtask record [NAME...]`
pub fn run(args: &[String]) -> Result {
    let script = sh::root().join("tests/record/record.py");
    if !script.exists() {
        return Err(format!("{} is not there", script.display()));
    }
    sh::run(cmd(oracle()?).arg("python").arg(script).args(args))
}

/// The command that runs things beside real libvirt: `ORACLE python FILE...`, `ORACLE run COMMAND...`.
pub fn oracle() -> Result<PathBuf> {
    let beside = sh::root().join("../shared/oracle/oracle");
    std::env::var_os("VIRTLAB_ORACLE")
        .map(PathBuf::from)
        .or_else(|| sh::is_executable(&beside).then_some(beside))
        .ok_or_else(|| {
            "there is no real libvirt to ask: name the command that runs things beside it in VIRTLAB_ORACLE \
             (docs/architecture.md says what it must do)"
                .into()
        })
}
