//! `onrecord config`: the settings in force, and where each comes from.

use crate::cli::output::Output;
use crate::cli::settings;
use crate::cli::success::Success;
use crate::present::{Answer, SettingRow};

/// Shows the settings.
pub fn run(rows: &[SettingRow], output: &mut Output) -> anyhow::Result<Success> {
    if let Some(path) = settings::usual_path() {
        let there = if path.exists() { "" } else { ", which is not there" };
        output.note(&format!("settings of a user stand in {}{there}", path.display()));
    }
    output.present(&Answer::Settings(rows))?;
    Ok(Success::Found)
}
