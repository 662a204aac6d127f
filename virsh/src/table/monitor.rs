//! Commands that look at domains.

use crate::command::Command;
use crate::run::*;

pub(super) const COMMANDS: &[Command] = &[
    Command::new("domblkerror", "<domain:s>", "tell the errors of the disks of a domain", domblkerror)
        .among(0x1),
    Command::new(
        "domblkinfo",
        "<domain:s> [device:s] --human --all",
        "tell how large the disks of a domain are",
        domblkinfo,
    ),
    Command::new("domblklist", "<domain:s> --inactive --details", "list the disks of a domain", domblklist),
    Command::new(
        "domblkstat",
        "<domain:s> [device:s]~ --human",
        "tell what a disk of a domain read and wrote",
        domblkstat,
    )
    .among(0x1),
    Command::new("domcontrol", "<domain:s>", "tell whether the interface to a domain is ready", domcontrol)
        .among(0x1),
    Command::new(
        "domif-getlink",
        "<domain:s> <interface:s> persistent>config --config",
        "tell whether the link of an interface is up",
        domif_getlink,
    ),
    Command::new("domiflist", "<domain:s> --inactive", "list the interfaces of a domain", domiflist),
    Command::new(
        "domifstat",
        "<domain:s> <interface:s>",
        "tell what an interface of a domain received and sent",
        domifstat,
    )
    .among(0x1),
    Command::new("dominfo", "<domain:s>", "tell the most important about a domain", dominfo),
    Command::new(
        "dommemstat",
        "<domain:s> --period=n --config --live --current",
        "tell the memory statistics of a domain",
        dommemstat,
    )
    .among(0x1),
    Command::new("domstate", "<domain:s> --reason", "tell the state of a domain", domstate),
    Command::new(
        "domstats",
        "--state --cpu-total --balloon --vcpu --interface --block --perf --iothread --memory --dirtyrate --vm --list-active --list-inactive --list-persistent --list-transient --list-running --list-paused --list-shutoff --list-other --raw --enforce --backing --nowait [domain:s...]",
        "tell statistics of several domains at once",
        domstats,
    ),
    Command::new(
        "domtime",
        "<domain:s> --now --pretty --sync --time=n*",
        "tell or set the clock of the guest",
        domtime,
    )
    .among(0x1),
    Command::new(
        "list",
        "--inactive --all --transient --persistent --with-snapshot --without-snapshot --with-checkpoint --without-checkpoint --state-running --state-paused --state-shutoff --state-other --autostart --no-autostart --with-managed-save --without-managed-save --uuid --name --id --table --managed-save --title",
        "list domains",
        list,
    ),
    Command::new(
        "domifaddr",
        "<domain:s> [interface:s] --full --source=s*",
        "tell the addresses of the interfaces of a domain",
        domifaddr,
    )
    .among(0x1),
];
