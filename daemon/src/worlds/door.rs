//! A connection's way into the worlds.

use std::fs::File;
use std::io::Read as _;
use std::sync::Arc;

use tokio::sync::mpsc;
use tracing::{Level, debug, enabled};
use virtlab_core::api::{Call, Delivered, Outcome};
use virtlab_core::ground::limits::XML_BYTES_MAX;
use virtlab_core::ground::{ErrorCode, ErrorDomain, VirError};
use virtlab_core::host::{Lab, read_node_file};
use virtlab_core::world::ClientId;

use super::key::Wanted;
use super::{Cell, Key, Worlds};
use crate::peer::Hub;

/// Characters of a call that the log shows.
const CALL_SHOWN_MAX: usize = 200;

/// What a client hears outside its own calls.
#[derive(Debug)]
pub enum Event {
    /// Something was delivered. Boxed, since every connection has room for a number of these.
    Delivered(Box<Delivered>),
    /// It did not take what was delivered; there is no more. A client that hears half of what happened is worse off
    /// than one that has to connect again.
    Overrun,
}

/// Where what a client hears is put.
#[derive(Clone)]
pub(super) struct EventSender(mpsc::Sender<Event>);

impl EventSender {
    /// Puts something there. False if the client has not taken enough of what was put there before: that was the last.
    pub fn send(&self, delivered: Delivered) -> bool {
        // The last place is kept for saying that no other is left. Who left already is no concern.
        let last = self.0.capacity() <= 1;
        let _ = self.0.try_send(if last { Event::Overrun } else { Event::Delivered(delivered.into()) });
        !last
    }
}

/// What one connection does to the worlds. Its number is given back when it is dropped.
pub struct Door {
    worlds: Arc<Worlds>,
    client: ClientId,
    sender: EventSender,
    inside: Option<Inside>,
}

/// The world that was entered.
struct Inside {
    cell: Arc<Cell>,
    /// None for one of the connection's own.
    key: Option<Key>,
}

impl Door {
    /// A door for a client that has just come, and what comes out of it. As many events as `waiting` may wait to be
    /// taken; with one more comes [`Event::Overrun`].
    pub fn new(worlds: Arc<Worlds>, waiting: usize) -> (Self, mpsc::Receiver<Event>) {
        let (sender, receiver) = mpsc::channel(waiting + 1);
        let client = worlds.number();
        (Self { worlds, client, sender: EventSender(sender), inside: None }, receiver)
    }

    /// The number of its client.
    pub fn client(&self) -> ClientId {
        self.client
    }
}

impl Hub for Door {
    fn open(&mut self, uri: Option<&str>, _read_only: bool) -> Result<Option<String>, Box<VirError>> {
        self.close();
        let wanted = Wanted::read(uri, self.worlds.lab());
        let mut key = wanted.key;
        // For a file that is not there, the world that all share says what libvirt says.
        if key.node.as_deref().is_some_and(|path| !is_file(path)) && !self.worlds.has(&key) {
            key.node = None;
        }
        let lab = || read_node(key.node.as_deref().unwrap_or_default(), self.worlds.lab());
        // libvirtd reads a node file anew for every connection.
        let own = wanted.own || (key.node.is_some() && self.worlds.forgets());
        let enter = |cell: &Cell| cell.enter(self.client, self.sender.clone());
        let cell = match own {
            true => self.worlds.own(key.node.is_some().then_some(lab)).inspect(|cell| enter(cell))?,
            false => self.worlds.find(&key, lab, enter)?,
        };
        self.inside = Some(Inside { cell, key: (!own).then_some(key) });
        Ok(uri.map(str::to_owned))
    }

    fn perform(&mut self, call: &Call) -> Outcome {
        let outcome = match &self.inside {
            Some(inside) => inside.cell.perform(self.client, call),
            None => {
                let error = VirError::new(ErrorDomain::Rpc, ErrorCode::NoConnect, "no connection was opened");
                Outcome::refused(call, error)
            }
        };
        if enabled!(Level::DEBUG) {
            note(self.client, call, &outcome);
        }
        outcome
    }

    fn close(&mut self) {
        if let Some(Inside { cell, key }) = self.inside.take() {
            cell.leave(self.client);
            if let Some(key) = key {
                self.worlds.left(&key, &cell);
            }
        }
    }
}

impl Drop for Door {
    fn drop(&mut self) {
        self.close();
        self.worlds.free_number(self.client);
    }
}

/// One line of the daemon's log for a call.
fn note(client: ClientId, call: &Call, outcome: &Outcome) {
    let mut text = call.to_string();
    if let Some((end, _)) = text.char_indices().nth(CALL_SHOWN_MAX) {
        text.truncate(end);
        text.push('…');
    }
    match &outcome.error {
        None => debug!(client = client.0, "{text}"),
        Some(error) => debug!(client = client.0, "{text}: {}: {}", error.code.c_name(), error.message),
    }
}

fn is_file(path: &str) -> bool {
    std::fs::metadata(path).is_ok_and(|about| about.is_file())
}

/// The lab of a node file: its one host, on the machine that clients run on.
fn read_node(path: &str, lab: &Lab) -> Result<Lab, Box<VirError>> {
    let text = read_file(path)?;
    let host = read_node_file(path, &text, &lab.local_hostname, &mut read_file)?;
    Ok(Lab { local_hostname: lab.local_hostname.clone(), default_uri: None, hosts: vec![host] })
}

/// A file, as `virFileReadAll` reads it.
fn read_file(path: &str) -> Result<String, Box<VirError>> {
    let failed = |what: &str, error: &std::io::Error| {
        let reason = error.to_string();
        let reason = reason.split(" (os error").next().unwrap_or_default();
        VirError::system(
            ErrorDomain::None,
            error.raw_os_error().unwrap_or(0),
            &format!("Failed to {what} file '{path}'"),
            reason,
        )
    };
    // A pipe would keep the daemon waiting.
    if std::fs::metadata(path).is_ok_and(|about| !about.is_file()) {
        let message = format!("Failed to read file '{path}': it is no regular file");
        return Err(VirError::internal(ErrorDomain::None, message));
    }
    let file = File::open(path).map_err(|error| failed("open", &error))?;
    let mut bytes = Vec::new();
    file.take(XML_BYTES_MAX as u64 + 1).read_to_end(&mut bytes).map_err(|error| failed("read", &error))?;
    // What is no text is no XML either, and the parser says so.
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
