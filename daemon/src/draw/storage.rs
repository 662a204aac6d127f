//! Documents of storage pools and volumes for calls to be drawn with.

use super::Die;

/// UUIDs of whatever is made; the last is the one of the built-in domain.
pub(super) const UUIDS: [&str; 4] = [
    "11111111-2222-4333-8444-555555555555",
    "22222222-2222-4333-8444-555555555555",
    "33333333-2222-4333-8444-555555555555",
    "6695eb01-f6a4-8304-79aa-97f2502e193f",
];
/// Names of pools; the last is the one of the built-in host.
pub(super) const POOLS: [&str; 3] = ["p1", "p2", "default-pool"];
/// Names of volumes.
pub(super) const VOLUMES: [&str; 3] = ["v1", "v2.img", "v3"];
/// Keys and paths of volumes, which the test driver makes of the pool's target and the volume's name.
pub(super) const VOLUME_PATHS: [&str; 4] = ["/p1/v1", "/default-pool/v1", "/p2/v2.img", "/nothing"];
/// Targets of pools.
pub(super) const TARGETS: [&str; 4] = ["/p1", "/p2", "/default-pool", "/nothing"];

/// A pool of any type, mostly with what its type asks for.
pub(super) fn pool(die: &mut Die<'_>) -> String {
    let number = die.throw(2);
    let name = POOLS[number];
    let uuid = if die.one_in(8) { UUIDS[die.throw(4)] } else { UUIDS[number] };
    let (kind, source) = [
        ("dir", ""),
        ("dir", "<source/>"),
        ("fs", "<source><device path='/dev/sdb1'/><format type='ext4'/></source>"),
        (
            "netfs",
            "<source><host name='h'/><dir path='/export'/><format type='nfs'/><protocol ver='4'/></source>",
        ),
        ("logical", "<source><device path='/dev/sdb'/><name>vg</name><format type='lvm2'/></source>"),
        ("disk", "<source><device path='/dev/sdc'/><format type='gpt'/></source>"),
        ("iscsi", "<source><host name='h' port='3260'/><device path='iqn.2013-06.com.example:p'/></source>"),
        ("scsi", "<source><adapter name='scsi_host1'/></source>"),
        (
            "scsi",
            "<source><adapter type='fc_host' wwnn='20000000c9831b4b' wwpn='10000000c9831b4b'/></source>",
        ),
        ("mpath", ""),
        ("rbd", "<source><name>n</name><host name='h'/></source>"),
        ("gluster", "<source><name>n</name><host name='h'/><dir path='/'/></source>"),
        ("zfs", "<source><name>tank</name></source>"),
        ("nonsense", ""),
    ][die.throw(14)];
    let sizes = ["", "", "<capacity unit='GiB'>3</capacity><available>1024</available>"][die.throw(3)];
    let more = [
        "",
        "",
        "<permissions><mode>0700</mode><owner>0</owner><group>0</group></permissions>",
        "<permissions><mode>9</mode></permissions>",
    ][die.throw(4)];
    let target =
        if die.one_in(12) { String::new() } else { format!("<target><path>/{name}</path>{more}</target>") };
    let features = if die.one_in(12) { "<features><cow state='yes'/></features>" } else { "" };
    format!(
        "<pool type='{kind}'><name>{name}</name><uuid>{uuid}</uuid>{sizes}{features}{source}{target}</pool>"
    )
}

/// A volume, of any size.
pub(super) fn volume(die: &mut Die<'_>) -> String {
    let name = VOLUMES[die.throw(3)];
    let capacity = [
        "<capacity>1</capacity>",
        "<capacity unit='MiB'>64</capacity>",
        "<capacity unit='GiB'>5</capacity>",
        "<capacity unit='TiB'>1</capacity>",
        "<capacity>0</capacity>",
        "<capacity>18446744073709551615</capacity>",
        "<capacity unit='cubit'>1</capacity>",
        "",
    ][die.throw(8)];
    let allocation =
        ["", "<allocation>0</allocation>", "<allocation unit='KiB'>4</allocation>"][die.throw(3)];
    let target = [
        "",
        "<target><format type='qcow2'/></target>",
        "<target><format type='raw'/><permissions><mode>0644</mode></permissions></target>",
        "<target><format type='qcow2'/><compat>1.1</compat><features><lazy_refcounts/></features></target>",
        "<target><format type='nonsense'/></target>",
        "<target><path>/elsewhere</path></target>",
    ][die.throw(6)];
    let backing = [
        "",
        "",
        "<backingStore><path>/base.img</path><format type='qcow2'/></backingStore>",
        "<backingStore/>",
    ][die.throw(4)];
    format!("<volume><name>{name}</name>{capacity}{allocation}{target}{backing}</volume>")
}

/// Where sources of pools are looked for. Each has a host: libvirt's test driver ends by a source of `netfs` that has none.
pub(super) fn sources(die: &mut Die<'_>) -> String {
    [
        "<source><host name='h'/></source>",
        "<source><host name='h' port='2049'/><dir path='/d'/></source>",
        "<source><host name='h'/><device path='/d'/><format type='nfs'/></source>",
    ][die.throw(3)]
    .to_owned()
}
