//! `virtlab shell`: a prompt that takes virsh's commands, over any libvirt or the built-in world.

use std::ffi::OsStr;
use std::fs::{File, OpenOptions};
use std::io::{BufRead as _, ErrorKind, IsTerminal as _, Read as _, Seek as _, SeekFrom, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::{Duration, SystemTime};

use crate::client::{ByUri, Client};
use clap::Args as ClapArgs;
use virtlab_core::api::{Call, Outcome, Value};
use virtlab_virsh::{Face, Pause, Piece, Ran, Shell, Stream};

use super::interrupt::Interrupts;
use super::prompt;

/// Talk to a libvirt as virsh does
///
/// Takes virsh's commands and prints what virsh prints. Without a URI it is about the built-in world; with one such as
/// test+unix:///default?socket=PATH, about the libvirt there. Without a command it asks for commands, or reads them
/// from standard input.
#[derive(ClapArgs, Debug)]
pub(super) struct Args {
    /// What to connect to
    #[arg(
        short = 'c',
        long = "connect",
        value_name = "URI",
        env = "VIRSH_DEFAULT_CONNECT_URI",
        default_value = "test:///default"
    )]
    uri: String,
    /// Connect to look only
    #[arg(short, long)]
    readonly: bool,
    /// Leave out the heads of tables and messages of success
    #[arg(short, long)]
    quiet: bool,
    /// Print the calls of libvirt's API that each command makes, to standard error
    #[arg(short, long)]
    echo_calls: bool,
    /// A command with its arguments, or one argument with several commands and `;` between them
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "COMMAND")]
    command: Vec<String>,
}

/// A client of a libvirt, and this machine's files.
pub(super) struct Machine {
    client: Client,
    interrupts: Interrupts,
}

/// The system's words for what went wrong, without the number that Rust adds.
fn words(error: &std::io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or_default().to_owned()
}

/// Prints pieces of output. What cannot be written (nobody reads any more) is let go.
fn print(output: &[Piece]) {
    let (mut out, mut err) = (std::io::stdout().lock(), std::io::stderr().lock());
    for piece in output {
        let _ = match piece.stream {
            Stream::Out => out.write_all(piece.text.as_bytes()).and_then(|()| out.flush()),
            Stream::Err => err.write_all(piece.text.as_bytes()),
        };
    }
}

/// A file of its own with a text, which nobody but the reader may read: descriptions may have passwords in them.
fn new_file(text: &str) -> std::io::Result<PathBuf> {
    /// How many names are tried.
    const NAMES_MAX: u32 = 1000;
    let mut options = OpenOptions::new();
    options.write(true).create_new(true).mode(0o600);
    let mut number = 0;
    loop {
        let path = std::env::temp_dir().join(format!("virtlab-{}-{number}.xml", std::process::id()));
        match options.open(&path) {
            Ok(mut file) => return file.write_all(text.as_bytes()).map(|()| path),
            Err(error) if error.kind() == ErrorKind::AlreadyExists && number < NAMES_MAX => number += 1,
            Err(error) => return Err(error),
        }
    }
}

/// A text as it comes out of the reader's editor, which a file of its own is given to.
fn edit(text: &str) -> Result<String, String> {
    let named = ["VISUAL", "EDITOR"].into_iter().find_map(std::env::var_os);
    let editor = named.unwrap_or_else(|| "vi".into());
    let failed = |what: &str, error: std::io::Error| format!("{what}: {}", words(&error));
    let path = new_file(text).map_err(|error| failed("cannot make a file to edit", error))?;
    let edited = edit_file(&editor, &path);
    // What stays behind in the folder of temporary files harms nobody.
    let _ = std::fs::remove_file(&path);
    edited
}

/// Runs the editor on a file, and reads what it left there.
fn edit_file(editor: &OsStr, path: &Path) -> Result<String, String> {
    let failed = |what: &str, error: std::io::Error| format!("{what}: {}", words(&error));
    // As for virsh, the name may have options behind it.
    let mut command = Command::new("sh");
    command.arg("-c").arg("exec $0 \"$1\"").arg(editor).arg(path);
    let status = command.status().map_err(|error| failed("cannot run the editor", error))?;
    if !status.success() {
        return Err(format!("the editor {} failed: {status}", editor.display()));
    }
    std::fs::read_to_string(path).map_err(|error| failed("cannot read the edited file", error))
}

impl Face for Machine {
    fn perform(&mut self, call: &Call) -> Outcome {
        self.client.perform(call)
    }

    fn read_file(&mut self, path: &str) -> Result<String, String> {
        std::fs::read_to_string(path).map_err(|error| words(&error))
    }

    fn read_bytes(&mut self, path: &str) -> Result<Vec<u8>, String> {
        std::fs::read(path).map_err(|error| words(&error))
    }

    fn write_file(&mut self, path: &str, content: &[u8]) -> Result<(), String> {
        std::fs::write(path, content).map_err(|error| words(&error))
    }

