//! Seeded randomness, one stream for each kind of thing that is made, so that asking for one more UUID does not
//! change the next MAC address.

use rand_core::{Rng as _, SeedableRng};
use rand_pcg::Pcg64Mcg;
use serde::{Deserialize, Serialize};

/// What a stream of random numbers is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stream {
    /// UUIDs of domains defined without one.
    Uuid = 0,
    /// MAC addresses of interfaces defined without one.
    Mac = 1,
}

const STREAMS: usize = 2;

/// The world's generators. Cloning one clones its future.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Rng {
    streams: [Pcg64Mcg; STREAMS],
    drawn: [u64; STREAMS],
    seed: u64,
}

impl std::hash::Hash for Rng {
    // The generator's state follows from the seed and how often it was asked.
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.seed.hash(state);
        self.drawn.hash(state);
    }
}

impl Rng {
    /// Generators of a seed.
    pub fn new(seed: u64) -> Self {
        let stream = |kind: u64| {
            // PCG wants well-mixed seeds; an odd multiple of the golden ratio keeps the streams apart.
            Pcg64Mcg::seed_from_u64(seed ^ (kind + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15))
        };
        Self { streams: [stream(0), stream(1)], drawn: [0; STREAMS], seed }
    }

    /// Fills `bytes` from a stream.
    pub fn fill(&mut self, stream: Stream, bytes: &mut [u8]) {
        self.drawn[stream as usize] += 1;
        self.streams[stream as usize].fill_bytes(bytes);
    }

    /// A random (version 4) UUID, as `virUUIDGenerate` makes them.
    pub fn uuid(&mut self) -> uuid::Uuid {
        let mut bytes = [0; 16];
        self.fill(Stream::Uuid, &mut bytes);
        uuid::Builder::from_random_bytes(bytes).into_uuid()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_do_not_disturb_each_other() {
        let (mut a, mut b) = (Rng::new(7), Rng::new(7));
        a.fill(Stream::Mac, &mut [0; 3]);
        assert_eq!(a.uuid(), b.uuid());
        assert_ne!(Rng::new(7).uuid(), Rng::new(8).uuid());
    }
}
