//! Commands about virsh.

use crate::command::Command;
use crate::run::*;

pub(super) const COMMANDS: &[Command] = &[
    Command::new("cd", "[dir:s]", "go to another directory", cd).alone(),
    Command::new(
        "echo",
        "--shell --xml --split --err str>string hi>string=hello --prefix=s [string:s...]",
        "print what is given",
        echo,
    )
    .alone(),
    Command::new("exit", "", "leave virsh", quit).alone(),
    Command::new("help", "[command:s]", "tell what commands there are, and how they are used", help).alone(),
    Command::new("pwd", "", "tell the directory", pwd).alone(),
    Command::new("quit", "", "leave virsh", quit).alone(),
    Command::new("connect", "[name:s]~ --readonly", "open another connection", connect).alone(),
];
