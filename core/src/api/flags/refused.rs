//! Flags and enumerations of functions that the test driver refuses.

use super::{Choice, FlagSet};

sets! {
    CONSOLE = "virDomainConsoleFlags" {
        "VIR_DOMAIN_CONSOLE_FORCE" = 1,
        "VIR_DOMAIN_CONSOLE_SAFE" = 2,
    }
    CHANNEL = "virDomainChannelFlags" {
        "VIR_DOMAIN_CHANNEL_FORCE" = 1,
    }
    OPEN_GRAPHICS = "virDomainOpenGraphicsFlags" {
        "VIR_DOMAIN_OPEN_GRAPHICS_SKIPAUTH" = 1,
    }
    RELOAD = "virDomainGraphicsReloadType" {
        "VIR_DOMAIN_GRAPHICS_RELOAD_TYPE_ANY" = 0,
        "VIR_DOMAIN_GRAPHICS_RELOAD_TYPE_VNC" = 1,
    }
    AGENT_TIMEOUT = "virDomainAgentResponseTimeoutValues" {
        "VIR_DOMAIN_AGENT_RESPONSE_TIMEOUT_BLOCK" = -2,
        "VIR_DOMAIN_AGENT_RESPONSE_TIMEOUT_DEFAULT" = -1,
        "VIR_DOMAIN_AGENT_RESPONSE_TIMEOUT_NOWAIT" = 0,
    }
    SSH_KEYS = "virDomainAuthorizedSSHKeysSetFlags" {
        "VIR_DOMAIN_AUTHORIZED_SSH_KEYS_SET_APPEND" = 1,
        "VIR_DOMAIN_AUTHORIZED_SSH_KEYS_SET_REMOVE" = 2,
    }
    BASELINE = "virConnectBaselineCPUFlags" {
        "VIR_CONNECT_BASELINE_CPU_EXPAND_FEATURES" = 1,
        "VIR_CONNECT_BASELINE_CPU_MIGRATABLE" = 2,
        "VIR_CONNECT_BASELINE_CPU_IGNORE_HOST" = 4,
    }
    COMPARE = "virConnectCompareCPUFlags" {
        "VIR_CONNECT_COMPARE_CPU_FAIL_INCOMPATIBLE" = 1,
        "VIR_CONNECT_COMPARE_CPU_VALIDATE_XML" = 2,
    }
    ALLOC_PAGES = "virNodeAllocPagesFlags" {
        "VIR_NODE_ALLOC_PAGES_ADD" = 0,
        "VIR_NODE_ALLOC_PAGES_SET" = 1,
    }
    SUSPEND = "virNodeSuspendTarget" {
        "VIR_NODE_SUSPEND_TARGET_MEM" = 0,
        "VIR_NODE_SUSPEND_TARGET_DISK" = 1,
        "VIR_NODE_SUSPEND_TARGET_HYBRID" = 2,
    }
    FD_ASSOCIATE = "virDomainFDAssociateFlags" {
        "VIR_DOMAIN_FD_ASSOCIATE_SECLABEL_RESTORE" = 1,
        "VIR_DOMAIN_FD_ASSOCIATE_SECLABEL_WRITABLE" = 2,
    }
}
