//! Shapes of JSON: the name and version of each, and its schema, made from the type written.
//!
//! A field more raises no version; a field that goes, gets another name or means something else
//! does.

use std::io::{self, Write};

use schemars::generate::SchemaSettings;
use schemars::transform::{RecursiveTransform, Transform as _};
use schemars::{JsonSchema, Schema};
use serde::Serialize;
use serde_json::{Value, json};

use crate::corpus::Correction;
use crate::present::answer::{SchemaName, SettingRow};
use crate::present::claims::ClaimRow;
use crate::present::json::article::ArticleJson;
use crate::present::json::duplicates::{CopyJson, ReprintJson};
use crate::present::json::facets::{FacetsJson, NameJson, SpeakersJson, TimelineJson};
use crate::present::json::formats::FormatJson;
use crate::present::json::hits::{ArticleHitJson, HitsJson, QuoteHitJson};
use crate::present::json::status::{CheckJson, RootJson, RunJson, StatusJson};
use crate::present::json::verify::VerificationJson;
use crate::present::rows::{SpeakerRow, TimelineRow};

/// A shape of JSON that programs rely on.
pub trait Shape: Serialize + JsonSchema {
    /// Name of the shape with its version: "quote-hit/1".
    const NAME: &'static str;
}

/// A value with the name of its shape.
#[derive(Serialize)]
pub struct Named<'v, T> {
    schema: &'static str,
    #[serde(flatten)]
    value: &'v T,
}

impl<'v, T: Shape> Named<'v, T> {
    /// The value with the name of its shape before its fields.
    pub fn new(value: &'v T) -> Self {
        Self { schema: T::NAME, value }
    }
}

/// A shape that can be asked for by its name.
struct Entry {
    name: &'static str,
    version: u32,
    about: &'static str,
    schema: fn() -> Schema,
}

impl Entry {
    fn id(&self) -> String {
        format!("{}/{}", self.name, self.version)
    }
}

macro_rules! shapes {
    ($($name:literal $version:literal $type:ty: $about:literal;)*) => {
        $(impl Shape for $type {
            const NAME: &'static str = concat!($name, "/", $version);
        })*
        const SHAPES: &[Entry] = &[$(Entry {
            name: $name,
            version: $version,
            about: $about,
            schema: generate::<$type>,
        },)*];
    };
}

shapes! {
    "articles" 1 HitsJson<'_, ArticleHitJson<'_>>: "A page of articles that match (query, run).";
    "article-hit" 1 ArticleHitJson<'_>: "An article that matches (a line of query, run, export).";
    "quotes" 1 HitsJson<'_, QuoteHitJson<'_>>: "A page of quotations that match (quotes, run).";
    "quote-hit" 1 QuoteHitJson<'_>: "A quotation that matches (a line of quotes, run, export).";
    "facets" 1 FacetsJson<'_>: "Counts of all matches, the last line of query and quotes --facet.";
    "article" 1 ArticleJson<'_>: "An article with all its notes (show, annotate, export --full).";
    "names" 1 HitsJson<'_, NameJson<'_>>: "Names with their counts (speakers, entities).";
    "name" 1 NameJson<'_>: "A name with its count (a line of speakers, entities).";
    "speakers" 1 SpeakersJson<'_>: "Speakers about a subject (speakers --query).";
    "speaker" 1 SpeakerRow<'_>: "A speaker with dates and roles (a line of speakers --query).";
    "timeline" 1 TimelineJson: "Documents by periods (timeline).";
    "period" 1 TimelineRow: "A period with its count (a line of timeline).";
    "verification" 1 VerificationJson<'_>: "Words compared with what was said (verify).";
    "claims" 1 HitsJson<'_, ClaimRow>: "A list of claims, each checked (verify --batch).";
    "claim" 1 ClaimRow: "A claim with what its check came to (a line of verify --batch).";
    "copies" 1 HitsJson<'_, CopyJson<'_>>: "Copies of an article (copies).";
    "copy" 1 CopyJson<'_>: "A copy of an article with what differs (a line of copies).";
    "reprints" 1 HitsJson<'_, ReprintJson<'_>>: "Prints of a quotation (copies).";
    "reprint" 1 ReprintJson<'_>: "A print of a quotation (a line of copies).";
    "corrections" 1 HitsJson<'_, Correction>: "Quotations corrected by hand (corrections).";
    "correction" 1 Correction: "A quotation corrected by hand (a line of corrections).";
    "status" 1 StatusJson<'_>: "Contents of an index (status).";
    "check" 1 CheckJson<'_>: "Faults of an index, and what a repair did (check).";
    "run" 1 RunJson<'_>: "Results of a run over the archive (index).";
    "roots" 1 HitsJson<'_, RootJson<'_>>: "Directories that are indexed (roots).";
    "root" 1 RootJson<'_>: "A directory that is indexed (a line of roots).";
    "settings" 1 HitsJson<'_, SettingRow>: "Settings in force (config).";
    "setting" 1 SettingRow: "A setting and where it comes from (a line of config).";
    "formats" 1 HitsJson<'_, FormatJson>: "Formats that are read (formats).";
    "format" 1 FormatJson: "A format that is read (a line of formats).";
    "schemas" 1 HitsJson<'_, SchemaName>: "The names of these shapes (schema).";
    "schema" 1 SchemaName: "The name of a shape (a line of schema).";
}

