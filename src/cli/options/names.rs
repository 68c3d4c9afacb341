//! Options of lists of names.

use clap::Args;

use crate::cli::options::filters::FilterArgs;
use crate::present::NameList;
use crate::search::NameCount;

/// Names to list.
#[derive(Debug, Args)]
pub struct NamesArgs {
    /// Only names of which a word starts with this
    #[arg(value_name = "PREFIX", default_value = "")]
    pub prefix: String,
    /// Names to show
    #[arg(short = 'n', long, value_name = "N", default_value_t = 20)]
    pub limit: usize,
    /// Show the forms that articles have each name in, and which are inferred
    #[arg(long)]
    pub variants: bool,
    /// Documents that count.
    #[command(flatten)]
    pub filters: FilterArgs,
}

impl NamesArgs {
    /// The names to show, and how many there are.
    pub fn list(&self, mut names: Vec<NameCount>) -> NameList {
        let total = names.len();
        names.truncate(self.limit);
        NameList { names, total, variants: self.variants }
    }
}
