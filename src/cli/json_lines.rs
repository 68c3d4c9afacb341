//! Lines of JSON that people share and edit: one line is changed, all others stay to the byte.
//!
//! The files beside the index are read by other programs and versioned, so a line may hold fields
//! that onrecord does not know, in an order of its own. Whoever changes a line here changes its
//! fields and keeps the rest.

use serde::Serialize;
use serde_json::{Map, Value};

/// Lines of a file, each an object of JSON.
#[derive(Clone, Debug, Default)]
pub struct JsonLines {
    lines: Vec<String>,
}

impl JsonLines {
    /// The lines of a text; blank lines count too, and are kept.
    pub fn new(text: &str) -> Self {
        Self { lines: text.lines().map(str::to_owned).collect() }
    }

    /// Writes the fields of `value` into the last line that `is_same` accepts; without one, adds a
    /// line. True if there was one.
    ///
    /// # Errors
    /// The value cannot be written as an object of JSON.
    pub fn put(
        &mut self,
        is_same: impl Fn(&Map<String, Value>) -> bool,
        value: &impl Serialize,
    ) -> serde_json::Result<bool> {
        let fields: Map<String, Value> = serde_json::from_value(serde_json::to_value(value)?)?;
        let found = self.lines.iter_mut().rev().find_map(|line| {
            let object = object(line).filter(&is_same)?;
            Some((line, object))
        });
        let Some((line, mut object)) = found else {
            self.lines.push(serde_json::to_string(value)?);
            return Ok(false);
        };
        object.extend(fields);
        *line = serde_json::to_string(&object)?;
        Ok(true)
    }

    /// Removes the lines that `is_same` accepts; true if there was one.
    pub fn remove(&mut self, is_same: impl Fn(&Map<String, Value>) -> bool) -> bool {
        let before = self.lines.len();
        self.lines.retain(|line| !object(line).is_some_and(|object| is_same(&object)));
        self.lines.len() < before
    }

    /// The file's text.
    pub fn to_text(&self) -> String {
        self.lines.iter().flat_map(|line| [line.as_str(), "\n"]).collect()
    }
}

fn object(line: &str) -> Option<Map<String, Value>> {
    serde_json::from_str(line).ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_line_is_changed_and_the_others_stay_to_the_byte() {
        let other = r#"{ "quote":"b",  "by" : "desk" }"#;
        let text = format!("{other}\n\n{}\n", r#"{"quote":"a","verdict":"unknown","seen":[1]}"#);
        let mut lines = JsonLines::new(&text);
        let is = |id: &'static str| move |o: &Map<String, Value>| o["quote"] == json!(id);
        assert!(lines.put(is("a"), &json!({"quote": "a", "verdict": "x"})).unwrap());
        assert!(!lines.put(is("c"), &json!({"quote": "c"})).unwrap());
        let written = lines.to_text();
        let all: Vec<&str> = written.lines().collect();
        assert_eq!((all[0], all[1], all[3]), (other, "", r#"{"quote":"c"}"#));
        let changed: Value = serde_json::from_str(all[2]).unwrap();
        assert_eq!(changed, json!({"quote": "a", "verdict": "x", "seen": [1]}));
        assert!(lines.remove(is("a")) && !lines.remove(is("a")));
        assert_eq!(lines.to_text(), format!("{other}\n\n{}\n", r#"{"quote":"c"}"#));
    }

    #[test]
    fn of_several_lines_of_one_the_last_counts_and_all_go() {
        let mut lines = JsonLines::new("{\"n\":1,\"v\":1}\n{\"n\":1,\"v\":2}");
        let is = |o: &Map<String, Value>| o["n"] == json!(1);
        assert!(lines.put(is, &json!({"n": 1, "v": 3})).unwrap());
        assert_eq!(lines.to_text(), "{\"n\":1,\"v\":1}\n{\"n\":1,\"v\":3}\n");
        assert!(lines.remove(is));
        assert_eq!(lines.to_text(), "");
    }
}
