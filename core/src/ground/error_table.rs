//! libvirt's error numbers, error domains and the message templates that go with them.
//!
//! The tables are facts read from libvirt 12.8.0's header and from its `virErrorMsg`; nothing here decides anything.

use serde::{Deserialize, Serialize};

/// Declares an enum whose variants carry libvirt's number and name, with the look-ups both ways.
macro_rules! numbered {
    ($(#[$doc:meta])* $type:ident, $prefix:literal, { $($number:literal $variant:ident $name:literal $text:tt;)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        #[serde(into = "i32", try_from = "i32")]
        #[repr(i32)]
        #[allow(missing_docs)]
        pub enum $type { $($variant = $number),* }

        impl $type {
            /// Every variant, in the order of its number.
            pub const ALL: &'static [$type] = &[$($type::$variant),*];

            /// libvirt's number.
            pub const fn number(self) -> i32 { self as i32 }

            /// libvirt's C name.
            pub const fn c_name(self) -> &'static str {
                match self { $($type::$variant => concat!($prefix, $name)),* }
            }

            /// The variant of that number, if libvirt 12.8.0 has one.
            pub fn from_number(number: i32) -> Option<Self> {
                match number { $($number => Some($type::$variant),)* _ => None }
            }
        }

        impl From<$type> for i32 {
            fn from(value: $type) -> i32 { value.number() }
        }

        impl TryFrom<i32> for $type {
            type Error = String;
            fn try_from(number: i32) -> Result<Self, String> {
                Self::from_number(number).ok_or_else(|| format!(concat!(stringify!($type), " has no number {}"), number))
            }
        }
    };
}

macro_rules! error_codes {
    ($($number:literal $variant:ident $name:literal $bare:literal $with_info:literal;)*) => {
        numbered! {
            /// `virErrorNumber`: what went wrong.
            ErrorCode, "VIR_ERR_", { $($number $variant $name ();)* }
        }

        impl ErrorCode {
            /// libvirt's template: without information, and with it (`%1$s` stands for the information).
            /// `virErrorMsg` of libvirt.
            pub const fn templates(self) -> (&'static str, &'static str) {
                match self { $(ErrorCode::$variant => ($bare, $with_info)),* }
            }
        }
    };
}

macro_rules! error_domains {
    ($($number:literal $variant:ident $name:literal $title:literal;)*) => {
        numbered! {
            /// `virErrorDomain`: which part of libvirt reports it.
            ErrorDomain, "VIR_FROM_", { $($number $variant $name ();)* }
        }

        impl ErrorDomain {
            /// The words that libvirt's default error function prints for the domain.
            pub const fn title(self) -> &'static str {
                match self { $(ErrorDomain::$variant => $title),* }
            }
        }
    };
}

