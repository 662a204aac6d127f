//! The QEMU/KVM and Xen machines of the built-in lab.

use super::{
    Cell, CpuLayout, Driver, FirstPool, Guest, GuestDomain, GuestFeature, HostConfig, HostCpu, Machine,
    Numbering, Pages, Profile, SecurityModel, SysinfoBlock,
};

pub(super) const GIB: u64 = 1024 * 1024;

/// The machine that clients run on: two equal NUMA nodes, 64 GiB.
pub fn kvm1() -> HostConfig {
    let cell = |distances: &[u8]| linux_cell(32 * GIB, 1024, distances, CpuLayout::new(1, 8, 2));
    HostConfig {
        uuid: Some("2c1f5a5e-7d3b-4c61-9a4e-0f5a6f1d9b01".into()),
        cells: vec![cell(&[10, 21]), cell(&[21, 10])],
        sysinfo: smbios("PowerEdge R640", "2.22.2", "VL1KVM01", "Intel(R) Xeon(R) Gold 6226R CPU @ 2.90GHz"),
        uris: texts(&["qemu:///system"]),
        ..kvm(
            "kvm1",
            HostCpu {
                arch: "x86_64".into(),
                model: Some("Cascadelake-Server-noTSX".into()),
                vendor: Some("Intel".into()),
                microcode: Some(83_899_955),
                mhz: 2900,
                features: texts(&["vmx", "ss", "dtes64", "est", "pdcm", "invtsc"]),
                words: Vec::new(),
            },
        )
    }
}

/// A machine whose four nodes differ, the last of them memory without processors.
pub fn kvm2() -> HostConfig {
    HostConfig {
        uuid: Some("5b0e2f10-36c4-4a52-8c0d-71d1e0c4e202".into()),
        cells: vec![
            linux_cell(32 * GIB, 2048, &[10, 12, 32, 20], CpuLayout::new(1, 6, 2)),
            linux_cell(32 * GIB, 2048, &[12, 10, 32, 20], CpuLayout::new(1, 6, 2)),
            linux_cell(16 * GIB, 0, &[32, 32, 10, 28], CpuLayout::new(1, 4, 2)),
            linux_cell(64 * GIB, 0, &[20, 20, 28, 10], CpuLayout::new(0, 1, 1)),
        ],
        sysinfo: smbios("PowerEdge R7525", "2.17.5", "VL1KVM02", "AMD EPYC 7343 16-Core Processor"),
        uris: texts(&["qemu:///system"]),
        ..kvm(
            "kvm2",
            HostCpu {
                arch: "x86_64".into(),
                model: Some("EPYC-Milan".into()),
                vendor: Some("AMD".into()),
                microcode: Some(167_776_725),
                mhz: 3200,
                features: texts(&[
                    "ht",
                    "monitor",
                    "skinit",
                    "wdt",
                    "tce",
                    "topoext",
                    "perfctr_nb",
                    "invtsc",
                ]),
                words: Vec::new(),
            },
        )
    }
}

/// What the QEMU/KVM machines have in common.
fn kvm(key: &str, cpu: HostCpu) -> HostConfig {
    HostConfig {
        key: key.into(),
        hostname: format!("{key}.example.com").into(),
        profile: Profile { driver: Driver::Qemu, version: 11_001_003, max_vcpus: 1024 },
        uuid: None,
        cpu,
        numbering: Numbering::ThreadsApart,
        cells: Vec::new(),
        offline_cpus: Vec::new(),
        page_sizes_kib: vec![4, 2048, 1_048_576],
        node_info: None,
        power_management: texts(&["suspend_mem", "suspend_disk", "suspend_hybrid"]),
        iommu: true,
        live_migration: true,
        migration_transports: texts(&["tcp", "rdma"]),
        net_prefix: None,
        security: vec![
            SecurityModel {
                model: "selinux".into(),
                doi: "0".into(),
                base_labels: vec![
                    ("kvm".into(), "system_u:system_r:svirt_t:s0".into()),
                    ("qemu".into(), "system_u:system_r:svirt_tcg_t:s0".into()),
                ],
            },
            SecurityModel {
                model: "dac".into(),
                doi: "0".into(),
                base_labels: vec![("kvm".into(), "+107:+107".into()), ("qemu".into(), "+107:+107".into())],
            },
        ],
        sysinfo: Vec::new(),
        guests: vec![qemu_guest("i686", 32, "i386"), qemu_guest("x86_64", 64, "x86_64")],
        uris: Vec::new(),
        accounts: Vec::new(),
        networks: vec![DEFAULT_NETWORK.into()],
        pools: vec![FirstPool { xml: DEFAULT_POOL.into(), volumes: Vec::new() }],
        fc_adapter: false,
        domains: Vec::new(),
        forget_on_last_close: false,
    }
}

