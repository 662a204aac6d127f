//! Set-up: looks for everything that a command needs and installs what is missing, and only that.
//!
//! Each command asks for its own needs, so nobody waits for a tool that they do not use. It can be run any number of
//! times, and by several checkouts at once.

use crate::sh::{self, Result, cmd};
use crate::wasm::{self, Toolchain};
use crate::{system, tools};
use std::path::PathBuf;

/// Something that a command needs before it can work.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// rustfmt and clippy.
    Lints,
    /// cargo-deny.
    Deny,
    /// A compiler for wasm, and wasm-bindgen.
    Wasm,
    /// Trunk, and what splits the program that it builds.
    Trunk,
    /// Node and the packages of package.json.
    Node,
    /// Chromium with its driver, and a Chinese font.
    Browser,
    /// virsh and libvirt-python.
    Clients,
    /// What libvirt's compatibility kit is run with.
    Tck,
}

/// Every need, in the order of what is quick to find missing.
pub const ALL: &[Need] =
    &[Need::Lints, Need::Node, Need::Clients, Need::Browser, Need::Wasm, Need::Trunk, Need::Deny, Need::Tck];

/// What set-up found or made.
#[derive(Default)]
pub struct Ready {
    wasm: Option<Toolchain>,
}

impl Ready {
    /// The compiler for wasm.
    pub fn wasm(&self) -> Result<&Toolchain> {
        self.wasm.as_ref().ok_or_else(|| "set-up was not asked for a compiler for wasm".into())
    }
}

/// `cargo xtask setup`
pub fn run(args: &[String]) -> Result {
    if let Some(arg) = args.first() {
        return Err(format!("setup takes no argument, not `{arg}`"));
    }
    println!("set-up: checking; a fresh machine takes about 10 minutes, one that is ready a few seconds");
    // The kit is run now and then by those who work on the daemon: no reason to bring Perl to everybody. Where there
    // is no apt, libvirt's clients are asked for only when they are to be run.
    let everyday = |need: &Need| match need {
        Need::Tck => false,
        Need::Clients => system::has_apt(),
        _ => true,
    };
    let everyday: Vec<Need> = ALL.iter().copied().filter(everyday).collect();
    ensure(&everyday)?;
    println!("set-up: everything is there; tools are in {}", tools::cache().display());
    Ok(())
}

/// Installs what is missing of `needs`; silent when nothing is.
pub fn ensure(needs: &[Need]) -> Result<Ready> {
    let _alone = alone()?;
    if sh::which("rustup").is_none() {
        return Err("rustup is missing: install it from https://rustup.rs, then run this again".into());
    }
    let mut ready = Ready::default();
    for need in ALL.iter().filter(|need| needs.contains(need)) {
        match need {
            Need::Lints => lints()?,
            Need::Node => node()?,
            Need::Browser => browser()?,
            Need::Wasm => {
                ready.wasm = Some(wasm::toolchain()?);
                tool(&tools::WASM_BINDGEN)?;
            }
            Need::Trunk => {
                tool(&tools::TRUNK)?;
                tool(&tools::WASM_SPLIT)?;
            }
            Need::Deny => tool(&tools::CARGO_DENY)?,
            Need::Clients => clients()?,
            Need::Tck => packages(TCK, "libvirt's compatibility kit")?,
        }
    }
    Ok(ready)
}

/// Holds a lock in the cache until it is dropped, so that two checkouts do not install the same thing at once.
fn alone() -> Result<std::fs::File> {
    let path = tools::cache().join("lock");
    let io = |e: std::io::Error| format!("cannot lock {}: {e}", path.display());
    std::fs::create_dir_all(tools::cache()).map_err(io)?;
    let file = std::fs::OpenOptions::new().create(true).append(true).open(&path).map_err(io)?;
    if file.try_lock().is_err() {
        println!("set-up: waiting for another set-up to end");
        file.lock().map_err(io)?;
    }
    Ok(file)
}

fn tool(tool: &tools::Tool) -> Result {
    if tool.find()?.is_some() {
        return Ok(());
    }
    tool.install()?;
    tool.path().map(drop)
}

