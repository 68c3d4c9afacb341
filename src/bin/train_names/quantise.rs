//! Weights as learnt → weights of one byte each.

use onrecord::annotate::training::{LABELS, Weights};

/// Rows rounded to one byte a weight, with the score of one step.
pub fn quantise(rows: &[(u64, [f32; LABELS])]) -> (Weights, f32) {
    let mut sizes: Vec<f32> =
        rows.iter().flat_map(|(_, row)| row).map(|w| w.abs()).filter(|w| *w > 0.0).collect();
    sizes.sort_unstable_by(f32::total_cmp);
    // The largest one in ten thousand are cut off rather than making every step coarser.
    let top =
        sizes.get(sizes.len().saturating_sub(1 + sizes.len() / 10_000)).copied().unwrap_or(1.0);
    let scale = top / 127.0;
    let rows: Vec<(u64, [i8; LABELS])> = rows
        .iter()
        .map(|(hash, row)| (*hash, row.map(|w| (w / scale).round().clamp(-127.0, 127.0) as i8)))
        .filter(|(_, row)| row.iter().any(|w| w.unsigned_abs() > 1))
        .collect();
    (Weights::build(&rows), scale)
}
