//! Commands about virtual networks.

use crate::command::Command;
use crate::run::*;

pub(super) const COMMANDS: &[Command] = &[
    Command::new(
        "net-autostart",
        "<network:s> --disable",
        "have a network start with its host, or not any more",
        net_autostart,
    )
    .among(0x4),
    Command::new(
        "net-create",
        "<file:s> --validate",
        "begin a transient network from a description",
        net_create,
    ),
    Command::new(
        "net-define",
        "<file:s> --validate",
        "make a persistent network from a description, or change it",
        net_define,
    ),
    Command::new("net-destroy", "<network:s>", "end a network", net_destroy).among(0x2),
    Command::new(
        "net-dhcp-leases",
        "<network:s> --mac=s*",
        "list the addresses that a network gave out",
        net_dhcp_leases,
    )
    .among(0x2),
    Command::new(
        "net-dumpxml",
        "<network:s> --inactive --xpath=s --wrap",
        "print the description of a network",
        net_dumpxml,
    ),
    Command::new("net-edit", "<network:s>", "change the description of a network in an editor", net_edit),
    Command::new(
        "net-event",
        "--network=s* --event=s* --loop --timeout=n* --list --timestamp",
        "wait for events of networks",
        net_event,
    ),
    Command::new("net-info", "<network:s>", "tell the most important about a network", net_info),
    Command::new(
        "net-list",
        "--inactive --all --persistent --transient --autostart --no-autostart --uuid --name --table --title",
        "list networks",
        net_list,
    ),
    Command::new("net-name", "<network:s>", "tell the name of a network from its UUID", net_name),
    Command::new("net-start", "<network:s>", "begin a network that is defined and inactive", net_start)
        .among(0x1),
    Command::new(
        "net-undefine",
        "<network:s>",
        "make a network transient, or remove it if it is inactive",
        net_undefine,
    )
    .among(0x4),
    Command::new(
        "net-update",
        "<network:s> <command:s> <section:s> <xml:s> --parent-index=n* --config --live --current",
        "change a part of a network",
        net_update,
    ),
    Command::new("net-uuid", "<network:s>", "tell the UUID of a network from its name", net_uuid),
    Command::new("net-port-list", "<network:s> --uuid --table", "list the ports of a network", net_port_list)
        .among(0x2),
    Command::new(
        "net-port-create",
        "<network:s> <file:s> --validate",
        "make a port of a network from a description",
        net_port_create,
    )
    .among(0x2),
    Command::new(
        "net-port-dumpxml",
        "<network:s> <port:s> --xpath=s --wrap",
        "print the description of a port",
        net_port_dumpxml,
    )
    .among(0x2),
    Command::new("net-port-delete", "<network:s> <port:s>", "take a port from a network", net_port_delete)
        .among(0x2),
    Command::new(
        "net-desc",
        "<network:s> --live --config --current --title --edit [new-desc:s...]",
        "tell or change the title or description of a network",
        net_desc,
    ),
    Command::new(
        "net-metadata",
        "<network:s> <uri:s> --live --config --current --edit --key=s* --set=s* --remove",
        "tell or change what a program keeps in a description",
        net_metadata,
    ),
];
