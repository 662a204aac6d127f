//! The test driver's host of the built-in lab: what `test:///default` is in libvirt 12.8.0.

use super::lab_hosts::{GIB, block, domains, feature, texts};
use super::{
    Cell, CpuLayout, Driver, FirstDomain, FirstPool, Guest, HostConfig, HostCpu, NodeInfo, Numbering, Pages,
    Profile, SecurityModel,
};

/// What `test:///default` is in libvirt 12.8.0, contradictions included: see
/// [`HostConfig::node_info`] and the driver functions.
pub fn test_default() -> HostConfig {
    HostConfig {
        key: "test".into(),
        hostname: "kvm1.example.com".into(),
        profile: Profile { driver: Driver::Test, version: 2, max_vcpus: 32 },
        uuid: None,
        cpu: HostCpu {
            arch: "i686".into(),
            model: None,
            vendor: None,
            microcode: None,
            mhz: 1400,
            features: Vec::new(),
            words: texts(&["pae", "nonpae"]),
        },
        numbering: Numbering::ThreadsTogether,
        cells: vec![cell(2 * GIB, 4), cell(4 * GIB, 8)],
        offline_cpus: Vec::new(),
        page_sizes_kib: vec![4, 8, 2048, 1_048_576],
        node_info: Some(NodeInfo {
            model: "i686".into(),
            memory_kib: 3 * GIB,
            cpus: 16,
            mhz: 1400,
            nodes: 2,
            sockets: 2,
            cores: 2,
            threads: 2,
        }),
        power_management: Vec::new(),
        iommu: false,
        live_migration: false,
        migration_transports: Vec::new(),
        net_prefix: None,
        security: vec![SecurityModel {
            model: "testSecurity".into(),
            doi: "".into(),
            base_labels: Vec::new(),
        }],
        sysinfo: vec![block(
            "bios",
            &[
                ("vendor", "LENOVO"),
                ("version", "G4ETA1WW (2.61 )"),
                ("date", "05/07/2014"),
                ("release", "2.61"),
            ],
        )],
        guests: vec![guest("hvm"), guest("xen")],
        uris: texts(&["test:///default"]),
        accounts: Vec::new(),
        networks: vec![TEST_NETWORK.into()],
        pools: vec![FirstPool { xml: TEST_POOL.into(), volumes: Vec::new() }],
        fc_adapter: true,
        domains: vec![FirstDomain {
            xml: TEST_DOMAIN.into(),
            runstate: crate::domain::DomainState::Running,
            transient: false,
            managed_save: false,
        }],
        forget_on_last_close: true,
    }
}

/// The first cell has pages of 4 KiB and the second of 8 KiB; each also lists the two huge sizes, with none there.
fn cell(memory_kib: u64, small_kib: u32) -> Cell {
    Cell {
        memory_kib,
        reserved_kib: memory_kib / 2,
        pages: vec![
            Pages { size_kib: small_kib, count: memory_kib / u64::from(small_kib) },
            Pages { size_kib: 2048, count: 0 },
            Pages { size_kib: 1_048_576, count: 0 },
        ],
        distances: Vec::new(),
        layout: CpuLayout::new(1, 8, 1),
    }
}

fn guest(os_type: &str) -> Guest {
    Guest {
        os_type: os_type.into(),
        arch: "i686".into(),
        wordsize: 32,
        emulator: Some("/usr/bin/test-hv".into()),
        loader: None,
        machines: Vec::new(),
        domains: domains(&["test"]),
        features: vec![feature("pae"), feature("nonpae")],
    }
}

/// The network that `test:///default` begins with.
const TEST_NETWORK: &str = "\
<network>
  <name>default</name>
  <uuid>dd8fe884-6c02-601e-7551-cca97df1c5df</uuid>
  <forward mode='nat'/>
  <bridge name='virbr0'/>
  <ip address='192.168.122.1' netmask='255.255.255.0'>
    <dhcp>
      <range start='192.168.122.2' end='192.168.122.254'/>
    </dhcp>
  </ip>
</network>
";

/// The storage pool that `test:///default` begins with.
const TEST_POOL: &str = "\
<pool type='dir'>
  <name>default-pool</name>
  <uuid>dfe224cb-28fb-8dd0-c4b2-64eb3f0f4566</uuid>
  <target>
    <path>/default-pool</path>
  </target>
</pool>
";

/// The domain that `test:///default` begins with.
const TEST_DOMAIN: &str = "\
<domain type='test'>
  <name>test</name>
  <uuid>6695eb01-f6a4-8304-79aa-97f2502e193f</uuid>
  <memory>8388608</memory>
  <currentMemory>2097152</currentMemory>
  <vcpu>2</vcpu>
  <os>
    <type>hvm</type>
    <boot dev='hd'/>
  </os>
  <devices>
    <disk type='file' device='disk'>
      <source file='/guest/diskimage1'/>
      <target dev='vda' bus='virtio'/>
      <address type='pci' domain='0x0000' bus='0x01' slot='0x00' function='0x0'/>
    </disk>
    <interface type='network'>
      <mac address='aa:bb:cc:dd:ee:ff'/>
      <source network='default'/>
      <address type='pci' domain='0x0000' bus='0x00' slot='0x01' function='0x0'/>
    </interface>
    <memballoon model='virtio'>
      <address type='pci' domain='0x0000' bus='0x00' slot='0x02' function='0x0'/>
    </memballoon>
  </devices>
</domain>
";
