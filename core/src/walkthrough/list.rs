//! The walkthroughs' calls: hosts and errors here, domains in `domains`.

use super::domains;
use super::{WalkStep, Walkthrough, fails, ok};
use crate::ground::ErrorCode;
use crate::world::ClientId;

pub(super) const ALL: &[Walkthrough] = &[
    domains::PERSISTENT,
    CONNECTING,
    HOST,
    ERRORS,
    domains::IDENTIFIERS,
    domains::LISTING,
    domains::TRANSIENT,
    domains::BOTH_WAYS,
];

const CONNECTING: Walkthrough = Walkthrough {
    id: "connecting",
    steps: &[
        ok("walk-connecting-open", r#"virConnectOpen("test:///default")"#),
        ok("walk-connecting-uri", "virConnectGetURI(conn1)"),
        ok("walk-connecting-type", "virConnectGetType(conn1)"),
        ok("walk-connecting-remote", r#"virConnectOpen("xen+ssh://root@node.example.com/")"#),
        ok("walk-connecting-remote-type", "virConnectGetType(conn2)"),
        ok("walk-connecting-encrypted", "virConnectIsEncrypted(conn2)"),
        ok("walk-connecting-secure", "virConnectIsSecure(conn2)"),
        fails(
            ErrorCode::SystemError,
            "walk-connecting-no-host",
            r#"virConnectOpen("xen+ssh://root@nowhere.example.com/")"#,
        ),
        fails(ErrorCode::NoConnect, "walk-connecting-no-driver", r#"virConnectOpen("zen:///system")"#),
        ok("walk-connecting-read-only", r#"virConnectOpenReadOnly("test:///default")"#),
        ok("walk-connecting-look", r#"virDomainLookupByName(conn3, "test")"#),
        fails(ErrorCode::OperationDenied, "walk-connecting-denied", "virDomainSuspend(dom1)"),
        ok("walk-connecting-free", "virDomainFree(dom1)"),
        ok("walk-connecting-close-read-only", "virConnectClose(conn3)"),
        ok("walk-connecting-close-remote", "virConnectClose(conn2)"),
        ok("walk-connecting-close", "virConnectClose(conn1)"),
    ],
};

const HOST: Walkthrough = Walkthrough {
    id: "host",
    steps: &[
        ok("walk-host-open", r#"virConnectOpen("qemu:///system")"#),
        ok("walk-host-capabilities", "virConnectGetCapabilities(conn1)"),
        ok("walk-host-hostname", "virConnectGetHostname(conn1)"),
        ok("walk-host-info", "virNodeGetInfo(conn1)"),
        ok("walk-host-free-memory", "virNodeGetFreeMemory(conn1)"),
        ok("walk-host-cells", "virNodeGetCellsFreeMemory(conn1, &, 0, 2)"),
        ok("walk-host-cpu-map", "virNodeGetCPUMap(conn1)"),
        ok("walk-host-max-vcpus", r#"virConnectGetMaxVcpus(conn1, "kvm")"#),
        ok("walk-host-version", "virConnectGetVersion(conn1)"),
        ok("walk-host-lib-version", "virConnectGetLibVersion(conn1)"),
        ok("walk-host-test", r#"virConnectOpen("test:///default")"#),
        ok("walk-host-test-info", "virNodeGetInfo(conn2)"),
        ok("walk-host-test-free", "virNodeGetFreeMemory(conn2)"),
        ok("walk-host-test-close", "virConnectClose(conn2)"),
        ok("walk-host-close", "virConnectClose(conn1)"),
    ],
};

const ERRORS: Walkthrough = Walkthrough {
    id: "errors",
    steps: &[
        ok("walk-errors-open", r#"virConnectOpen("test:///default")"#),
        fails(ErrorCode::NoDomain, "walk-errors-fail", r#"virDomainLookupByName(conn1, "nobody")"#),
        ok("walk-errors-code", "virGetLastErrorCode()"),
        ok("walk-errors-read", "virGetLastError()"),
        WalkStep { client: ClientId(1), ..ok("walk-errors-thread", "virGetLastErrorMessage()") },
        ok("walk-errors-handle", r#"virDomainLookupByName(conn1, "test")"#),
        fails(ErrorCode::InternalError, "walk-errors-unread", "virDomainResume(dom1)"),
        ok("walk-errors-lost", "virDomainGetName(dom1)"),
        ok("walk-errors-none", "virGetLastErrorMessage()"),
        fails(ErrorCode::InvalidDomain, "walk-errors-null", "virDomainCreate(NULL)"),
        ok("walk-errors-save", "virSaveLastError()"),
        ok("walk-errors-free-domain", "virDomainFree(dom1)"),
        ok("walk-errors-set", "virSetError(err1)"),
        ok("walk-errors-again", "virGetLastErrorMessage()"),
        ok("walk-errors-free", "virFreeError(err1)"),
        ok("walk-errors-close", "virConnectClose(conn1)"),
    ],
};