    fn read_part(&mut self, path: &str, at: u64, most: usize) -> Result<Vec<u8>, String> {
        let mut part = Vec::new();
        let mut read = || {
            let mut file = File::open(path)?;
            file.seek(SeekFrom::Start(at))?;
            file.take(most as u64).read_to_end(&mut part)
        };
        read().map_err(|error| words(&error))?;
        Ok(part)
    }

    fn create_file(&mut self, path: &str) -> Result<bool, String> {
        match File::create_new(path) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                self.write_file(path, &[]).map(|()| false)
            }
            made => made.map(|_| true).map_err(|error| words(&error)),
        }
    }

    fn append_file(&mut self, path: &str, content: &[u8]) -> Result<(), String> {
        let file = OpenOptions::new().append(true).open(path);
        file.and_then(|mut file| file.write_all(content)).map_err(|error| words(&error))
    }

    fn remove_file(&mut self, path: &str) {
        // Whoever took it away before has done what is wanted.
        let _ = std::fs::remove_file(path);
    }

    fn edit(&mut self, text: &str) -> Result<Option<String>, String> {
        edit(text).map(Some)
    }

    fn keep(&mut self, text: &str) -> Option<String> {
        new_file(text).ok().map(|path| path.display().to_string())
    }

    fn print(&mut self, output: &[Piece]) -> bool {
        print(output);
        true
    }

    fn lost(&mut self, connection: &Value) -> bool {
        self.client.has_lost(connection)
    }

    fn waiting(&mut self, begins: bool) {
        if self.client.is_elsewhere() {
            self.interrupts.waiting(begins);
        }
    }

    fn wait(&mut self, milliseconds: u64) -> Pause {
        // The built-in world is this shell's alone.
        if !self.client.is_elsewhere() {
            return Pause::Alone;
        }
        match self.interrupts.wait(Duration::from_millis(milliseconds)) {
            true => Pause::Over,
            false => Pause::Interrupted,
        }
    }

    fn now_ms(&mut self) -> Option<i64> {
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).ok()?;
        i64::try_from(now.as_millis()).ok()
    }

    fn change_directory(&mut self, path: Option<&str>) -> Result<(), String> {
        let home = std::env::home_dir().unwrap_or_else(|| "/".into());
        std::env::set_current_dir(path.map_or(home, Into::into)).map_err(|error| words(&error))
    }

    fn directory(&mut self) -> String {
        std::env::current_dir().map(|path| path.display().to_string()).unwrap_or_default()
    }
}

/// A session at this machine's terminal.
pub(super) struct Session {
    pub shell: Shell,
    pub machine: Machine,
    echo_calls: bool,
}

impl Session {
    /// Prints what came of a line.
    fn show(&self, ran: &Ran) {
        if self.echo_calls {
            let mut err = std::io::stderr().lock();
            for (call, ok) in &ran.calls {
                let _ = writeln!(err, "call: {call}{}", if *ok { "" } else { " failed" });
            }
        }
        print(&ran.output);
    }

    /// Connects, as virsh does before it looks at commands; says whether that succeeded.
    fn connect(&mut self) -> bool {
        let ran = self.shell.connect(&mut self.machine);
        self.show(&ran);
        ran.ok
    }

    /// Does a line, and says whether to go on.
    pub fn line(&mut self, line: &str) -> bool {
        let ran = self.shell.line(&mut self.machine, line);
        self.show(&ran);
        !ran.quit
    }

    /// Does a command to its end, and gives the exit status that it asks for.
    fn command(&mut self, words: &[String]) -> u8 {
        let ran = match words {
            [line] => self.shell.line(&mut self.machine, line),
            words => self.shell.words(&mut self.machine, words),
        };
        self.show(&ran);
        ran.status()
    }
}

impl Args {
    pub fn run(self) -> Result<ExitCode, String> {
        let mut session = Session {
            shell: Shell::new(Some(&self.uri), self.readonly).quiet(self.quiet),
            machine: Machine { client: Client::new(ByUri), interrupts: Interrupts::default() },
            echo_calls: self.echo_calls,
        };
        let mut status = u8::from(!session.connect());
        if status == 0 {
            if !self.command.is_empty() {
                status = session.command(&self.command);
            } else if std::io::stdin().is_terminal() {
                session = prompt::ask(session, self.quiet)?;
            } else {
                script(&mut session)?;
            }
        }
        session.shell.close(&mut session.machine);
        Ok(ExitCode::from(status))
    }
}

/// Does the lines of standard input. As with virsh, a command that fails ends nothing and fails nothing.
fn script(session: &mut Session) -> Result<(), String> {
    for line in std::io::stdin().lock().lines() {
        let line = line.map_err(|error| format!("cannot read standard input: {error}"))?;
        if !line.is_empty() && !session.line(&line) {
            break;
        }
    }
    Ok(())
}
