//! The routes and their description from one hand: what is added to the [`Book`] is both served and written down.
//!
//! In: a path, a handler and the types it takes and gives. Out: a router and the OpenAPI 3.1 document. Schemas come from
//! the same derives as that of `tarikh schema`; those of questions are written in place, those of answers once each.

use crate::answer::Problem;
use crate::desk::Desk;
use axum::Router;
use axum::routing::MethodRouter;
use schemars::JsonSchema;
use schemars::generate::{SchemaGenerator, SchemaSettings};
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// Routes with their description.
pub struct Book {
    router: Router<Arc<Desk>>,
    paths: Map<String, Value>,
    answers: SchemaGenerator,
}

impl Book {
    /// No routes yet.
    pub fn new() -> Book {
        let settings = SchemaSettings::draft2020_12().for_serialize();
        let answers = settings.with(|s| {
            s.definitions_path = "/components/schemas".into();
            s.meta_schema = None;
        });
        Book { router: Router::new(), paths: Map::new(), answers: answers.into_generator() }
    }

    /// A route that answers a question `Q` with JSON of `A`.
    pub fn get<Q: JsonSchema, A: JsonSchema>(
        &mut self,
        path: &str,
        id: &str,
        summary: &str,
        served: MethodRouter<Arc<Desk>>,
    ) {
        let answer = self.answers.subschema_for::<A>().to_value();
        let content = json!({ "application/json": { "schema": answer } });
        self.describe(path, "get", id, summary, parameters::<Q>(path), None, content);
        self.route(path, served);
    }

    /// A route that answers a question `Q` with a file or a stream.
    pub fn get_file<Q: JsonSchema>(
        &mut self,
        path: &str,
        id: &str,
        summary: &str,
        media: &str,
        served: MethodRouter<Arc<Desk>>,
    ) {
        let mut content = json!({ media: { "schema": {} } });
        if media == "application/octet-stream" {
            content = json!({ "*/*": { "schema": {} } });
        }
        self.describe(path, "get", id, summary, parameters::<Q>(path), None, content);
        self.route(path, served);
    }

    /// A route that takes JSON of `B` and answers with JSON of `A`.
    pub fn post<B: JsonSchema, A: JsonSchema>(
        &mut self,
        path: &str,
        id: &str,
        summary: &str,
        served: MethodRouter<Arc<Desk>>,
    ) {
        let answer = self.answers.subschema_for::<A>().to_value();
        let content = json!({ "application/json": { "schema": answer } });
        let body = json!({ "required": true, "content": { "application/json": { "schema": asked::<B>() } } });
        self.describe(path, "post", id, summary, parameters::<()>(path), Some(body), content);
        self.route(path, served);
    }

    fn route(&mut self, path: &str, methods: MethodRouter<Arc<Desk>>) {
        self.router = std::mem::take(&mut self.router).route(path, methods);
    }

    #[allow(clippy::too_many_arguments)]
    fn describe(
        &mut self,
        path: &str,
        method: &str,
        id: &str,
        summary: &str,
        parameters: Vec<Value>,
        body: Option<Value>,
        content: Value,
    ) {
        let problem = self.answers.subschema_for::<Problem>().to_value();
        let problem =
            |what: &str| json!({ "description": what, "content": { "application/json": { "schema": problem } } });
        let mut responses = json!({
            "200": { "description": summary, "content": content },
            "400": problem("What was asked for cannot be understood."),
            "401": problem("The token is missing or another."),
            "403": problem("The request comes from elsewhere, or the record may not be changed."),
            "404": problem("What was asked for is not there."),
            "503": problem("The record cannot be read now."),
        });
        if let (Some(list), "get") = (responses.as_object_mut(), method) {
            list.insert("304".into(), json!({ "description": "The answer with that ETag still holds." }));
        }
        if let (Some(list), "post") = (responses.as_object_mut(), method) {
            list.insert("409".into(), problem("Another program is writing to the record."));
            list.insert("413".into(), problem("The body is too long."));
            list.insert("415".into(), problem("The body is not JSON."));
            list.insert("422".into(), problem("The body is JSON of another shape, or its text cannot be read."));
            list.insert("507".into(), problem("There is no room to write."));
        }
        let mut operation =
            json!({ "operationId": id, "summary": summary, "parameters": parameters, "responses": responses });
        if let (Some(body), Some(fields)) = (body, operation.as_object_mut()) {
            fields.insert("requestBody".into(), body);
        }
        let methods = self.paths.entry(path).or_insert_with(|| json!({}));
        if let Some(methods) = methods.as_object_mut() {
            methods.insert(method.into(), operation);
        }
    }

    /// The router, and the document as JSON.
    pub fn close(mut self) -> (Router<Arc<Desk>>, bytes::Bytes) {
        let document = json!({
            "openapi": "3.1.0",
            "info": {
                "title": "tarikh",
                "summary": "Who says what, where and when, in one record of reports.",
                "description": "Offsets are UTF-16 units of a report's text. Every list carries the record's revision; an ETag changes with it.",
                "version": env!("CARGO_PKG_VERSION"),
                "license": { "name": "MIT OR Apache-2.0" },
            },
            "paths": self.paths,
            "components": {
                "schemas": self.answers.take_definitions(true),
                "securitySchemes": { "token": { "type": "http", "scheme": "bearer" } },
            },
            "security": [{}, { "token": [] }],
        });
        (self.router, bytes::Bytes::from(document.to_string()))
    }
}

/// The schema of what is sent, with everything in place.
fn asked<T: JsonSchema>() -> Value {
    let settings = SchemaSettings::draft2020_12().for_deserialize();
    let settings = settings.with(|s| {
        s.inline_subschemas = true;
        s.meta_schema = None;
    });
    settings.into_generator().into_root_schema_for::<T>().to_value()
}

/// The fields of a question as parameters, and those of the path.
fn parameters<Q: JsonSchema>(path: &str) -> Vec<Value> {
    let mut out = Vec::new();
    if path.contains("{id}") {
        out.push(json!({
            "name": "id", "in": "path", "required": true, "schema": { "type": "string", "minLength": 1 },
            "description": "An id as a list gives it, or the name of a file.",
        }));
    }
    let schema = asked::<Q>();
    for (name, field) in schema["properties"].as_object().into_iter().flatten() {
        let mut field = field.clone();
        let mut described = json!({ "name": name, "in": "query", "required": false });
        if let Some(fields) = field.as_object_mut() {
            if let Some(text) = fields.remove("description") {
                described["description"] = text;
            }
            fields.remove("default");
            // A parameter is left out, not sent as null.
            if let Some(kinds) = fields.get("type").and_then(|k| k.as_array()) {
                let kinds: Vec<Value> = kinds.iter().filter(|k| *k != "null").cloned().collect();
                if let [only] = &kinds[..] {
                    let only = only.clone();
                    fields.insert("type".into(), only);
                }
            }
        }
        described["schema"] = field;
        out.push(described);
    }
    out
}
