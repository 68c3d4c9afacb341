//! JSON as a contract: what every command writes fits the schema that it names, and nothing else is
//! in it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use serde_json::Value;

use crate::sandbox::{Ran, Sandbox, samples};

/// The first place at which a value does not fit a schema, of the keywords that ours have; any
/// other is a fault too. A library for all of JSON Schema would bring thirty packages for these.
fn fault(root: &Value, schema: &Value, value: &Value, at: &str) -> Option<String> {
    let Some(schema) = schema.as_object() else {
        return (*schema != Value::Bool(true)).then(|| format!("{at}: nothing may be here"));
    };
    schema.iter().find_map(|(keyword, says)| match keyword.as_str() {
        "$ref" => {
            let name = says.as_str().unwrap().strip_prefix('#').unwrap();
            fault(root, root.pointer(name).unwrap(), value, at)
        }
        "anyOf" | "oneOf" => {
            let fits = says.as_array().unwrap().iter();
            let fits = fits.filter(|one| fault(root, one, value, at).is_none()).count();
            let right = if keyword == "oneOf" { fits == 1 } else { fits > 0 };
            (!right).then(|| format!("{at}: {value} fits {fits} of {keyword}"))
        }
        "type" => {
            let types: Vec<&str> = match says {
                Value::Array(all) => all.iter().map(|one| one.as_str().unwrap()).collect(),
                one => vec![one.as_str().unwrap()],
            };
            let fits = types.iter().any(|name| is_of_type(value, name));
            (!fits).then(|| format!("{at}: {value} is no {types:?}"))
        }
        "const" => (value != says).then(|| format!("{at}: {value} is not {says}")),
        "enum" => {
            (!says.as_array().unwrap().contains(value)).then(|| format!("{at}: {value} not listed"))
        }
        "required" => {
            let missing = says.as_array().unwrap().iter().map(|name| name.as_str().unwrap());
            let mut missing = missing.filter(|name| value.get(name).is_none());
            missing.next().map(|name| format!("{at}: no field {name}"))
        }
        "properties" => value
            .as_object()?
            .iter()
            .find_map(|(name, inner)| fault(root, says.get(name)?, inner, &format!("{at}.{name}"))),
        "additionalProperties" => value.as_object()?.iter().find_map(|(name, inner)| {
            let known = schema.get("properties").is_some_and(|all| all.get(name).is_some());
            if known { None } else { fault(root, says, inner, &format!("{at}.{name}")) }
        }),
        "items" => {
            value.as_array()?.iter().find_map(|inner| fault(root, says, inner, &format!("{at}[]")))
        }
        "minimum" => (value.as_f64()? < says.as_f64().unwrap()).then(|| format!("{at}: {value}")),
        "maximum" => (value.as_f64()? > says.as_f64().unwrap()).then(|| format!("{at}: {value}")),
        "minItems" | "maxItems" => {
            let (length, bound) = (value.as_array()?.len(), says.as_u64().unwrap() as usize);
            let fits = if keyword == "minItems" { length >= bound } else { length <= bound };
            (!fits).then(|| format!("{at}: {length} elements"))
        }
        "$id" | "$schema" | "$defs" | "title" | "description" | "format" | "default" => None,
        other => Some(format!("{at}: the schema has {other}, which this test does not know")),
    })
}

fn is_of_type(value: &Value, name: &str) -> bool {
    match name {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        "number" => value.is_number(),
        "integer" => value.is_u64() || value.is_i64(),
        _ => false,
    }
}

/// What the commands wrote, compared with the schemas that they name.
struct Contract {
    sandbox: Sandbox,
    /// Schemas of the shapes seen, by name.
    seen: BTreeMap<String, Value>,
}

impl Contract {
    fn schema(&self, name: &str) -> Value {
        let Ran { code, out, err } = self.sandbox.run(&["schema", name]);
        assert_eq!(code, 0, "{name}: {err}");
        serde_json::from_str(&out).unwrap()
    }

    /// Compares a value with the schema that it names, which must be this one.
    fn check(&mut self, args: &[&str], value: &Value, name: &str) {
        assert_eq!(value["schema"], format!("{name}/1"), "{args:?}");
        let schema = self.seen.remove(name).unwrap_or_else(|| self.schema(name));
        assert_eq!(fault(&schema, &schema, value, name), None, "{args:?}");
        self.seen.insert(name.to_owned(), schema);
    }

