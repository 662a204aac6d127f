//! Puts the page into the program, if it has been built: dist/, or the folder that VIRTLAB_SITE names.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use flate2::{Compression, Crc, write::GzEncoder};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=VIRTLAB_SITE");
    let out = PathBuf::from(std::env::var_os("OUT_DIR").unwrap_or_default());
    let named = std::env::var_os("VIRTLAB_SITE").map(PathBuf::from);
    let site = named.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../dist"));
    let mut files = Vec::new();
    // A folder that is not there is not watched: Cargo would take this for changed at every build.
    if site.join("index.html").is_file() {
        println!("cargo::rerun-if-changed={}", site.display());
        collect(&site, &site, &mut files)?;
        files.sort();
    }
    let mut crc = Crc::new();
    let mut table = String::from("const FILES: &[File] = &[\n");
    for (number, (path, file)) in files.iter().enumerate() {
        let content = fs::read(file)?;
        crc.update(path.as_bytes());
        crc.update(&content);
        let gzip = out.join(format!("site-{number}.gz"));
        let mut encoder = GzEncoder::new(fs::File::create(&gzip)?, Compression::best());
        encoder.write_all(&content)?;
        encoder.finish()?;
        table += &format!("    File {{ path: {path:?}, gzip: include_bytes!({gzip:?}) }},\n");
    }
    table += &format!("];\nconst VERSION: &str = \"{:08x}\";\n", crc.sum());
    fs::write(out.join("site.rs"), table)
}

/// The files below a folder, each with its path from the root on.
fn collect(root: &Path, folder: &Path, files: &mut Vec<(String, PathBuf)>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(root, &path, files)?;
        } else if let Some(name) = path.strip_prefix(root).ok().and_then(Path::to_str) {
            files.push((name.replace('\\', "/"), path.clone()));
        }
    }
    Ok(())
}
