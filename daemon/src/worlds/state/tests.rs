//! What was answered is there after any end, and what is not ours is refused.

use std::fs;
use std::path::{Path, PathBuf};

use virtlab_core::api::Call;
use virtlab_core::world::{ClientId, Journal, World};

use super::{StateDir, StateError};
use crate::worlds::{Cell, Clock, Key};

/// A directory of this test's own, gone with it.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("virtlab-state-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        Self(path)
    }

    fn files(&self) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(self.0.join("worlds/common"))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.join("worlds/common").join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn call(text: &str) -> Call {
    text.parse().unwrap()
}

/// A cell of the built-in lab that is kept.
fn begin(dir: &StateDir) -> Cell {
    let log = dir.create(&Key::default(), Journal::new(1)).unwrap();
    Cell::new(World::builtin(1), Clock::Manual, Some(log))
}

fn cycles(cell: &Cell, calls: usize) {
    cell.perform(ClientId(1), &call("virConnectOpen(\"test:///default\")"));
    cell.perform(ClientId(1), &call("virDomainLookupByName(conn1, \"test\")"));
    for n in 0..calls {
        let next = ["virDomainSuspend(dom1)", "virDomainResume(dom1)"][n % 2];
        assert!(cell.perform(ClientId(1), &call(next)).ok());
    }
}

fn reload(path: &Path) -> Result<Vec<(Key, World, super::Log)>, StateError> {
    StateDir::open(path, None)?.load()
}

#[test]
fn a_restart_replays_what_was_answered_and_cuts_a_torn_line() {
    let folder = Folder::new("torn");
    let dir = StateDir::open(&folder.0, None).unwrap();
    let cell = begin(&dir);
    cycles(&cell, 7);
    let hash = cell.state_hash();
    drop((cell, dir));
    let journal = folder.file("journal-0");
    let whole = fs::read(&journal).unwrap();
    fs::write(&journal, [&whole[..], b"1: virDomainDestr"].concat()).unwrap();
    let (key, world, log) = reload(&folder.0).unwrap().pop().unwrap();
    assert_eq!((key, world.state_hash()), (Key::default(), hash));
    assert_eq!(fs::read(&journal).unwrap(), whole, "the torn line is cut");
    drop(log);
    fs::write(&journal, [&whole[..], b"1: virDomainRename(conn1, \"\xc3"].concat()).unwrap();
    let (_, world, _) = reload(&folder.0).unwrap().pop().unwrap();
    assert_eq!(world.state_hash(), hash, "torn within a character");
    // Whatever the journal ends with, the world is the one after the last whole line.
    for cut in [whole.len() - 1, whole.len() - 5, whole.len() / 2] {
        fs::write(&journal, &whole[..cut]).unwrap();
        let lines = whole[..cut].iter().filter(|byte| **byte == b'\n').count();
        let mut expected = World::builtin(1);
        for line in String::from_utf8_lossy(&whole).lines().take(lines).skip(1) {
            let entry: virtlab_core::world::Entry = line.parse().unwrap();
            expected.perform(entry.client, &entry.call);
        }
        let (_, world, _) = reload(&folder.0).unwrap().pop().unwrap();
        assert_eq!(world.state_hash(), expected.state_hash(), "cut at {cut}");
    }
}

#[test]
fn an_image_bounds_the_replay() {
    let folder = Folder::new("image");
    let dir = StateDir::open(&folder.0, Some(10)).unwrap();
    let cell = begin(&dir);
    cycles(&cell, 95);
    let hash = cell.state_hash();
    // Waits for the image that is being written.
    drop((cell, dir));
    let files = folder.files();
    assert!(files.len() <= 3, "{files:?}");
    assert!(!files.contains(&"journal-0".to_owned()), "{files:?}");
    let (_, world, log) = reload(&folder.0).unwrap().pop().unwrap();
    assert_eq!(world.state_hash(), hash);
    // And it goes on from there.
    let cell = Cell::new(world, Clock::Manual, Some(log));
    cell.close_the_dead();
    let closed = cell.state_hash();
    assert_ne!(closed, hash);
    drop(cell);
    assert_eq!(reload(&folder.0).unwrap().pop().unwrap().1.state_hash(), closed);
}

#[test]
fn an_image_that_was_not_finished_is_not_missed() {
    let folder = Folder::new("unfinished");
    let dir = StateDir::open(&folder.0, Some(1_000)).unwrap();
    let cell = begin(&dir);
    cycles(&cell, 20);
    let hash = cell.state_hash();
    drop((cell, dir));
    // As if the process had ended between the new segment and its image.
    let text = fs::read_to_string(folder.file("journal-0")).unwrap();
    let (head, tail) = text.split_at(text.find("virDomainResume").unwrap());
    let (head, tail) = (head.trim_end_matches("1: "), format!("1: {tail}"));
    let header = head.lines().next().unwrap();
    let start = header.find("\"segment\"").unwrap();
    let second = format!("{}\"segment\":1,\"seed\":1}}\n{tail}", &header[..start]);
    fs::write(folder.file("journal-0"), head).unwrap();
    fs::write(folder.file("journal-1"), second).unwrap();
    fs::write(folder.file("image.new"), "{").unwrap();
    fs::write(folder.file("segment.new"), "{").unwrap();
    let (_, world, log) = reload(&folder.0).unwrap().pop().unwrap();
    assert_eq!(world.state_hash(), hash);
    drop(log);
    // Without its beginning it is no world.
    fs::remove_file(folder.file("journal-0")).unwrap();
    let error = reload(&folder.0).map(|_| ()).unwrap_err().to_string();
    assert!(error.contains("journal-0"), "{error}");
}

#[test]
fn what_is_not_ours_is_refused() {
    let folder = Folder::new("refused");
    let dir = StateDir::open(&folder.0, None).unwrap();
    let error = StateDir::open(&folder.0, None).map(|_| ()).unwrap_err();
    assert!(matches!(error, StateError::InUse(_)), "{error}");
    let cell = begin(&dir);
    cycles(&cell, 3);
    drop((cell, dir));
    let journal = folder.file("journal-0");
    let whole = fs::read_to_string(&journal).unwrap();
    for (text, why) in [
        (whole.replace("virDomainSuspend", "virDomainSuspent"), "line 4: at character 1"),
        (whole.replace("virtlab_state\":1", "virtlab_state\":2"), "format 2"),
        ("nonsense\n".to_owned(), "line 1: expected"),
    ] {
        fs::write(&journal, text).unwrap();
        let error = reload(&folder.0).map(|_| ()).unwrap_err().to_string();
        assert!(error.contains(why) && error.ends_with("Move it away to begin anew"), "{error}");
    }
}
