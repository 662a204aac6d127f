//! `cargo xtask build`: dist/, a static site of relative URLs.
//!
//! Trunk compiles and lays out the page; its last hook, web/build.mjs, bundles the editor. The program is started by
//! web/js/boot.js instead of Trunk's inline script, which the page's Content-Security-Policy forbids.

use crate::setup::{self, Need, Ready};
use crate::sh::{self, Result, cmd};
use crate::{tools, wasm};
use std::path::PathBuf;
use std::process::Command;

/// What building needs.
pub const NEEDS: &[Need] = &[Need::Node, Need::Wasm, Need::Trunk];

/// The profile of Cargo.toml that the app is released with.
const PROFILE: &str = "release-web";

/// `cargo xtask build`
pub fn run(args: &[String]) -> Result {
    let dev = match args {
        [] => false,
        [arg] if arg == "--dev" => true,
        _ => return Err("build takes only --dev".into()),
    };
    build(&setup::ensure(NEEDS)?, dev)?;
    println!("built {}", dist().display());
    Ok(())
}

/// Where the site is built.
pub fn dist() -> PathBuf {
    sh::root().join("dist")
}

/// Builds the site; a development build compiles faster and is many times larger.
pub fn build(ready: &Ready, dev: bool) -> Result {
    println!("building the page: 2 minutes at first, seconds after an edit");
    let mut trunk = trunk(ready, "build")?;
    if !dev {
        trunk.args(["--release", "--cargo-profile", PROFILE]);
        trunk.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", wasm::anonymous_paths());
    }
    sh::run(&mut trunk)
}

/// A Trunk command with the compiler for wasm and the right wasm-bindgen.
pub fn trunk(ready: &Ready, subcommand: &str) -> Result<Command> {
    let bindgen = tools::WASM_BINDGEN.path()?;
    let path = tools::with_path(bindgen.parent().map(PathBuf::from).unwrap_or_default())?;
    let mut trunk = cmd(tools::TRUNK.path()?);
    trunk
        .arg(subcommand)
        .env("PATH", path)
        .env("RUST_BACKTRACE", "0")
        .env("TRUNK_SKIP_VERSION_CHECK", "true")
        .env_remove("NO_COLOR");
    ready.wasm()?.apply(&mut trunk);
    Ok(trunk)
}
