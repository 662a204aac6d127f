//! The man page.

use std::process::ExitCode;

use clap::Command;
use clap_mangen::Man;

use super::out::put;

/// Prints the page of a command, or of the whole.
pub(super) fn print(mut whole: Command, command: Option<&str>) -> Result<ExitCode, String> {
    whole.build();
    let page = match command {
        None => whole,
        Some(name) => {
            let found = whole.find_subcommand(name).cloned();
            found.ok_or_else(|| format!("there is no command `{name}`: `virtlab help` lists them"))?
        }
    };
    let mut text = Vec::new();
    let render = Man::new(page).section("1").manual("virtlab").render(&mut text);
    render.map_err(|error| format!("cannot print: {error}"))?;
    put(&String::from_utf8_lossy(&text)).map(|()| ExitCode::SUCCESS)
}
