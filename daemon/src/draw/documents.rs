//! Documents for calls to be drawn with.

use virtlab_core::api::{Function, FunctionId, Param, Value};
use virtlab_core::host::{Lab, cpu_model_names};

use super::storage::UUIDS;
use super::{Die, storage};

const DEVICES: [&str; 12] = [
    "<disk type='file' device='disk'><source file='/new.img'/><target dev='vdc' bus='virtio'/></disk>",
    "<disk type='file' device='disk'><source file='/disk.img'/><target dev='vda' bus='virtio'/></disk>",
    "<disk type='block' device='cdrom'><source dev='/dev/sr0'/><target dev='hdc' bus='ide'/><readonly/></disk>",
    "<interface type='network'><mac address='52:54:00:12:34:56'/><source network='default'/></interface>",
    "<interface type='user'><mac address='52:54:00:12:34:57'/><model type='e1000'/></interface>",
    "<hostdev mode='subsystem' type='usb'><source><vendor id='0x1'/><product id='0x2'/></source></hostdev>",
    "<controller type='scsi' index='0' model='virtio-scsi'/>",
    "<memballoon model='virtio'><stats period='5'/></memballoon>",
    "<watchdog model='i6300esb' action='pause'/>",
    "<channel type='pty'><target type='virtio' name='org.example.0'/></channel>",
    "<nonsense/>",
    "<disk",
];
const DISK: &str =
    "<disk type='file' device='disk'><source file='/disk.img'/><target dev='vda' bus='virtio'/></disk>";
const INTERFACE: &str = "<interface type='network'><mac address='52:54:00:12:34:56'/><source network='default'/>\
     <target dev='testnet0'/></interface>";
const GRAPHICS: &str = "<graphics type='vnc' port='5901' autoport='no'/><console type='pty'/>";
/// What a domain may say besides.
const SECTIONS: [&str; 14] = [
    "<on_poweroff>restart</on_poweroff>",
    "<on_reboot>destroy</on_reboot>",
    "<on_crash>preserve</on_crash>",
    "<title>a title</title><description>more than a title</description>",
    "<metadata><x:note xmlns:x='http://example.com/x'>n</x:note></metadata>",
    "<iothreads>2</iothreads>",
    "<cputune><shares>512</shares><vcpupin vcpu='0' cpuset='0-1'/></cputune>",
    "<memtune><hard_limit unit='KiB'>500000</hard_limit></memtune>",
    "<blkiotune><weight>200</weight></blkiotune>",
    "<numatune><memory mode='strict' nodeset='0'/></numatune>",
    "<perf><event name='cmt' enabled='yes'/></perf>",
    "<features><acpi/><apic/></features>",
    "<clock offset='localtime'/>",
    "<cpu mode='host-passthrough'/>",
];
pub(super) const CPUS: [&str; 8] = [
    "<cpu><arch>x86_64</arch><model>Nehalem</model></cpu>",
    "<cpu><arch>x86_64</arch><model>Westmere</model><feature name='vmx'/></cpu>",
    "<cpu><arch>x86_64</arch><model>Haswell-noTSX</model><vendor>Intel</vendor></cpu>",
    "<cpu><arch>x86_64</arch><model>EPYC</model><topology sockets='1' cores='2' threads='2'/></cpu>",
    "<cpu><arch>i686</arch><model>pentium3</model></cpu>",
    "<cpu mode='host-model'/>",
    "<cpu><arch>x86_64</arch><model>nothing</model></cpu>",
    "<cpu><model>qemu64</model></cpu>",
];
/// What an update of a network may name.
const PARTS: [&str; 7] = [
    "<host mac='52:54:00:00:00:01' name='one' ip='192.168.100.10'/>",
    "<host mac='52:54:00:00:00:02' ip='192.168.122.10'/>",
    "<host ip='192.168.100.11'><hostname>two</hostname></host>",
    "<range start='192.168.100.20' end='192.168.100.30'/>",
    "<portgroup name='p' default='yes'/>",
    "<interface dev='eth1'/>",
    "<txt name='t' value='v'/>",
];
const PORTS: [&str; 3] = [
    "<networkport><uuid>11111111-2222-4333-8444-555555555555</uuid><owner><name>test</name>\
     <uuid>6695eb01-f6a4-8304-79aa-97f2502e193f</uuid></owner><mac address='52:54:00:7b:35:93'/></networkport>",
    "<networkport><owner><name>alpha</name><uuid>22222222-2222-4333-8444-555555555555</uuid></owner>\
     <mac address='52:54:00:7b:35:94'/><bandwidth><inbound average='1'/></bandwidth></networkport>",
    "<networkport/>",
];

