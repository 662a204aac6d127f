//! `<features>`: what the virtual machine has beside its devices.

use serde::{Deserialize, Serialize};

use crate::words;

words! {
    /// The elements of `<features>`, in the order in which libvirt writes them. `virDomainFeature` of libvirt.
    pub enum FeatureName {
        Acpi "acpi", Apic "apic", Pae "pae", Hap "hap", Viridian "viridian", Privnet "privnet", Hyperv "hyperv",
        Kvm "kvm", Pvspinlock "pvspinlock", Capabilities "capabilities", Pmu "pmu", Vmport "vmport", Gic "gic",
        Smm "smm", Ioapic "ioapic", Hpt "hpt", Vmcoreinfo "vmcoreinfo", Htm "htm", NestedHv "nested-hv",
        Msrs "msrs", CcfAssist "ccf-assist", Xen "xen", Cfpc "cfpc", Sbbc "sbbc", Ibs "ibs", Tcg "tcg",
        AsyncTeardown "async-teardown", Ras "ras", Ps2 "ps2", Aia "aia", Virtualization "virtualization",
    }
}

words! {
    /// `<hyperv mode='…'>`. `virDomainHyperVMode` of libvirt, without its absent value.
    pub enum HypervMode { Custom "custom", Passthrough "passthrough", HostModel "host-model" }
}

words! {
    /// The enlightenments of `<hyperv>`, in libvirt's order. `virDomainHyperv` of libvirt.
    pub enum Enlightenment {
        Relaxed "relaxed", Vapic "vapic", Spinlocks "spinlocks", Vpindex "vpindex", Runtime "runtime",
        Synic "synic", Stimer "stimer", Reset "reset", VendorId "vendor_id", Frequencies "frequencies",
        Reenlightenment "reenlightenment", Tlbflush "tlbflush", Ipi "ipi", Evmcs "evmcs", Avic "avic",
        EmsrBitmap "emsr_bitmap", XmmInput "xmm_input",
    }
}

words! {
    /// The elements of `<kvm>`, in libvirt's order. `virDomainKVM` of libvirt.
    pub enum KvmFeature {
        Hidden "hidden", Dedicated "hint-dedicated", PollControl "poll-control", PvIpi "pv-ipi",
        DirtyRing "dirty-ring",
    }
}

words! {
    /// The elements of `<xen>`, in libvirt's order. `virDomainXen` of libvirt.
    pub enum XenFeature { E820Host "e820_host", Passthrough "passthrough" }
}

words! {
    /// `<passthrough mode='…'>`. `virDomainXenPassthroughMode` of libvirt, without its default.
    pub enum XenPassthrough { SyncPt "sync_pt", SharePt "share_pt" }
}

words! {
    /// `<capabilities policy='…'>`. `virDomainCapabilitiesPolicy` of libvirt.
    pub enum CapabilitiesPolicy { Default "default", Allow "allow", Deny "deny" }
}

words! {
    /// The elements of `<capabilities>`, in libvirt's order. `virDomainProcessCapsFeature` of libvirt.
    pub enum ProcessCapability {
        AuditControl "audit_control", AuditWrite "audit_write", BlockSuspend "block_suspend", Chown "chown",
        DacOverride "dac_override", DacReadSearch "dac_read_search", Fowner "fowner", Fsetid "fsetid",
        IpcLock "ipc_lock", IpcOwner "ipc_owner", Kill "kill", Lease "lease", LinuxImmutable "linux_immutable",
        MacAdmin "mac_admin", MacOverride "mac_override", Mknod "mknod", NetAdmin "net_admin",
        NetBindService "net_bind_service", NetBroadcast "net_broadcast", NetRaw "net_raw", Setgid "setgid",
        Setfcap "setfcap", Setpcap "setpcap", Setuid "setuid", SysAdmin "sys_admin", SysBoot "sys_boot",
        SysChroot "sys_chroot", SysModule "sys_module", SysNice "sys_nice", SysPacct "sys_pacct",
        SysPtrace "sys_ptrace", SysRawio "sys_rawio", SysResource "sys_resource", SysTime "sys_time",
        SysTtyConfig "sys_tty_config", Syslog "syslog", WakeAlarm "wake_alarm",
    }
}

words! {
    /// `<gic version='…'>`. `virGICVersion` of libvirt, without its absent value.
    pub enum GicVersion { Host "host", V2 "2", V3 "3" }
}

words! {
    /// `<ioapic driver='…'>`. `virDomainIOAPIC` of libvirt, without its absent value.
    pub enum Ioapic { Qemu "qemu", Kvm "kvm" }
}

words! {
    /// `<hpt resizing='…'>`. `virDomainHPTResizing` of libvirt, without its absent value.
    pub enum HptResizing { Enabled "enabled", Disabled "disabled", Required "required" }
}

words! {
    /// `<msrs unknown='…'>`. `virDomainMsrsUnknown` of libvirt.
    pub enum MsrsUnknown { Ignore "ignore", Fault "fault" }
}

