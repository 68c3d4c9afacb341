//! `onrecord config`: the settings in force, and where each comes from.

use crate::cli::output::Output;
use crate::cli::settings::Settings;
use crate::cli::success::Success;
use crate::present::{Answer, SettingRow};

/// Shows the settings.
pub fn run(
    settings: &Settings,
    rows: &[SettingRow],
    output: &mut Output,
) -> anyhow::Result<Success> {
    if let Some(path) = settings.path() {
        let there = if path.exists() { "" } else { ", which is not there" };
        output.note(&format!("settings are read from {}{there}", path.display()));
    }
    output.present(&Answer::Settings(rows))?;
    Ok(Success::Found)
}
