//! `<clock>`: what the guest's clock is set to, and its timers.

use serde::{Deserialize, Serialize};

use crate::words;

words! {
    /// What a variable clock is counted from. `virDomainClockBasis` of libvirt.
    pub enum ClockBasis { Utc "utc", Localtime "localtime" }
}

words! {
    /// `<timer name='…'>`. `virDomainTimerNameType` of libvirt.
    pub enum TimerName {
        Platform "platform", Pit "pit", Rtc "rtc", Hpet "hpet", Tsc "tsc", Kvmclock "kvmclock",
        Hypervclock "hypervclock", Armvtimer "armvtimer",
    }
}

words! {
    /// `<timer tickpolicy='…'>`. `virDomainTimerTickpolicyType` of libvirt, without its absent value.
    pub enum TickPolicy { Delay "delay", Catchup "catchup", Merge "merge", Discard "discard" }
}

words! {
    /// `<timer track='…'>`. `virDomainTimerTrackType` of libvirt, without its absent value.
    pub enum TimerTrack { Boot "boot", Guest "guest", Wall "wall", Realtime "realtime" }
}

words! {
    /// `<timer mode='…'>`. `virDomainTimerModeType` of libvirt, without its absent value.
    pub enum TimerMode {
        Auto "auto", Native "native", Emulate "emulate", Paravirt "paravirt", Smpsafe "smpsafe",
    }
}

/// `<clock offset='…'>` and what goes with it.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum ClockOffset {
    /// UTC; with whether an adjustment made by the guest is forgotten (`adjustment='reset'`).
    Utc(bool),
    /// The host's time zone; with the same.
    Localtime(bool),
    /// Some seconds off.
    Variable {
        /// By how many.
        adjustment_s: i64,
        /// From what.
        basis: ClockBasis,
    },
    /// A time zone by name.
    Timezone(Box<str>),
    /// Always the same at boot: seconds since 1970.
    Absolute(u64),
}

/// One `<timer>`. `virDomainTimerDef` of libvirt.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Timer {
    /// `name`.
    pub name: TimerName,
    /// `present`.
    pub present: Option<bool>,
    /// `tickpolicy`.
    pub tick_policy: Option<TickPolicy>,
    /// `track`.
    pub track: Option<TimerTrack>,
    /// `mode`.
    pub mode: Option<TimerMode>,
    /// `frequency`, in Hz; 0 for none.
    pub frequency_hz: u64,
    /// `<catchup>`: threshold, slew and limit, each 0 for none.
    pub catchup: Option<Box<[u64; 3]>>,
}

/// `<clock>`. `virDomainClockDef` of libvirt.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Clock {
    /// What it shows.
    pub offset: ClockOffset,
    /// The timers, in document order.
    pub timers: Box<[Timer]>,
}
