//! Indexes made before some fields were known.
//!
//! A field that came later stands behind all others in the schema, so that the numbers of fields
//! are kept. An index without it is opened with today's schema all the same: its segments have no
//! such column, which reads as no value, and the next commit writes the schema as it is now.

use std::io;
use std::path::Path;
use std::sync::Arc;

use tantivy::Directory;
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    DirectoryLock, FileHandle, Lock, MmapDirectory, WatchCallback, WatchHandle, WritePtr,
};
use tantivy::schema::Schema;

use crate::store::index_dir::META_FILE;

/// True if `older` is `schema`, or lacks nothing but its last fields.
pub fn is_extended_by(older: &Schema, schema: &Schema) -> bool {
    let mut ours = schema.fields();
    older.fields().all(|(_, theirs)| ours.next().is_some_and(|(_, ours)| ours == theirs))
}

/// Directory whose meta.json names the fields of today.
#[derive(Clone, Debug)]
pub struct ExtendedDirectory {
    files: MmapDirectory,
    schema: Schema,
}

impl ExtendedDirectory {
    /// Directory of an index that lacks the last fields of `schema`.
    pub fn new(files: MmapDirectory, schema: Schema) -> Self {
        Self { files, schema }
    }

    /// Text of meta.json with the fields of today.
    fn extended(&self, meta: &[u8]) -> serde_json::Result<Vec<u8>> {
        let mut meta: serde_json::Value = serde_json::from_slice(meta)?;
        meta["schema"] = serde_json::to_value(&self.schema)?;
        serde_json::to_vec(&meta)
    }
}

impl Directory for ExtendedDirectory {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.files.get_file_handle(path)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.files.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.files.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        self.files.open_write(path)
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        let bytes = self.files.atomic_read(path)?;
        if path != Path::new(META_FILE) {
            return Ok(bytes);
        }
        let fail = |e: serde_json::Error| OpenReadError::wrap_io_error(e.into(), path.into());
        self.extended(&bytes).map_err(fail)
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        self.files.atomic_write(path, data)
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.files.sync_directory()
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        self.files.acquire_lock(lock)
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.files.watch(callback)
    }
}

#[cfg(test)]
mod tests {
    use tantivy::schema::{FAST, SchemaBuilder};

    use super::*;

    fn schema(names: &[&str]) -> Schema {
        let mut builder = SchemaBuilder::default();
        for name in names {
            builder.add_u64_field(name, FAST);
        }
        builder.build()
    }

    #[test]
    fn only_fields_at_the_end_may_be_missing() {
        let today = schema(&["a", "b", "c"]);
        assert!(is_extended_by(&schema(&["a", "b"]), &today) && is_extended_by(&today, &today));
        for other in [&["b", "c"][..], &["a", "c"], &["a", "b", "c", "d"], &["a", "x"]] {
            assert!(!is_extended_by(&schema(other), &today), "{other:?}");
        }
    }
}
