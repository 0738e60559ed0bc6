//! What goes in and out of every route: questions and bodies checked before a handler sees them, and problems told the way
//! the command tells them: "expected X, but found Y", then the next step.
//!
//! A query that no route knows, such as `?sinec=2024-09-01`, is an error and not an empty filter.

use axum::Json;
use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use http::request::Parts;
use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Problem {
    /// "expected X, but found Y".
    pub error: String,
    /// The next step.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// The HTTP status.
    pub status: u16,
}

impl Problem {
    /// A problem told in one line, or in two with `hint: `.
    pub fn new(status: StatusCode, text: impl Into<String>) -> Problem {
        let text: String = text.into();
        let (error, hint) = match text.split_once("\nhint: ") {
            Some((error, hint)) => (error.to_string(), Some(hint.to_string())),
            None => (text, None),
        };
        Problem { error, hint, status: status.as_u16() }
    }

    /// What was asked for cannot be understood.
    pub fn asked(text: impl Into<String>) -> Problem {
        Problem::new(StatusCode::BAD_REQUEST, text)
    }

    /// What was asked for is not there.
    pub fn missing(text: impl Into<String>) -> Problem {
        Problem::new(StatusCode::NOT_FOUND, text)
    }

    /// The way to do it is barred.
    pub fn barred(text: impl Into<String>) -> Problem {
        Problem::new(StatusCode::FORBIDDEN, text)
    }

    /// A defect of ours; what it was goes to stderr, not to the page.
    pub fn defect(what: &str) -> Problem {
        eprintln!("error: {what}");
        Problem::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "expected an answer, but the server broke off\nhint: this is a defect of tarikh: the terminal it runs in says more",
        )
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        (status, Json(self)).into_response()
    }
}

impl From<tarikh::Fault> for Problem {
    fn from(fault: tarikh::Fault) -> Problem {
        use tarikh::Fault::*;
        match &fault {
            Odd { .. } => Problem::asked(fault.to_string()),
            Busy { .. } => Problem::new(StatusCode::CONFLICT, fault.to_string()),
            NoRoom { .. } => Problem::new(StatusCode::INSUFFICIENT_STORAGE, fault.to_string()),
            Missing { .. } | Foreign { .. } | Truncated { .. } | Newer { .. } | Older { .. } | Damaged { .. } => {
                Problem::new(StatusCode::SERVICE_UNAVAILABLE, fault.to_string())
            }
            Sql(_) | Json(_) => Problem::defect(&fault.to_string()),
        }
    }
}

/// A handler's answer.
pub type Answer<T> = Result<Json<T>, Problem>;

/// The query of an address, checked.
pub struct Asked<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Asked<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Asked<T>, Problem> {
        match Query::<T>::from_request_parts(parts, state).await {
            Ok(Query(asked)) => Ok(Asked(asked)),
            Err(e) => Err(Problem::asked(format!(
                "expected a query as /api/openapi.json describes, but found: {}",
                e.body_text().trim_start_matches("Failed to deserialize query string: ")
            ))),
        }
    }
}

/// The id at the end of an address.
pub struct Named(pub String);

impl<S: Send + Sync> FromRequestParts<S> for Named {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Named, Problem> {
        match Path::<String>::from_request_parts(parts, state).await {
            Ok(Path(id)) => Ok(Named(id)),
            Err(e) => Err(Problem::asked(format!("expected an id, but found: {}", e.body_text()))),
        }
    }
}

/// A body of JSON, checked.
pub struct Sent<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Sent<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Sent<T>, Problem> {
        match Json::<T>::from_request(request, state).await {
            Ok(Json(sent)) => Ok(Sent(sent)),
            Err(e) => {
                let told = format!("expected JSON as /api/openapi.json describes, but found: {}", e.body_text());
                Err(Problem::new(e.status(), told))
            }
        }
    }
}
