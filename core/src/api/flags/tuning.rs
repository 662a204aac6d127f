//! Enumerations of the tuning functions, virtual CPUs and typed parameters.

use super::{Choice, FlagSet};

sets! {
    LIFECYCLE = "virDomainLifecycle" {
        "VIR_DOMAIN_LIFECYCLE_POWEROFF" = 0,
        "VIR_DOMAIN_LIFECYCLE_REBOOT" = 1,
        "VIR_DOMAIN_LIFECYCLE_CRASH" = 2,
    }
    LIFECYCLE_ACTION = "virDomainLifecycleAction" {
        "VIR_DOMAIN_LIFECYCLE_ACTION_DESTROY" = 0,
        "VIR_DOMAIN_LIFECYCLE_ACTION_RESTART" = 1,
        "VIR_DOMAIN_LIFECYCLE_ACTION_RESTART_RENAME" = 2,
        "VIR_DOMAIN_LIFECYCLE_ACTION_PRESERVE" = 3,
        "VIR_DOMAIN_LIFECYCLE_ACTION_COREDUMP_DESTROY" = 4,
        "VIR_DOMAIN_LIFECYCLE_ACTION_COREDUMP_RESTART" = 5,
        "VIR_DOMAIN_LIFECYCLE_ACTION_PRESERVE_RUNNING" = 6,
    }
    PASSWORD = "virDomainSetUserPasswordFlags" {
        "VIR_DOMAIN_PASSWORD_ENCRYPTED" = 1,
    }
    SET_VCPU = "virDomainSetVcpuFlags" {
        "VIR_DOMAIN_SETVCPU_AFFECT_CURRENT" = 0,
        "VIR_DOMAIN_SETVCPU_AFFECT_LIVE" = 1,
        "VIR_DOMAIN_SETVCPU_AFFECT_CONFIG" = 2,
        "VIR_DOMAIN_SETVCPU_ASYNC_UNPLUG" = 4,
    }
    PARAM_TYPE = "virTypedParameterType" {
        "VIR_TYPED_PARAM_INT" = 1,
        "VIR_TYPED_PARAM_UINT" = 2,
        "VIR_TYPED_PARAM_LLONG" = 3,
        "VIR_TYPED_PARAM_ULLONG" = 4,
        "VIR_TYPED_PARAM_DOUBLE" = 5,
        "VIR_TYPED_PARAM_BOOLEAN" = 6,
        "VIR_TYPED_PARAM_STRING" = 7,
    }
}
