//! Commands about the volumes of storage pools.

use crate::command::Command;
use crate::run::*;

pub(super) const COMMANDS: &[Command] = &[
    Command::new(
        "vol-clone",
        "<vol:s> <newname:s> [pool:s] --prealloc-metadata --reflink --print-xml",
        "copy a volume within its pool",
        vol_clone,
    )
    .among(0x2),
    Command::new(
        "vol-create-as",
        "<pool:s> <name:s> <capacity:s> --allocation=s* --format=s* --backing-vol=s* --backing-vol-format=s* \
         --prealloc-metadata --print-xml",
        "make a volume from options",
        vol_create_as,
    )
    .among(0x2),
    Command::new(
        "vol-create",
        "<pool:s> <file:s> --prealloc-metadata --validate",
        "make a volume from a description",
        vol_create,
    )
    .among(0x2),
    Command::new(
        "vol-create-from",
        "<pool:s> <file:s> <vol:s> --inputpool=s* --prealloc-metadata --reflink --validate",
        "make a volume from a description and another volume",
        vol_create_from,
    )
    .among(0x2),
    Command::new("vol-delete", "<vol:s> [pool:s] --delete-snapshots", "delete a volume", vol_delete)
        .among(0x2),
    Command::new(
        "vol-download",
        "<vol:s> <file:s> [pool:s] --offset=n* --length=n* --sparse",
        "read what is in a volume into a file",
        vol_download,
    ),
    Command::new(
        "vol-dumpxml",
        "<vol:s> [pool:s] --xpath=s --wrap",
        "print the description of a volume",
        vol_dumpxml,
    )
    .among(0x2),
    Command::new(
        "vol-info",
        "<vol:s> [pool:s] --bytes --physical",
        "tell the most important about a volume",
        vol_info,
    )
    .among(0x2),
    Command::new("vol-key", "<vol:s> [pool:s]", "tell the key of a volume", vol_key).among(0x2),
    Command::new("vol-list", "<pool:s> --details", "list the volumes of a storage pool", vol_list).among(0x2),
    Command::new("vol-name", "<vol:s>", "tell the name of a volume from its key or path", vol_name),
    Command::new("vol-path", "<vol:s> [pool:s]", "tell the path of a volume", vol_path).among(0x2),
    Command::new("vol-pool", "<vol:s> --uuid", "tell the pool of a volume from its key or path", vol_pool),
    Command::new(
        "vol-resize",
        "<vol:s> <capacity:s> [pool:s] --allocate --delta --shrink",
        "make a volume larger or smaller",
        vol_resize,
    )
    .among(0x2),
    Command::new(
        "vol-upload",
        "<vol:s> <file:s> [pool:s] --offset=n* --length=n* --sparse",
        "write a file into a volume",
        vol_upload,
    ),
    Command::new("vol-wipe", "<vol:s> [pool:s] --algorithm=s*", "overwrite the data of a volume", vol_wipe)
        .among(0x2),
];