/// The storage pool that most tools set up where there is none.
const DEFAULT_POOL: &str = "\
<pool type='dir'>
  <name>default</name>
  <uuid>4d5b2f10-6a0d-4a37-9c3e-0e6f6f2d8b51</uuid>
  <target>
    <path>/var/lib/libvirt/images</path>
  </target>
</pool>
";

/// The network that libvirt sets up when it is installed.
const DEFAULT_NETWORK: &str = "\
<network>
  <name>default</name>
  <uuid>9a05da11-e96b-47f3-8253-a3a482e445f5</uuid>
  <forward mode='nat'/>
  <bridge name='virbr0' stp='on' delay='0'/>
  <mac address='52:54:00:0a:cd:21'/>
  <ip address='192.168.122.1' netmask='255.255.255.0'>
    <dhcp>
      <range start='192.168.122.2' end='192.168.122.254'/>
    </dhcp>
  </ip>
</network>
";

/// The Xen machine: its URI from elsewhere is `xen+ssh://root@node.example.com/`.
///
/// libvirt's Xen driver also tells of PVH guests and of a prefix of interface names, which libvirt's own schema of
/// capabilities does not know; they are left out so that the document is valid.
pub fn xen_node() -> HostConfig {
    let cell = |distances: [u8; 2]| Cell {
        memory_kib: 16 * GIB,
        reserved_kib: 2 * GIB,
        pages: Vec::new(),
        distances: distances.to_vec(),
        layout: CpuLayout::new(1, 4, 2),
    };
    let hvm = [switched_on("acpi", true), switched_on("apic", false), switched_on("hap", true)];
    let guest = |os_type: &str, machine: &str, loader: Option<&str>, features: &[GuestFeature]| Guest {
        os_type: os_type.into(),
        arch: "x86_64".into(),
        wordsize: 64,
        emulator: Some("/usr/lib/xen/bin/qemu-system-i386".into()),
        loader: loader.map(Into::into),
        machines: vec![Machine { name: machine.into(), canonical: None, max_cpus: None }],
        domains: domains(&["xen"]),
        features: features.to_vec(),
    };
    HostConfig {
        key: "xen".into(),
        hostname: "node.example.com".into(),
        profile: Profile { driver: Driver::Xen, version: 4_020_000, max_vcpus: 512 },
        uuid: Some("a7f0b6c2-90d1-4f3e-b6c5-3f1f2d7c5303".into()),
        cpu: HostCpu {
            arch: "x86_64".into(),
            model: Some("Broadwell-noTSX-IBRS".into()),
            vendor: Some("Intel".into()),
            microcode: None,
            mhz: 2600,
            features: texts(&["ds", "acpi", "ss", "ht", "tm", "pbe", "est"]),
            words: texts(&["pae"]),
        },
        numbering: Numbering::ThreadsTogether,
        cells: vec![cell([10, 21]), cell([21, 10])],
        offline_cpus: Vec::new(),
        page_sizes_kib: Vec::new(),
        node_info: None,
        power_management: Vec::new(),
        iommu: false,
        live_migration: true,
        migration_transports: Vec::new(),
        net_prefix: None,
        security: Vec::new(),
        sysinfo: smbios(
            "ProLiant DL360 Gen9",
            "3.40",
            "VL1XEN01",
            "Intel(R) Xeon(R) CPU E5-2623 v4 @ 2.60GHz",
        ),
        guests: vec![
            guest("xen", "xenpv", None, &[]),
            guest("hvm", "xenfv", Some("/usr/lib/xen/boot/hvmloader"), &hvm),
        ],
        uris: texts(&["xen:///system"]),
        accounts: Vec::new(),
        networks: Vec::new(),
        pools: Vec::new(),
        fc_adapter: false,
        domains: Vec::new(),
        forget_on_last_close: false,
    }
}

