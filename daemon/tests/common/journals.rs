//! Journals as they are found: those of a state directory, and sessions that people hand on.

use std::fs;
use std::path::PathBuf;
use virtlab_core::world::Journal;
use virtlab_rpc::worlds::Key;
use virtlab_rpc::worlds::state::StateDir;

/// A folder that is gone with this.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        // What is left is the system's to clean up.
        let _ = fs::remove_dir_all(&self.0);
    }
}

impl Folder {
    fn new() -> Self {
        let thread = std::thread::current().id();
        Self(std::env::temp_dir().join(format!("virtlab-journal-{}-{thread:?}", std::process::id())))
    }

    fn common_world(&self) -> PathBuf {
        self.0.join("worlds/common")
    }
}

/// What a state directory holds of the common world after these calls.
pub fn kept(journal: &Journal) -> Vec<u8> {
    let folder = Folder::new();
    let dir = StateDir::open(&folder.0, None).unwrap();
    let mut log = dir.create(&Key::default(), Journal::new(journal.seed)).unwrap();
    for entry in &journal.entries {
        log.append(entry.client, &entry.call).unwrap();
    }
    fs::read(folder.common_world().join("journal-0")).unwrap()
}

/// Starts on a state directory that holds this journal of the common world, twice: whatever the first start makes of it,
/// the second finds the same. Whether there was a world.
pub fn restart_twice(journal: &[u8]) -> bool {
    let thread = std::thread::current().id();
    let folder =
        Folder(std::env::temp_dir().join(format!("virtlab-journal-{}-{thread:?}", std::process::id())));
    let world = folder.0.join("worlds/common");
    fs::create_dir_all(&world).unwrap();
    fs::write(world.join("journal-0"), journal).unwrap();
    let start = || {
        let loaded = StateDir::open(&folder.0, None).unwrap().load();
        loaded.map(|worlds| worlds.iter().map(|(_, world, _)| world.state_hash()).collect::<Vec<_>>())
    };
    match (start(), start()) {
        (Ok(first), Ok(second)) => {
            assert_eq!(first, second, "a restart found another world");
            !first.is_empty()
        }
        (Err(_), Err(_)) => false,
        (first, second) => panic!("the second start differs: {:?} {:?}", first.is_ok(), second.is_ok()),
    }
}

/// Reads a session; if it is one, writes it, reads that, and replays both. Whether it was one.
pub fn read_twice(text: &str) -> bool {
    let Ok(journal) = Journal::from_json(text) else { return false };
    let again = Journal::from_json(&journal.to_json()).expect("what was written can be read");
    if let (Ok((one, _)), Ok((two, _))) = (journal.replay(), again.replay()) {
        assert_eq!(one.state_hash(), two.state_hash());
    }
    true
}
