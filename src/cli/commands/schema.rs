//! `onrecord schema`: the shapes of JSON that are written.

use anyhow::bail;
use clap::Args;

use crate::cli::output::Output;
use crate::cli::success::Success;
use crate::present::{Answer, schema_names, write_schema};

/// Arguments of `onrecord schema`.
#[derive(Debug, Args)]
pub struct SchemaArgs {
    /// The shape, as the field `schema` of a document or line names it [default: list all]
    #[arg(value_name = "NAME")]
    pub name: Option<String>,
}

/// Prints the schema of a shape, or lists the shapes.
pub fn run(args: &SchemaArgs, output: &mut Output) -> anyhow::Result<Success> {
    match &args.name {
        None => output.present(&Answer::Schemas(&schema_names()))?,
        Some(name) => {
            if !write_schema(name, output.writer())? {
                bail!("no schema {name}; `onrecord schema` lists them");
            }
        }
    }
    Ok(Success::Found)
}
