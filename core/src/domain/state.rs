//! A domain's state and the reason for it: `virDomainState` and its reason enumerations.

use serde::{Deserialize, Serialize};

/// `virDomainState`, by libvirt's numbers.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[repr(i32)]
pub enum DomainState {
    /// No state.
    NoState = 0,
    /// Running.
    Running = 1,
    /// Blocked on a resource.
    Blocked = 2,
    /// Paused: memory is kept, virtual CPUs stand still.
    Paused = 3,
    /// Being shut down.
    Shutdown = 4,
    /// Shut off: not active.
    Shutoff = 5,
    /// Crashed.
    Crashed = 6,
    /// Suspended by the guest's power management.
    PmSuspended = 7,
}

impl DomainState {
    /// Every state, by number.
    pub const ALL: [DomainState; 8] = [
        Self::NoState,
        Self::Running,
        Self::Blocked,
        Self::Paused,
        Self::Shutdown,
        Self::Shutoff,
        Self::Crashed,
        Self::PmSuspended,
    ];

    /// libvirt's name.
    pub const fn c_name(self) -> &'static str {
        match self {
            Self::NoState => "VIR_DOMAIN_NOSTATE",
            Self::Running => "VIR_DOMAIN_RUNNING",
            Self::Blocked => "VIR_DOMAIN_BLOCKED",
            Self::Paused => "VIR_DOMAIN_PAUSED",
            Self::Shutdown => "VIR_DOMAIN_SHUTDOWN",
            Self::Shutoff => "VIR_DOMAIN_SHUTOFF",
            Self::Crashed => "VIR_DOMAIN_CRASHED",
            Self::PmSuspended => "VIR_DOMAIN_PMSUSPENDED",
        }
    }

    /// The state of libvirt's number.
    pub fn from_number(number: i32) -> Option<Self> {
        Self::ALL.into_iter().find(|state| *state as i32 == number)
    }
}

macro_rules! reasons {
    ($($state:ident { $($variant:ident = $number:literal $name:literal),* $(,)? })*) => {
        /// A state with its reason, by libvirt's names: the pair that `virDomainGetState` gives.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
        #[allow(missing_docs)]
        pub enum StateReason { $($($variant),*),* }

        impl StateReason {
            /// Every pair, by state and number.
            pub const ALL: &'static [StateReason] = &[$($(StateReason::$variant),*),*];

            /// The state that it is a reason of.
            pub const fn state(self) -> DomainState {
                match self { $($(StateReason::$variant => DomainState::$state),*),* }
            }

            /// libvirt's number of the reason.
            pub const fn number(self) -> i32 {
                match self { $($(StateReason::$variant => $number),*),* }
            }

            /// libvirt's name of the reason.
            pub const fn c_name(self) -> &'static str {
                match self { $($(StateReason::$variant => concat!("VIR_DOMAIN_", $name)),*),* }
            }
        }
    };
}

reasons! {
    NoState { NoStateUnknown = 0 "NOSTATE_UNKNOWN" }
    Running {
        RunningUnknown = 0 "RUNNING_UNKNOWN",
        RunningBooted = 1 "RUNNING_BOOTED",
        RunningMigrated = 2 "RUNNING_MIGRATED",
        RunningRestored = 3 "RUNNING_RESTORED",
        RunningFromSnapshot = 4 "RUNNING_FROM_SNAPSHOT",
        RunningUnpaused = 5 "RUNNING_UNPAUSED",
        RunningMigrationCanceled = 6 "RUNNING_MIGRATION_CANCELED",
        RunningSaveCanceled = 7 "RUNNING_SAVE_CANCELED",
        RunningWakeup = 8 "RUNNING_WAKEUP",
        RunningCrashed = 9 "RUNNING_CRASHED",
        RunningPostcopy = 10 "RUNNING_POSTCOPY",
        RunningPostcopyFailed = 11 "RUNNING_POSTCOPY_FAILED",
    }
    Blocked { BlockedUnknown = 0 "BLOCKED_UNKNOWN" }
    Paused {
        PausedUnknown = 0 "PAUSED_UNKNOWN",
        PausedUser = 1 "PAUSED_USER",
        PausedMigration = 2 "PAUSED_MIGRATION",
        PausedSave = 3 "PAUSED_SAVE",
        PausedDump = 4 "PAUSED_DUMP",
        PausedIoerror = 5 "PAUSED_IOERROR",
        PausedWatchdog = 6 "PAUSED_WATCHDOG",
        PausedFromSnapshot = 7 "PAUSED_FROM_SNAPSHOT",
        PausedShuttingDown = 8 "PAUSED_SHUTTING_DOWN",
        PausedSnapshot = 9 "PAUSED_SNAPSHOT",
        PausedCrashed = 10 "PAUSED_CRASHED",
        PausedStartingUp = 11 "PAUSED_STARTING_UP",
        PausedPostcopy = 12 "PAUSED_POSTCOPY",
        PausedPostcopyFailed = 13 "PAUSED_POSTCOPY_FAILED",
        PausedApiError = 14 "PAUSED_API_ERROR",
    }
    Shutdown { ShutdownUnknown = 0 "SHUTDOWN_UNKNOWN", ShutdownUser = 1 "SHUTDOWN_USER" }
    Shutoff {
        ShutoffUnknown = 0 "SHUTOFF_UNKNOWN",
        ShutoffShutdown = 1 "SHUTOFF_SHUTDOWN",
        ShutoffDestroyed = 2 "SHUTOFF_DESTROYED",
        ShutoffCrashed = 3 "SHUTOFF_CRASHED",
        ShutoffMigrated = 4 "SHUTOFF_MIGRATED",
        ShutoffSaved = 5 "SHUTOFF_SAVED",
        ShutoffFailed = 6 "SHUTOFF_FAILED",
        ShutoffFromSnapshot = 7 "SHUTOFF_FROM_SNAPSHOT",
        ShutoffDaemon = 8 "SHUTOFF_DAEMON",
    }
    Crashed { CrashedUnknown = 0 "CRASHED_UNKNOWN", CrashedPanicked = 1 "CRASHED_PANICKED" }
    PmSuspended { PmSuspendedUnknown = 0 "PMSUSPENDED_UNKNOWN" }
}

impl StateReason {
    /// The pair of libvirt's numbers.
    pub fn from_numbers(state: DomainState, reason: i32) -> Option<Self> {
        Self::ALL.iter().copied().find(|pair| pair.state() == state && pair.number() == reason)
    }
}
