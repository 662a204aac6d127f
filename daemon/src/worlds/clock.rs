//! What the virtual clock of a daemon's worlds follows.

use std::time::{SystemTime, UNIX_EPOCH};

use virtlab_core::api::{Call, FunctionId, Value};

/// What the virtual clock follows.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Clock {
    /// The wall clock, by calls that advance it and that the journal has like any other.
    #[default]
    Real,
    /// Only calls that advance it.
    Manual,
}

/// Milliseconds that one call advances the clock by at most: a year.
const STEP_MAX_MS: u64 = 365 * 24 * 60 * 60 * 1000;

impl Clock {
    /// The calls that bring a world's clock to now; none if less than a millisecond is missing, or time went back.
    pub fn calls(self, world_ns: u64) -> impl Iterator<Item = Call> {
        let mut ms = match self {
            Self::Manual => 0,
            Self::Real => now_ns().saturating_sub(world_ns) / 1_000_000,
        };
        std::iter::from_fn(move || {
            let step = ms.min(STEP_MAX_MS);
            ms -= step;
            (step > 0).then(|| Call::new(FunctionId::ClockAdvance, [Value::from(step)]))
        })
    }
}

fn now_ns() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_nanos()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use virtlab_core::world::{CLOCK_START_NS, ClientId, World};

    #[test]
    fn a_world_is_brought_to_now_a_year_at_a_time() {
        let mut world = World::builtin(1);
        let before = now_ns();
        // Long ago, so that it takes more than one call.
        for call in Clock::Real.calls(world.clock_ns().saturating_sub(3 * STEP_MAX_MS * 1_000_000)) {
            assert!(world.perform(ClientId(0), &call).ok(), "{call}");
        }
        assert!(world.clock_ns() + 1_000_000 > before.min(CLOCK_START_NS));
        assert!(world.clock_ns() > CLOCK_START_NS + 2 * STEP_MAX_MS * 1_000_000);
        assert_eq!(Clock::Manual.calls(0).count(), 0);
        assert_eq!(Clock::Real.calls(u64::MAX).count(), 0);
    }
}
