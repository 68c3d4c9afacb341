//! The index that a command asks, with what people have decided beside it, opened in one place.

use std::path::Path;

use crate::cli::options::global::GlobalArgs;
use crate::cli::overrides;
use crate::search::{ByHand, Engine};
use crate::store::Index;

/// An open index and the overrides that hold for it.
pub struct Context {
    /// The index.
    pub index: Index,
    /// Aliases and corrections.
    pub overrides: ByHand,
}

impl Context {
    /// Opens the index that was named, and reads the overrides beside it.
    ///
    /// # Errors
    /// The index cannot be opened, or an override file cannot be read.
    pub fn open(global: &GlobalArgs) -> anyhow::Result<Self> {
        let index = Index::open(&global.index)?;
        Ok(Self { index, overrides: overrides::load(global)? })
    }

    /// Opens an index as its articles tell it, without any overrides.
    ///
    /// # Errors
    /// The index cannot be opened.
    pub fn without_overrides(dir: &Path) -> anyhow::Result<Self> {
        Ok(Self { index: Index::open(dir)?, overrides: ByHand::default() })
    }

    /// A search engine over the index.
    ///
    /// # Errors
    /// The index is damaged.
    pub fn engine(&self) -> anyhow::Result<Engine<'_>> {
        Ok(Engine::new(&self.index, self.overrides.clone())?)
    }

    /// Works out names and copies over the whole archive and keeps them beside the index, so that
    /// no question has to wait for them. Overrides are left out: they hold from the moment they are
    /// written, and are applied on top.
    ///
    /// # Errors
    /// The index is damaged, or its directory cannot be written.
    pub fn save_analyses(dir: &Path) -> anyhow::Result<Self> {
        let context = Self::without_overrides(dir)?;
        context.engine()?.save()?;
        Ok(context)
    }
}
