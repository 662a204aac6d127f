//! Guesses the next bit of a text: contexts of several lengths vote, and who was right lately counts for more. Whole
//! numbers only, so that every machine guesses alike.
//!
//! A session's text is short, and most of what stands in it stands in every session's. So what matters is to know the
//! usual words before the first byte ([`Model::taught`]), which deflate cannot do in Rust, and to learn from one sight.

/// Places in the table of one context's guesses, as a power of two.
const PLACES_BITS: u32 = 18;
/// The lengths of the contexts in bytes.
const ORDERS: [usize; 6] = [1, 2, 3, 4, 6, 9];
/// The contexts above, the word that is begun with the one before it, and the longest match.
const VOTES: usize = ORDERS.len() + 2;
/// The shortest stretch that counts as a match.
const MATCH_MIN: usize = 5;
/// Sets of weights: by how long the match is.
const SETS: usize = 16;
/// A bit's probability in 16 bits.
const HALF: i32 = 1 << 15;

/// A guess that is kept: a probability of a one, how often it was put to the test, and a part of its context's hash.
#[derive(Clone, Copy, Default)]
struct Kept {
    chance: u16,
    seen: u8,
    check: u8,
}

/// What has been read so far, and what follows from it.
pub(crate) struct Model {
    text: Vec<u8>,
    /// The bits of the byte that is being read, after a leading one.
    partial: usize,
    hashes: [u32; VOTES - 1],
    tables: Vec<Vec<Kept>>,
    places: [usize; VOTES - 1],
    /// Where the text that the match follows goes on, and how long the match is.
    matched: usize,
    length: usize,
    /// Where a stretch of [`MATCH_MIN`] bytes was last seen, by its hash.
    last_seen: Vec<u32>,
    match_chances: Vec<u16>,
    weights: [[i32; VOTES]; SETS],
    votes: [i32; VOTES],
    mixed: i32,
    stretches: Vec<i16>,
}

impl Model {
    /// A model that has read `lesson`.
    pub fn taught(lesson: &[u8]) -> Self {
        let tables = ORDERS.len() + 1;
        let mut model = Self {
            text: Vec::with_capacity(lesson.len() * 2),
            partial: 1,
            hashes: [0; VOTES - 1],
            tables: vec![vec![Kept { chance: 1 << 15, ..Kept::default() }; 1 << PLACES_BITS]; tables],
            places: [0; VOTES - 1],
            matched: 0,
            length: 0,
            last_seen: vec![0; 1 << 16],
            match_chances: (0..64u32).map(|n| (0xC000 + n * 0xF0).min(0xFFF0) as u16).collect(),
            weights: [[(1 << 16) * 3 / 10; VOTES]; SETS],
            votes: [0; VOTES],
            mixed: HALF,
            stretches: stretches(),
        };
        model.next_bit();
        for byte in lesson {
            for n in (0..8).rev() {
                model.learn(byte >> n & 1 == 1);
            }
        }
        model
    }

    /// The chance that the next bit is a one, of 65,536 and never one of the ends.
    pub fn chance(&self) -> u32 {
        self.mixed.clamp(24, 65_536 - 24) as u32
    }

    /// Takes the next bit.
    pub fn learn(&mut self, bit: bool) {
        self.weigh(bit);
        for (table, place) in self.tables.iter_mut().zip(self.places) {
            learn(&mut table[place], bit);
        }
        if self.length > 0 {
            let right = self.foretold() == bit;
            let chance = &mut self.match_chances[self.length.min(63)];
            let goal = if right { 65_535 } else { 0 };
            *chance = (i32::from(*chance) + (goal - i32::from(*chance)) / 64) as u16;
            if !right {
                self.length = 0;
            }
        }
        self.partial = self.partial << 1 | usize::from(bit);
        if self.partial >= 256 {
            self.text.push(self.partial as u8);
            self.partial = 1;
            self.next_byte();
        }
        self.next_bit();
    }

    /// The bit that the match says comes next.
    fn foretold(&self) -> bool {
        let bits = (usize::BITS - 1 - self.partial.leading_zeros()) as u8;
        self.text[self.matched] >> (7 - bits) & 1 == 1
    }

    /// The contexts of a new byte.
    fn next_byte(&mut self) {
        let text = &self.text;
        for (hash, order) in self.hashes.iter_mut().zip(ORDERS) {
            *hash = hashed(order as u32, &text[text.len().saturating_sub(order)..]);
        }
        self.hashes[ORDERS.len()] = hashed(99, words(text));
        if self.length > 0 {
            self.length += 1;
            self.matched += 1;
        }
        let Some(from) = text.len().checked_sub(MATCH_MIN) else { return };
        let place = hashed(77, &text[from..]) as usize >> 16;
        if self.length == 0 {
            self.matched = self.last_seen[place] as usize;
            let before = text[..self.matched].iter().rev();
            self.length =
                before.zip(text.iter().rev()).take(255).take_while(|(one, other)| one == other).count();
            if self.length < MATCH_MIN {
                self.length = 0;
            }
        }
        self.last_seen[place] = text.len() as u32;
    }

