//! `cargo xtask`: every command that a contributor or a CI machine needs, with no tool to install first.

mod bench;
mod clients;
mod compat;
mod daemon;
mod package;
mod record;
mod schemas;
mod serve;
mod setup;
mod sh;
mod signatures;
mod site;
mod size;
mod system;
mod tck;
mod test;
mod tidy;
mod tools;
mod wasm;

use std::process::ExitCode;

/// A command: its name, the arguments it takes, one line on what it does, and the function that does it.
struct Command {
    name: &'static str,
    args: &'static str,
    about: &'static str,
    run: fn(&[String]) -> sh::Result,
}

const COMMANDS: &[Command] = &[
    Command {
        name: "serve",
        args: "[--port N] [--open] [--dev]",
        about: "build the app and serve it at http://127.0.0.1:8080 (--dev: rebuild on every edit)",
        run: serve::run,
    },
    Command {
        name: "test",
        args: "[STEP...]",
        about: "run every check, or only the steps named: fmt clippy tidy deny native clients wasm package size browser",
        run: test::run,
    },
    Command {
        name: "build",
        args: "[--dev]",
        about: "build dist/, a static site of relative URLs for any static host",
        run: site::run,
    },
    Command {
        name: "package",
        args: "[--page]",
        about: "build target/package, the npm package of the world (--page: with the page for <virt-lab> inside)",
        run: package::run,
    },
    Command {
        name: "daemon",
        args: "",
        about: "build target/release/virtlab with the page inside",
        run: daemon::run,
    },
    Command {
        name: "setup",
        args: "",
        about: "install what is missing (serve, build and test do this by themselves)",
        run: setup::run,
    },
    Command {
        name: "tidy",
        args: "[--update]",
        about: "check floors, docs, lengths, translations (--update: lower the length ratchet)",
        run: tidy::run,
    },
    Command {
        name: "record",
        args: "[--rpc URI] [NAME...]",
        about: "ask real libvirt again and rewrite the recordings in tests/ (--rpc: compare them through our client)",
        run: record::run,
    },
    Command {
        name: "schemas",
        args: "",
        about: "ask libvirt's own schemas whether the XML that we write is valid (needs the oracle)",
        run: schemas::run,
    },
    Command {
        name: "clients",
        args: "",
        about: "play what virsh and libvirt-python got from real libvirtd at the daemon",
        run: clients::run,
    },
    Command {
        name: "tck",
        args: "[--record URI] [SCRIPT...]",
        about: "run libvirt's compatibility kit against the daemon, beside what real libvirt passes",
        run: tck::run,
    },
    Command {
        name: "bench",
        args: "[--rpc [--one-cpu] [--clients N] [--idle N]] [DOMAINS [CALLS]] | --page [PART...]",
        about: "time the engine beside real libvirt (--rpc: the daemon beside real libvirtd; --page: the page)",
        run: bench::run,
    },
    Command {
        name: "compat",
        args: "",
        about: "write COMPAT.md: how far each function of libvirt is simulated",
        run: compat::run,
    },
    Command {
        name: "walk",
        args: "--uri URI --node PATH …",
        about: "random calls in a world and at a libvirt, compared (virtlab walk --help)",
        run: compat::walk,
    },
    Command {
        name: "signatures",
        args: "",
        about: "print the table of API functions as JSON",
        run: signatures::run,
    },
];

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let Some((name, rest)) = args.split_first() else {
        print!("{}", usage());
        return ExitCode::SUCCESS;
    };
    if matches!(name.as_str(), "help" | "--help" | "-h") {
        print!("{}", usage());
        return ExitCode::SUCCESS;
    }
    let Some(command) = COMMANDS.iter().find(|c| c.name == name) else {
        eprint!("there is no command `{name}`\n\n{}", usage());
        return ExitCode::from(2);
    };
    match (command.run)(rest) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("cargo xtask {name}: {message}");
            ExitCode::FAILURE
        }
    }
}

fn usage() -> String {
    let mut text = String::from("cargo xtask COMMAND\n\n");
    for c in COMMANDS {
        let call = format!("{} {}", c.name, c.args);
        text += &format!("  {:<36}{}\n", call.trim_end(), c.about);
    }
    text += "\nenvironment\n";
    for (name, about) in ENVIRONMENT {
        text += &format!("  {name:<36}{about}\n");
    }
    text
}

const ENVIRONMENT: &[(&str, &str)] = &[
    ("VIRTLAB_WASM=auto|rustup|debian", "whose compiler builds for wasm (auto: whichever is there)"),
    ("VIRTLAB_TOOLS=DIR", "where set-up keeps its tools (else the user's cache folder)"),
    ("VIRTLAB_CHROMIUM=FILE", "the browser for the tests (else the one on PATH)"),
    ("VIRTLAB_TCK=DIR", "a checkout of libvirt's compatibility kit (else it is cloned)"),
    ("VIRTLAB_ORACLE=FILE", "the command that runs things beside real libvirt, for record"),
];
