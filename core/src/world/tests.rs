//! The door, tried as a client would. Conformance to real libvirt is proved by the recordings (crate virtlab-tests); here is
//! what no recording can hold: notices, several clients, the clock, and that worlds are values.

use super::{ClientId, World};
use crate::api::{Notice, Outcome, Value};

const XML: &str = "<domain type='test'><name>d</name><memory>1024</memory><os><type>hvm</type></os></domain>";

/// A client in a world.
struct Bench(World);

impl Bench {
    /// With `conn1` to `test:///default`.
    fn new() -> Self {
        let mut bench = Self(World::builtin(1));
        bench.ok("virConnectOpen(\"test:///default\")");
        bench
    }

    /// With `dom1`, defined and inactive.
    fn defined() -> Self {
        let mut bench = Self::new();
        bench.ok(&format!("virDomainDefineXML(conn1, \"{XML}\")"));
        bench
    }

    fn by(&mut self, client: u32, call: &str) -> Outcome {
        let call = call.parse().unwrap_or_else(|e| panic!("{call}: {e}"));
        self.0.perform(ClientId(client), &call)
    }

    fn does(&mut self, call: &str) -> Outcome {
        self.by(0, call)
    }

    #[track_caller]
    fn ok(&mut self, call: &str) -> Value {
        let outcome = self.does(call);
        assert_eq!(outcome.error, None, "{call}");
        outcome.ret
    }

    #[track_caller]
    fn fails(&mut self, call: &str, code: i32, message: &str) -> Outcome {
        let outcome = self.does(call);
        let error = outcome.error.clone().unwrap_or_else(|| panic!("{call} did not fail"));
        assert_eq!((error.code.number(), &*error.message), (code, message), "{call}");
        outcome
    }

    /// `virDomainGetState` of dom1.
    #[track_caller]
    fn state(&mut self) -> (Value, Value) {
        let out = self.does("virDomainGetState(dom1)").out;
        (out[0].1.clone(), out[1].1.clone())
    }
}

#[test]
fn a_domain_lives_its_life() {
    let mut bench = Bench::defined();
    assert_eq!(bench.state(), (5.into(), 0.into()));
    bench.ok("virDomainCreate(dom1)");
    assert_eq!(bench.state(), (1.into(), 1.into()));
    assert_eq!(bench.ok("virDomainGetID(dom1)"), 2.into());
    bench.fails("virDomainCreate(dom1)", 1, "internal error: Domain 'd' is already running");
    bench.ok("virDomainSuspend(dom1)");
    assert_eq!(bench.state(), (3.into(), 1.into()));
    bench.ok("virDomainResume(dom1)");
    bench.ok("virDomainShutdown(dom1)");
    assert_eq!(bench.state(), (5.into(), 1.into()));
    bench.ok("virDomainCreate(dom1)");
    bench.ok("virDomainUndefine(dom1)");
    assert_eq!(bench.ok("virDomainIsPersistent(dom1)"), 0.into());
    bench.ok("virDomainDestroy(dom1)");
    let uuid = bench.does("virDomainGetUUIDString(dom1)").out[0].1.clone();
    let uuid = uuid.as_text().unwrap().to_owned();
    bench.fails(
        "virDomainGetState(dom1)",
        42,
        &format!("Domain not found: no domain with matching uuid '{uuid}' (d)"),
    );
}

#[test]
fn an_unread_error_that_is_lost_is_told() {
    let mut bench = Bench::defined();
    bench.fails("virDomainSuspend(dom1)", 1, "internal error: domain 'd' not running");
    let outcome = bench.does("virDomainGetName(dom1)");
    assert!(matches!(&outcome.notices[..], [Notice::ErrorLost(error)] if error.code.number() == 1));
    bench.does("virDomainSuspend(dom1)");
    assert_eq!(bench.ok("virGetLastErrorCode()"), 1.into());
    assert_eq!(bench.does("virDomainGetName(dom1)").notices, [], "it was read");
}

#[test]
fn errors_are_per_client() {
    let mut bench = Bench::defined();
    bench.does("virDomainSuspend(dom1)");
    assert_eq!(bench.by(1, "virGetLastErrorCode()").ret, 0.into());
    assert_eq!(bench.ok("virGetLastErrorCode()"), 1.into());
}

#[test]
fn use_after_free_and_leaks_are_told() {
    let mut bench = Bench::defined();
    let outcome = bench.does("virConnectClose(conn1)");
    assert_eq!(outcome.ret, 1.into());
    assert!(matches!(&outcome.notices[..], [Notice::StillReferenced(_, handles)] if handles.len() == 1));
    let outcome = bench.does("virDomainFree(dom1)");
    assert!(matches!(&outcome.notices[..], [Notice::HostForgot(_)]), "{:?}", outcome.notices);
    let outcome = bench.fails("virDomainGetName(dom1)", 7, "invalid domain pointer in virDomainGetName");
    assert!(matches!(&outcome.notices[..], [Notice::UseAfterFree(_)]));
    let outcome = bench.fails("virDomainGetName(dom9)", 7, "invalid domain pointer in virDomainGetName");
    assert!(outcome.notices.iter().any(|n| matches!(n, Notice::UnknownHandle(_))));
    let outcome = bench.fails("virConnectGetURI(dom1)", 6, "invalid connection pointer in virConnectGetURI");
    assert!(outcome.notices.iter().any(|n| matches!(n, Notice::WrongHandleKind(_))));
}

#[test]
fn events_reach_every_client_that_listens_when_its_loop_turns() {
    let mut bench = Bench::defined();
    for call in [
        "virEventRegisterDefaultImpl()",
        "virConnectOpen(\"test:///default\")",
        "virConnectDomainEventRegisterAny(conn1, NULL, VIR_DOMAIN_EVENT_ID_LIFECYCLE, \"tell\")",
    ] {
        assert_eq!(bench.by(1, call).error, None);
    }
    let outcome = bench.does("virDomainCreate(dom1)");
    assert_eq!((outcome.raised.len(), outcome.delivered.len()), (1, 0));
    assert_eq!(bench.by(1, "virEventRunDefaultImpl()").delivered.len(), 1);
    assert_eq!(bench.by(1, "virEventRunDefaultImpl()").notices, [Notice::WouldBlock]);
}

#[test]
fn the_clock_goes_on_only_when_told() {
    let mut bench = Bench::new();
    let start = bench.0.clock_ns();
    bench.ok("virConnectGetURI(conn1)");
    assert_eq!(bench.0.clock_ns(), start);
    bench.ok("virtlabClockAdvance(1500)");
    assert_eq!(bench.0.clock_ns(), start + 1_500_000_000);
}

#[test]
fn a_preview_changes_nothing() {
    let bench = Bench::defined();
    let before = bench.0.state_hash();
    let outcome = bench.0.preview(ClientId(0), &"virDomainCreate(dom1)".parse().unwrap());
    assert!(outcome.ok() && outcome.rule.is_some());
    assert_eq!(bench.0.state_hash(), before);
}

#[test]
fn differences_are_what_a_step_changed() {
    let mut bench = Bench::defined();
    let before = bench.0.clone();
    bench.ok("virDomainCreate(dom1)");
    let changes = super::diff(&before, &bench.0);
    assert!(matches!(&changes[..], [change] if change.transition().is_some()), "{changes:?}");
}
