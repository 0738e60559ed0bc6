//! The committed JSON Schema is the one that the types give, and what the command prints obeys it.

mod common;

use common::tarikh;
use serde_json::{Map, Value};

const COMMITTED: &str = include_str!("../../../docs/reading.schema.json");

fn schema() -> Value {
    serde_json::from_str(COMMITTED).expect("docs/reading.schema.json is JSON")
}

#[test]
fn the_committed_schema_is_current() {
    let output = tarikh(&["schema"]);
    let current: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert!(schema() == current, "the types have changed: run `cargo xtask update`");
}

#[test]
fn readings_of_the_samples_obey_the_schema() {
    let samples = concat!(env!("CARGO_MANIFEST_DIR"), "/../../samples");
    let output = tarikh(&["read", samples, "--format", "jsonl"]);
    let schema = schema();
    let mut faults = Vec::new();
    for line in String::from_utf8(output.stdout).expect("UTF-8").lines() {
        validate(&serde_json::from_str(line).expect("JSON"), &schema, &schema, "", &mut faults);
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_check_finds_faults() {
    let schema = schema();
    let mut faults = Vec::new();
    let text = r#"{"report": {"id": 3, "language": "en", "published_basis": "given"}, "text": "", "actors": [{"kind": "hero"}],
        "places": [], "events": [], "relations": [], "claims": []}"#;
    validate(&serde_json::from_str(text).expect("JSON"), &schema, &schema, "", &mut faults);
    for expected in ["/report/id", "/actors/0/kind", "/actors/0: name is missing", ": disagreements is missing"] {
        assert!(faults.iter().any(|f| f.contains(expected)), "{expected}: {faults:?}");
    }
}

/// The keywords that our schema uses: a full validator would be a hundred crates.
fn validate(value: &Value, schema: &Value, root: &Value, path: &str, faults: &mut Vec<String>) {
    let Some(schema) = schema.as_object() else { return };
    for (keyword, rule) in schema {
        match keyword.as_str() {
            "$ref" => {
                let target = rule.as_str().and_then(|r| root.pointer(r.trim_start_matches('#')));
                validate(value, target.expect("a reference inside the schema"), root, path, faults);
            }
            "type" => {
                let one = |t: &Value| is_type(value, t.as_str().unwrap_or_default());
                if !rule.as_array().map_or_else(|| one(rule), |list| list.iter().any(one)) {
                    faults.push(format!("{path}: expected {rule}, but found {value}"));
                }
            }
            "enum" => {
                if !rule.as_array().is_some_and(|list| list.contains(value)) {
                    faults.push(format!("{path}: expected one of {rule}, but found {value}"));
                }
            }
            "anyOf" => {
                let fits = |s: &Value| {
                    let mut inner = Vec::new();
                    validate(value, s, root, path, &mut inner);
                    inner.is_empty()
                };
                if !rule.as_array().is_some_and(|list| list.iter().any(fits)) {
                    faults.push(format!("{path}: fits none of {rule}"));
                }
            }
            "required" => {
                for name in rule.as_array().into_iter().flatten().filter_map(Value::as_str) {
                    if value.as_object().is_some_and(|o| !o.contains_key(name)) {
                        faults.push(format!("{path}: {name} is missing"));
                    }
                }
            }
            "properties" => {
                let none = Map::new();
                let (rules, object) = (rule.as_object().unwrap_or(&none), value.as_object().unwrap_or(&none));
                for (name, rule) in rules {
                    if let Some(inner) = object.get(name) {
                        validate(inner, rule, root, &format!("{path}/{name}"), faults);
                    }
                }
            }
            "items" => {
                for (i, inner) in value.as_array().into_iter().flatten().enumerate() {
                    validate(inner, rule, root, &format!("{path}/{i}"), faults);
                }
            }
            "minimum" => {
                if value.as_f64().zip(rule.as_f64()).is_some_and(|(v, least)| v < least) {
                    faults.push(format!("{path}: {value} is below {rule}"));
                }
            }
            "$schema" | "title" | "description" | "$defs" | "default" | "format" => {}
            other => faults.push(format!("{path}: the schema uses \"{other}\", which this test does not know")),
        }
    }
}

fn is_type(value: &Value, name: &str) -> bool {
    match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        _ => false,
    }
}
