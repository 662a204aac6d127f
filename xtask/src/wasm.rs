//! The compiler for wasm32-unknown-unknown: rustup's target, or Debian's own compiler with a standard library built here.
//!
//! Debian's `rustc-web` has the wasm back end but no compiled standard library for it. That is built once, put into a
//! sysroot of its own in the cache, and linked as a rustup toolchain, so that plain `cargo`, `cargo test` and Trunk
//! work with it when RUSTUP_TOOLCHAIN names it.

use crate::sh::{self, Result, cmd};
use crate::{system, tools};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The target's name.
pub const TARGET: &str = "wasm32-unknown-unknown";

const DEBIAN_PACKAGES: &[&str] = &["rustc-web", "cargo-web", "rust-web-src", "rust-web-llvm"];
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_CARGO: &str = "/usr/bin/cargo";
/// Debian's link to the linker; it dangles until the package that it names is there.
const DEBIAN_LLD: &str = "/usr/bin/rust-lld";
const DEBIAN_RUSTLIB: &str = "/usr/lib/rustlib";

/// embed-bitcode: without it a crate that asks for link-time optimisation does not link.
const STD_FLAGS: &str = "-Cembed-bitcode=yes -Ccodegen-units=1 -Zforce-unstable-if-unmarked";

/// Counts the ways in which the standard library has been built, so that a new one replaces what earlier set-ups made.
const BUILD: u32 = 3;

/// The compiler that builds for wasm.
pub enum Toolchain {
    /// The one that builds everything else too.
    Active,
    /// A rustup toolchain of this name.
    Named(String),
}

impl Toolchain {
    /// Makes `command` use this compiler.
    pub fn apply<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        match self {
            Toolchain::Active => command,
            Toolchain::Named(name) => command.env("RUSTUP_TOOLCHAIN", name),
        }
    }
}

/// The compiler's flags that keep this machine's paths out of the messages that are built into a program.
pub fn anonymous_paths() -> String {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| std::env::home_dir().map(|dir| dir.join(".cargo"))).unwrap_or_default();
    let flag = |from: &Path, to: &str| format!("--remap-path-prefix={}={to}", from.display());
    let flags = format!("{} {}", flag(&sh::root(), "."), flag(&home.join("registry/src"), "crates"));
    // Cargo splits them at spaces, so a path with one stays as it is; it does no harm but to be read.
    if flags.matches(' ').count() == 1 { flags } else { String::new() }
}

/// Whose compiler to use, as VIRTLAB_WASM says.
#[derive(Debug, PartialEq, Eq)]
enum Choice {
    Auto,
    Rustup,
    Debian,
}

fn choice(value: Option<&str>) -> Result<Choice> {
    match value {
        None | Some("" | "auto") => Ok(Choice::Auto),
        Some("rustup") => Ok(Choice::Rustup),
        Some("debian") => Ok(Choice::Debian),
        Some(other) => Err(format!("VIRTLAB_WASM is `{other}`: it may be auto, rustup or debian")),
    }
}

/// Finds a compiler for wasm, and installs one when there is none.
pub fn toolchain() -> Result<Toolchain> {
    match choice(std::env::var("VIRTLAB_WASM").ok().as_deref())? {
        Choice::Rustup => rustup(),
        Choice::Debian => debian(),
        Choice::Auto => auto(),
    }
}

fn auto() -> Result<Toolchain> {
    if has_target(&Toolchain::Active) {
        return Ok(Toolchain::Active);
    }
    if let Some(made) = made_before() {
        return Ok(made);
    }
    match rustup() {
        Ok(toolchain) => Ok(toolchain),
        Err(why) if system::has_apt() => {
            println!("set-up: rustup has no {TARGET} ({why}); using Debian's compiler instead");
            debian()
        }
        Err(why) => Err(why),
    }
}

fn rustup() -> Result<Toolchain> {
    if !has_target(&Toolchain::Active) {
        println!("set-up: rustup target add {TARGET}, a few seconds");
        sh::run(cmd("rustup").args(["target", "add", TARGET]))?;
    }
    Ok(Toolchain::Active)
}

