//! Documents to begin with: in forms and, as files, at the prompt.

/// The domain that a reader finds in the editor at first: small enough to read, complete enough to see what libvirt adds.
pub const FIRST_XML: &str = "<domain type='test'>
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

/// A disk to attach to it.
pub const DEVICE_XML: &str = "<disk type='file' device='disk'>
  <source file='/var/lib/libvirt/images/data.qcow2'/>
  <target dev='vdb' bus='virtio'/>
</disk>
";

/// A network with addresses to give.
pub const NETWORK_XML: &str = "<network>
  <name>lab</name>
  <forward mode='nat'/>
  <ip address='192.168.150.1' netmask='255.255.255.0'>
    <dhcp>
      <range start='192.168.150.2' end='192.168.150.254'/>
    </dhcp>
  </ip>
</network>
";

/// A storage pool in a directory.
pub const POOL_XML: &str = "<pool type='dir'>
  <name>lab</name>
  <target>
    <path>/srv/lab</path>
  </target>
</pool>
";

/// A volume of it: an image that grows as it is written to.
pub const VOLUME_XML: &str = "<volume>
  <name>data.qcow2</name>
  <capacity unit='GiB'>10</capacity>
  <allocation>0</allocation>
  <target>
    <format type='qcow2'/>
  </target>
</volume>
";