/// Debian's packages of Perl that the kit needs; it comes without any way to get them.
const TCK: &[&str] = &[
    "libsys-virt-perl",
    "libio-interface-perl",
    "libio-string-perl",
    "libnet-openssh-perl",
    "libnetaddr-ip-perl",
    "libsub-uplevel-perl",
    "libtest-exception-perl",
    "libwww-perl",
    "libxml-twig-perl",
    "libxml-writer-perl",
    "libxml-xpath-perl",
    "libyaml-perl",
];

/// libvirt's clients, which a distribution other than Debian may have by other names.
fn clients() -> Result {
    if sh::which("virsh").is_none() || sh::which("openssl").is_none() || tools::libvirt_python().is_err() {
        packages(
            &["libvirt-clients", "python3-libvirt", "openssl"],
            "libvirt's own clients, to try the daemon",
        )?;
    }
    Ok(())
}

/// What only a distribution has, installed by apt where there is one.
fn packages(names: &[&str], why: &str) -> Result {
    if system::has_apt() {
        return system::apt_install(names, why);
    }
    Err(format!("{why} needs Debian's packages {}, and there is no apt", names.join(" ")))
}

fn lints() -> Result {
    for (component, program) in [("rustfmt", "fmt"), ("clippy", "clippy")] {
        if sh::capture(cmd("cargo").args([program, "--version"])).is_err() {
            println!("set-up: rustup component add {component}, a few seconds");
            sh::run(cmd("rustup").args(["component", "add", component]))?;
        }
    }
    Ok(())
}

/// Node 18 or newer, and node_modules as package-lock.json has it.
fn node() -> Result {
    let mend = "install Node 18 or newer from https://nodejs.org or your system's packages";
    if sh::which("node").is_none() {
        return Err(format!("node is missing: {mend}"));
    }
    let version = sh::capture(cmd("node").arg("--version"))?;
    let major = version.trim().trim_start_matches('v').split('.').next().and_then(|v| v.parse::<u32>().ok());
    if major.is_none_or(|major| major < 18) {
        return Err(format!("node {} is too old: {mend}", version.trim()));
    }
    if sh::which("npm").is_none() {
        return Err(format!("npm is missing: {mend}, with npm"));
    }
    let lock = sh::read(&sh::root().join("package-lock.json"))?;
    // npm ci empties the folder first, so the copy is there exactly when it has ended well.
    let copy = sh::root().join("node_modules/.installed-from");
    if std::fs::read_to_string(&copy).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    println!("set-up: npm ci, a few seconds");
    sh::run(cmd("npm").args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]))?;
    sh::write(&copy, lock)
}

/// The browser's names, the commonest first.
const CHROMIUM: &[&str] =
    &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

/// The browser that tests run in.
pub fn chromium() -> Option<PathBuf> {
    let mac = PathBuf::from("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");
    std::env::var_os("VIRTLAB_CHROMIUM")
        .map(PathBuf::from)
        .or_else(|| CHROMIUM.iter().find_map(|name| sh::which(name)))
        .or_else(|| sh::is_executable(&mac).then_some(mac))
}

/// The program that lets wasm tests drive the browser.
pub fn chromedriver() -> Option<PathBuf> {
    sh::which("chromedriver")
}

fn browser() -> Result {
    if system::has_apt() {
        if chromium().is_none() {
            system::apt_install(&["chromium"], "the browser that tests run in")?;
        }
        if chromedriver().is_none() {
            system::apt_install(&[driver_package()], "drives the browser for wasm tests")?;
        }
        if !has_chinese_font() {
            system::apt_install(&["fonts-noto-cjk"], "the page in Chinese")?;
        }
    }
    if chromium().is_none() {
        return Err("Chromium is missing: install Chromium or Chrome, or name it in VIRTLAB_CHROMIUM".into());
    }
    if chromedriver().is_none() {
        return Err(
            "chromedriver is missing: install the one of your Chromium's version and put it on PATH".into()
        );
    }
    Ok(())
}

/// Debian and Ubuntu call it differently.
fn driver_package() -> &'static str {
    let ubuntu =
        std::fs::read_to_string("/etc/os-release").is_ok_and(|os| os.lines().any(|l| l == "ID=ubuntu"));
    if ubuntu { "chromium-chromedriver" } else { "chromium-driver" }
}

fn has_chinese_font() -> bool {
    system::installed(&["fonts-noto-cjk"])
        || sh::capture(cmd("fc-list").arg(":lang=zh-cn")).is_ok_and(|fonts| !fonts.trim().is_empty())
}
