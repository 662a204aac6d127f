//! Commands that wait for what happens to domains.

use crate::command::Command;
use crate::run::*;

pub(super) const COMMANDS: &[Command] = &[
    Command::new(
        "event",
        "--domain=s* --event=s* --all --loop --timeout=n* --list --timestamp",
        "wait for events of domains",
        event,
    ),
    Command::new(
        "await",
        "<domain:s> --condition=s! --timeout=n",
        "wait until a domain is as it is to be",
        wait_for,
    ),
];
