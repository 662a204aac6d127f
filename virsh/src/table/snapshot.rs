//! Commands about snapshots.

use crate::command::Command;
use crate::run::*;

pub(super) const COMMANDS: &[Command] = &[
    Command::new("snapshot-create", "<domain:s> [xmlfile:s] --redefine --current --no-metadata --halt --disk-only --reuse-external --quiesce --atomic --live --validate", "make a snapshot from a description", snapshot_create),
    Command::new("snapshot-create-as", "<domain:s> --name=s* --description=s* --print-xml --no-metadata --halt --disk-only --reuse-external --quiesce --atomic --live --validate --memspec=s --diskspec=s...*", "make a snapshot from options", snapshot_create_as),
    Command::new("snapshot-current", "<domain:s> --name --security-info [snapshotname:s]", "tell or set the current snapshot", snapshot_current).among(0x1000),
    Command::new("snapshot-delete", "<domain:s> [snapshotname:s] --current --children --children-only --metadata", "delete a snapshot", snapshot_delete).among(0x1000),
    Command::new("snapshot-dumpxml", "<domain:s> <snapshotname:s> --security-info --xpath=s --wrap", "print the description of a snapshot", snapshot_dumpxml).among(0x1000),
    Command::new("snapshot-edit", "<domain:s> [snapshotname:s] --current --rename --clone", "change the description of a snapshot in an editor", snapshot_edit).among(0x1000),
    Command::new("snapshot-info", "<domain:s> [snapshotname:s] --current", "tell the most important about a snapshot", snapshot_info).among(0x1000),
    Command::new("snapshot-list", "<domain:s> --parent --roots --leaves --no-leaves --metadata --no-metadata --inactive --active --disk-only --internal --external --tree --from=s* --current --descendants --name --topological", "list the snapshots of a domain", snapshot_list).among(0x1000),
    Command::new("snapshot-parent", "<domain:s> [snapshotname:s] --current", "tell the snapshot before another", snapshot_parent).among(0x1000),
    Command::new("snapshot-revert", "<domain:s> [snapshotname:s] --current --running --paused --force --reset-nvram", "go back to a snapshot", snapshot_revert).among(0x1000),
];
