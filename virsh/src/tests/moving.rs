//! Moving domains and data.

use std::collections::BTreeMap;

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

/// A world in which a volume has so many bytes, and its folder of files.
struct Volume {
    built: Built,
    bytes: usize,
    /// What a call of a stream fails at, if it does.
    fails: Option<FunctionId>,
    received: usize,
    calls: Vec<FunctionId>,
    /// How long each file is, and the longest content that was ever handed over.
    files: BTreeMap<String, usize>,
    longest: usize,
}

impl Face for Volume {
    fn perform(&mut self, call: &Call) -> Outcome {
        use FunctionId::*;
        let mut outcome = self.built.perform(call);
        if [StorageVolDownload, StreamRecv, StreamAbort, StreamFinish].contains(&call.function) {
            self.calls.push(call.function);
            let failed = self.fails == Some(call.function) && self.received > 0;
            outcome.ret = Value::Int(if failed { -1 } else { 0 });
            outcome.error = failed.then(|| VirError::internal(ErrorDomain::Streams, "the connection is cut"));
        }
        if call.function == StreamRecv && outcome.ok() {
            let room = call.arg(2).as_u64().and_then(|room| usize::try_from(room).ok()).expect("room");
            let count = room.min(self.bytes - self.received);
            self.received += count;
            outcome.out = vec![("data", Value::Bytes(vec![0xff; count].into()))];
        }
        outcome
    }

    fn read_file(&mut self, path: &str) -> Result<String, String> {
        self.built.read_file(path)
    }

    fn write_file(&mut self, _: &str, _: &[u8]) -> Result<(), String> {
        Err("what is downloaded is not written at once".to_owned())
    }

    fn create_file(&mut self, path: &str) -> Result<bool, String> {
        Ok(self.files.insert(path.to_owned(), 0).is_none())
    }

    fn append_file(&mut self, path: &str, content: &[u8]) -> Result<(), String> {
        self.longest = self.longest.max(content.len());
        *self.files.get_mut(path).ok_or("No such file or directory")? += content.len();
        Ok(())
    }

    fn remove_file(&mut self, path: &str) {
        self.files.remove(path);
    }
}

/// What a download of so many bytes prints, and the face, in which there is a file `old` already.
fn download(bytes: usize, file: &str, fails: Option<FunctionId>) -> (String, Volume) {
    let (mut shell, built) = session();
    let files = [("old".to_owned(), 7)].into();
    let mut face = Volume { built, bytes, fails, received: 0, calls: Vec::new(), files, longest: 0 };
    shell.line(&mut face, "vol-create-as default-pool one 4M");
    let ran = shell.line(&mut face, &format!("vol-download one {file} default-pool"));
    (ran.text(), face)
}

#[test]
fn a_download_goes_to_its_file_piece_by_piece() {
    use FunctionId::*;
    let (told, face) = download((2 << 20) + 5, "new", None);
    assert_eq!(told, "\n");
    assert_eq!(
        face.calls,
        [StorageVolDownload, StreamRecv, StreamRecv, StreamRecv, StreamRecv, StreamFinish]
    );
    assert_eq!((face.files["new"], face.longest), ((2 << 20) + 5, 1 << 20));
    let (_, face) = download(0, "old", None);
    assert_eq!(face.files["old"], 0, "a volume with nothing in it makes an empty file");
}

#[test]
fn a_download_that_fails_leaves_no_new_file() {
    use FunctionId::*;
    let cut = "error: internal error: the connection is cut\n\n";
    for (fails, says, end) in [
        (StreamRecv, "cannot receive data from volume one", StreamAbort),
        (StreamFinish, "cannot close volume one", StreamFinish),
    ] {
        let (told, face) = download(9 << 20, "new", Some(fails));
        assert_eq!(told, format!("error: {says}\n{cut}"));
        assert_eq!(face.calls.last(), Some(&end));
        assert_eq!(face.files, [("old".to_owned(), 7)].into());
    }
    let (_, face) = download(9 << 20, "old", Some(StreamRecv));
    assert_eq!(face.files["old"], 1 << 20, "as much as came");
}
