//! Commands about storage pools.

use crate::command::Command;
use crate::run::*;

/// The options of a pool that is described by them.
macro_rules! described {
    ($more:literal) => {
        concat!(
            "<name:s> <type:s> --print-xml --source-host=s* --source-path=s* --source-dev=s* --source-name=s* --target=s* ",
            "--source-format=s* --auth-type=s* --auth-username=s* --secret-usage=s* --secret-uuid=s* --adapter-name=s* ",
            "--adapter-wwnn=s* --adapter-wwpn=s* --adapter-parent=s* --adapter-parent-wwnn=s* --adapter-parent-wwpn=s* ",
            "--adapter-parent-fabric-wwn=s* --source-protocol-ver=s* --source-initiator=s*",
            $more
        )
    };
}

pub(super) const COMMANDS: &[Command] = &[
    Command::new(
        "find-storage-pool-sources-as",
        "<type:s> --host=s* --port=s* --initiator=s*",
        "look for storage that pools could be made of",
        find_storage_pool_sources_as,
    ),
    Command::new(
        "find-storage-pool-sources",
        "<type:s> --srcSpec=s*",
        "look for storage as a file says",
        find_storage_pool_sources,
    ),
    Command::new(
        "pool-autostart",
        "<pool:s> --disable",
        "have a storage pool start with its host, or not any more",
        pool_autostart,
    )
    .among(0x4),
    Command::new(
        "pool-build",
        "<pool:s> --no-overwrite --overwrite",
        "make the storage of a pool ready",
        pool_build,
    ),
    Command::new(
        "pool-create-as",
        described!(" --build --no-overwrite --overwrite"),
        "begin a transient storage pool from options",
        pool_create_as,
    ),
    Command::new(
        "pool-create",
        "<file:s> --build --no-overwrite --overwrite",
        "begin a transient storage pool from a description",
        pool_create,
    ),
    Command::new(
        "pool-define-as",
        described!(""),
        "make a persistent storage pool from options",
        pool_define_as,
    ),
    Command::new(
        "pool-define",
        "<file:s> --validate",
        "make a persistent storage pool from a description, or change it",
        pool_define,
    ),
    Command::new("pool-delete", "<pool:s>", "give up the storage of a pool", pool_delete).among(0x1),
    Command::new("pool-destroy", "<pool:s>", "end a storage pool; its data stays", pool_destroy).among(0x2),
    Command::new(
        "pool-dumpxml",
        "<pool:s> --inactive --xpath=s --wrap",
        "print the description of a storage pool",
        pool_dumpxml,
    ),
    Command::new("pool-edit", "<pool:s>", "change the description of a storage pool in an editor", pool_edit),
    Command::new("pool-info", "<pool:s> --bytes", "tell the most important about a storage pool", pool_info),
    Command::new(
        "pool-list",
        "--inactive --all --transient --persistent --autostart --no-autostart --type=s* --details --uuid --name",
        "list storage pools",
        pool_list,
    ),
    Command::new("pool-name", "<pool:s>", "tell the name of a storage pool from its UUID", pool_name),
    Command::new("pool-refresh", "<pool:s>", "look at the volumes of a pool anew", pool_refresh).among(0x2),
    Command::new(
        "pool-start",
        "<pool:s> --build --no-overwrite --overwrite",
        "begin a storage pool that is defined and inactive",
        pool_start,
    )
    .among(0x1),
    Command::new("pool-undefine", "<pool:s>", "remove a storage pool that is inactive", pool_undefine)
        .among(0x4),
    Command::new("pool-uuid", "<pool:s>", "tell the UUID of a storage pool from its name", pool_uuid),
    Command::new(
        "pool-event",
        "--pool=s* --event=s* --loop --timeout=n* --list --timestamp",
        "wait for events of storage pools",
        pool_event,
    ),
    Command::new("pool-capabilities", "", "tell which storage pools the host can have", pool_capabilities),
];