/// All shapes with a sentence each.
pub fn names() -> Vec<SchemaName> {
    let one =
        |entry: &Entry| SchemaName { name: entry.name, version: entry.version, about: entry.about };
    SHAPES.iter().map(one).collect()
}

/// Writes the schema of the shape of this name; false if there is none.
///
/// # Errors
/// The writer fails.
pub fn write_schema(name: &str, out: &mut dyn Write) -> io::Result<bool> {
    let is_it = |entry: &&Entry| entry.name == name || entry.id() == name;
    let Some(entry) = SHAPES.iter().find(is_it) else {
        return Ok(false);
    };
    let mut schema = (entry.schema)();
    let id = entry.id();
    schema.insert("$id".to_owned(), json!(format!("https://onrecord.dev/schema/{id}")));
    schema.insert("title".to_owned(), json!(entry.name));
    schema.insert("description".to_owned(), json!(entry.about));
    if let Some(Value::Object(fields)) = schema.get_mut("properties") {
        let about = "Name and version of this shape.";
        fields.insert("schema".to_owned(), json!({"const": id, "description": about}));
    }
    if let Some(Value::Array(required)) = schema.get_mut("required") {
        required.insert(0, json!("schema"));
    }
    writeln!(out, "{}", serde_json::to_string_pretty(&schema)?)?;
    Ok(true)
}

/// The schema of a type as it is written, with no other fields than its own.
fn generate<T: JsonSchema>() -> Schema {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let mut schema = settings.into_generator().into_root_schema_for::<T>();
    let closed = |schema: &mut Schema| {
        if schema.get("properties").is_some() {
            schema.insert("additionalProperties".to_owned(), json!(false));
        }
    };
    RecursiveTransform(closed).transform(&mut schema);
    schema
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_shape_has_a_name_of_its_own_and_a_closed_schema_with_its_version() {
        let mut seen = BTreeSet::new();
        for entry in SHAPES {
            assert!(seen.insert(entry.name), "{} twice", entry.name);
            let mut out = Vec::new();
            assert!(write_schema(entry.name, &mut out).unwrap());
            let schema: Value = serde_json::from_slice(&out).unwrap();
            let id = entry.id();
            assert_eq!(schema["$id"], format!("https://onrecord.dev/schema/{id}"));
            assert_eq!(schema["properties"]["schema"]["const"], id);
            assert_eq!(schema["required"][0], "schema", "{id}");
            assert_eq!(schema["additionalProperties"], false, "{id}");
        }
        assert!(!write_schema("no-such", &mut Vec::new()).unwrap());
    }

    #[test]
    fn every_field_says_what_it_is() {
        fn bare(at: &str, schema: &Value, missing: &mut Vec<String>) {
            let Some(object) = schema.as_object() else { return };
            for (name, inner) in object {
                if name == "properties" {
                    for (field, inner) in inner.as_object().unwrap() {
                        if inner.get("description").is_none() && inner.get("$ref").is_none() {
                            missing.push(format!("{at}.{field}"));
                        }
                    }
                }
                bare(&format!("{at}.{name}"), inner, missing);
            }
        }
        let mut missing = Vec::new();
        for entry in SHAPES {
            bare(entry.name, (entry.schema)().as_value(), &mut missing);
        }
        assert!(missing.is_empty(), "{missing:?}");
    }
}
