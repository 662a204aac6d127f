//! `cargo xtask build`: dist/, a static site of relative URLs.
//!
//! Trunk compiles and lays out the page; its last hook, web/build.mjs, splits the released program into the first view
//! and chunks that are fetched after it, and bundles the editor. The program is started by
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

/// Where the list is of the functions that the first part of the split program is made of.
pub fn first_part() -> PathBuf {
    target().join("first-part.txt")
}

/// Where cargo builds.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(
        || sh::root().join("target"),
        |dir| std::path::absolute(&dir).unwrap_or_else(|_| dir.into()),
    )
}

/// Builds the site; a development build compiles faster and is many times larger.
pub fn build(ready: &Ready, dev: bool) -> Result {
    println!("building the page: 2 minutes at first, seconds after an edit");
    let mut trunk = trunk(ready, "build")?;
    if !dev {
        trunk.args(["--release", "--cargo-profile", PROFILE, "--features", "split"]);
        // Whoever splits a program has to know what refers to what.
        let flags = format!("{} -Clink-arg=--emit-relocs", wasm::anonymous_paths());
        trunk.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", flags);
        trunk.env("VIRTLAB_SPLITTER", tools::WASM_SPLIT.path()?);
        trunk.env("VIRTLAB_PROGRAM", target().join(wasm::TARGET).join(PROFILE).join("virtlab-web.wasm"));
        trunk.env("VIRTLAB_FIRST_PART", first_part());
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