/// Documents and parts of them that somebody wrote down, to be drawn from beside those that are made up here.
#[derive(Clone, Debug, Default)]
pub struct Documents {
    /// Whole domains.
    domains: Vec<String>,
    /// Devices, one or several.
    devices: Vec<String>,
}

impl Documents {
    /// Adds those of a file in the form of `tests/record/documents/domain-xml.txt`: groups of lines, each with what stands
    /// before and after its lines.
    pub fn read(&mut self, text: &str) {
        let (mut before, mut after) = ("", "");
        for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            if line.starts_with("== ") {
                (before, after) = ("", "");
            } else if let Some(text) = line.strip_prefix("before ") {
                before = text;
            } else if let Some(text) = line.strip_prefix("after ") {
                after = text;
            } else {
                let line = line.replace("\\n", "\n").replace("\\r", "\r").replace("\\t", "\t");
                if after.starts_with("</devices>") {
                    self.devices.push(line.clone());
                }
                self.domains.push(format!("{before}{line}{after}"));
            }
        }
    }

    fn device(&self, die: &mut Die<'_>) -> String {
        match die.choose(&self.devices) {
            Some(device) if die.one_in(2) => device.clone(),
            _ => DEVICES[die.throw(DEVICES.len())].to_owned(),
        }
    }

    /// A domain: mostly a name with its own UUID.
    fn domain(&self, die: &mut Die<'_>) -> String {
        if !self.domains.is_empty() && die.one_in(8) {
            return die.choose(&self.domains).cloned().unwrap_or_default();
        }
        let number = die.throw(3);
        let uuid = if die.one_in(8) { UUIDS[die.throw(3)] } else { UUIDS[number] };
        let memory = [65_536, 131_072, 262_144][die.throw(3)];
        let vcpus = 1 + die.throw(4);
        let section =
            |die: &mut Die<'_>| if die.one_in(2) { SECTIONS[die.throw(SECTIONS.len())] } else { "" };
        let sections = [section(die), section(die)].concat();
        let mut devices = [String::new(), DISK.to_owned(), format!("{DISK}{INTERFACE}"), GRAPHICS.to_owned()]
            [die.throw(4)]
        .clone();
        if die.one_in(3) {
            devices += &self.device(die);
        }
        let name = ["alpha", "beta", "gamma"][number];
        let arch = ["x86_64", "i686"][usize::from(die.one_in(4))];
        format!(
            "<domain type='test'><name>{name}</name><uuid>{uuid}</uuid><memory>{memory}</memory><vcpu>{vcpus}</vcpu>\
             <os><type arch='{arch}'>hvm</type></os>{sections}<devices>{devices}</devices></domain>"
        )
    }

    /// A document for a parameter; seldom one that is none.
    pub(super) fn draw(&self, die: &mut Die<'_>, row: &Function, param: &Param) -> Value {
        if row.id == FunctionId::ConnectFindStoragePoolSources {
            return storage::sources(die).into();
        }
        if die.one_in(25) {
            return [Value::Null, "".into(), "<domain".into(), "<nonsense/>".into()][die.throw(4)].clone();
        }
        let function = row.id.c_name();
        let text = match function {
            _ if function.contains("Checkpoint") => checkpoint(die),
            _ if function.contains("Snapshot") => snapshot(die),
            _ if row.id == FunctionId::NetworkUpdate => PARTS[die.throw(PARTS.len())].to_owned(),
            _ if row.id == FunctionId::NetworkPortCreateXML => PORTS[die.throw(PORTS.len())].to_owned(),
            _ if function.starts_with("virNetwork") => network(die),
            _ if function.starts_with("virStoragePool") => storage::pool(die),
            _ if function.starts_with("virStorageVol") => storage::volume(die),
            _ if function.contains("Device") => self.device(die),
            _ if function.contains("CPU") => CPUS[die.throw(CPUS.len())].to_owned(),
            _ if param.name == "dxml" && die.one_in(2) => return Value::Null,
            _ => self.domain(die),
        };
        text.into()
    }
}

