//! Commands about backups.

use crate::command::Command;
use crate::run::*;

pub(super) const COMMANDS: &[Command] = &[
    Command::new(
        "backup-begin",
        "<domain:s> [backupxml:s] --checkpointxml=s* --reuse-external --preserve-domain-on-shutdown",
        "begin a backup of the disks of a domain that runs",
        backup_begin,
    )
    .among(0x1),
    Command::new(
        "backup-dumpxml",
        "<domain:s> --xpath=s --wrap",
        "print the description of the backup that is being made",
        backup_dumpxml,
    )
    .among(0x1),
];
