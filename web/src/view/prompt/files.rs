//! Documents to begin with, for commands that take a file.

use std::collections::BTreeMap;

const DOMAIN: &str = "<domain type='test'>
  <name>demo</name>
  <memory unit='MiB'>512</memory>
  <vcpu>2</vcpu>
  <os>
    <type>hvm</type>
  </os>
  <devices>
    <disk type='file' device='disk'>
      <source file='/var/lib/libvirt/images/demo.qcow2'/>
      <target dev='vda'/>
    </disk>
    <interface type='network'>
      <source network='default'/>
    </interface>
  </devices>
</domain>
";

const DISK: &str = "<disk type='file' device='disk'>
  <source file='/var/lib/libvirt/images/data.qcow2'/>
  <target dev='vdb' bus='virtio'/>
</disk>
";

const NETWORK: &str = "<network>
  <name>lab</name>
  <forward mode='nat'/>
  <ip address='192.168.150.1' netmask='255.255.255.0'>
    <dhcp>
      <range start='192.168.150.2' end='192.168.150.254'/>
    </dhcp>
  </ip>
</network>
";

/// The documents by name.
pub(super) fn examples() -> BTreeMap<String, String> {
    [("demo.xml", DOMAIN), ("disk.xml", DISK), ("network.xml", NETWORK)]
        .map(|(name, text)| (name.to_owned(), text.to_owned()))
        .into()
}
