//! `cargo xtask package`: target/package, the npm package of the world: the crate js/ as wasm, js/package/ around it, and
//! types that are made from the table of functions.

use crate::setup::{self, Need, Ready};
use crate::sh::{self, Result, cmd};
use crate::{site, tools, wasm};
use std::path::{Path, PathBuf};

/// As the page is released: small before fast.
const PROFILE: &str = "release-web";

/// `cargo xtask package`
pub fn run(args: &[String]) -> Result {
    let page = match args {
        [] => false,
        [arg] if arg == "--page" => true,
        _ => return Err("package takes only --page".into()),
    };
    let needs = if page { site::NEEDS } else { &[Need::Wasm, Need::Trunk] };
    let ready = setup::ensure(needs)?;
    if page {
        site::build(&ready, false)?;
    }
    let package = build(&ready, page.then(site::dist).as_deref())?;
    println!("built {}: `npm pack` makes a file of it", package.display());
    Ok(())
}

/// Builds the package, with a built page inside if one is given; returns its folder.
pub fn build(ready: &Ready, page: Option<&Path>) -> Result<PathBuf> {
    let mut cargo = cmd("cargo");
    cargo.args([
        "build",
        "--locked",
        "--package",
        "virtlab-js",
        "--target",
        wasm::TARGET,
        "--profile",
        PROFILE,
    ]);
    cargo.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", wasm::anonymous_paths());
    sh::run(ready.wasm()?.apply(&mut cargo))?;
    let folder = site::target().join("package");
    if folder.exists() {
        std::fs::remove_dir_all(&folder).map_err(|e| format!("cannot remove {}: {e}", folder.display()))?;
    }
    let program = site::target().join(wasm::TARGET).join(PROFILE).join("virtlab_js.wasm");
    let mut bindgen = cmd(tools::WASM_BINDGEN.path()?);
    sh::run(bindgen.args(["--target", "web", "--out-dir"]).arg(&folder).arg(program))?;
    copy(&sh::root().join("js/package"), &folder)?;
    let manifest = folder.join("package.json");
    let version = format!("\"version\": \"{}\"", env!("CARGO_PKG_VERSION"));
    sh::write(&manifest, sh::read(&manifest)?.replace("\"version\": \"0.0.0\"", &version))?;
    let typings = ["run", "--quiet", "--locked", "--package", "virtlab-js", "--example", "typings"];
    sh::write(&folder.join("functions.d.ts"), sh::capture_out(cmd("cargo").args(typings))?)?;
    if let Some(page) = page {
        copy(page, &folder.join("page"))?;
    }
    Ok(folder)
}

/// Copies a folder with all that is in it.
fn copy(from: &Path, to: &Path) -> Result {
    let io = |e: std::io::Error| format!("cannot copy {}: {e}", from.display());
    std::fs::create_dir_all(to).map_err(io)?;
    for entry in std::fs::read_dir(from).map_err(io)? {
        let entry = entry.map_err(io)?;
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy(&path, &target)?;
        } else {
            std::fs::copy(&path, &target).map_err(io)?;
        }
    }
    Ok(())
}
