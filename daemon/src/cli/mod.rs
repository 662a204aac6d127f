//! The command line. The man page and the completions come from the same definitions.

mod conform;
mod export;
mod grade;
mod interrupt;
mod manual;
mod out;
mod prompt;
mod record;
mod run;
mod serve;
mod shell;
mod walk;

use std::process::ExitCode;

use clap::{CommandFactory as _, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use virtlab_core::ground::VirError;
use virtlab_core::host::Lab;

use crate::client::{Connector as _, Via};

/// libvirt as a deterministic world, for libvirt's own clients
///
/// virtlab imitates libvirt 12.8.0: hosts, domains and their errors are simulated, and nothing is ever run. A client
/// connects with a URI such as test+unix:///default?socket=PATH.
#[derive(Parser, Debug)]
#[command(name = "virtlab", version, arg_required_else_help = true, max_term_width = 100)]
pub struct Cli {
    /// What is written to standard error
    #[arg(
        long,
        global = true,
        value_enum,
        value_name = "LEVEL",
        default_value = "info",
        env = "VIRTLAB_LOG"
    )]
    log: LogLevel,
    #[command(subcommand)]
    command: Command,
}

/// How much is logged.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
enum LogLevel {
    /// Nothing
    Off,
    /// What ends the daemon
    Error,
    /// What went wrong
    Warn,
    /// What the daemon does
    Info,
    /// One line for each call
    Debug,
    /// Everything
    Trace,
}

#[derive(Subcommand, Debug)]
enum Command {
    Serve(Box<serve::Args>),
    Run(run::Args),
    Conform(conform::Args),
    Record(record::Args),
    Shell(shell::Args),
    Grade(grade::Args),
    Export(export::Args),
    /// Print the built-in lab, to be changed and given to `virtlab serve --lab`
    ///
    /// A lab is the hosts that a world begins with, in JSON: their names, URIs, processors, memory, and the domains, networks and
    /// storage pools that are there at first.
    Lab,
    #[command(hide = true)]
    Walk(Box<walk::Args>),
    /// Print the man page of a command
    #[command(hide = true)]
    Man {
        /// The command; without one the whole
        command: Option<String>,
    },
    /// Print a script that completes commands and options
    #[command(hide = true)]
    Completions {
        /// For which shell
        shell: Shell,
    },
}

/// Does what the command line says.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    log_to_stderr(cli.log);
    let result = match cli.command {
        Command::Serve(args) => args.run(),
        Command::Run(args) => args.run(),
        Command::Conform(args) => args.run(),
        Command::Record(args) => args.run(),
        Command::Shell(args) => args.run(),
        Command::Grade(args) => args.run(),
        Command::Export(args) => args.run(),
        // Nobody writes a lab from nothing.
        Command::Lab => out::put(&format!("{}\n", Lab::builtin().to_json())).map(|()| ExitCode::SUCCESS),
        Command::Walk(args) => args.run(),
        Command::Man { command } => manual::print(Cli::command(), command.as_deref()),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "virtlab", &mut script);
            out::put(&String::from_utf8_lossy(&script)).map(|()| ExitCode::SUCCESS)
        }
    };
    result.unwrap_or_else(|why| {
        eprintln!("virtlab: {why}");
        ExitCode::FAILURE
    })
}

/// The way to the libvirt of a URI, once gone to its end: where nobody is, every call would fail for that. None for the
/// test driver, which is the built-in world.
///
/// # Errors
/// That nobody is there, or that the URI names no libvirt.
fn reach(uri: &str) -> Result<Option<Via>, String> {
    let fault = |error: Box<VirError>| format!("cannot reach {uri}: {}", error.message);
    match Via::uri(uri).map_err(fault)? {
        Some(mut via) => {
            via.connect(None, false).map_err(fault)?;
            Ok(Some(via))
        }
        None if uri.starts_with("test:") => Ok(None),
        None => Err(format!(
            "{uri} names no libvirt: give a URI such as test:///default, qemu:///system or \
             test+unix:///default?socket=PATH"
        )),
    }
}

fn log_to_stderr(level: LogLevel) {
    use tracing::level_filters::LevelFilter;
    let level = match level {
        LogLevel::Off => LevelFilter::OFF,
        LogLevel::Error => LevelFilter::ERROR,
        LogLevel::Warn => LevelFilter::WARN,
        LogLevel::Info => LevelFilter::INFO,
        LogLevel::Debug => LevelFilter::DEBUG,
        LogLevel::Trace => LevelFilter::TRACE,
    };
    let is_terminal = std::io::IsTerminal::is_terminal(&std::io::stderr());
    let log = tracing_subscriber::fmt()
        .with_max_level(level)
        .with_writer(std::io::stderr)
        .with_ansi(is_terminal)
        .with_target(false);
    // systemd's journal has times of its own.
    if std::env::var_os("JOURNAL_STREAM").is_some() {
        log.without_time().init();
    } else {
        log.init();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_definitions_are_sound_and_every_option_is_explained() {
        Cli::command().debug_assert();
        for command in Cli::command().get_subcommands() {
            for arg in command.get_arguments() {
                assert!(arg.get_help().is_some(), "{} {}", command.get_name(), arg.get_id());
            }
        }
    }
}
