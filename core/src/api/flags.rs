//! Flags and enumerations of the API by libvirt's names and numbers, from its headers.

/// One named number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Choice {
    /// libvirt's name.
    pub name: &'static str,
    /// libvirt's number.
    pub value: i64,
}

/// The flags, or the members of an enumeration, that a parameter takes.
#[derive(PartialEq, Eq, Debug)]
pub struct FlagSet {
    /// The C enum.
    pub c_enum: &'static str,
    /// Its members.
    pub choices: &'static [Choice],
}

impl FlagSet {
    /// The member of a number.
    pub fn choice(&self, value: i64) -> Option<&'static Choice> {
        self.choices.iter().find(|choice| choice.value == value)
    }

    /// Flags as C writes them: names joined by `|`, what has no name in hexadecimal, `0` for none.
    pub fn text(&self, flags: u32) -> String {
        let mut left = flags;
        let mut parts: Vec<String> = Vec::new();
        for choice in self.choices {
            let bits = choice.value as u32;
            if bits != 0 && left & bits == bits {
                parts.push(choice.name.into());
                left &= !bits;
            }
        }
        if left != 0 {
            parts.push(format!("{left:#x}"));
        }
        if parts.is_empty() { "0".into() } else { parts.join("|") }
    }
}

macro_rules! sets {
    ($($(#[$doc:meta])* $set:ident = $c_enum:literal { $($name:literal = $value:expr),* $(,)? })*) => {
        $($(#[$doc])* pub(in crate::api) const $set: &FlagSet = &FlagSet {
            c_enum: $c_enum,
            choices: &[$(Choice { name: $name, value: $value }),*],
        };)*
    };
}

mod device;
mod guest;
mod job;
pub(in crate::api) mod moment;
pub(in crate::api) mod network;
mod refused;
pub(in crate::api) mod storage;
mod tuning;

pub(in crate::api) use device::*;
pub(in crate::api) use guest::*;
pub(in crate::api) use job::*;
pub(in crate::api) use refused::*;
pub(in crate::api) use tuning::*;

sets! {
    NO_FLAGS = "" {}
    AFFECT = "virDomainModificationImpact" {
        "VIR_DOMAIN_AFFECT_CURRENT" = 0,
        "VIR_DOMAIN_AFFECT_LIVE" = 1,
        "VIR_DOMAIN_AFFECT_CONFIG" = 2,
    }
    OPEN = "virConnectFlags" {
        "VIR_CONNECT_RO" = 1,
        "VIR_CONNECT_NO_ALIASES" = 2,
    }
    CREATE = "virDomainCreateFlags" {
        "VIR_DOMAIN_NONE" = 0,
        "VIR_DOMAIN_START_PAUSED" = 1,
        "VIR_DOMAIN_START_AUTODESTROY" = 2,
        "VIR_DOMAIN_START_BYPASS_CACHE" = 4,
        "VIR_DOMAIN_START_FORCE_BOOT" = 8,
        "VIR_DOMAIN_START_VALIDATE" = 16,
        "VIR_DOMAIN_START_RESET_NVRAM" = 32,
    }
    DEFINE = "virDomainDefineFlags" {
        "VIR_DOMAIN_DEFINE_VALIDATE" = 1,
    }
    SHUTDOWN = "virDomainShutdownFlagValues" {
        "VIR_DOMAIN_SHUTDOWN_DEFAULT" = 0,
        "VIR_DOMAIN_SHUTDOWN_ACPI_POWER_BTN" = 1,
        "VIR_DOMAIN_SHUTDOWN_GUEST_AGENT" = 2,
        "VIR_DOMAIN_SHUTDOWN_INITCTL" = 4,
        "VIR_DOMAIN_SHUTDOWN_SIGNAL" = 8,
        "VIR_DOMAIN_SHUTDOWN_PARAVIRT" = 16,
    }
    REBOOT = "virDomainRebootFlagValues" {
        "VIR_DOMAIN_REBOOT_DEFAULT" = 0,
        "VIR_DOMAIN_REBOOT_ACPI_POWER_BTN" = 1,
        "VIR_DOMAIN_REBOOT_GUEST_AGENT" = 2,
        "VIR_DOMAIN_REBOOT_INITCTL" = 4,
        "VIR_DOMAIN_REBOOT_SIGNAL" = 8,
        "VIR_DOMAIN_REBOOT_PARAVIRT" = 16,
    }
    DESTROY = "virDomainDestroyFlagsValues" {
        "VIR_DOMAIN_DESTROY_DEFAULT" = 0,
        "VIR_DOMAIN_DESTROY_GRACEFUL" = 1,
        "VIR_DOMAIN_DESTROY_REMOVE_LOGS" = 2,
    }
    UNDEFINE = "virDomainUndefineFlagsValues" {
        "VIR_DOMAIN_UNDEFINE_MANAGED_SAVE" = 1,
        "VIR_DOMAIN_UNDEFINE_SNAPSHOTS_METADATA" = 2,
        "VIR_DOMAIN_UNDEFINE_NVRAM" = 4,
        "VIR_DOMAIN_UNDEFINE_KEEP_NVRAM" = 8,
        "VIR_DOMAIN_UNDEFINE_CHECKPOINTS_METADATA" = 16,
        "VIR_DOMAIN_UNDEFINE_TPM" = 32,
        "VIR_DOMAIN_UNDEFINE_KEEP_TPM" = 64,
    }
    SAVE = "virDomainSaveRestoreFlags" {
        "VIR_DOMAIN_SAVE_BYPASS_CACHE" = 1,
        "VIR_DOMAIN_SAVE_RUNNING" = 2,
        "VIR_DOMAIN_SAVE_PAUSED" = 4,
        "VIR_DOMAIN_SAVE_RESET_NVRAM" = 8,
    }
    DUMP = "virDomainCoreDumpFlags" {
        "VIR_DUMP_CRASH" = 1,
        "VIR_DUMP_LIVE" = 2,
        "VIR_DUMP_BYPASS_CACHE" = 4,
        "VIR_DUMP_RESET" = 8,
        "VIR_DUMP_MEMORY_ONLY" = 16,
    }
    XML = "virDomainXMLFlags" {
        "VIR_DOMAIN_XML_SECURE" = 1,
        "VIR_DOMAIN_XML_INACTIVE" = 2,
        "VIR_DOMAIN_XML_UPDATE_CPU" = 4,
        "VIR_DOMAIN_XML_MIGRATABLE" = 8,
    }
    LIST = "virConnectListAllDomainsFlags" {
        "VIR_CONNECT_LIST_DOMAINS_ACTIVE" = 1,
        "VIR_CONNECT_LIST_DOMAINS_INACTIVE" = 2,
        "VIR_CONNECT_LIST_DOMAINS_PERSISTENT" = 4,
        "VIR_CONNECT_LIST_DOMAINS_TRANSIENT" = 8,
        "VIR_CONNECT_LIST_DOMAINS_RUNNING" = 16,
        "VIR_CONNECT_LIST_DOMAINS_PAUSED" = 32,
        "VIR_CONNECT_LIST_DOMAINS_SHUTOFF" = 64,
        "VIR_CONNECT_LIST_DOMAINS_OTHER" = 128,
        "VIR_CONNECT_LIST_DOMAINS_MANAGEDSAVE" = 256,
        "VIR_CONNECT_LIST_DOMAINS_NO_MANAGEDSAVE" = 512,
        "VIR_CONNECT_LIST_DOMAINS_AUTOSTART" = 1024,
        "VIR_CONNECT_LIST_DOMAINS_NO_AUTOSTART" = 2048,
        "VIR_CONNECT_LIST_DOMAINS_HAS_SNAPSHOT" = 4096,
        "VIR_CONNECT_LIST_DOMAINS_NO_SNAPSHOT" = 8192,
        "VIR_CONNECT_LIST_DOMAINS_HAS_CHECKPOINT" = 16384,
        "VIR_CONNECT_LIST_DOMAINS_NO_CHECKPOINT" = 32768,
    }
    MEMORY = "virDomainMemoryModFlags" {
        "VIR_DOMAIN_MEM_CURRENT" = 0,
        "VIR_DOMAIN_MEM_LIVE" = 1,
        "VIR_DOMAIN_MEM_CONFIG" = 2,
        "VIR_DOMAIN_MEM_MAXIMUM" = 4,
    }
    VCPU = "virDomainVcpuFlags" {
        "VIR_DOMAIN_VCPU_CURRENT" = 0,
        "VIR_DOMAIN_VCPU_LIVE" = 1,
        "VIR_DOMAIN_VCPU_CONFIG" = 2,
        "VIR_DOMAIN_VCPU_MAXIMUM" = 4,
        "VIR_DOMAIN_VCPU_GUEST" = 8,
        "VIR_DOMAIN_VCPU_HOTPLUGGABLE" = 16,
        "VIR_DOMAIN_VCPU_ASYNC_UNPLUG" = 32,
    }
    MODIFY_DEVICE = "virDomainDeviceModifyFlags" {
        "VIR_DOMAIN_DEVICE_MODIFY_CURRENT" = 0,
        "VIR_DOMAIN_DEVICE_MODIFY_LIVE" = 1,
        "VIR_DOMAIN_DEVICE_MODIFY_CONFIG" = 2,
        "VIR_DOMAIN_DEVICE_MODIFY_FORCE" = 4,
    }
    SET_TIME = "virDomainSetTimeFlags" {
        "VIR_DOMAIN_TIME_SYNC" = 1,
    }
    EVENT_ID = "virDomainEventID" {
        "VIR_DOMAIN_EVENT_ID_LIFECYCLE" = 0,
        "VIR_DOMAIN_EVENT_ID_REBOOT" = 1,
        "VIR_DOMAIN_EVENT_ID_RTC_CHANGE" = 2,
        "VIR_DOMAIN_EVENT_ID_WATCHDOG" = 3,
        "VIR_DOMAIN_EVENT_ID_IO_ERROR" = 4,
        "VIR_DOMAIN_EVENT_ID_GRAPHICS" = 5,
        "VIR_DOMAIN_EVENT_ID_IO_ERROR_REASON" = 6,
        "VIR_DOMAIN_EVENT_ID_CONTROL_ERROR" = 7,
        "VIR_DOMAIN_EVENT_ID_BLOCK_JOB" = 8,
        "VIR_DOMAIN_EVENT_ID_DISK_CHANGE" = 9,
        "VIR_DOMAIN_EVENT_ID_TRAY_CHANGE" = 10,
        "VIR_DOMAIN_EVENT_ID_PMWAKEUP" = 11,
        "VIR_DOMAIN_EVENT_ID_PMSUSPEND" = 12,
        "VIR_DOMAIN_EVENT_ID_BALLOON_CHANGE" = 13,
        "VIR_DOMAIN_EVENT_ID_PMSUSPEND_DISK" = 14,
        "VIR_DOMAIN_EVENT_ID_DEVICE_REMOVED" = 15,
        "VIR_DOMAIN_EVENT_ID_BLOCK_JOB_2" = 16,
        "VIR_DOMAIN_EVENT_ID_TUNABLE" = 17,
        "VIR_DOMAIN_EVENT_ID_AGENT_LIFECYCLE" = 18,
        "VIR_DOMAIN_EVENT_ID_DEVICE_ADDED" = 19,
        "VIR_DOMAIN_EVENT_ID_MIGRATION_ITERATION" = 20,
        "VIR_DOMAIN_EVENT_ID_JOB_COMPLETED" = 21,
        "VIR_DOMAIN_EVENT_ID_DEVICE_REMOVAL_FAILED" = 22,
        "VIR_DOMAIN_EVENT_ID_METADATA_CHANGE" = 23,
        "VIR_DOMAIN_EVENT_ID_BLOCK_THRESHOLD" = 24,
        "VIR_DOMAIN_EVENT_ID_MEMORY_FAILURE" = 25,
        "VIR_DOMAIN_EVENT_ID_MEMORY_DEVICE_SIZE_CHANGE" = 26,
        "VIR_DOMAIN_EVENT_ID_NIC_MAC_CHANGE" = 27,
        "VIR_DOMAIN_EVENT_ID_VCPU_REMOVED" = 28,
        "VIR_DOMAIN_EVENT_ID_CHANNEL_LIFECYCLE" = 29,
    }
    HANDLE_EVENT = "virEventHandleType" {
        "VIR_EVENT_HANDLE_READABLE" = 1,
        "VIR_EVENT_HANDLE_WRITABLE" = 2,
        "VIR_EVENT_HANDLE_ERROR" = 4,
        "VIR_EVENT_HANDLE_HANGUP" = 8,
    }
    NETWORK_EVENT_ID = "virNetworkEventID" {
        "VIR_NETWORK_EVENT_ID_LIFECYCLE" = 0,
        "VIR_NETWORK_EVENT_ID_METADATA_CHANGE" = 1,
    }
    STORAGE_POOL_EVENT_ID = "virStoragePoolEventID" {
        "VIR_STORAGE_POOL_EVENT_ID_LIFECYCLE" = 0,
        "VIR_STORAGE_POOL_EVENT_ID_REFRESH" = 1,
    }
    NODE_DEVICE_EVENT_ID = "virNodeDeviceEventID" {
        "VIR_NODE_DEVICE_EVENT_ID_LIFECYCLE" = 0,
        "VIR_NODE_DEVICE_EVENT_ID_UPDATE" = 1,
    }
    SECRET_EVENT_ID = "virSecretEventID" {
        "VIR_SECRET_EVENT_ID_LIFECYCLE" = 0,
        "VIR_SECRET_EVENT_ID_VALUE_CHANGED" = 1,
    }
    CPU_STATS_ALL = "virNodeGetCPUStatsAllCPUs" {
        "VIR_NODE_CPU_STATS_ALL_CPUS" = -1,
    }
    MEMORY_STATS_ALL = "virNodeGetMemoryStatsAllCells" {
        "VIR_NODE_MEMORY_STATS_ALL_CELLS" = -1,
    }
}
