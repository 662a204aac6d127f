//! Commands about checkpoints.

use crate::command::Command;
use crate::run::*;

pub(super) const COMMANDS: &[Command] = &[
    Command::new("checkpoint-create", "<domain:s> [xmlfile:s] --redefine --redefine-validate --quiesce", "make a checkpoint from a description", checkpoint_create).among(0x1),
    Command::new("checkpoint-create-as", "<domain:s> --name=s* --description=s* --print-xml --quiesce --diskspec=s...*", "make a checkpoint from options", checkpoint_create_as).among(0x1),
    Command::new("checkpoint-delete", "<domain:s> <checkpointname:s> --children --children-only --metadata", "delete a checkpoint", checkpoint_delete).among(0x4001),
    Command::new("checkpoint-dumpxml", "<domain:s> <checkpointname:s> --security-info --no-domain --size --xpath=s --wrap", "print the description of a checkpoint", checkpoint_dumpxml).among(0x4000),
    Command::new("checkpoint-edit", "<domain:s> <checkpointname:s>", "change the description of a checkpoint in an editor", checkpoint_edit),
    Command::new("checkpoint-info", "<domain:s> <checkpointname:s>", "tell the most important about a checkpoint", checkpoint_info).among(0x4000),
    Command::new("checkpoint-list", "<domain:s> --parent --roots --leaves --no-leaves --tree --from=s* --descendants --name --topological", "list the checkpoints of a domain", checkpoint_list).among(0x4000),
    Command::new("checkpoint-parent", "<domain:s> <checkpointname:s>", "tell the checkpoint before another", checkpoint_parent).among(0x4000),
];
