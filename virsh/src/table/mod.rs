//! The table of commands, in virsh's groups.

mod backup;
mod checkpoint;
mod domain;
mod events;
mod host;
mod itself;
mod monitor;
mod network;
mod pool;
mod snapshot;
mod volume;

use crate::command::{Command, Group};
use crate::run::{Done, Run};

/// The groups, in the order of `help`, and their commands.
static TABLE: &[(Group, &[Command])] = &[
    (Group { name: "Domain Management", keyword: "domain" }, domain::COMMANDS),
    (Group { name: "Domain Monitoring", keyword: "monitor" }, monitor::COMMANDS),
    (Group { name: "Domain Events", keyword: "events" }, events::COMMANDS),
    (Group { name: "Host and Hypervisor", keyword: "host" }, host::COMMANDS),
    (Group { name: "Checkpoint", keyword: "checkpoint" }, checkpoint::COMMANDS),
    (Group { name: "Networking", keyword: "network" }, network::COMMANDS),
    (Group { name: "Snapshot", keyword: "snapshot" }, snapshot::COMMANDS),
    (Group { name: "Backup", keyword: "backup" }, backup::COMMANDS),
    (Group { name: "Storage Pool", keyword: "pool" }, pool::COMMANDS),
    (Group { name: "Storage Volume", keyword: "volume" }, volume::COMMANDS),
    (Group { name: "Virsh itself", keyword: "virsh" }, itself::COMMANDS),
];

/// Commands of virsh that this one knows by name alone: how they begin, how they go on, and why they are not here.
const NOT_HERE: &[(&str, &[&str], &str)] = &[
    (
        "iface-",
        &[
            "begin", "bridge", "commit", "define", "destroy", "dumpxml", "edit", "list", "mac", "name",
            "rollback", "start", "unbridge", "undefine",
        ],
        "it needs the functions about a host's interfaces, such as virConnectListAllInterfaces, which virtlab has not got yet",
    ),
    (
        "nodedev-",
        &[
            "autostart",
            "create",
            "define",
            "destroy",
            "detach",
            "dettach",
            "dumpxml",
            "event",
            "info",
            "list",
            "reattach",
            "reset",
            "start",
            "undefine",
            "update",
        ],
        "it needs the functions about a host's devices, such as virConnectListAllNodeDevices, which virtlab has not got yet",
    ),
    (
        "nwfilter-",
        &[
            "binding-create",
            "binding-delete",
            "binding-dumpxml",
            "binding-list",
            "define",
            "dumpxml",
            "edit",
            "list",
            "undefine",
        ],
        "it needs the functions about network filters, such as virConnectListAllNWFilters, which virtlab has not got yet",
    ),
    (
        "secret-",
        &["define", "dumpxml", "event", "get-value", "list", "set-value", "undefine"],
        "it needs the functions about secrets, such as virConnectListAllSecrets, which virtlab has not got yet",
    ),
    (
        "qemu-",
        &["agent-command", "attach", "monitor-command", "monitor-event"],
        "it is for a QEMU process, and its functions are in a library of their own, libvirt-qemu",
    ),
    (
        "lxc-",
        &["enter-namespace"],
        "it is for a container on this machine, and its functions are in a library of their own, libvirt-lxc",
    ),
];

fn nothing(_: &mut Run<'_>) -> Done {
    Ok(())
}

/// A command that does nothing and is in no group.
pub(crate) static NOTHING: Command = Command::new("", "", "", nothing).alone();

/// The groups, with their commands.
pub fn groups() -> impl Iterator<Item = (Group, &'static [Command])> {
    TABLE.iter().copied()
}

/// Every command, in the order of the groups.
pub fn commands() -> impl Iterator<Item = &'static Command> {
    TABLE.iter().flat_map(|(_, commands)| *commands)
}

/// The command of a name.
pub fn find(name: &str) -> Option<&'static Command> {
    commands().find(|command| command.name == name)
}

/// Why a command of virsh is not built here; none if virsh has none of the name, or it is.
pub fn not_here(name: &str) -> Option<&'static str> {
    let is = |(begin, rest, _): &&(&str, &[&str], &str)| {
        name.strip_prefix(begin).is_some_and(|name| rest.contains(&name))
    };
    NOT_HERE.iter().find(is).map(|(_, _, why)| *why)
}
