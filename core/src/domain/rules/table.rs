//! The rows. Read them from the top: the first of a verb whose conditions all hold decides.

use super::{Denial, Effect, Effect::*, Rule, Then, Then::*, Verb, When, When::*};
use crate::domain::DomainEvent as Event;
use crate::domain::DomainState::*;
use crate::domain::StateReason::*;
use crate::domain::moment::SnapshotState as Was;
use crate::ground::ErrorCode::{self, InternalError, OperationInvalid, OperationUnsupported};
use crate::ground::ErrorDomain;

/// libvirt's shared helper reports this one (`virDomainObjCheckActive`), not the driver.
const NOT_RUNNING: Then =
    Deny(Denial { code: OperationInvalid, detail: "domain is not running", from: Some(ErrorDomain::Domain) });

const fn deny(code: ErrorCode, detail: &'static str) -> Then {
    Deny(Denial { code, detail, from: None })
}

const fn on(verb: Verb, when: &'static [When], then: Then) -> Rule {
    Rule { verb, when, then }
}

/// `VIR_DOMAIN_SNAPSHOT_CREATE_HALT`.
const HALT: u32 = 8;
/// `VIR_DOMAIN_SNAPSHOT_REVERT_RUNNING`.
const RUNNING: u32 = 1;
/// `VIR_DOMAIN_SNAPSHOT_REVERT_PAUSED`.
const PAUSED: u32 = 2;
/// Snapshots that hold the memory of a domain that ran.
const ONLINE: &[Was] = &[Was::Running, Was::Paused];

/// The steps of going back to a snapshot.
type Deed = (Effect, Option<Event>);
const LOAD: Deed = (Load, None);
const STOP: Deed = (Effect::Halt(ShutoffFromSnapshot), Some(Event::StoppedFromSnapshot));
const START: Deed = (Start(RunningFromSnapshot), Some(Event::StartedFromSnapshot));
const PAUSE: Deed = (Go(PausedFromSnapshot), Some(Event::SuspendedFromSnapshot));
const TELL_START: Deed = (Stay, Some(Event::StartedFromSnapshot));
const TELL_PAUSE: Deed = (Stay, Some(Event::SuspendedFromSnapshot));

