//! What chooses: a generator from a seed, or bytes that somebody else chose.

/// A die. From a seed it never ends; from bytes it is spent with the last one.
#[derive(Clone, Debug)]
pub struct Die<'b> {
    source: Source<'b>,
    seed: u64,
}

#[derive(Clone, Debug)]
enum Source<'b> {
    /// The state of Knuth's linear congruential generator.
    Generator(u64),
    /// What is left.
    Bytes(&'b [u8]),
}

impl<'b> Die<'b> {
    /// One stream for each seed.
    pub fn new(seed: u64) -> Self {
        let mut die = Self { source: Source::Generator(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15)), seed };
        die.throw(2);
        die
    }

    /// Throws are these bytes.
    pub fn of(bytes: &'b [u8]) -> Self {
        Self { source: Source::Bytes(bytes), seed: 0 }
    }

    /// Where it began; 0 for bytes.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// Whether all bytes were thrown.
    pub fn is_spent(&self) -> bool {
        matches!(self.source, Source::Bytes([]))
    }

    /// A number from 0 to one less than `sides`; 0 when it is spent.
    pub fn throw(&mut self, sides: usize) -> usize {
        let number = match &mut self.source {
            Source::Generator(state) => {
                *state =
                    state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                (*state >> 33) as usize
            }
            Source::Bytes(rest) => {
                let (now, then) = rest.split_at(rest.len().min(if sides > 256 { 2 } else { 1 }));
                *rest = then;
                now.iter().fold(0, |number, byte| number << 8 | usize::from(*byte))
            }
        };
        number % sides.max(1)
    }

    /// One time in so many.
    pub fn one_in(&mut self, times: usize) -> bool {
        self.throw(times) == 0
    }

    /// One of these, if there are any.
    pub fn choose<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        let index = self.throw(items.len());
        items.get(index)
    }
}

#[cfg(test)]
mod tests {
    use super::Die;

    #[test]
    fn a_seed_throws_alike_for_ever_and_bytes_come_to_an_end() {
        let throws = |mut die: Die<'_>| (0..50).map(|_| die.throw(1000)).collect::<Vec<_>>();
        assert_eq!(throws(Die::new(7)), throws(Die::new(7)));
        assert_ne!(throws(Die::new(7)), throws(Die::new(8)));
        let mut die = Die::of(&[1, 2, 3]);
        assert_eq!((die.throw(256), die.throw(1000), die.is_spent()), (1, 2 * 256 + 3, true));
        assert_eq!(die.throw(9), 0);
    }
}
