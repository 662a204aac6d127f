//! The rows. Read them from the top: the first of a verb whose conditions all hold decides.

use super::{Denial, Effect::*, Rule, Then, Then::*, Verb, When, When::*};
use crate::domain::DomainEvent as Event;
use crate::domain::DomainState::*;
use crate::domain::StateReason::*;
use crate::ground::ErrorCode::{self, InternalError, OperationInvalid};
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
];
