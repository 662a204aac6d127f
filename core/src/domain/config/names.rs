//! The closed sets of words that a domain's configuration is made of, each in libvirt's order.

use crate::words;

words! {
    /// `<domain type='…'>`. `virDomainVirtType` of libvirt.
    pub enum VirtType {
        None "none", Qemu "qemu", Kqemu "kqemu", Kvm "kvm", Xen "xen", Lxc "lxc", Uml "uml", Openvz "openvz",
        Test "test", Vmware "vmware", Hyperv "hyperv", Vbox "vbox", Phyp "phyp", Parallels "parallels",
        Bhyve "bhyve", Vz "vz", Hvf "hvf",
    }
}

words! {
    /// `<os><type>`. `virDomainOSType` of libvirt.
    pub enum OsType {
        Hvm "hvm", Xen "xen", Linux "linux", Exe "exe", Uml "uml", Xenpvh "xenpvh",
    }
}

words! {
    /// A processor's architecture. `virArch` of libvirt.
    pub enum Arch {
        None "none", Alpha "alpha", Armv6l "armv6l", Armv7l "armv7l", Armv7b "armv7b", Aarch64 "aarch64",
        Cris "cris", I686 "i686", Ia64 "ia64", Lm32 "lm32", M68k "m68k", Microblaze "microblaze",
        Microblazeel "microblazeel", Mips "mips", Mipsel "mipsel", Mips64 "mips64", Mips64el "mips64el",
        Openrisc "openrisc", Parisc "parisc", Parisc64 "parisc64", Ppc "ppc", Ppcle "ppcle", Ppc64 "ppc64", Ppc64le "ppc64le", Ppcemb "ppcemb",
        Riscv32 "riscv32", Riscv64 "riscv64", S390 "s390", S390x "s390x", Sh4 "sh4", Sh4eb "sh4eb",
        Sparc "sparc", Sparc64 "sparc64", Unicore32 "unicore32", X86_64 "x86_64", Xtensa "xtensa",
        Xtensaeb "xtensaeb", Loongarch64 "loongarch64",
    }
}

words! {
    /// `<boot dev='…'/>`. `virDomainBootDevs` of libvirt.
    pub enum BootDevice { Fd "fd", Cdrom "cdrom", Hd "hd", Network "network" }
}

words! {
    /// `<on_poweroff>`, `<on_reboot>` and `<on_crash>`. `virDomainLifecycleAction` of libvirt.
    pub enum LifecycleAction {
        Destroy "destroy", Restart "restart", RestartRename "rename-restart", Preserve "preserve",
        CoredumpDestroy "coredump-destroy", CoredumpRestart "coredump-restart",
        PreserveRunning "preserve-running",
    }
}

impl LifecycleAction {
    /// Whether it can be asked for after a crash only. `virDomainDefLifecycleActionAllowed`.
    pub fn is_for_crashes(self) -> bool {
        matches!(self, Self::CoredumpDestroy | Self::CoredumpRestart | Self::PreserveRunning)
    }
}

words! {
    /// `<on_lockfailure>`. `virDomainLockFailureAction` of libvirt, without its default.
    pub enum LockFailureAction { Poweroff "poweroff", Restart "restart", Pause "pause", Ignore "ignore" }
}

words! {
    /// `<os firmware='…'>`. `virDomainOsDefFirmware` of libvirt.
    pub enum Firmware { Bios "bios", Efi "efi" }
}

words! {
    /// `<firmware><feature name='…'/>`. `virDomainOsDefFirmwareFeature` of libvirt.
    pub enum FirmwareFeature { EnrolledKeys "enrolled-keys", SecureBoot "secure-boot" }
}

words! {
    /// `<loader type='…'>`. `virDomainLoader` of libvirt.
    pub enum LoaderType { Rom "rom", Pflash "pflash" }
}

words! {
    /// `<smbios mode='…'/>`. `virDomainSmbiosMode` of libvirt.
    pub enum SmbiosMode { None "none", Emulate "emulate", Host "host", Sysinfo "sysinfo" }
}

words! {
    /// `<acpi><table type='…'>`. `virDomainOsACPITable` of libvirt.
    pub enum AcpiTable { Raw "raw", Rawset "rawset", Slic "slic", Msdm "msdm" }
}