/// Whether a toolchain has a standard library for wasm.
fn has_target(toolchain: &Toolchain) -> bool {
    let mut rustc = cmd("rustc");
    toolchain.apply(&mut rustc).args(["--print", "target-libdir", "--target", TARGET]);
    let Ok(printed) = sh::capture(&mut rustc) else { return false };
    let Ok(files) = std::fs::read_dir(printed.trim()) else { return false };
    files.flatten().any(|f| f.file_name().to_string_lossy().starts_with("libstd-"))
}

/// Debian's toolchain, if an earlier set-up made it for the compiler that is installed now.
fn made_before() -> Option<Toolchain> {
    if !Path::new(DEBIAN_RUSTC).exists() {
        return None;
    }
    let toolchain = Toolchain::Named(toolchain_name(&debian_version().ok()?));
    has_target(&toolchain).then_some(toolchain)
}

fn debian() -> Result<Toolchain> {
    if !system::has_apt() {
        return Err("VIRTLAB_WASM=debian needs apt, and this system has none: set VIRTLAB_WASM=rustup".into());
    }
    if !system::installed(DEBIAN_PACKAGES) {
        system::apt_install(DEBIAN_PACKAGES, "the distribution's compiler for wasm")
            .map_err(|e| format!("{e}; does this release have rustc-web? if not, set VIRTLAB_WASM=rustup"))?;
    }
    let linker = linker()?;
    let version = debian_version()?;
    let name = toolchain_name(&version);
    let toolchain = Toolchain::Named(name.clone());
    if has_target(&toolchain) {
        return Ok(toolchain);
    }
    let sysroot = tools::cache().join("wasm").join(format!("debian-{}", version.key));
    if !sysroot.join("complete").exists() {
        println!(
            "set-up: building the standard library for {TARGET}, about 1 minute, once for each compiler"
        );
        build_sysroot(&sysroot, &version, &linker)?;
    }
    println!("set-up: linking it as the rustup toolchain {name}");
    sh::run(cmd("rustup").args(["toolchain", "link", &name]).arg(&sysroot))?;
    if has_target(&toolchain) {
        return Ok(toolchain);
    }
    Err(format!("{} does not work as a toolchain: delete it and run `cargo xtask setup`", sysroot.display()))
}

/// The real file behind Debian's rust-lld; its package is named after the program that the link names.
fn linker() -> Result<PathBuf> {
    let link = Path::new(DEBIAN_LLD);
    if !link.exists() {
        let names = std::fs::read_link(link).map_err(|e| format!("{DEBIAN_LLD}: {e}"))?;
        let package = names.file_name().unwrap_or_default().to_string_lossy().into_owned();
        system::apt_install(&[&package], "its linker")?;
    }
    link.canonicalize().map_err(|e| format!("{DEBIAN_LLD}: {e}"))
}

/// What is known of Debian's compiler.
struct DebianVersion {
    /// Release, commit and [`BUILD`]: a standard library fits exactly one compiler.
    key: String,
    /// The host's target triple.
    host: String,
}

fn toolchain_name(version: &DebianVersion) -> String {
    format!("virtlab-wasm-{}", version.key)
}

fn debian_version() -> Result<DebianVersion> {
    let said = sh::capture(cmd(DEBIAN_RUSTC).arg("-vV"))?;
    parse_version(&said).ok_or_else(|| format!("cannot read the version of {DEBIAN_RUSTC} from: {said}"))
}

fn parse_version(said: &str) -> Option<DebianVersion> {
    let field = |name: &str| said.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
    let commit = field("commit-hash").unwrap_or("unknown");
    let key = format!("{}-{}-{BUILD}", field("release")?, commit.get(..9).unwrap_or(commit));
    Some(DebianVersion { key, host: field("host")?.to_owned() })
}

