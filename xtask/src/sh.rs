//! Running other programs, and the one shape of failure: a line for a person that says what to do next.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What every command of xtask's returns: a failure is the text that the user reads.
pub type Result<T = ()> = std::result::Result<T, String>;

/// The repository's root folder.
pub fn root() -> PathBuf {
    // Cargo sets the variable for `cargo run`; the compile-time value serves a copied or cached binary.
    let here = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    Path::new(&here).parent().map(Path::to_path_buf).unwrap_or_default()
}

/// The file that `name` means on PATH, if there is one that can be executed.
pub fn which(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|dir| dir.join(name)).find(|file| is_executable(file))
}

/// Whether `file` is a regular file that may be executed.
#[cfg(unix)]
pub fn is_executable(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    file.metadata().is_ok_and(|m| m.is_file() && m.permissions().mode() & 0o111 != 0)
}

/// Whether `file` is a regular file that may be executed.
#[cfg(not(unix))]
pub fn is_executable(file: &Path) -> bool {
    file.is_file()
}

/// A command that runs in the repository's root, without what the outer `cargo run` left in the environment.
pub fn cmd(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root());
    for (name, _) in std::env::vars_os() {
        let Some(name) = name.to_str() else { continue };
        let outer = name.starts_with("CARGO_PKG_")
            || matches!(name, "CARGO" | "CARGO_MANIFEST_DIR" | "CARGO_MANIFEST_PATH" | "LD_LIBRARY_PATH");
        if outer {
            command.env_remove(name);
        }
    }
    command
}

/// Runs to the end with the user's terminal; anything but success is an error that repeats the command.
pub fn run(command: &mut Command) -> Result {
    let shown = show(command);
    let status = command.status().map_err(|e| format!("cannot run `{shown}`: {e}"))?;
    match status.code() {
        Some(0) => Ok(()),
        Some(code) => Err(format!("`{shown}` failed with exit code {code}")),
        None => Err(format!("`{shown}` was killed by a signal")),
    }
}

/// Runs to the end and returns what it printed; its error output is part of the error when it fails.
pub fn capture(command: &mut Command) -> Result<String> {
    let shown = show(command);
    let out = command.stdin(Stdio::null()).output().map_err(|e| format!("cannot run `{shown}`: {e}"))?;
    if out.status.success() {
        Ok(String::from_utf8_lossy(&out.stdout).into_owned())
    } else {
        Err(format!("`{shown}` failed: {}", String::from_utf8_lossy(&out.stderr).trim()))
    }
}

/// Runs to the end and returns what it printed; its error output goes to the user's terminal as it comes.
pub fn capture_out(command: &mut Command) -> Result<String> {
    capture_fed(command, Stdio::null())
}

/// As [`capture_out`], for a program that reads `input`.
pub fn capture_fed(command: &mut Command, input: Stdio) -> Result<String> {
    let shown = show(command);
    let piped = command.stdin(input).stdout(Stdio::piped()).stderr(Stdio::inherit());
    let out = piped.spawn().and_then(std::process::Child::wait_with_output);
    let out = out.map_err(|e| format!("cannot run `{shown}`: {e}"))?;
    if !out.status.success() {
        return Err(format!("`{shown}` failed"));
    }
    String::from_utf8(out.stdout).map_err(|e| format!("`{shown}` printed what is not UTF-8: {e}"))
}

/// The command as a person would type it, for messages.
fn show(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or(command.get_program());
    let words = std::iter::once(program).chain(command.get_args());
    words.map(|w| w.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

/// Reads a text file, naming it when that fails.
pub fn read(file: &Path) -> Result<String> {
    std::fs::read_to_string(file).map_err(|e| format!("cannot read {}: {e}", file.display()))
}

/// Writes a file and the folders it lies in, naming it when that fails.
pub fn write(file: &Path, content: impl AsRef<[u8]>) -> Result {
    let made = file.parent().map_or(Ok(()), std::fs::create_dir_all);
    made.and_then(|()| std::fs::write(file, content))
        .map_err(|e| format!("cannot write {}: {e}", file.display()))
}