    /// Runs a command for one document of this shape.
    fn document(&mut self, args: &[&str], name: &str) -> Value {
        let ran = self.sandbox.run(&[args, &["--format", "json"]].concat());
        assert!(ran.code < 2, "{args:?}: {}", ran.err);
        let value = serde_json::from_str(&ran.out).unwrap();
        self.check(args, &value, name);
        value
    }

    /// Runs a command for lines of this shape, at least one; the last may be facets.
    fn lines(&mut self, args: &[&str], name: &str) {
        let ran = self.sandbox.run(&[args, &["--format", "jsonl"]].concat());
        assert!(ran.code < 2, "{args:?}: {}", ran.err);
        assert!(!ran.out.is_empty(), "{args:?} wrote nothing: {}", ran.err);
        for line in ran.out.lines() {
            let value: Value = serde_json::from_str(line).unwrap();
            let is_facets = value["schema"] == "facets/1";
            self.check(args, &value, if is_facets { "facets" } else { name });
        }
    }

    fn both(&mut self, args: &[&str], document: &str, line: &str) -> Value {
        self.lines(args, line);
        self.document(args, document)
    }
}

fn id<'v>(value: &'v Value, field: &str) -> &'v str {
    value["hits"][0][field].as_str().unwrap()
}

/// Searches and everything that begins from their ids.
fn search(contract: &mut Contract) {
    let facets = ["--facet", "year,speaker,person,org,place,source,section,lang,mode,role"];
    let query = [&["query", "harbour", "-n", "3", "--explain"], &facets[..]].concat();
    let articles = contract.both(&query, "articles", "article-hit");
    contract.document(&["query", "harbuor"], "articles");
    contract.document(&["query", "harbour (flood", "-n", "2"], "articles");
    let quotes = [&["quotes", "tariffs", "-n", "5", "--explain", "--context"], &facets[..]];
    contract.both(&quotes.concat(), "quotes", "quote-hit");
    contract.both(&["quotes", "said", "-n", "200"], "quotes", "quote-hit");
    contract.lines(&["export"], "article-hit");
    contract.lines(&["export", "--quotes"], "quote-hit");
    contract.lines(&["export", "--full"], "article");
    let article = id(&articles, "id").to_owned();
    contract.both(&["show", &article], "article", "article");
    contract.sandbox.run(&["save", "port", "harbour"]);
    contract.both(&["run", "port"], "articles", "article-hit");
}

/// Counts, lists, and words that are checked.
fn counts(contract: &mut Contract) {
    contract.both(&["speakers", "-n", "50", "--variants"], "names", "name");
    contract.both(&["speakers", "-n", "50", "--why"], "names", "name");
    contract.both(&["entities", "-n", "50"], "names", "name");
    contract.both(&["speakers", "--query", "tariffs"], "speakers", "speaker");
    for by in ["day", "week", "month", "year"] {
        contract.both(&["timeline", "--by", by], "timeline", "period");
    }
    contract.both(&["timeline", "--quotes", "tariffs"], "timeline", "period");
    let asked = "tariffs will never rise by a single krone in this parliament";
    let passage = "the harbour";
    for args in [&["verify", asked][..], &["verify", asked, "--speaker", "dravell"]] {
        let found = contract.both(args, "verification", "verification");
        assert!(!found["sayings"].as_array().unwrap().is_empty());
    }
    contract.document(&["verify", "the moon is a cheese that nobody has cut"], "verification");
    let claims = contract.sandbox.path("claims.csv");
    let text =
        format!("claim,speaker\n{asked},dravell\n{asked},\n{passage},\nno such words here,\n");
    fs::write(&claims, text).unwrap();
    contract.both(&["verify", "--batch", claims.to_str().unwrap()], "claims", "claim");
}

