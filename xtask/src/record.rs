//! `cargo xtask record`: asks real libvirt again and rewrites the recordings that the tests replay.
//!
//! The scripts of tests/record/ run beside libvirt, with the table of functions, and print the recordings. The command
//! that runs Python there is named by VIRTLAB_ORACLE: `ORACLE python FILE ARG...` runs that one file, wherever it runs
//! it, so the scripts are packed into one.

use crate::sh::{self, Result, cmd};
use crate::signatures;
use std::fmt::Write as _;
use std::path::{Component, Path, PathBuf};

const SCRIPTS: &str = "tests/record";
const RECORDINGS: &str = "tests/recordings";
/// What begins each recording in the output, before its path below [`RECORDINGS`].
const MARK: &str = "=== ";

/// `cargo xtask record [NAME...]`: all recordings, or those whose names begin so.
///
/// They are made in libvirt's own process: what a handle remembers and the last error are facts of the process, and a driver behind a
/// daemon answers some calls otherwise. `cargo xtask record --rpc URI [NAME...]` holds them against what our client gets from a
/// libvirtd.
pub fn run(args: &[String]) -> Result {
    if let [rpc, uri, names @ ..] = args
        && rpc == "--rpc"
    {
        let mut test = cmd("cargo");
        test.args([
            "test",
            "--quiet",
            "--package",
            "virtlab",
            "--test",
            "client",
            "--",
            "--ignored",
            "--nocapture",
        ]);
        test.env("VIRTLAB_LIBVIRTD", uri).env("VIRTLAB_RECORDINGS", names.join(" "));
        return sh::run(&mut test);
    }
    let oracle = oracle()?;
    let folder = sh::root().join(SCRIPTS);
    let mut files = Vec::new();
    gather(&folder, &folder, &mut files)?;
    // The listings are run beside libvirt, those in C compiled before, and what they print is recorded.
    gather(&sh::root(), &sh::root().join("listings"), &mut files)?;
    gather(&sh::root(), &sh::root().join("listing/tests/language"), &mut files)?;
    files.push(("signatures.json".to_owned(), signatures::json()?.into_bytes()));
    let packed = sh::root().join("target/record.py");
    sh::write(&packed, pack(&files))?;
    println!("record: asking {}", oracle.display());
    let printed = sh::capture_out(cmd(oracle).arg("python").arg(packed).args(args))?;
    let recordings = split(&printed)?;
    if recordings.is_empty() {
        return Err("nothing was recorded: is there a recording whose name begins so?".into());
    }
    for (path, content) in &recordings {
        sh::write(&sh::root().join(RECORDINGS).join(path), content)?;
        println!("record: {RECORDINGS}/{path}, {} lines", content.lines().count());
    }
    Ok(())
}

/// The command that runs things beside real libvirt.
pub fn oracle() -> Result<PathBuf> {
    let beside = sh::root().join("../shared/oracle/oracle");
    std::env::var_os("VIRTLAB_ORACLE")
        .map(PathBuf::from)
        .or_else(|| sh::is_executable(&beside).then_some(beside))
        .ok_or_else(|| {
            "there is no real libvirt to ask: name a command in VIRTLAB_ORACLE that, called as \
             `ORACLE python FILE ARG...`, runs FILE where libvirt is"
                .into()
        })
}

/// Every file below `folder`, by its path from `base`, in the order of paths.
fn gather(base: &Path, folder: &Path, files: &mut Vec<(String, Vec<u8>)>) -> Result {
    let io = |e: std::io::Error| format!("cannot read {}: {e}", folder.display());
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .map_err(io)?
        .map(|entry| entry.map(|e| e.path()))
        .collect::<std::io::Result<_>>()
        .map_err(io)?;
    paths.sort();
    for path in paths {
        let name = path.strip_prefix(base).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        if path.is_dir() && !name.ends_with("__pycache__") {
            gather(base, &path, files)?;
        } else if path.is_file() {
            files.push((name, std::fs::read(&path).map_err(io)?));
        }
    }
    Ok(())
}

/// One Python file that lays these files out in a folder and runs their record.py there.
fn pack(files: &[(String, Vec<u8>)]) -> String {
    let mut script = String::from("import os, runpy, sys, tempfile\n\nFILES = {\n");
    for (name, content) in files {
        let hex: String = content.iter().fold(String::new(), |mut hex, byte| {
            // Writing to a String cannot fail.
            let _ = write!(hex, "{byte:02x}");
            hex
        });
        script += &format!("    {name:?}: \"{hex}\",\n");
    }
    script
        + "}\n\n\
        with tempfile.TemporaryDirectory() as folder:\n    \
            for name, content in FILES.items():\n        \
                path = os.path.join(folder, name)\n        \
                os.makedirs(os.path.dirname(path), exist_ok=True)\n        \
                with open(path, \"wb\") as file:\n            \
                    file.write(bytes.fromhex(content))\n    \
            sys.path.insert(0, folder)\n    \
            sys.dont_write_bytecode = True\n    \
            runpy.run_path(os.path.join(folder, \"record.py\"), run_name=\"__main__\")\n"
}

/// Takes the output apart into paths and contents.
fn split(printed: &str) -> Result<Vec<(String, String)>> {
    let mut recordings: Vec<(String, String)> = Vec::new();
    for line in printed.split_inclusive('\n') {
        if let Some(path) = line.strip_prefix(MARK) {
            let path = path.trim_end();
            let inside = Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
            if !inside || path.is_empty() {
                return Err(format!("a recording is to be written to `{path}`, outside {RECORDINGS}"));
            }
            recordings.push((path.to_owned(), String::new()));
        } else {
            let (_, content) = recordings
                .last_mut()
                .ok_or_else(|| format!("the recordings begin with `{}`", line.trim_end()))?;
            content.push_str(line);
        }
    }
    Ok(recordings)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_output_is_taken_apart_at_its_marks() {
        let recordings = split("=== a/b.jsonl\n{\"a\":1}\n{}\n=== c.jsonl\n").unwrap();
        let expected = [("a/b.jsonl", "{\"a\":1}\n{}\n"), ("c.jsonl", "")];
        assert_eq!(recordings, expected.map(|(path, content)| (path.to_owned(), content.to_owned())));
        assert!(split("Traceback\n").unwrap_err().contains("Traceback"));
        assert!(split("=== ../x\n").unwrap_err().contains("outside"));
    }

    #[test]
    fn a_packed_script_has_every_file() {
        let script = pack(&[("record.py".into(), b"print(1)".to_vec()), ("calls/a".into(), vec![0, 255])]);
        assert!(script.contains("\"record.py\": \"7072696e74283129\",\n"), "{script}");
        assert!(script.contains("\"calls/a\": \"00ff\",\n"), "{script}");
        assert!(script.contains("\n            file.write(bytes.fromhex(content))\n"), "{script}");
    }
}