words! {
    /// `<cfpc value='…'>` and `<sbbc value='…'>`. `virDomainCFPC` of libvirt, without its absent value.
    pub enum Mitigation { Broken "broken", Workaround "workaround", Fixed "fixed" }
}

words! {
    /// `<ibs value='…'>`. `virDomainIBS` of libvirt, without its absent value.
    pub enum Ibs {
        Broken "broken", Workaround "workaround", FixedIbs "fixed-ibs", FixedCcd "fixed-ccd", FixedNa "fixed-na",
    }
}

words! {
    /// `<aia value='…'>`. `virDomainAIA` of libvirt, without its default.
    pub enum Aia { None "none", Aplic "aplic", AplicImsic "aplic-imsic" }
}

/// `<hyperv>`.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Hyperv {
    /// `mode`; none is custom.
    pub mode: Option<HypervMode>,
    /// Which are on or off.
    pub states: Switches<Enlightenment>,
    /// `<spinlocks retries='…'>`.
    pub spinlock_retries: u32,
    /// `<vendor_id value='…'>`.
    pub vendor_id: Option<Box<str>>,
    /// `<stimer><direct state='…'/>`.
    pub stimer_direct: bool,
    /// `<tlbflush><direct state='…'/>`.
    pub tlbflush_direct: bool,
    /// `<tlbflush><extended state='…'/>`.
    pub tlbflush_extended: bool,
}

/// What a feature of `<features>` is set to.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Feature {
    /// It is there: acpi, pae, viridian, privnet, virtualization.
    Present,
    /// `state='on'` or `off`.
    Switch(bool),
    /// `<apic eoi='…'>`.
    Apic(Option<bool>),
    /// `<hyperv>`.
    Hyperv(Box<Hyperv>),
    /// `<kvm>`, and the size of its dirty ring.
    Kvm(Box<(Switches<KvmFeature>, u32)>),
    /// `<xen>`, and the mode of its passthrough.
    Xen(Box<(Switches<XenFeature>, Option<XenPassthrough>)>),
    /// `<capabilities>`.
    Capabilities(Box<(CapabilitiesPolicy, Switches<ProcessCapability>)>),
    /// `<gic version='…'>`.
    Gic(Option<GicVersion>),
    /// `<smm state='…'>`, and `<tseg>` in bytes.
    Smm(bool, Option<u64>),
    /// `<ioapic driver='…'>`.
    Ioapic(Ioapic),
    /// `<hpt resizing='…'>`, and `<maxpagesize>` in KiB, 0 for none.
    Hpt(Option<HptResizing>, u64),
    /// `<msrs unknown='…'>`.
    Msrs(MsrsUnknown),
    /// `<cfpc value='…'>` or `<sbbc value='…'>`.
    Mitigation(Mitigation),
    /// `<ibs value='…'>`.
    Ibs(Ibs),
    /// `<tcg><tb-cache>`, in KiB.
    Tcg(u64),
    /// `<async-teardown enabled='…'>`.
    AsyncTeardown(bool),
    /// `<aia value='…'>`.
    Aia(Aia),
}

/// Settings that are on, off or not said, kept in the order of their enumeration.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Switches<K>(Vec<(K, bool)>);

impl<K> Default for Switches<K> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<K: Ord + Copy> Switches<K> {
    /// Sets one.
    pub fn set(&mut self, key: K, on: bool) {
        match self.0.binary_search_by_key(&key, |(key, _)| *key) {
            Ok(place) => self.0[place].1 = on,
            Err(place) => self.0.insert(place, (key, on)),
        }
    }

    /// All that were set, in order.
    pub fn iter(&self) -> impl Iterator<Item = (K, bool)> + '_ {
        self.0.iter().copied()
    }

    /// Whether none was set.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// `<features>`, in the order of [`FeatureName`].
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Features(Vec<(FeatureName, Feature)>);

impl Features {
    /// A feature, if it is set.
    pub fn get(&self, name: FeatureName) -> Option<&Feature> {
        self.0.binary_search_by_key(&name, |(name, _)| *name).ok().map(|place| &self.0[place].1)
    }

    /// Sets a feature or, with none, takes it away.
    pub fn set(&mut self, name: FeatureName, feature: Option<Feature>) {
        match (self.0.binary_search_by_key(&name, |(name, _)| *name), feature) {
            (Ok(place), Some(feature)) => self.0[place].1 = feature,
            (Ok(place), None) => drop(self.0.remove(place)),
            (Err(place), Some(feature)) => self.0.insert(place, (name, feature)),
            (Err(_), None) => {}
        }
    }

    /// Takes a feature out, to change it and set it again.
    pub fn take(&mut self, name: FeatureName) -> Option<Feature> {
        let place = self.0.binary_search_by_key(&name, |(name, _)| *name).ok()?;
        Some(self.0.remove(place).1)
    }

    /// All that are set, in the order in which libvirt writes them.
    pub fn iter(&self) -> impl Iterator<Item = &(FeatureName, Feature)> {
        self.0.iter()
    }

    /// Whether none is set.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
