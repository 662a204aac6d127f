//! `cargo xtask schemas`: asks libvirt's own schemas whether the XML that virtlab writes is valid.
//!
//! The documents are those that the test of tests/schema.rs looks at with our own grammar, and besides them what only
//! libvirt has a schema of, as capabilities. They go to where libvirt is in a script, as with `record`, and `xmllint` reads
//! them there.

use crate::record::oracle;
use crate::sh::{self, Result, cmd};

/// Runs where libvirt is; DOCUMENTS stands before it.
const SCRIPT: &str = r#"
import collections, os, re, subprocess, sys, tempfile

SCHEMAS = "/usr/share/libvirt/schemas"
OTHER = {"capabilities": "capability", "domainCapabilities": "domaincaps"}
by_root = collections.defaultdict(list)
for document in DOCUMENTS:
    root = re.match(r"<(\w+)", document)
    by_root[root[1] if root else "?"].append(document)
wrong = 0
for root, documents in sorted(by_root.items()):
    schema = f"{SCHEMAS}/{OTHER.get(root, root)}.rng"
    if not os.path.exists(schema):
        print(f"{root}: {len(documents)} documents, of which libvirt has no schema")
        continue
    with tempfile.TemporaryDirectory() as folder:
        names = []
        for number, document in enumerate(documents):
            names.append(os.path.join(folder, f"{number}.xml"))
            with open(names[-1], "w", encoding="utf-8") as file:
                file.write(document)
        failed = {}
        for start in range(0, len(names), 200):
            asked = ["xmllint", "--noout", "--relaxng", schema, *names[start : start + 200]]
            said = subprocess.run(asked, capture_output=True, text=True).stderr
            for name in re.findall(r"^(\S+) fails to validate$", said, re.MULTILINE):
                failed[name] = [line for line in said.splitlines() if line.startswith(name + ":")]
        print(f"{root}: {len(documents) - len(failed)} of {len(documents)} documents are valid")
        for name, lines in failed.items():
            wrong += 1
            print("\n".join(lines).replace(name, root), open(name, encoding="utf-8").read(), sep="\n")
print("WRONG", wrong)
"#;

/// `cargo xtask schemas`.
pub fn run(_args: &[String]) -> Result {
    let oracle = oracle()?;
    let written = sh::root().join("target/written.json");
    let test = ["test", "-q", "-p", "virtlab-tests", "--test", "schema", "what_is_written_is_valid"];
    sh::run(cmd("cargo").args(test).env("VIRTLAB_WRITTEN", &written))?;
    // A list of strings in JSON is one in Python, too.
    let packed = sh::root().join("target/schemas.py");
    sh::write(&packed, format!("DOCUMENTS = {}\n{SCRIPT}", sh::read(&written)?))?;
    println!("schemas: asking {}", oracle.display());
    let said = sh::capture_out(cmd(oracle).arg("python").arg(packed))?;
    let (told, wrong) = said.rsplit_once("WRONG ").ok_or("libvirt's schemas were not asked to the end")?;
    print!("{told}");
    match wrong.trim() {
        "0" => Ok(()),
        wrong => Err(format!("{wrong} documents are not valid for libvirt's schemas")),
    }
}
