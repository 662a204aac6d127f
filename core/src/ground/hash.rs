//! A hash of values that is the same on every machine: it is what “equal journals give equal worlds” is measured with.

use std::hash::{Hash, Hasher};

use siphasher::sip128::{Hasher128, SipHasher13};

/// A [`Hasher`] that feeds fixed-width little-endian numbers to SipHash, so that 32-bit wasm and 64-bit hosts agree.
#[derive(Default)]
pub struct StableHasher(SipHasher13);

impl Hasher for StableHasher {
    fn finish(&self) -> u64 {
        self.0.finish()
    }
    fn write(&mut self, bytes: &[u8]) {
        self.0.write(bytes);
    }
    fn write_u8(&mut self, n: u8) {
        self.0.write(&[n]);
    }
    fn write_u16(&mut self, n: u16) {
        self.0.write(&n.to_le_bytes());
    }
    fn write_u32(&mut self, n: u32) {
        self.0.write(&n.to_le_bytes());
    }
    fn write_u64(&mut self, n: u64) {
        self.0.write(&n.to_le_bytes());
    }
    fn write_u128(&mut self, n: u128) {
        self.0.write(&n.to_le_bytes());
    }
    // usize and isize differ in width between targets; lengths and enum discriminants come through here.
    fn write_usize(&mut self, n: usize) {
        self.0.write(&(n as u64).to_le_bytes());
    }
    fn write_isize(&mut self, n: isize) {
        self.0.write(&(n as i64).to_le_bytes());
    }
    fn write_i32(&mut self, n: i32) {
        self.0.write(&n.to_le_bytes());
    }
    fn write_i64(&mut self, n: i64) {
        self.0.write(&n.to_le_bytes());
    }
}

/// The 128-bit stable hash of a value.
pub fn stable_hash(value: &impl Hash) -> u128 {
    let mut hasher = StableHasher::default();
    value.hash(&mut hasher);
    hasher.0.finish128().as_u128()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_everywhere() {
        // Also run in wasm by the web crate: the literal is what makes the two agree.
        let value = (1usize, "a", Some(-1i32), vec![1u8, 2]);
        assert_eq!(format!("{:032x}", stable_hash(&value)), "2dd0e75f85a60bdb3dcb28bab4879461");
    }
}
