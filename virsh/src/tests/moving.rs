//! Moving domains and data.

use virtlab_core::api::{Call, FunctionId, Outcome, Value};
use virtlab_core::ground::{ErrorDomain, VirError};

use super::{Built, session};
use crate::Face;

#[test]
fn what_virsh_does_during_a_migration_is_refused() {
    let (mut shell, mut face) = session();
    for options in
        ["--live --timeout 5", "--live --timeout 5 --timeout-suspend", "--postcopy --postcopy-after-precopy"]
    {
        let ran = shell.line(&mut face, &format!("migrate test test:///default {options}"));
        assert!(ran.text().starts_with("error: this shell does not look at a migration"), "{}", ran.text());
        assert!(!ran.calls.iter().any(|(call, _)| call.to_string().starts_with("virDomainMigrate")));
    }
}

/// A world in which streams take uploads until the second piece, of a file that is no text.
struct Full {
    built: Built,
    calls: Vec<FunctionId>,
}

impl Face for Full {
    fn perform(&mut self, call: &Call) -> Outcome {
        use FunctionId::*;
        let mut outcome = self.built.perform(call);
        if [StorageVolUpload, StreamSend, StreamAbort, StreamFinish].contains(&call.function) {
            self.calls.push(call.function);
            let full = self.calls.iter().filter(|function| **function == StreamSend).count() > 1;
            let full = full && call.function == StreamSend;
            outcome.ret = Value::Int(if full { -1 } else { 0 });
            outcome.error = full.then(|| VirError::internal(ErrorDomain::Streams, "the disk is full"));
        }
        outcome
    }

    fn read_file(&mut self, path: &str) -> Result<String, String> {
        self.built.read_file(path)
    }

    fn read_bytes(&mut self, _: &str) -> Result<Vec<u8>, String> {
        Ok(vec![0xff; (1 << 20) + 1])
    }

    fn write_file(&mut self, path: &str, content: &[u8]) -> Result<(), String> {
        self.built.write_file(path, content)
    }
}

#[test]
fn an_upload_is_of_bytes_and_is_given_up_when_it_fails() {
    let (mut shell, built) = session();
    let mut face = Full { built, calls: Vec::new() };
    shell.line(&mut face, "vol-create-as default-pool one 4M");
    let ran = shell.line(&mut face, "vol-upload one disk.img default-pool");
    let told = "error: cannot send data to volume one\nerror: internal error: the disk is full\n\n";
    assert_eq!(ran.text(), told);
    use FunctionId::*;
    assert_eq!(face.calls, [StorageVolUpload, StreamSend, StreamSend, StreamAbort]);
}