error_codes! {
    0 Ok "OK" "" "";
    1 InternalError "INTERNAL_ERROR" "internal error" "internal error: %1$s";
    2 NoMemory "NO_MEMORY" "out of memory" "out of memory: %1$s";
    3 NoSupport "NO_SUPPORT" "this function is not supported by the connection driver" "this function is not supported by the connection driver: %1$s";
    4 UnknownHost "UNKNOWN_HOST" "unknown host" "unknown host %1$s";
    5 NoConnect "NO_CONNECT" "no connection driver available" "no connection driver available for %1$s";
    6 InvalidConn "INVALID_CONN" "invalid connection pointer in" "invalid connection pointer in %1$s";
    7 InvalidDomain "INVALID_DOMAIN" "invalid domain pointer in" "invalid domain pointer in %1$s";
    8 InvalidArg "INVALID_ARG" "invalid argument" "invalid argument: %1$s";
    9 OperationFailed "OPERATION_FAILED" "operation failed" "operation failed: %1$s";
    10 GetFailed "GET_FAILED" "GET operation failed" "GET operation failed: %1$s";
    11 PostFailed "POST_FAILED" "POST operation failed" "POST operation failed: %1$s";
    12 HttpError "HTTP_ERROR" "got unknown HTTP error code" "got unknown HTTP error code %1$s";
    13 SexprSerial "SEXPR_SERIAL" "failed to serialize S-Expr" "failed to serialize S-Expr: %1$s";
    14 NoXen "NO_XEN" "could not use Xen hypervisor entry" "could not use Xen hypervisor entry %1$s";
    15 XenCall "XEN_CALL" "failed Xen syscall" "failed Xen syscall %1$s";
    16 OsType "OS_TYPE" "unknown OS type" "unknown OS type %1$s";
    17 NoKernel "NO_KERNEL" "missing kernel information" "missing kernel information: %1$s";
    18 NoRoot "NO_ROOT" "missing root device information" "missing root device information in %1$s";
    19 NoSource "NO_SOURCE" "missing source information for device" "missing source information for device %1$s";
    20 NoTarget "NO_TARGET" "missing target information for device" "missing target information for device %1$s";
    21 NoName "NO_NAME" "missing name information" "missing name information in %1$s";
    22 NoOs "NO_OS" "missing operating system information" "missing operating system information for %1$s";
    23 NoDevice "NO_DEVICE" "missing devices information" "missing devices information for %1$s";
    24 NoXenstore "NO_XENSTORE" "could not connect to Xen Store" "could not connect to Xen Store %1$s";
    25 DriverFull "DRIVER_FULL" "too many drivers registered" "too many drivers registered in %1$s";
    26 CallFailed "CALL_FAILED" "library call failed" "library call failed: %1$s";
    27 XmlError "XML_ERROR" "XML description is invalid or not well formed" "XML error: %1$s";
    28 DomExist "DOM_EXIST" "this domain exists already" "domain %1$s exists already";
    29 OperationDenied "OPERATION_DENIED" "operation forbidden for read only access" "operation forbidden: %1$s";
    30 OpenFailed "OPEN_FAILED" "failed to open configuration file" "failed to open configuration file %1$s";
    31 ReadFailed "READ_FAILED" "failed to read configuration file" "failed to read configuration file %1$s";
    32 ParseFailed "PARSE_FAILED" "failed to parse configuration file" "failed to parse configuration file %1$s";
    33 ConfSyntax "CONF_SYNTAX" "configuration file syntax error" "configuration file syntax error: %1$s";
    34 WriteFailed "WRITE_FAILED" "failed to write configuration file" "failed to write configuration file: %1$s";
    35 XmlDetail "XML_DETAIL" "parser error" "%s";
    36 InvalidNetwork "INVALID_NETWORK" "invalid network pointer in" "invalid network pointer in %1$s";
    37 NetworkExist "NETWORK_EXIST" "this network exists already" "network %1$s exists already";
    38 SystemError "SYSTEM_ERROR" "system call error" "%s";
    39 Rpc "RPC" "RPC error" "%s";
    40 GnutlsError "GNUTLS_ERROR" "GNUTLS call error" "%s";
    42 NoDomain "NO_DOMAIN" "Domain not found" "Domain not found: %1$s";
    43 NoNetwork "NO_NETWORK" "Network not found" "Network not found: %1$s";
    44 InvalidMac "INVALID_MAC" "invalid MAC address" "invalid MAC address: %1$s";
    45 AuthFailed "AUTH_FAILED" "authentication failed" "authentication failed: %1$s";
    46 InvalidStoragePool "INVALID_STORAGE_POOL" "invalid storage pool pointer in" "invalid storage pool pointer in %1$s";
    47 InvalidStorageVol "INVALID_STORAGE_VOL" "invalid storage volume pointer in" "invalid storage volume pointer in %1$s";
    49 NoStoragePool "NO_STORAGE_POOL" "Storage pool not found" "Storage pool not found: %1$s";
    50 NoStorageVol "NO_STORAGE_VOL" "Storage volume not found" "Storage volume not found: %1$s";
    52 InvalidNodeDevice "INVALID_NODE_DEVICE" "invalid node device pointer" "invalid node device pointer in %1$s";
    53 NoNodeDevice "NO_NODE_DEVICE" "Node device not found" "Node device not found: %1$s";
    54 NoSecurityModel "NO_SECURITY_MODEL" "Security model not found" "Security model not found: %1$s";
    55 OperationInvalid "OPERATION_INVALID" "Requested operation is not valid" "Requested operation is not valid: %1$s";
    57 NoInterface "NO_INTERFACE" "Interface not found" "Interface not found: %1$s";
    58 InvalidInterface "INVALID_INTERFACE" "invalid interface pointer in" "invalid interface pointer in %1$s";
    59 MultipleInterfaces "MULTIPLE_INTERFACES" "multiple matching interfaces found" "multiple matching interfaces found: %1$s";
    61 InvalidNwfilter "INVALID_NWFILTER" "Invalid network filter" "Invalid network filter: %1$s";
    62 NoNwfilter "NO_NWFILTER" "Network filter not found" "Network filter not found: %1$s";
    63 BuildFirewall "BUILD_FIREWALL" "Error while building firewall" "Error while building firewall: %1$s";
    65 InvalidSecret "INVALID_SECRET" "Invalid secret" "Invalid secret: %1$s";
    66 NoSecret "NO_SECRET" "Secret not found" "Secret not found: %1$s";
    67 ConfigUnsupported "CONFIG_UNSUPPORTED" "unsupported configuration" "unsupported configuration: %1$s";
    68 OperationTimeout "OPERATION_TIMEOUT" "Timed out during operation" "Timed out during operation: %1$s";
    69 MigratePersistFailed "MIGRATE_PERSIST_FAILED" "Failed to make domain persistent after migration" "Failed to make domain persistent after migration: %1$s";
    70 HookScriptFailed "HOOK_SCRIPT_FAILED" "Hook script execution failed" "Hook script execution failed: %1$s";
    71 InvalidDomainSnapshot "INVALID_DOMAIN_SNAPSHOT" "Invalid domain snapshot" "Invalid domain snapshot: %1$s";
    72 NoDomainSnapshot "NO_DOMAIN_SNAPSHOT" "Domain snapshot not found" "Domain snapshot not found: %1$s";
    73 InvalidStream "INVALID_STREAM" "invalid stream pointer" "invalid stream pointer in %1$s";
    74 ArgumentUnsupported "ARGUMENT_UNSUPPORTED" "argument unsupported" "argument unsupported: %1$s";
    75 StorageProbeFailed "STORAGE_PROBE_FAILED" "Storage pool probe failed" "Storage pool probe failed: %1$s";
    76 StoragePoolBuilt "STORAGE_POOL_BUILT" "Storage pool already built" "Storage pool already built: %1$s";
    77 SnapshotRevertRisky "SNAPSHOT_REVERT_RISKY" "revert requires force" "revert requires force: %1$s";
    78 OperationAborted "OPERATION_ABORTED" "operation aborted" "operation aborted: %1$s";
    79 AuthCancelled "AUTH_CANCELLED" "authentication cancelled" "authentication cancelled: %1$s";
    80 NoDomainMetadata "NO_DOMAIN_METADATA" "metadata not found" "metadata not found: %1$s";
    81 MigrateUnsafe "MIGRATE_UNSAFE" "Unsafe migration" "Unsafe migration: %1$s";
    82 Overflow "OVERFLOW" "numerical overflow" "numerical overflow: %1$s";
    83 BlockCopyActive "BLOCK_COPY_ACTIVE" "block copy still active" "block copy still active: %1$s";
    84 OperationUnsupported "OPERATION_UNSUPPORTED" "Operation not supported" "Operation not supported: %1$s";
    85 Ssh "SSH" "SSH transport error" "SSH transport error: %1$s";
    86 AgentUnresponsive "AGENT_UNRESPONSIVE" "Guest agent is not responding" "Guest agent is not responding: %1$s";
    87 ResourceBusy "RESOURCE_BUSY" "resource busy" "resource busy: %1$s";
    88 AccessDenied "ACCESS_DENIED" "access denied" "access denied: %1$s";
    89 DbusService "DBUS_SERVICE" "error from service" "error from service: %1$s";
    90 StorageVolExist "STORAGE_VOL_EXIST" "this storage volume exists already" "storage volume %1$s exists already";
    91 CpuIncompatible "CPU_INCOMPATIBLE" "the CPU is incompatible with host CPU" "the CPU is incompatible with host CPU: %1$s";
    92 XmlInvalidSchema "XML_INVALID_SCHEMA" "XML document failed to validate against schema" "XML document failed to validate against schema: %1$s";
    93 MigrateFinishOk "MIGRATE_FINISH_OK" "migration successfully aborted" "migration successfully aborted: %1$s";
    94 AuthUnavailable "AUTH_UNAVAILABLE" "authentication unavailable" "authentication unavailable: %1$s";
    95 NoServer "NO_SERVER" "Server not found" "Server not found: %1$s";
    96 NoClient "NO_CLIENT" "Client not found" "Client not found: %1$s";
    97 AgentUnsynced "AGENT_UNSYNCED" "guest agent replied with wrong id to guest-sync command" "guest agent replied with wrong id to guest-sync command: %1$s";
    98 Libssh "LIBSSH" "libssh transport error" "libssh transport error: %1$s";
    99 DeviceMissing "DEVICE_MISSING" "device not found" "device not found: %1$s";
    100 InvalidNwfilterBinding "INVALID_NWFILTER_BINDING" "Invalid network filter binding" "Invalid network filter binding: %1$s";
    101 NoNwfilterBinding "NO_NWFILTER_BINDING" "Network filter binding not found" "Network filter binding not found: %1$s";
    102 InvalidDomainCheckpoint "INVALID_DOMAIN_CHECKPOINT" "Invalid domain checkpoint" "Invalid domain checkpoint: %1$s";
    103 NoDomainCheckpoint "NO_DOMAIN_CHECKPOINT" "Domain checkpoint not found" "Domain checkpoint not found: %1$s";
    104 NoDomainBackup "NO_DOMAIN_BACKUP" "Domain backup job id not found" "Domain backup job id not found: %1$s";
    105 InvalidNetworkPort "INVALID_NETWORK_PORT" "Invalid network port pointer" "Invalid network port pointer: %1$s";
    106 NetworkPortExist "NETWORK_PORT_EXIST" "this network port exists already" "network port %1$s exists already";
    107 NoNetworkPort "NO_NETWORK_PORT" "network port not found" "network port not found: %1$s";
    108 NoHostname "NO_HOSTNAME" "no hostname found" "no hostname found: %1$s";
    109 CheckpointInconsistent "CHECKPOINT_INCONSISTENT" "checkpoint inconsistent" "checkpoint inconsistent: %1$s";
    110 MultipleDomains "MULTIPLE_DOMAINS" "multiple matching domains found" "multiple matching domains found: %1$s";
    111 NoNetworkMetadata "NO_NETWORK_METADATA" "metadata not found" "metadata not found: %1$s";
    112 AgentCommandTimeout "AGENT_COMMAND_TIMEOUT" "guest agent command timed out" "guest agent command timed out: %1$s";
    113 AgentCommandFailed "AGENT_COMMAND_FAILED" "guest agent command failed" "guest agent command failed: %1$s";
    114 InvalidEncrKeySecret "INVALID_ENCR_KEY_SECRET" "Invalid encryption key for the secret" "Invalid encryption key for the secret: %1$s";
}

