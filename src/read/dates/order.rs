//! The order of day and month in a source, where its dates tell it.

/// Order of day and month where both are numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateOrder {
    /// Day first: 05/06/2025 is the fifth of June.
    DayFirst,
    /// Month first: 05/06/2025 is the sixth of May.
    MonthFirst,
}

impl DateOrder {
    /// The order of the dates in `head`, the first bytes of a file, from those of which one number
    /// is over 12. `None` when there are none, or when they disagree.
    pub fn from_evidence(head: &[u8]) -> Option<Self> {
        let mut day_first = false;
        let mut month_first = false;
        for slash in memchr::memchr2_iter(b'/', b'-', head) {
            let Some((first, second)) = two_numbers(head, slash) else { continue };
            day_first |= first > 12 && first <= 31 && (1..=12).contains(&second);
            month_first |= second > 12 && second <= 31 && (1..=12).contains(&first);
        }
        match (day_first, month_first) {
            (true, false) => Some(Self::DayFirst),
            (false, true) => Some(Self::MonthFirst),
            _ => None,
        }
    }
}

/// The numbers around the first mark of `d/d/yyyy`.
fn two_numbers(bytes: &[u8], mark: usize) -> Option<(u32, u32)> {
    let digits = |from: usize| {
        bytes[from.min(bytes.len())..].iter().take_while(|b| b.is_ascii_digit()).count()
    };
    let value = |range: std::ops::Range<usize>| {
        bytes[range].iter().fold(0, |sum, b| sum * 10 + u32::from(b - b'0'))
    };
    let before = bytes[..mark].iter().rev().take(3).take_while(|b| b.is_ascii_digit()).count();
    let second = digits(mark + 1);
    let end = mark + 1 + second;
    let year = digits(end + 1);
    let shape = (1..=2).contains(&before)
        && (1..=2).contains(&second)
        && bytes.get(end) == Some(&bytes[mark])
        && year == 4
        && (mark == before || !matches!(bytes[mark - before - 1], b'/' | b'-'));
    shape.then(|| (value(mark - before..mark), value(mark + 1..end)))
}
