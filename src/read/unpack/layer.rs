//! Detection of compressions and archives, by the first bytes of a file.

/// A compression or an archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layer {
    /// gzip, of one member or several.
    Gzip,
    /// bzip2.
    Bzip2,
    /// Zstandard.
    Zstd,
    /// A tar archive.
    Tar,
    /// A zip archive.
    Zip,
    /// A known one that is not unpacked, by its name.
    Unsupported(&'static str),
}

impl Layer {
    /// The outermost layer of a file with these first bytes; `None` when it is not packed.
    pub fn detect(head: &[u8], path: &str) -> Option<Self> {
        const MAGIC: &[(&[u8], Layer)] = &[
            (b"\x1f\x8b\x08", Layer::Gzip),
            (b"BZh", Layer::Bzip2),
            (b"\x28\xb5\x2f\xfd", Layer::Zstd),
            (b"PK\x03\x04", Layer::Zip),
            (b"PK\x05\x06", Layer::Zip),
            (b"\xfd7zXZ\0", Layer::Unsupported("xz")),
            (b"7z\xbc\xaf\x27\x1c", Layer::Unsupported("7z")),
            (b"Rar!\x1a\x07", Layer::Unsupported("RAR")),
            (b"\x1f\x9d", Layer::Unsupported("compress (.Z)")),
            (b"\x04\x22\x4d\x18", Layer::Unsupported("lz4")),
        ];
        let magic =
            MAGIC.iter().find(|(magic, _)| head.starts_with(magic)).map(|(_, layer)| *layer);
        if magic == Some(Layer::Bzip2) && !head.get(3).is_some_and(u8::is_ascii_digit) {
            return None; // a text that begins with these letters
        }
        // Office documents and e-books are zips too, of parts that are no articles.
        let document = [".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp", ".epub"];
        if magic == Some(Layer::Zip) && has_extension(path, &document) {
            return None;
        }
        magic.or_else(|| is_tar(head, path).then_some(Self::Tar))
    }
}

impl Layer {
    /// True if `head` begins with a member of this compression, or with what may stand for one.
    pub fn begins_member(self, head: &[u8]) -> bool {
        match self {
            Self::Gzip => head.starts_with(b"\x1f\x8b\x08"),
            Self::Bzip2 => head.starts_with(b"BZh"),
            // A frame, or one to be skipped.
            Self::Zstd => {
                head.starts_with(b"\x28\xb5\x2f\xfd")
                    || (head.len() > 3 && head[0] & 0xF0 == 0x50 && head[1..4] == *b"\x2a\x4d\x18")
            }
            _ => false,
        }
    }

    /// Offset of the first member in `bytes` that is one beyond doubt.
    pub fn find_member(self, bytes: &[u8]) -> Option<usize> {
        let mark: &[u8] = match self {
            Self::Gzip => b"\x1f\x8b\x08",
            Self::Bzip2 => b"BZh",
            Self::Zstd => b"\x28\xb5\x2f\xfd",
            _ => return None,
        };
        memchr::memmem::find_iter(bytes, mark).find(|at| match (self, &bytes[*at..]) {
            // Flags, extra flags and system of those that there are.
            (Self::Gzip, [_, _, _, flags, _, _, _, _, extra, system, ..]) => {
                flags & 0xE0 == 0 && matches!(extra, 0 | 2 | 4) && (*system <= 13 || *system == 255)
            }
            (Self::Bzip2, [_, _, _, level, block @ ..]) => {
                let marks = [b"\x31\x41\x59\x26\x53\x59", b"\x17\x72\x45\x38\x50\x90"];
                level.is_ascii_digit() && marks.iter().any(|mark| block.starts_with(*mark))
            }
            (Self::Zstd, _) => true,
            _ => false,
        })
    }
}

/// True for a tar. Those of before 1988 have no mark; their name and their checksum tell.
fn is_tar(head: &[u8], path: &str) -> bool {
    if head.len() < 512 {
        return false;
    }
    if &head[257..262] == b"ustar" {
        return true;
    }
    let octal = std::str::from_utf8(&head[148..156]).unwrap_or("").trim_matches([' ', '\0']);
    let sum = head[..512]
        .iter()
        .enumerate()
        .map(|(at, byte)| u32::from(if (148..156).contains(&at) { b' ' } else { *byte }));
    has_extension(path, &[".tar"]) && u32::from_str_radix(octal, 8) == Ok(sum.sum())
}

fn has_extension(path: &str, extensions: &[&str]) -> bool {
    let lower = path.to_ascii_lowercase();
    extensions.iter().any(|extension| lower.ends_with(extension))
}

/// The path of the contents of a packed file: without the extension of its layer.
pub fn inner_path(path: &str, layer: Layer) -> &str {
    let endings: &[(&str, usize)] = match layer {
        Layer::Gzip => &[(".gz", 3), (".gzip", 5), (".tgz", 0)],
        Layer::Bzip2 => &[(".bz2", 4), (".tbz2", 0)],
        Layer::Zstd => &[(".zst", 4), (".zstd", 5)],
        Layer::Tar | Layer::Zip | Layer::Unsupported(_) => &[],
    };
    let suffix_length = endings
        .iter()
        .find(|(ending, _)| has_extension(path, &[ending]))
        .map_or(0, |(_, suffix_length)| *suffix_length);
    &path[..path.len() - suffix_length]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layers_by_their_first_bytes() {
        assert_eq!(Layer::detect(b"\x1f\x8b\x08\0", "a.txt"), Some(Layer::Gzip));
        assert_eq!(Layer::detect(b"BZh91AY", "a"), Some(Layer::Bzip2));
        assert_eq!(Layer::detect(b"BZhave a look", "a.txt"), None);
        assert_eq!(Layer::detect(b"PK\x03\x04", "a.docx"), None);
        assert_eq!(Layer::detect(b"plain", "a.gz"), None);
        assert!(matches!(Layer::detect(b"\xfd7zXZ\0", "a.xz"), Some(Layer::Unsupported("xz"))));
    }

    #[test]
    fn paths_lose_the_ending_of_their_layer() {
        assert_eq!(inner_path("a/b.jsonl.GZ", Layer::Gzip), "a/b.jsonl");
        assert_eq!(inner_path("a/b.tgz", Layer::Gzip), "a/b.tgz");
        assert_eq!(inner_path("b.zip", Layer::Zip), "b.zip");
    }
}
