//! The table of commands, in virsh's groups.

mod checkpoint;
mod domain;
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
    (Group { name: "Host and Hypervisor", keyword: "host" }, host::COMMANDS),
    (Group { name: "Checkpoint", keyword: "checkpoint" }, checkpoint::COMMANDS),
    (Group { name: "Networking", keyword: "network" }, network::COMMANDS),
    (Group { name: "Snapshot", keyword: "snapshot" }, snapshot::COMMANDS),
    (Group { name: "Storage Pool", keyword: "pool" }, pool::COMMANDS),
    (Group { name: "Storage Volume", keyword: "volume" }, volume::COMMANDS),
    (Group { name: "Virsh itself", keyword: "virsh" }, itself::COMMANDS),
];

/// Commands of virsh that this one knows by name alone.
const NOT_HERE: &[&str] = &[
    "allocpages",
    "await",
    "backup-begin",
    "backup-dumpxml",
    "blkdeviotune",
    "blkiotune",
    "blockcommit",
    "blockcopy",
    "blockjob",
    "blockpull",
    "blockresize",
    "checkpoint-edit",
    "console",
    "cpu-baseline",
    "cpu-compare",
    "cpu-stats",
    "dom-fd-associate",
    "domblkthreshold",
    "domdirtyrate-calc",
    "domdisplay-reload",
    "domifannounce",
    "domlaunchsecinfo",
    "domsetlaunchsecstate",
    "domthrottlegroupdel",
    "domthrottlegroupinfo",
    "domthrottlegrouplist",
    "domthrottlegroupset",
    "domxml-from-native",
    "domxml-to-native",
    "edit",
    "event",
    "get-user-sshkeys",
    "guest-agent-timeout",
    "guestinfo",
    "hypervisor-cpu-baseline",
    "hypervisor-cpu-compare",
    "hypervisor-cpu-models",
    "iface-begin",
    "iface-bridge",
    "iface-commit",
    "iface-define",
    "iface-destroy",
    "iface-dumpxml",
    "iface-edit",
    "iface-list",
    "iface-mac",
    "iface-name",
    "iface-rollback",
    "iface-start",
    "iface-unbridge",
    "iface-undefine",
    "iothreadset",
    "lxc-enter-namespace",
    "managedsave-define",
    "managedsave-edit",
    "migrate",
    "migrate-compcache",
    "migrate-getmaxdowntime",
    "migrate-getspeed",
    "migrate-postcopy",
    "migrate-setmaxdowntime",
    "migrate-setspeed",
    "net-edit",
    "net-event",
    "net-port-create",
    "net-port-delete",
    "net-port-dumpxml",
    "net-port-list",
    "node-memory-tune",
    "nodedev-autostart",
    "nodedev-create",
    "nodedev-define",
    "nodedev-destroy",
    "nodedev-detach",
    "nodedev-dettach",
    "nodedev-dumpxml",
    "nodedev-event",
    "nodedev-info",
    "nodedev-list",
    "nodedev-reattach",
    "nodedev-reset",
    "nodedev-start",
    "nodedev-undefine",
    "nodedev-update",
    "nwfilter-binding-create",
    "nwfilter-binding-delete",
    "nwfilter-binding-dumpxml",
    "nwfilter-binding-list",
    "nwfilter-define",
    "nwfilter-dumpxml",
    "nwfilter-edit",
    "nwfilter-list",
    "nwfilter-undefine",
    "pool-edit",
    "pool-event",
    "qemu-agent-command",
    "qemu-attach",
    "qemu-monitor-command",
    "qemu-monitor-event",
    "save-image-define",
    "save-image-edit",
    "secret-define",
    "secret-dumpxml",
    "secret-event",
    "secret-get-value",
    "secret-list",
    "secret-set-value",
    "secret-undefine",
    "send-key",
    "set-user-sshkeys",
    "snapshot-edit",
    "vol-download",
    "vol-upload",
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

/// Whether virsh has a command of the name that is not built here.
pub fn not_here(name: &str) -> bool {
    NOT_HERE.contains(&name)
}
