//! Reading a world back: the newest image, and every call since.

use std::fmt::Display;
use std::fs::{self, File};
use std::io::{BufRead as _, BufReader};
use std::path::Path;

use tracing::{info, warn};
use virtlab_core::world::{Entry, Journal, World};

use super::error::{StateError, damaged, io};
use super::header::Header;
use super::log::{Log, image_path, remove_before, segment_path};
use crate::worlds::Key;

/// What was read of a segment.
struct Segment {
    header: Header,
    /// Bytes that are whole lines.
    bytes: u64,
    calls: usize,
}

/// The world of a folder; none if the daemon ended before the folder had a segment.
pub(super) fn world(folder: &Path, calls_max: usize) -> Result<Option<(Key, World, Log)>, StateError> {
    let Some(last) = numbers(folder, "journal-")?.pop() else { return Ok(None) };
    let newest_image = numbers(folder, "image-")?.pop();
    let first = newest_image.unwrap_or(0);
    let mut world = newest_image.map(|number| image(&image_path(folder, number))).transpose()?;
    for number in first..=last {
        let segment = read_segment(&segment_path(folder, number), &mut world, number == last)?;
        let Some(world) = world.take_if(|_| number == last) else { continue };
        remove_before(folder, first);
        let Segment { header, bytes, calls } = segment;
        info!("{}: {calls} calls were replayed", header.world);
        let key = header.world.clone();
        return Ok(Some((key, world, Log::go_on(folder, header, (bytes, calls), calls_max)?)));
    }
    Err(damaged(folder, format!("image-{first} is newer than every journal")))
}

/// Replays a segment onto the world; the first one makes it.
fn read_segment(path: &Path, world: &mut Option<World>, last: bool) -> Result<Segment, StateError> {
    let file = File::open(path).map_err(io("open", path))?;
    let mut lines = BufReader::new(file);
    // A torn line may end within a character.
    let mut line = Vec::new();
    let mut next = |line: &mut Vec<u8>| {
        line.clear();
        lines.read_until(b'\n', line).map_err(io("read", path))
    };
    next(&mut line)?;
    let header = Header::read(&String::from_utf8_lossy(&line)).map_err(|why| damaged(path, why))?;
    let mut segment = Segment { header, bytes: line.len() as u64, calls: 0 };
    let world = match (world, segment.header.lab.clone()) {
        (Some(world), _) => world,
        (none, Some(lab)) => {
            let start = Journal { lab, ..Journal::new(segment.header.seed) };
            none.insert(start.start().map_err(|error| damaged(path, error.to_string()))?)
        }
        (None, None) => return Err(damaged(path, "the journal before it is missing")),
    };
    while next(&mut line)? > 0 {
        let Some(call) = line.strip_suffix(b"\n") else {
            if !last {
                return Err(damaged(path, "its last line is torn, and another journal follows it"));
            }
            warn!("{}: the last line is torn and was cut: its call was never answered", path.display());
            break;
        };
        let number = segment.calls + 2;
        let fault = |why: &dyn Display| damaged(path, format!("line {number}: {why}"));
        let call = std::str::from_utf8(call).map_err(|why| fault(&why))?;
        let entry: Entry = call.parse().map_err(|why| fault(&why))?;
        world.perform(entry.client, &entry.call);
        segment.bytes += line.len() as u64;
        segment.calls += 1;
    }
    Ok(segment)
}

fn image(path: &Path) -> Result<World, StateError> {
    let text = fs::read_to_string(path).map_err(io("read", path))?;
    World::from_image(&text).map_err(|why| damaged(path, why))
}

/// The numbers behind a prefix in the names of a folder's files, ascending.
fn numbers(folder: &Path, prefix: &str) -> Result<Vec<u64>, StateError> {
    let entries = fs::read_dir(folder).map_err(io("read", folder))?;
    let number = |entry: fs::DirEntry| entry.file_name().to_str()?.strip_prefix(prefix)?.parse().ok();
    let mut numbers: Vec<u64> = entries.flatten().filter_map(number).collect();
    numbers.sort_unstable();
    Ok(numbers)
}
