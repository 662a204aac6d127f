//! A session of virsh: its connection, and what a line comes to.

use virtlab_core::api::{Call, FunctionId, Outcome, Value};

use crate::line::Words;
use crate::parse::{Invocation, parse};
use crate::run::Run;

/// What is around virsh: the world or a connection to a real libvirt, and files.
pub trait Face {
    /// Makes a call.
    fn perform(&mut self, call: &Call) -> Outcome;

    /// What is in a file.
    ///
    /// # Errors
    /// The system's own words: `No such file or directory`.
    fn read_file(&mut self, path: &str) -> Result<String, String>;

    /// The bytes that are in a file, which need not be text.
    ///
    /// # Errors
    /// The system's own words.
    fn read_bytes(&mut self, path: &str) -> Result<Vec<u8>, String> {
        self.read_file(path).map(String::into_bytes)
    }

    /// Writes a file anew.
    ///
    /// # Errors
    /// The system's own words.
    fn write_file(&mut self, path: &str, content: &[u8]) -> Result<(), String>;

    /// A part of a file's bytes: as many as there are from a place on, up to so many. None is its end.
    ///
    /// # Errors
    /// The system's own words.
    fn read_part(&mut self, path: &str, at: u64, most: usize) -> Result<Vec<u8>, String> {
        let bytes = self.read_bytes(path)?;
        let start = usize::try_from(at).unwrap_or(usize::MAX).min(bytes.len());
        Ok(bytes[start..].iter().copied().take(most).collect())
    }

    /// Makes an empty file, or one that is there empty. Says whether it was not there before.
    ///
    /// # Errors
    /// The system's own words.
    fn create_file(&mut self, path: &str) -> Result<bool, String> {
        self.write_file(path, &[]).map(|()| false)
    }

    /// Writes more to a file.
    ///
    /// # Errors
    /// The system's own words.
    fn append_file(&mut self, path: &str, content: &[u8]) -> Result<(), String> {
        let mut all = self.read_bytes(path)?;
        all.extend_from_slice(content);
        self.write_file(path, &all)
    }

    /// Takes a file away that this face made. A face that never says that it made one has nothing to do.
    fn remove_file(&mut self, path: &str) {
        let _ = path;
    }

    /// Goes to another directory; none for home. A face without directories refuses.
    ///
    /// # Errors
    /// The system's own words.
    fn change_directory(&mut self, path: Option<&str>) -> Result<(), String> {
        let _ = path;
        Err("No such file or directory".to_owned())
    }

    /// Lets a reader change a text in an editor, and gives it back; none if there is no editor.
    ///
    /// # Errors
    /// What went wrong with the editor.
    fn edit(&mut self, text: &str) -> Result<Option<String>, String> {
        let _ = text;
        Ok(None)
    }

    /// Keeps a text that a reader changed and that was refused, and says where; none if there is no place for it.
    fn keep(&mut self, text: &str) -> Option<String> {
        let _ = text;
        None
    }

    /// Prints at once what a command has said so far: before it waits. True if that was done; then it is not among what the
    /// command is found to have said at its end. False where all is shown at the end.
    fn print(&mut self, output: &[Piece]) -> bool {
        let _ = output;
        false
    }

    /// Whether the other end of a connection is gone, so that the next command has to connect anew.
    fn lost(&mut self, connection: &Value) -> bool {
        let _ = connection;
        false
    }

    /// Says that a command begins to wait, and that it has ended: in between, an interruption (Ctrl-C) ends the wait and not
    /// the face.
    fn waiting(&mut self, begins: bool) {
        let _ = begins;
    }

    /// Waits so many milliseconds for what others do meanwhile, or less.
    fn wait(&mut self, milliseconds: u64) -> Pause {
        let _ = milliseconds;
        Pause::Alone
    }

    /// Milliseconds since 1970, if there is a clock.
    fn now_ms(&mut self) -> Option<i64> {
        None
    }

    /// The directory that names of files are looked up in.
    fn directory(&mut self) -> String {
        "/".to_owned()
    }
}

/// What came of waiting for a while.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pause {
    /// The time is over.
    Over,
    /// Whoever waits has had enough.
    Interrupted,
    /// Nobody else does anything, in a world of its own: there was no wait.
    Alone,
}

/// Where a piece of output goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stream {
    /// Standard output.
    Out,
    /// Standard error.
    Err,
}

/// A piece of output.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Piece {
    /// Where it goes.
    pub stream: Stream,
    /// What it says.
    pub text: String,
}

