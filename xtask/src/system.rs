//! What only the operating system can give: its packages, installed by apt where there is one.

use crate::sh::{self, Result, cmd};

/// Whether every one of Debian's `packages` is installed.
pub fn installed(packages: &[&str]) -> bool {
    missing(packages).is_empty()
}

fn missing<'a>(packages: &[&'a str]) -> Vec<&'a str> {
    let there = |package: &&str| {
        sh::capture(cmd("dpkg-query").args(["--show", "--showformat=${db:Status-Status}", package]))
            .is_ok_and(|status| status.trim() == "installed")
    };
    packages.iter().copied().filter(|package| !there(package)).collect()
}

/// Whether this system has apt.
pub fn has_apt() -> bool {
    sh::which("apt-get").is_some() && sh::which("dpkg-query").is_some()
}

/// Installs those of `packages` that are missing; `why` is what they are for.
pub fn apt_install(packages: &[&str], why: &str) -> Result {
    let packages = missing(packages);
    if packages.is_empty() {
        return Ok(());
    }
    println!("set-up: apt-get install {} ({why}), about 1 minute", packages.join(" "));
    sh::run(apt()?.arg("update"))?;
    sh::run(apt()?.args(["install", "--yes", "--no-install-recommends"]).args(packages))
}

/// apt-get, by way of sudo for anyone but root.
fn apt() -> Result<std::process::Command> {
    let root = sh::capture(cmd("id").arg("-u")).is_ok_and(|id| id.trim() == "0");
    let mut command = if root {
        cmd("apt-get")
    } else if sh::which("sudo").is_some() {
        let mut sudo = cmd("sudo");
        sudo.args(["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
        sudo
    } else {
        return Err("apt-get needs root and there is no sudo: run `cargo xtask setup` once as root".into());
    };
    command.env("DEBIAN_FRONTEND", "noninteractive").arg("--quiet");
    Ok(command)
}