/// Compiles the standard library for size (a learner downloads 4 in 100 less) in an empty crate and lays out a sysroot; renamed into place when it is whole.
fn build_sysroot(sysroot: &Path, version: &DebianVersion, linker: &Path) -> Result {
    let work = sysroot.with_extension("building");
    let scratch = work.join("scratch");
    let _ = std::fs::remove_dir_all(&work);
    sh::write(&scratch.join("src/lib.rs"), "")?;
    sh::write(
        &scratch.join("Cargo.toml"),
        "[package]\nname = \"nothing\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n",
    )?;
    sh::run(
        cmd(DEBIAN_CARGO)
            .current_dir(&scratch)
            .args(["build", "--quiet", "--release", "--target", TARGET])
            .arg("-Zbuild-std=std,panic_abort,panic_unwind,proc_macro,test")
            .arg("-Zbuild-std-features=optimize_for_size")
            .env("RUSTC", DEBIAN_RUSTC)
            .env("RUSTC_BOOTSTRAP", "1")
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "z")
            .env("RUSTFLAGS", format!("{} {STD_FLAGS}", anonymous_paths()))
            .env("CARGO_TARGET_DIR", scratch.join("target"))
            .env_remove("RUSTUP_TOOLCHAIN"),
    )?;
    let io = |e: std::io::Error| format!("cannot lay out {}: {e}", work.display());
    lay_out(&work, &scratch, sysroot, version, linker).map_err(io)?;
    let _ = std::fs::remove_dir_all(sysroot);
    std::fs::rename(&work, sysroot).map_err(io)
}

/// Fills `work`, which will be renamed to `sysroot`.
#[cfg(unix)]
fn lay_out(
    work: &Path,
    scratch: &Path,
    sysroot: &Path,
    version: &DebianVersion,
    linker: &Path,
) -> std::io::Result<()> {
    use std::fs;
    use std::os::unix::fs::{PermissionsExt, symlink};
    let rustlib = work.join("lib/rustlib");
    let wasm = rustlib.join(TARGET).join("lib");
    fs::create_dir_all(&wasm)?;
    for file in fs::read_dir(scratch.join("target").join(TARGET).join("release/deps"))? {
        let file = file?;
        let name = file.file_name().to_string_lossy().into_owned();
        if name.ends_with(".rlib") && !name.starts_with("libnothing-") {
            fs::copy(file.path(), wasm.join(name))?;
        }
    }
    let host = rustlib.join(&version.host);
    fs::create_dir_all(host.join("bin"))?;
    symlink(linker, host.join("bin/rust-lld"))?;
    symlink(Path::new(DEBIAN_RUSTLIB).join(&version.host).join("lib"), host.join("lib"))?;
    symlink(Path::new(DEBIAN_RUSTLIB).join("src"), rustlib.join("src"))?;
    let bin = work.join("bin");
    fs::create_dir_all(&bin)?;
    for program in ["rustc", "rustdoc"] {
        let sysroot = sysroot.display().to_string().replace('\'', r"'\''");
        // Cargo tells compilers apart by what -vV says, and would mix what two builds of the library have compiled.
        let script = format!(
            "#!/bin/sh\nif [ \"$*\" = -vV ]; then /usr/bin/{program} -vV | sed '1s/$/ (virtlab {BUILD})/'; exit; fi\n\
             exec /usr/bin/{program} --sysroot '{sysroot}' \"$@\"\n"
        );
        fs::write(bin.join(program), script)?;
        fs::set_permissions(bin.join(program), fs::Permissions::from_mode(0o755))?;
    }
    symlink(DEBIAN_CARGO, bin.join("cargo"))?;
    fs::remove_dir_all(scratch)?;
    fs::write(work.join("complete"), "")
}

#[cfg(not(unix))]
fn lay_out(_: &Path, _: &Path, _: &Path, _: &DebianVersion, _: &Path) -> std::io::Result<()> {
    Err(std::io::ErrorKind::Unsupported.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_choice_is_one_of_three() {
        assert_eq!(choice(None), Ok(Choice::Auto));
        assert_eq!(choice(Some("debian")), Ok(Choice::Debian));
        assert!(choice(Some("Debian")).unwrap_err().contains("auto, rustup or debian"));
    }

    #[test]
    fn a_toolchain_is_keyed_by_release_and_commit() {
        let said = "rustc 1.96.0 (ac68faa20 2026-05-25)\nbinary: rustc\n\
                    commit-hash: ac68faa20c58cbccd01ee7208bf3b6e93a7d7f96\nhost: x86_64-unknown-linux-gnu\n\
                    release: 1.96.0\n";
        let version = parse_version(said).unwrap();
        assert_eq!(toolchain_name(&version), "virtlab-wasm-1.96.0-ac68faa20-3");
        assert_eq!(version.host, "x86_64-unknown-linux-gnu");
        assert!(parse_version("nothing").is_none());
    }
}