    /// Lets the contexts vote on the next bit.
    fn next_bit(&mut self) {
        for n in 0..VOTES - 1 {
            let hash =
                (self.hashes[n] ^ (self.partial as u32).wrapping_mul(0x9E37_79B1)).wrapping_mul(0x85EB_CA6B);
            let hash = hash ^ hash >> 15;
            let place = hash as usize & ((1 << PLACES_BITS) - 1);
            let check = (hash >> 24) as u8;
            let kept = &mut self.tables[n][place];
            if kept.check != check {
                *kept = Kept { chance: 1 << 15, seen: 0, check };
            }
            self.places[n] = place;
            self.votes[n] = match kept.seen {
                0 => 0,
                seen => {
                    let stretched = i32::from(self.stretches[usize::from(kept.chance >> 4)]);
                    stretched * (3 + i32::from(seen.min(5))) / 6
                }
            };
        }
        self.votes[VOTES - 1] = match self.length {
            0 => 0,
            length => {
                let stretched =
                    i32::from(self.stretches[usize::from(self.match_chances[length.min(63)] >> 4)]);
                if self.foretold() { stretched } else { -stretched }
            }
        };
        let weights = &self.weights[self.set()];
        let sum: i64 = weights.iter().zip(self.votes).map(|(w, v)| i64::from(*w) * i64::from(v)).sum();
        self.mixed = squash((sum >> 16).clamp(-2047, 2047) as i32);
    }

    /// Which weights are used.
    fn set(&self) -> usize {
        match self.length {
            0 => 0,
            length => 1 + (length / 3).min(SETS - 2),
        }
    }

    /// Gives more weight to whoever was right.
    fn weigh(&mut self, bit: bool) {
        let wrong = (if bit { 65_535 } else { 0 }) - self.mixed;
        let set = self.set();
        for (weight, vote) in self.weights[set].iter_mut().zip(self.votes) {
            let by = (i64::from(vote) * i64::from(wrong)) >> 16;
            *weight = (*weight + by as i32).clamp(-(1 << 20), 1 << 20);
        }
    }
}

/// The last word and what is begun of the next: letters, digits and what stands between.
fn words(text: &[u8]) -> &[u8] {
    let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let begun = text.iter().rev().take_while(|byte| is_word(byte)).count();
    let rest = &text[..text.len() - begun];
    let between = rest.iter().rev().take(8).take_while(|byte| !is_word(byte)).count();
    let rest = &rest[..rest.len() - between];
    let word = rest.iter().rev().take(24).take_while(|byte| is_word(byte)).count();
    &text[rest.len() - word..]
}

fn hashed(start: u32, bytes: &[u8]) -> u32 {
    let hash = bytes.iter().fold(start.wrapping_mul(0x9E37_79B1) | 1, |hash, byte| {
        (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193).rotate_left(5)
    });
    hash.wrapping_mul(0x9E37_79B1)
}

/// Moves a guess towards what came, by less the more often it was tested.
fn learn(kept: &mut Kept, bit: bool) {
    let goal = if bit { 65_535 } else { 0 };
    let step = 2 * (goal - i32::from(kept.chance)) / (2 * i32::from(kept.seen) + 3);
    kept.chance = (i32::from(kept.chance) + step) as u16;
    kept.seen = (kept.seen + 1).min(30);
}

/// 65,536 / (1 + e^-x), x in 256ths, between points that are far enough from each other to be exact.
fn squash(x: i32) -> i32 {
    const POINTS: [i32; 33] = [
        22, 36, 59, 98, 161, 265, 436, 717, 1176, 1921, 3109, 4971, 7812, 11_955, 17_625, 24_743, 32_768,
        40_793, 47_911, 53_581, 57_724, 60_565, 62_427, 63_615, 64_360, 64_819, 65_100, 65_271, 65_375,
        65_438, 65_477, 65_500, 65_514,
    ];
    let from = ((x + 2048) >> 7) as usize;
    let part = (x + 2048) & 127;
    POINTS[from] + (((POINTS[from + 1] - POINTS[from]) * part) >> 7)
}

/// The inverse of [`squash`], for probabilities in 12 bits.
fn stretches() -> Vec<i16> {
    let mut table = vec![2047; 4096];
    let mut from = 0;
    for x in -2047..=2047 {
        let to = (squash(x) >> 4) as usize;
        if to >= from {
            table[from..=to].fill(x as i16);
            from = to + 1;
        }
    }
    table
}