/// A host's processor: any that libvirt knows, with some features besides.
pub(super) fn cpu(die: &mut Die<'_>) -> String {
    if die.one_in(12) {
        return CPUS[die.throw(CPUS.len())].to_owned();
    }
    let arch = if die.one_in(12) { "ppc64" } else { "x86_64" };
    let names = match Lab::builtin().hosts.first() {
        Some(host) => cpu_model_names(host, arch).unwrap_or_default(),
        None => Vec::new(),
    };
    let model = die.choose(&names).cloned().unwrap_or_default();
    let vendor = match die.throw(10) {
        0 => "<vendor>Intel</vendor>",
        1 => "<vendor>AMD</vendor>",
        2 => "<vendor>nobody</vendor>",
        _ => "",
    };
    const FEATURES: [&str; 12] =
        ["vmx", "svm", "aes", "avx2", "rtm", "mpx", "monitor", "arat", "ssbd", "pcid", "ibpb", "nothing"];
    let mut features = String::new();
    if die.one_in(3) {
        let from = die.throw(FEATURES.len() - 3);
        let to = from + 1 + die.throw(3);
        for name in &FEATURES[from..to] {
            features += &format!("<feature name='{name}'/>");
        }
    }
    format!("<cpu><arch>{arch}</arch><model>{model}</model>{vendor}{features}</cpu>")
}

fn network(die: &mut Die<'_>) -> String {
    let number = die.throw(2);
    let (name, uuid) = (["n1", "n2"][number], UUIDS[number]);
    let forward = [
        "<forward mode='nat'/>",
        "",
        "<forward mode='route' dev='eth0'/>",
        "<forward mode='open'/>",
        "<forward mode='nat'><nat><port start='1024' end='2048'/></nat></forward>",
    ][die.throw(5)];
    let extra = [
        "",
        "",
        "<domain name='example.com' localOnly='yes'/>",
        "<dns><host ip='192.168.100.5'><hostname>h</hostname></host></dns>",
        "<mac address='52:54:00:11:22:33'/>",
        "<portgroup name='p'/>",
        "<metadata><x:note xmlns:x='http://example.com/x'>n</x:note></metadata>",
    ][die.throw(7)];
    let dhcp = ["", "<dhcp><range start='192.168.100.20' end='192.168.100.30'/></dhcp>"][die.throw(2)];
    format!(
        "<network><name>{name}</name><uuid>{uuid}</uuid>{forward}<bridge name='virbr{}' stp='on' delay='0'/>{extra}\
         <ip address='192.168.{}.1' netmask='255.255.255.0'>{dhcp}</ip></network>",
        number + 1,
        100 + number
    )
}

fn snapshot(die: &mut Die<'_>) -> String {
    let name = ["one", "two", "three"][die.throw(3)];
    let more = [
        "<description>d</description>",
        "",
        "<memory snapshot='no'/>",
        "<memory snapshot='external' file='/mem.save'/>",
        "<disks><disk name='vda' snapshot='no'/></disks>",
        "<disks><disk name='vda' snapshot='external'><source file='/o.qcow2'/></disk></disks>",
        "<parent><name>one</name></parent><creationTime>1</creationTime><state>shutoff</state>",
        "<creationTime>2</creationTime><state>running</state>",
    ][die.throw(8)];
    format!("<domainsnapshot><name>{name}</name>{more}</domainsnapshot>")
}

fn checkpoint(die: &mut Die<'_>) -> String {
    let name = ["one", "two", "three"][die.throw(3)];
    let more = [
        "",
        "<description>d</description>",
        "<disks><disk name='vda' checkpoint='bitmap'/></disks>",
        "<disks><disk name='vda' checkpoint='no'/></disks>",
        "<parent><name>one</name></parent><creationTime>1</creationTime>",
    ][die.throw(5)];
    format!("<domaincheckpoint><name>{name}</name>{more}</domaincheckpoint>")
}