/// Copies of articles, prints of quotations, and a reader's own corrections.
fn by_hand(contract: &mut Contract) {
    let body = "Osric Vane opened the weir at Lowmere on Monday before a crowd of some hundreds. \
                “The weir will hold for a hundred years and more,” Vane told the council there. \
                The works had taken four summers, and the last stone was laid by his daughter.";
    for (name, sign) in [("a", ""), ("b", "UPDATE 1-"), ("c", "UPDATE 2-")] {
        let text = format!(" date 2019-05-0{} {sign}Weir opened.\n\n{body}\n", name.len());
        contract.sandbox.write(&format!("{name}.txt"), text);
    }
    contract.document(&["index", "news"], "run");
    contract.lines(&["index", "news"], "run");
    let weir = contract.document(&["query", "weir"], "articles");
    let copies = contract.both(&["copies", id(&weir, "id")], "copies", "copy");
    assert!(copies["total"].as_u64() >= Some(2), "{copies}");
    let said = contract.document(&["quotes", "weir"], "quotes");
    let quote = id(&said, "id").to_owned();
    let prints = contract.both(&["copies", &quote], "reprints", "reprint");
    assert!(prints["total"].as_u64() >= Some(2), "{prints}");
    let note = ["--note", "as heard", "--by", "desk"];
    let ran =
        contract.sandbox.run(&[&["correct", &quote, "--speaker", "Ina Vane"], &note[..]].concat());
    assert_eq!(ran.code, 0, "{}", ran.err);
    contract.both(&["corrections"], "corrections", "correction");
    contract.document(&["quotes", "weir"], "quotes");
    // What was listed as lines is taken over without the name of its shape.
    let listed = contract.sandbox.run(&["corrections", "--format", "jsonl"]).out;
    fs::write(contract.sandbox.path("listed.jsonl"), listed).unwrap();
    let ran = contract.sandbox.run(&["corrections", "import", "listed.jsonl"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let kept = fs::read_to_string(contract.sandbox.path("index.corrections.jsonl")).unwrap();
    assert!(kept.contains("Ina Vane") && !kept.contains("\"schema\""), "{kept}");
}

#[test]
fn every_command_writes_what_its_schema_says() {
    let sandbox = Sandbox::new();
    let mut contract = Contract { sandbox, seen: BTreeMap::new() };
    let samples = samples();
    let samples = samples.to_str().unwrap();
    contract.both(&["index", samples, "--timings"], "run", "run");
    contract.both(&["status", "--failures"], "status", "status");
    contract.both(&["roots"], "roots", "root");
    contract.both(&["check"], "check", "check");
    contract.both(&["config"], "settings", "setting");
    contract.both(&["formats"], "formats", "format");
    contract.lines(&["annotate", samples], "article");
    search(&mut contract);
    counts(&mut contract);
    by_hand(&mut contract);
    contract.document(&["check", "--repair"], "check");
    let listed = contract.both(&["schema"], "schemas", "schema");
    let names = listed["hits"].as_array().unwrap().iter();
    let names: BTreeSet<String> = names.map(|one| one["name"].as_str().unwrap().into()).collect();
    let seen: BTreeSet<String> = contract.seen.into_keys().collect();
    assert_eq!(seen, names, "every shape is written by some command of this test");
}

#[test]
fn the_readme_lists_every_shape() {
    let sandbox = Sandbox::new();
    let readme = include_str!("../../README.md");
    for line in sandbox.run(&["schema", "--format", "jsonl"]).out.lines() {
        let one: Value = serde_json::from_str(line).unwrap();
        let name = format!("`{}`", one["name"].as_str().unwrap());
        assert!(readme.contains(&name), "README.md does not name {name}");
    }
    let ran = sandbox.run(&["schema", "no-such"]);
    assert_eq!((ran.code, ran.err.contains("`onrecord schema` lists them")), (2, true));
    assert_eq!(sandbox.run(&["schema", "name/1"]).out, sandbox.run(&["schema", "name"]).out);
}

#[test]
fn a_field_that_no_schema_has_is_told() {
    let sandbox = Sandbox::new();
    let schema: Value = serde_json::from_str(&sandbox.run(&["schema", "period"]).out).unwrap();
    let line = r#"{"schema":"period/1","period":"2019","unit":"year","first_day":null,
        "last_day":null,"count":1}"#;
    let mut period: Value = serde_json::from_str(line).unwrap();
    assert_eq!(fault(&schema, &schema, &period, ""), None);
    period["more"] = 1.into();
    assert!(fault(&schema, &schema, &period, "").unwrap().contains("more"));
    period.as_object_mut().unwrap().retain(|name, _| name != "more" && name != "unit");
    assert!(fault(&schema, &schema, &period, "").unwrap().contains("unit"));
    period["unit"] = 7.into();
    assert!(fault(&schema, &schema, &period, "").unwrap().contains(".unit"));
}