/// Every row, in the order in which they are read.
#[rustfmt::skip]
pub static RULES: &[Rule] = &[
    on(Verb::Create, &[NotIn(&[Shutoff])], deny(InternalError, "Domain '{name}' is already running")),
    on(Verb::Create, &[], Do(Start(RunningBooted), Some(Event::StartedBooted))),

    on(Verb::CreateXml, &[Active], deny(OperationInvalid, "domain '{name}' is already active")),
    on(Verb::CreateXml, &[], Do(Start(RunningBooted), Some(Event::StartedBooted))),

    on(Verb::Restore, &[Active], deny(OperationInvalid, "domain '{name}' is already active")),
    on(Verb::Restore, &[], Do(Start(RunningRestored), Some(Event::StartedRestored))),

    on(Verb::Define, &[], Do(Define, Some(Event::DefinedUpdated))),

    on(Verb::Suspend, &[In(&[Shutoff, Paused])], deny(InternalError, "domain '{name}' not running")),
    on(Verb::Suspend, &[], Do(Go(PausedUser), Some(Event::SuspendedPaused))),

    on(Verb::Resume, &[NotIn(&[Paused])], deny(InternalError, "domain '{name}' not paused")),
    on(Verb::Resume, &[], Do(Go(RunningUnpaused), Some(Event::ResumedUnpaused))),

    on(Verb::Shutdown, &[In(&[Shutoff])], deny(InternalError, "domain '{name}' not running")),
    on(Verb::Shutdown, &[PoweroffRestarts], Do(Go(RunningBooted), None)),
    on(Verb::Shutdown, &[], Do(Stop(ShutoffShutdown), Some(Event::StoppedShutdown))),

    on(Verb::Reboot, &[Inactive], NOT_RUNNING),
    on(Verb::Reboot, &[RebootRestarts], Do(Go(RunningBooted), None)),
    on(Verb::Reboot, &[], Do(Stop(ShutoffShutdown), Some(Event::StoppedShutdown))),

    on(Verb::Reset, &[Inactive], NOT_RUNNING),
    on(Verb::Reset, &[], Do(Stay, None)),

    on(Verb::Destroy, &[Inactive], NOT_RUNNING),
    on(Verb::Destroy, &[], Do(Stop(ShutoffDestroyed), Some(Event::StoppedDestroyed))),

    on(Verb::Undefine, &[ManagedSave, NoFlag(0x1)],
        deny(OperationInvalid, "Refusing to undefine while domain managed save image exists")),
    on(Verb::Undefine, &[Inactive, Snapshots, NoFlag(0x2)],
        deny(OperationInvalid, "cannot delete inactive domain with {snapshots} snapshots")),
    on(Verb::Undefine, &[Active], Do(MakeTransient, Some(Event::UndefinedRemoved))),
    on(Verb::Undefine, &[], Do(Remove, Some(Event::UndefinedRemoved))),

    on(Verb::Save, &[Inactive], NOT_RUNNING),
    on(Verb::Save, &[], Do(Stop(ShutoffSaved), Some(Event::StoppedSaved))),

    on(Verb::ManagedSave, &[Inactive], NOT_RUNNING),
    on(Verb::ManagedSave, &[Transient], deny(OperationInvalid, "cannot do managed save for transient domain")),
    on(Verb::ManagedSave, &[], Do(StopSaved(ShutoffSaved), Some(Event::StoppedSaved))),

    on(Verb::ManagedSaveRemove, &[], Do(DropManagedSave, None)),

    on(Verb::CoreDump, &[Inactive], NOT_RUNNING),
    on(Verb::CoreDump, &[Flag(0x1)], Do(Stop(ShutoffCrashed), Some(Event::StoppedCrashed))),
    on(Verb::CoreDump, &[], Do(Stay, None)),

    on(Verb::Rename, &[Active], deny(OperationInvalid, "cannot rename active domain")),
    on(Verb::Rename, &[], Do(Rename, Some(Event::DefinedRenamed))),

    on(Verb::SetAutostart, &[], Do(Autostart, None)),

    on(Verb::SnapshotCreate, &[Checkpoints],
        deny(OperationUnsupported, "cannot create snapshot while checkpoint exists")),
    on(Verb::SnapshotCreate, &[Transient, Flag(HALT)],
        deny(OperationInvalid, "cannot halt after transient domain snapshot")),
    on(Verb::SnapshotCreate, &[Active, Flag(HALT)], Do(Stop(ShutoffFromSnapshot), Some(Event::StoppedFromSnapshot))),
    on(Verb::SnapshotCreate, &[], Do(Stay, None)),

    on(Verb::Revert, &[Transient, SnapshotNotIn(ONLINE), NoFlag(RUNNING | PAUSED)], deny(OperationInvalid,
        "transient domain needs to request run or pause to revert to inactive snapshot")),
    on(Verb::Revert, &[SnapshotIn(ONLINE), Active, Flag(RUNNING)], Chain(&[STOP, LOAD, START])),
    on(Verb::Revert, &[SnapshotIn(ONLINE), Active, Flag(PAUSED)], Chain(&[STOP, LOAD, START, PAUSE])),
    on(Verb::Revert, &[SnapshotIn(&[Was::Paused]), Active], Chain(&[STOP, LOAD, START, PAUSE])),
    on(Verb::Revert, &[SnapshotIn(&[Was::Running]), Active], Chain(&[STOP, LOAD, START])),
    on(Verb::Revert, &[SnapshotIn(ONLINE), Flag(RUNNING)], Chain(&[LOAD, START])),
    on(Verb::Revert, &[SnapshotIn(ONLINE), Flag(PAUSED)], Chain(&[LOAD, START, PAUSE])),
    on(Verb::Revert, &[SnapshotIn(&[Was::Paused])], Chain(&[LOAD, START, PAUSE])),
    on(Verb::Revert, &[SnapshotIn(&[Was::Running])], Chain(&[LOAD, START])),
    // The test driver tells of a start that it does not make.
    on(Verb::Revert, &[Active, Flag(PAUSED)], Chain(&[LOAD, STOP, TELL_START, TELL_PAUSE])),
    on(Verb::Revert, &[Active, Flag(RUNNING)], Chain(&[LOAD, STOP, TELL_START])),
    on(Verb::Revert, &[Active], Chain(&[LOAD, STOP])),
    on(Verb::Revert, &[Flag(PAUSED)], Chain(&[LOAD, TELL_START, TELL_PAUSE])),
    on(Verb::Revert, &[Flag(RUNNING)], Chain(&[LOAD, TELL_START])),
    on(Verb::Revert, &[], Chain(&[LOAD])),

    on(Verb::CheckpointCreate, &[Snapshots],
        deny(OperationUnsupported, "cannot create checkpoint while snapshot exists")),
    on(Verb::CheckpointCreate, &[Inactive],
        deny(OperationUnsupported, "cannot create checkpoint for inactive domain")),
    on(Verb::CheckpointCreate, &[], Do(Stay, None)),
];
