//! What the prompt remembers for as long as the page is open: its log, its lines, its files, its connection.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use virtlab_core::api::{Call, HandleKind, Outcome, Value};
use virtlab_core::world::{ClientId, World};
use virtlab_virsh::{Completion, Face, Piece, Shell, complete};

use super::files;
use crate::session::{Action, Session};

/// Lines of the log, and of what the arrows bring back.
const LINES_MAX: usize = 500;

/// A call that a line made.
#[derive(Clone, PartialEq)]
pub(super) struct Made {
    /// After how many steps of the session it was made.
    pub step: usize,
    /// Its text.
    pub text: String,
    /// Whether it succeeded.
    pub ok: bool,
}

/// A line and what came of it.
#[derive(Clone, PartialEq)]
pub(super) struct Said {
    /// Which line it is of all that were ever said.
    pub number: usize,
    /// The prompt that it was said at.
    pub prompt: &'static str,
    /// What was said.
    pub line: String,
    /// What was printed.
    pub output: Vec<Piece>,
    /// The calls, but not those that gave objects back.
    pub calls: Vec<Made>,
}

/// The prompt's memory.
pub(super) struct Memory {
    shell: Shell,
    /// The log.
    pub log: Vec<Rc<Said>>,
    said: usize,
    /// Which earlier line the arrows have brought back.
    back: Option<usize>,
    /// The documents that a command may name.
    pub files: BTreeMap<String, String>,
}

thread_local! {
    static MEMORY: Rc<RefCell<Memory>> = Rc::new(RefCell::new(Memory {
        shell: Shell::new(Some("test:///default"), false),
        log: Vec::new(),
        said: 0,
        back: None,
        files: files::examples(),
    }));
}

/// The memory: the same for every time that the view is shown.
pub(super) fn memory() -> Rc<RefCell<Memory>> {
    MEMORY.with(Rc::clone)
}

/// The session and the prompt's files, for a command.
struct Lab<'m> {
    session: &'m Session,
    files: &'m mut BTreeMap<String, String>,
    made: Vec<Made>,
}

const MISSING: &str = "No such file or directory";

impl Face for Lab<'_> {
    fn perform(&mut self, call: &Call) -> Outcome {
        self.session.act(Action::Perform(call.clone()));
        let state = self.session.state();
        let outcome = state.outcome().map(|outcome| (*outcome).clone());
        let outcome = outcome.unwrap_or_else(|| state.world().preview(state.client, call));
        let step = state.history.position();
        self.made.push(Made { step, text: call.to_string(), ok: outcome.ok() });
        outcome
    }

    fn read_file(&mut self, path: &str) -> Result<String, String> {
        self.files.get(path).cloned().ok_or_else(|| MISSING.to_owned())
    }

    fn write_file(&mut self, path: &str, content: &[u8]) -> Result<(), String> {
        // Pictures are no text; that there is a file is all that a command asks.
        let text = String::from_utf8(content.to_vec()).unwrap_or_default();
        self.files.insert(path.to_owned(), text);
        Ok(())
    }
}

/// A world to ask without making a step.
struct Aside {
    world: World,
    client: ClientId,
}

impl Face for Aside {
    fn perform(&mut self, call: &Call) -> Outcome {
        self.world.perform(self.client, call)
    }

    fn read_file(&mut self, _: &str) -> Result<String, String> {
        Err(MISSING.to_owned())
    }

    fn write_file(&mut self, _: &str, _: &[u8]) -> Result<(), String> {
        Err(MISSING.to_owned())
    }
}

impl Memory {
    /// The prompt, such as `virsh # `.
    pub fn prompt(&self) -> &'static str {
        self.shell.prompt()
    }

    /// The session may have gone back to where the connection is not there, or to another session altogether.
    fn find_connection(&mut self, session: &Session) {
        let state = session.state();
        let live = |handle: Value| match handle {
            Value::Handle(handle) => {
                state.world().client(state.client).is_some_and(|c| c.connections().any(|(h, _)| h == handle))
            }
            _ => false,
        };
        if self.shell.connection().cloned().is_some_and(live) {
            return;
        }
        let client = state.world().client(state.client);
        let first = client.and_then(|client| client.connections().map(|(handle, _)| handle).next());
        let first = first.filter(|handle| handle.kind == HandleKind::Connect);
        drop(state);
        self.shell.set_connection(first.map(Value::Handle));
    }

    /// Does a line: its calls become steps of the session.
    pub fn say(&mut self, session: &Session, line: &str) {
        self.find_connection(session);
        let prompt = self.shell.prompt();
        let mut face = Lab { session, files: &mut self.files, made: Vec::new() };
        let ran = self.shell.line(&mut face, line);
        let calls = face.made;
        self.back = None;
        self.said += 1;
        let said = Said { number: self.said, prompt, line: line.to_owned(), output: ran.output, calls };
        self.log.push(Rc::new(said));
        let surplus = self.log.len().saturating_sub(LINES_MAX);
        self.log.drain(..surplus);
    }

    /// What the line may go on with.
    pub fn complete(&mut self, session: &Session, line: &str) -> Completion {
        self.find_connection(session);
        let state = session.state();
        let mut face = Aside { world: state.world().clone(), client: state.client };
        let mut found = complete(&self.shell, &mut face, line);
        // Files are the prompt's own.
        let word = line.get(found.start..).unwrap_or_default();
        let mut words = line.split_whitespace();
        let takes_file = words.next().is_some_and(|name| {
            ["define", "create"].iter().any(|verb| name.ends_with(verb)) || name.ends_with("-device")
        });
        if takes_file && !word.starts_with('-') && found.start > 0 {
            found.words.extend(self.files.keys().filter(|name| name.starts_with(word)).cloned());
            found.words.retain(|found| word.starts_with('-') || !found.starts_with('-'));
        }
        found
    }

    /// An earlier line, or a later one again; the empty one after the last.
    pub fn recall(&mut self, earlier: bool) -> Option<String> {
        let count = self.log.len();
        let now = self.back.unwrap_or(count);
        let to = if earlier { now.checked_sub(1)? } else { (now + 1).min(count) };
        self.back = Some(to);
        Some(self.log.get(to).map(|said| said.line.clone()).unwrap_or_default())
    }

    /// Empties the log.
    pub fn clear(&mut self) {
        self.log.clear();
        self.back = None;
    }
}