error_domains! {
    0 None "NONE" "";
    1 Xen "XEN" "Xen Driver";
    2 Xend "XEND" "Xen Daemon";
    3 Xenstore "XENSTORE" "Xen Store";
    4 Sexpr "SEXPR" "S-Expression";
    5 Xml "XML" "XML Util";
    6 Dom "DOM" "Domain";
    7 Rpc "RPC" "XML-RPC";
    8 Proxy "PROXY" "Proxy Daemon";
    9 Conf "CONF" "Config File";
    10 Qemu "QEMU" "QEMU Driver";
    11 Net "NET" "Network";
    12 Test "TEST" "Test Driver";
    13 Remote "REMOTE" "Remote Driver";
    14 Openvz "OPENVZ" "OpenVZ Driver";
    15 Xenxm "XENXM" "Xen XM Driver";
    16 StatsLinux "STATS_LINUX" "Linux Statistics";
    17 Lxc "LXC" "LXC Driver";
    18 Storage "STORAGE" "Storage Driver";
    19 Network "NETWORK" "Network Driver";
    20 Domain "DOMAIN" "Domain Config";
    21 Uml "UML" "User Mode Linux Driver";
    22 Nodedev "NODEDEV" "Node Device Driver";
    23 XenInotify "XEN_INOTIFY" "Xen Inotify Driver";
    24 Security "SECURITY" "Security Driver";
    25 Vbox "VBOX" "VirtualBox Driver";
    26 Interface "INTERFACE" "Network Interface Driver";
    27 One "ONE" "Open Nebula Driver";
    28 Esx "ESX" "ESX Driver";
    29 Phyp "PHYP" "Power Hypervisor Driver";
    30 Secret "SECRET" "Secrets Driver";
    31 Cpu "CPU" "CPU Driver";
    32 Xenapi "XENAPI" "XenAPI Driver";
    33 Nwfilter "NWFILTER" "Network Filter Driver";
    34 Hook "HOOK" "Lifecycle Hook";
    35 DomainSnapshot "DOMAIN_SNAPSHOT" "Domain Snapshot";
    36 Audit "AUDIT" "Audit Utils";
    37 Sysinfo "SYSINFO" "Sysinfo Utils";
    38 Streams "STREAMS" "I/O Stream Utils";
    39 Vmware "VMWARE" "VMware Driver";
    40 Event "EVENT" "Event Loop";
    41 Libxl "LIBXL" "Xen Light Driver";
    42 Locking "LOCKING" "Lock Driver";
    43 Hyperv "HYPERV" "Hyper-V Driver";
    44 Capabilities "CAPABILITIES" "Capabilities Utils";
    45 Uri "URI" "URI Utils";
    46 Auth "AUTH" "Authentication Utils";
    47 Dbus "DBUS" "DBus Utils";
    48 Parallels "PARALLELS" "Parallels Cloud Server";
    49 Device "DEVICE" "Device Config";
    50 Ssh "SSH" "SSH transport layer";
    51 Lockspace "LOCKSPACE" "Lock Space";
    52 Initctl "INITCTL" "Init control";
    53 Identity "IDENTITY" "Identity";
    54 Cgroup "CGROUP" "Cgroup";
    55 Access "ACCESS" "Access Manager";
    56 Systemd "SYSTEMD" "Systemd";
    57 Bhyve "BHYVE" "Bhyve";
    58 Crypto "CRYPTO" "Crypto";
    59 Firewall "FIREWALL" "Firewall";
    60 Polkit "POLKIT" "Polkit";
    61 Thread "THREAD" "Thread jobs";
    62 Admin "ADMIN" "Admin Interface";
    63 Logging "LOGGING" "Log Manager";
    64 Xenxl "XENXL" "Xen XL Config";
    65 Perf "PERF" "Perf";
    66 Libssh "LIBSSH" "Libssh transport layer";
    67 Resctrl "RESCTRL" "Resource control";
    68 Firewalld "FIREWALLD" "FirewallD";
    69 DomainCheckpoint "DOMAIN_CHECKPOINT" "Domain Checkpoint";
    70 Tpm "TPM" "TPM";
    71 Bpf "BPF" "BPF";
    72 Ch "CH" "Cloud-Hypervisor Driver";
}
