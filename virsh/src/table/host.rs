//! Commands about the host and its hypervisor.

use crate::command::Command;
use crate::run::*;

pub(super) const COMMANDS: &[Command] = &[
    Command::new(
        "allocpages",
        "<pagesize:n> <pagecount:n> --cellno=n* --add --all",
        "set how many pages of a size the host keeps",
        allocpages,
    ),
    Command::new(
        "capabilities",
        "--xpath=s --wrap",
        "print what the host and its hypervisor can do",
        capabilities,
    ),
    Command::new(
        "cpu-baseline",
        "<file:s> --features --migratable",
        "tell the CPU that several CPUs have in common",
        cpu_baseline,
    ),
    Command::new(
        "cpu-compare",
        "<file:s> --error --validate",
        "compare a CPU with that of the host",
        cpu_compare,
    ),
    Command::new("cpu-models", "<arch:s>", "list the CPU models of an architecture", cpu_models),
    Command::new(
        "domcapabilities",
        "--virttype=s* --emulatorbin=s* --arch=s* --machine=s* --xpath=s --wrap --disable-deprecated-features --expand-cpu-features --supported-cpu-features",
        "print what domains of a kind can have",
        domcapabilities,
    ),
    Command::new("freecell", "--cellno=n* --all", "tell the free memory of NUMA cells", freecell),
    Command::new(
        "freepages",
        "--cellno=n* --pagesize=n* --all",
        "tell the free pages of NUMA cells",
        freepages,
    ),
    Command::new("hostname", "", "tell the name of the host", hostname),
    Command::new(
        "hypervisor-cpu-baseline",
        "--file=s* --virttype=s* --emulator=s* --arch=s* --machine=s* --features --migratable --ignore-host --model=s*",
        "tell the CPU that several CPUs have in common, for a hypervisor",
        hypervisor_cpu_baseline,
    ),
    Command::new(
        "hypervisor-cpu-compare",
        "<file:s> --virttype=s* --emulator=s* --arch=s* --machine=s* --error --validate",
        "compare a CPU with what a hypervisor gives",
        hypervisor_cpu_compare,
    ),
    Command::new(
        "hypervisor-cpu-models",
        "--virttype=s --emulator=s --arch=s --machine=s --all",
        "list the CPU models that a hypervisor gives",
        hypervisor_cpu_models,
    ),
    Command::new("maxvcpus", "--type=s*", "tell how many virtual CPUs a domain may have", maxvcpus),
    Command::new(
        "node-memory-tune",
        "--shm-pages-to-scan=n* --shm-sleep-millisecs=n* --shm-merge-across-nodes=n*",
        "tell or set how the host shares equal pages",
        node_memory_tune,
    ),
    Command::new("nodecpumap", "--pretty", "tell which CPUs of the host are online", nodecpumap),
    Command::new("nodecpustats", "--cpu=n* --percent", "tell what the CPUs of the host did", nodecpustats),
    Command::new("nodeinfo", "", "tell the most important about the host", nodeinfo),
    Command::new("nodememstats", "--cell=n*", "tell the memory statistics of the host", nodememstats),
    Command::new("nodesevinfo", "", "tell what the host has of AMD SEV", nodesevinfo),
    Command::new(
        "nodesuspend",
        "<target:s> <duration:n>",
        "put the host to sleep for some time",
        nodesuspend,
    ),
    Command::new("sysinfo", "", "print the system information of the host", sysinfo),
    Command::new("uri", "", "tell the URI of the connection", uri),
    Command::new("version", "--daemon", "tell the versions of library and hypervisor", version),
];
