//! The walkthroughs about domains.

use super::{Walkthrough, fails, ok};
use crate::ground::ErrorCode;

/// Domain XML as it stands in a call's text: a name, and whatever else comes after it.
macro_rules! domain {
    ($name:literal $(, $more:literal)?) => {
        concat!(
            r"<domain type='test'>\n  <name>",
            $name,
            r"</name>\n",
            $($more,)?
            r"  <memory unit='MiB'>512</memory>\n  <vcpu>1</vcpu>\n  <os>\n    <type>hvm</type>\n  </os>\n</domain>",
        )
    };
}

macro_rules! define {
    ($($xml:tt)*) => { concat!("virDomainDefineXML(conn1, \"", domain!($($xml)*), "\")") };
}

macro_rules! create {
    ($($xml:tt)*) => { concat!("virDomainCreateXML(conn1, \"", domain!($($xml)*), "\", 0)") };
}

pub(super) const PERSISTENT: Walkthrough = Walkthrough {
    id: "persistent",
    steps: &[
        ok("walk-persistent-open", r#"virConnectOpen("test:///default")"#),
        ok("walk-persistent-define", define!("demo")),
        ok("walk-persistent-create", "virDomainCreate(dom1)"),
        fails(ErrorCode::InternalError, "walk-persistent-create-again", "virDomainCreate(dom1)"),
        ok("walk-persistent-suspend", "virDomainSuspend(dom1)"),
        ok("walk-persistent-state", "virDomainGetState(dom1)"),
        ok("walk-persistent-resume", "virDomainResume(dom1)"),
        ok("walk-persistent-shutdown", "virDomainShutdown(dom1)"),
        ok("walk-persistent-still-there", "virDomainGetState(dom1)"),
        ok("walk-persistent-create-anew", "virDomainCreate(dom1)"),
        ok("walk-persistent-undefine", "virDomainUndefine(dom1)"),
        ok("walk-persistent-is-persistent", "virDomainIsPersistent(dom1)"),
        ok("walk-persistent-destroy", "virDomainDestroy(dom1)"),
        fails(ErrorCode::NoDomain, "walk-persistent-gone", r#"virDomainLookupByName(conn1, "demo")"#),
        ok("walk-persistent-free", "virDomainFree(dom1)"),
        ok("walk-persistent-close", "virConnectClose(conn1)"),
    ],
};

pub(super) const IDENTIFIERS: Walkthrough = Walkthrough {
    id: "identifiers",
    steps: &[
        ok("walk-identifiers-open", r#"virConnectOpen("test:///default")"#),
        ok("walk-identifiers-by-name", r#"virDomainLookupByName(conn1, "test")"#),
        ok("walk-identifiers-uuid", "virDomainGetUUID(dom1)"),
        ok("walk-identifiers-uuid-string", "virDomainGetUUIDString(dom1)"),
        ok("walk-identifiers-id", "virDomainGetID(dom1)"),
        ok("walk-identifiers-by-id", "virDomainLookupByID(conn1, 1)"),
        ok(
            "walk-identifiers-by-uuid",
            r#"virDomainLookupByUUIDString(conn1, "6695eb01-f6a4-8304-79aa-97f2502e193f")"#,
        ),
        ok("walk-identifiers-destroy", "virDomainDestroy(dom1)"),
        ok("walk-identifiers-no-id", "virDomainGetID(dom1)"),
        ok("walk-identifiers-stale-id", "virDomainGetID(dom2)"),
        fails(ErrorCode::NoDomain, "walk-identifiers-id-gone", "virDomainLookupByID(conn1, 1)"),
        ok("walk-identifiers-new-id", "virDomainCreate(dom3)"),
        ok("walk-identifiers-free", "virDomainFree(dom1)"),
        ok("walk-identifiers-free-second", "virDomainFree(dom2)"),
        ok("walk-identifiers-free-third", "virDomainFree(dom3)"),
        ok("walk-identifiers-close", "virConnectClose(conn1)"),
    ],
};

pub(super) const LISTING: Walkthrough = Walkthrough {
    id: "listing",
    steps: &[
        ok("walk-listing-open", r#"virConnectOpen("test:///default")"#),
        ok("walk-listing-define", define!("demo")),
        ok("walk-listing-count", "virConnectNumOfDomains(conn1)"),
        ok("walk-listing-ids", "virConnectListDomains(conn1, &, 1)"),
        ok("walk-listing-count-defined", "virConnectNumOfDefinedDomains(conn1)"),
        ok("walk-listing-names", "virConnectListDefinedDomains(conn1, &, 1)"),
        ok("walk-listing-create", "virDomainCreate(dom1)"),
        ok("walk-listing-too-small", "virConnectListDomains(conn1, &, 1)"),
        fails(ErrorCode::InvalidArg, "walk-listing-negative", "virConnectListDomains(conn1, &, -1)"),
        ok("walk-listing-only-count", "virConnectListAllDomains(conn1, NULL, 0)"),
        ok("walk-listing-all", "virConnectListAllDomains(conn1, &, VIR_CONNECT_LIST_DOMAINS_ACTIVE)"),
        ok("walk-listing-free", "virDomainFree(dom2)"),
        ok("walk-listing-free-second", "virDomainFree(dom3)"),
        ok("walk-listing-free-first", "virDomainFree(dom1)"),
        ok("walk-listing-close", "virConnectClose(conn1)"),
    ],
};

pub(super) const TRANSIENT: Walkthrough = Walkthrough {
    id: "transient",
    steps: &[
        ok("walk-transient-open", r#"virConnectOpen("test:///default")"#),
        ok("walk-transient-create", create!("visitor")),
        ok("walk-transient-state", "virDomainGetState(dom1)"),
        ok("walk-transient-is-persistent", "virDomainIsPersistent(dom1)"),
        fails(ErrorCode::OperationInvalid, "walk-transient-managed-save", "virDomainManagedSave(dom1, 0)"),
        ok("walk-transient-suspend", "virDomainSuspend(dom1)"),
        ok("walk-transient-resume", "virDomainResume(dom1)"),
        ok("walk-transient-shutdown", "virDomainShutdown(dom1)"),
        fails(ErrorCode::NoDomain, "walk-transient-gone", "virDomainGetState(dom1)"),
        ok("walk-transient-name", "virDomainGetName(dom1)"),
        fails(ErrorCode::NoDomain, "walk-transient-create-gone", "virDomainCreate(dom1)"),
        ok("walk-transient-free", "virDomainFree(dom1)"),
        ok("walk-transient-close", "virConnectClose(conn1)"),
    ],
};

pub(super) const BOTH_WAYS: Walkthrough = Walkthrough {
    id: "both-ways",
    steps: &[
        ok("walk-both-ways-open", r#"virConnectOpen("test:///default")"#),
        ok(
            "walk-both-ways-create",
            create!("demo", r"  <uuid>0f5b1c6e-3a52-4d0c-9e7f-2b8a64d1c9e0</uuid>\n"),
        ),
        ok("walk-both-ways-transient", "virDomainIsPersistent(dom1)"),
        fails(ErrorCode::OperationFailed, "walk-both-ways-no-uuid", define!("demo")),
        ok(
            "walk-both-ways-define",
            define!("demo", r"  <uuid>0f5b1c6e-3a52-4d0c-9e7f-2b8a64d1c9e0</uuid>\n"),
        ),
        ok("walk-both-ways-persistent", "virDomainIsPersistent(dom1)"),
        ok("walk-both-ways-destroy", "virDomainDestroy(dom1)"),
        ok("walk-both-ways-still-there", "virDomainGetState(dom1)"),
        ok("walk-both-ways-create-anew", "virDomainCreate(dom1)"),
        ok("walk-both-ways-undefine", "virDomainUndefine(dom1)"),
        ok("walk-both-ways-shutdown", "virDomainShutdown(dom1)"),
        fails(ErrorCode::NoDomain, "walk-both-ways-gone", "virDomainGetState(dom1)"),
        ok("walk-both-ways-free", "virDomainFree(dom2)"),
        ok("walk-both-ways-free-first", "virDomainFree(dom1)"),
        ok("walk-both-ways-close", "virConnectClose(conn1)"),
    ],
};