/// What came of a line.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Ran {
    /// What was printed, in order.
    pub output: Vec<Piece>,
    /// The calls that were made, in order, and whether each succeeded.
    pub calls: Vec<(Call, bool)>,
    /// Whether the last command succeeded, as virsh's exit status tells.
    pub ok: bool,
    /// Whether it failed because it gave up waiting.
    pub gave_up: bool,
    /// Whether `quit` was said.
    pub quit: bool,
}

impl Ran {
    /// What was printed, both streams in the order in which they were written.
    pub fn text(&self) -> String {
        self.output.iter().map(|piece| piece.text.as_str()).collect()
    }

    /// The exit status that virsh ends with after the last command.
    pub fn status(&self) -> u8 {
        match (self.ok, self.gave_up) {
            (true, _) => 0,
            (false, false) => 1,
            (false, true) => 2,
        }
    }

    pub(crate) fn print(&mut self, stream: Stream, text: &str) {
        match self.output.last_mut() {
            Some(piece) if piece.stream == stream => piece.text.push_str(text),
            _ => self.output.push(Piece { stream, text: text.to_owned() }),
        }
    }

    pub(crate) fn error(&mut self, message: &str) {
        self.print(Stream::Err, &format!("error: {message}\n"));
    }
}

/// A session of virsh.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Shell {
    pub(crate) uri: Option<String>,
    pub(crate) read_only: bool,
    pub(crate) connection: Option<Value>,
    /// Whether a connection was lost, and none has taken its place since.
    pub(crate) disconnected: bool,
    quiet: bool,
}

impl Shell {
    /// A session that connects to a URI with its first command; without one, to what libvirt takes for none.
    pub fn new(uri: Option<&str>, read_only: bool) -> Self {
        Self { uri: uri.map(str::to_owned), read_only, ..Self::default() }
    }

    /// Leaves out the headers of tables, messages of success and empty lines: virsh's `-q`.
    pub fn quiet(mut self, quiet: bool) -> Self {
        self.quiet = quiet;
        self
    }

    /// Whether messages of success are left out.
    pub fn is_quiet(&self) -> bool {
        self.quiet
    }

    /// The connection that commands are done on; none before the first.
    pub fn connection(&self) -> Option<&Value> {
        self.connection.as_ref()
    }

    /// Takes another connection for commands, or none: the next one then opens it. For a face whose world goes back in time.
    pub fn set_connection(&mut self, connection: Option<Value>) {
        self.connection = connection;
    }

    /// The prompt: `virsh # `, or `virsh > ` where nothing can be changed.
    pub fn prompt(&self) -> &'static str {
        if self.read_only { "virsh > " } else { "virsh # " }
    }

    /// Does the commands of a line.
    pub fn line(&mut self, face: &mut dyn Face, line: &str) -> Ran {
        self.run(face, Words::Line(line))
    }

    /// Does the command of a list of words.
    pub fn words(&mut self, face: &mut dyn Face, words: &[String]) -> Ran {
        self.run(face, Words::Args(words.iter()))
    }

    fn run(&mut self, face: &mut dyn Face, words: Words<'_>) -> Ran {
        let mut ran = Ran::default();
        match parse(words) {
            Err(message) => ran.error(&message),
            Ok(invocations) => {
                ran.ok = true;
                for invocation in &invocations {
                    ran = self.command(face, invocation, ran);
                    if ran.quit {
                        break;
                    }
                }
            }
        }
        ran
    }

    fn command(&mut self, face: &mut dyn Face, invocation: &Invocation, ran: Ran) -> Ran {
        let mut run = Run::new(self, face, invocation, Ran { gave_up: false, ..ran });
        let mut ok = true;
        if invocation.command.connects {
            ok = run.connected().is_ok();
        }
        if ok {
            ok = (invocation.command.run)(&mut run).is_ok();
        }
        run.end(ok)
    }

    /// Opens the connection at once, as virsh does when it was told a URI.
    pub fn connect(&mut self, face: &mut dyn Face) -> Ran {
        let invocation = Invocation::nothing();
        let mut run = Run::new(self, face, &invocation, Ran { ok: true, ..Ran::default() });
        let ok = run.connected().is_ok();
        run.finish(ok);
        run.ran
    }

    /// Closes the connection.
    pub fn close(&mut self, face: &mut dyn Face) {
        if let Some(connection) = self.connection.take() {
            face.perform(&Call::new(FunctionId::ConnectClose, [connection]));
        }
    }
}
