//! A temporary archive with an index beside it, and the program to run on them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use onrecord::present::{Answer, IndexedArticle, Json, Present};
use onrecord::search::{Articles, Question, Quotes};
use onrecord::{Archive, Overrides};
use tempfile::TempDir;

/// What a run of the program gave.
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// A temporary directory with an archive in `news` and an index in `index`.
pub(crate) struct Sandbox {
    dir: TempDir,
}

impl Sandbox {
    pub(crate) fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("news")).unwrap();
        Self { dir }
    }

    /// A sandbox whose index holds the sample archive of the repository.
    pub(crate) fn with_samples() -> Self {
        let sandbox = Self::new();
        sandbox.index(&samples(), &["--quiet"]);
        sandbox
    }

    /// The program at a place that any user may reach. A process of its own copies it: what this
    /// one has open for writing is open in whatever another test starts meanwhile, and cannot run.
    #[cfg(unix)]
    pub(crate) fn program_for_anybody(&self) -> PathBuf {
        let to = self.path("onrecord");
        let copied = Command::new("cp").arg(env!("CARGO_BIN_EXE_onrecord")).arg(&to).status();
        assert!(copied.unwrap().success());
        to
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub(crate) fn news(&self) -> PathBuf {
        self.path("news")
    }

    /// Writes a file of the archive.
    pub(crate) fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        let path = self.news().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_onrecord"));
        command.arg("--index").arg(self.path("index")).current_dir(self.dir.path());
        command.env_remove("NO_COLOR").stdin(Stdio::null());
        // The settings of whoever runs the tests are not theirs.
        for name in ["ONRECORD_CONFIG", "ONRECORD_INDEX", "ONRECORD_PAGER"] {
            command.env_remove(name);
        }
        command.env("XDG_CONFIG_HOME", self.path("settings"));
        command
    }

    /// Runs the program on the sandbox's index.
    pub(crate) fn run(&self, args: &[&str]) -> Ran {
        let output = self.command().args(args).output().unwrap();
        Ran {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Indexes `path` and gives what the run counted.
    pub(crate) fn index(&self, path: &Path, more: &[&str]) -> serde_json::Value {
        let path = path.to_str().unwrap();
        let ran = self.run(&[&["index", path, "--format", "json"], more].concat());
        assert_eq!(ran.code, 0, "{}", ran.err);
        serde_json::from_str(&ran.out).unwrap_or_default()
    }

    /// Removes the index and all that stands beside it.
    pub(crate) fn forget(&self) {
        for entry in fs::read_dir(self.path("")).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            match () {
                () if !name.starts_with("index") => {}
                () if path.is_dir() => fs::remove_dir_all(&path).unwrap(),
                () => fs::remove_file(&path).unwrap(),
            }
        }
    }

    /// Every article and every quotation of the index as lines, in an order of their own.
    pub(crate) fn documents(&self) -> Vec<String> {
        documents(&self.path("index"))
    }
}

pub(crate) fn documents(index: &Path) -> Vec<String> {
    let archive = Archive::open(index, Overrides::default()).unwrap();
    let all = Question { limit: usize::MAX, ..Question::default() };
    let mut out = Vec::new();
    let articles = archive.search::<Articles>(&all).unwrap();
    for hit in &articles.hits {
        let shown = IndexedArticle { record: &hit.record, ids: &[], chosen: None, copies: &[] };
        Json { lines: true }.present(&Answer::Article(shown), &mut out).unwrap();
    }
    let mut quotes = archive.search::<Quotes>(&all).unwrap();
    for hit in &mut quotes.hits {
        // Where else it was printed depends on what else is there.
        hit.reprints = None;
    }
    let answer = Answer::Quotations { hits: &quotes, context: false };
    Json { lines: true }.present(&answer, &mut out).unwrap();
    let mut lines: Vec<String> =
        String::from_utf8(out).unwrap().lines().map(str::to_owned).collect();
    lines.sort();
    lines
}

/// The sample archive of the repository.
pub(crate) fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/archive")
}

/// The data beside the repository, where it is there. Where `ONRECORD_SHARED=required` says that it
/// must be, a test may not be skipped.
pub(crate) fn shared(test: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    if path.is_dir() {
        return Some(path);
    }
    let required = std::env::var("ONRECORD_SHARED").is_ok_and(|value| value == "required");
    assert!(!required, "{test} needs ../shared, which is not there");
    println!("skipped: {test} needs ../shared");
    None
}

/// True if the test may act as root, in mounts of its own. Where `ONRECORD_ROOT=required` says that
/// it must, it may not be skipped.
pub(crate) fn root(test: &str) -> bool {
    let mount = ["-m", "mount", "-t", "tmpfs", "none", "/tmp"];
    let may = Command::new("unshare").args(mount).stderr(Stdio::null()).status();
    is_there(may.is_ok_and(|status| status.success()), test, "root and mounts")
}

/// True if the system has this program. Where `ONRECORD_ROOT=required` says that it must, no test
/// may be skipped.
pub(crate) fn tool(name: &str, test: &str) -> bool {
    let there = Command::new(name).arg("--version").stdout(Stdio::null()).status().is_ok();
    is_there(there, test, name)
}

fn is_there(there: bool, test: &str, what: &str) -> bool {
    if !there {
        let required = std::env::var("ONRECORD_ROOT").is_ok_and(|value| value == "required");
        assert!(!required, "{test} needs {what}");
        println!("skipped: {test} needs {what}");
    }
    there
}

/// An invented article, another for each number; every one has a quotation.
pub(crate) fn invented(number: u64) -> String {
    const SPEAKERS: [&str; 6] = [
        "Tilda Marrow",
        "Osric Vane",
        "Henrike Solt",
        "Bram Ockley",
        "Ysolde Quarrie",
        "Piet Lanning",
    ];
    const TOPICS: [&str; 7] = [
        "the harbour wall",
        "tram fares",
        "the wheat quota",
        "school meals",
        "the ferry strike",
        "coastal fog",
        "the opera roof",
    ];
    const VERDICTS: [&str; 5] = [
        "is a promise we made to our children",
        "has cost more than anybody dared to say",
        "will be settled before the first snow",
        "was never a question of money",
        "deserves a better argument than that",
    ];
    let pick =
        |list: &[&'static str], factor: u64| list[(number * factor % list.len() as u64) as usize];
    let (speaker, topic, verdict) = (pick(&SPEAKERS, 1), pick(&TOPICS, 3), pick(&VERDICTS, 7));
    let surname = speaker.rsplit(' ').next().unwrap();
    format!(
        " date 20{:02}-{:02}-{:02} {speaker} spoke about {topic} in Lowmere on Monday, session \
         {number}.\n\n\
         “The matter of {topic} {verdict},” {surname} told the council.\n",
        number % 25,
        number % 12 + 1,
        number % 28 + 1,
    )
}