/// A cell of a Linux host: some memory in huge pages of 2 MiB, the rest in small ones, 5 % for the host itself.
fn linux_cell(memory_kib: u64, huge_pages: u64, distances: &[u8], layout: CpuLayout) -> Cell {
    Cell {
        memory_kib,
        reserved_kib: memory_kib / 20,
        pages: vec![
            Pages { size_kib: 4, count: (memory_kib - huge_pages * 2048) / 4 },
            Pages { size_kib: 2048, count: huge_pages },
            Pages { size_kib: 1_048_576, count: 0 },
        ],
        distances: distances.to_vec(),
        layout,
    }
}

/// What QEMU 11.1 can run of an x86 architecture: the newest machine types with their aliases, and a few before.
fn qemu_guest(arch: &str, wordsize: u32, emulator: &str) -> Guest {
    let mut machines = Vec::new();
    for (family, alias, max_cpus) in [("pc-i440fx", "pc", 255), ("pc-q35", "q35", 4096)] {
        let machine =
            |name: String, canonical| Machine { name: name.into(), canonical, max_cpus: Some(max_cpus) };
        machines.push(machine(format!("{family}-11.1"), None));
        machines.push(machine(alias.into(), Some(format!("{family}-11.1").into())));
        machines.extend(["11.0", "10.2", "10.1", "10.0"].map(|v| machine(format!("{family}-{v}"), None)));
    }
    machines.push(Machine { name: "isapc".into(), canonical: None, max_cpus: Some(1) });
    machines.push(Machine { name: "microvm".into(), canonical: None, max_cpus: Some(288) });
    let mut features = vec![
        switched_on("acpi", true),
        switched_on("apic", false),
        feature("cpuselection"),
        feature("deviceboot"),
        switched_on("disksnapshot", false),
        feature("externalSnapshot"),
    ];
    if wordsize == 32 {
        features.splice(0..0, [feature("pae"), feature("nonpae")]);
    }
    Guest {
        os_type: "hvm".into(),
        arch: arch.into(),
        wordsize,
        emulator: Some(format!("/usr/bin/qemu-system-{emulator}").into()),
        loader: None,
        machines,
        domains: domains(&["qemu", "kvm"]),
        features,
    }
}

fn smbios(product: &str, bios: &str, serial: &str, processor: &str) -> Vec<SysinfoBlock> {
    vec![
        block("bios", &[("vendor", "virtlab"), ("version", bios), ("date", "06/21/2025")]),
        block("system", &[("manufacturer", "virtlab"), ("product", product), ("serial", serial)]),
        block(
            "processor",
            &[("socket_destination", "CPU1"), ("type", "Central Processor"), ("version", processor)],
        ),
    ]
}

pub(super) fn block(name: &str, entries: &[(&str, &str)]) -> SysinfoBlock {
    SysinfoBlock { name: name.into(), entries: entries.iter().map(|&(k, v)| (k.into(), v.into())).collect() }
}

pub(super) fn feature(name: &str) -> GuestFeature {
    GuestFeature { name: name.into(), default: None, toggle: None }
}

fn switched_on(name: &str, toggle: bool) -> GuestFeature {
    GuestFeature { name: name.into(), default: Some(true), toggle: Some(toggle) }
}

pub(super) fn domains(types: &[&str]) -> Vec<GuestDomain> {
    types.iter().map(|&virt_type| GuestDomain { virt_type: virt_type.into(), emulator: None }).collect()
}

pub(super) fn texts(list: &[&str]) -> Vec<Box<str>> {
    list.iter().map(|&text| text.into()).collect()
}
