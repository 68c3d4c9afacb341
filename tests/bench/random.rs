//! Random numbers and words of their own for made archives.

/// `SplitMix64`: the same numbers on every machine.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    /// A stream of its own for each article and each try at it.
    pub(crate) fn of(seed: u64, number: u64, attempt: u64) -> Self {
        let mut random = Self(seed ^ number.wrapping_mul(0xd134_2543_de82_ef95));
        let mixed = random.next();
        Self(mixed ^ attempt.wrapping_mul(0xa24b_aed4_963e_e407))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `bound`.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound.max(1) as u64) as usize
    }

    /// True in so many of a hundred cases.
    pub(crate) fn percent(&mut self, share: usize) -> bool {
        self.below(100) < share
    }
}

/// A word of its own for each article, of letters, since digits would be a number.
pub(crate) fn mark(number: u64) -> String {
    const LETTERS: &[u8] = b"bcdfghjklmnpqrst";
    let letter = |place: u64| char::from(LETTERS[(number >> (4 * place) & 15) as usize]);
    std::iter::once("zq".to_owned()).chain((0..6).rev().map(|p| letter(p).to_string())).collect()
}
