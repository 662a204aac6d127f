//! Asking for commands at a terminal: editing, history and completion.

use std::cell::RefCell;
use std::path::PathBuf;
use std::rc::Rc;

use rustyline::completion::Completer;
use rustyline::config::{CompletionType, Config};
use rustyline::error::ReadlineError;
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::history::DefaultHistory;
use rustyline::validate::Validator;
use rustyline::{Context, Editor, Helper};

use super::shell::Session;

/// How many lines are remembered.
const HISTORY_MAX: usize = 1000;

/// Completes commands, options and names.
struct Completes(Rc<RefCell<Session>>);

impl Completer for Completes {
    type Candidate = String;

    fn complete(&self, line: &str, at: usize, _: &Context<'_>) -> rustyline::Result<(usize, Vec<String>)> {
        let mut session = self.0.borrow_mut();
        let session = &mut *session;
        let found = virtlab_virsh::complete(&session.shell, &mut session.machine, &line[..at]);
        Ok((found.start, found.words))
    }
}

impl Hinter for Completes {
    type Hint = String;
}
impl Highlighter for Completes {}
impl Validator for Completes {}
impl Helper for Completes {}

/// Where lines are remembered; nowhere without a home.
fn history_file() -> Option<PathBuf> {
    let state = std::env::var_os("XDG_STATE_HOME").map(PathBuf::from);
    let state = state.or_else(|| std::env::home_dir().map(|home| home.join(".local/state")))?;
    let folder = state.join("virtlab");
    std::fs::create_dir_all(&folder).ok()?;
    Some(folder.join("shell-history"))
}

/// Asks for lines and does them until the reader has enough.
///
/// # Errors
/// The terminal cannot be used.
pub(super) fn ask(session: Session, quiet: bool) -> Result<Session, String> {
    let unusable = |error: ReadlineError| format!("cannot use the terminal: {error}");
    let config = Config::builder().completion_type(CompletionType::List).max_history_size(HISTORY_MAX);
    let config = config.and_then(|config| config.history_ignore_dups(true)).map_err(unusable)?.build();
    let mut editor: Editor<Completes, DefaultHistory> = Editor::with_config(config).map_err(unusable)?;
    let session = Rc::new(RefCell::new(session));
    editor.set_helper(Some(Completes(session.clone())));
    let history = history_file();
    if let Some(file) = &history {
        // There is none at first.
        let _ = editor.load_history(file);
    }
    if !quiet {
        println!(
            "virsh's commands, over libvirt's calls.\n\nType:  'help' for help with commands\n       'quit' to quit\n"
        );
    }
    loop {
        let prompt = session.borrow().shell.prompt();
        match editor.readline(prompt) {
            Ok(line) if line.is_empty() => {}
            Ok(line) => {
                // At once: however the shell ends, the line is remembered, and what another shell remembers stays.
                if matches!(editor.add_history_entry(&line), Ok(true))
                    && let Some(file) = &history
                {
                    let _ = editor.append_history(file);
                }
                if !session.borrow_mut().line(&line) {
                    break;
                }
            }
            // Ctrl-C gives up the line alone.
            Err(ReadlineError::Interrupted) => {}
            Err(ReadlineError::Eof) => break,
            Err(error) => return Err(unusable(error)),
        }
    }
    editor.set_helper(None);
    match Rc::try_unwrap(session) {
        Ok(session) => Ok(session.into_inner()),
        Err(_) => Err("the session is still in use".to_owned()),
    }
}
