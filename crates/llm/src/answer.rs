//! What a model wrote → an [`Answer`]: the contract's lists with quotes instead of offsets.
//!
//! A model may wrap its JSON in prose or a code fence, leave fields out, add others, and break off. Fields that are
//! missing read as empty; values of a wrong kind read as missing; an answer without an object is a [`Fault`]. Nothing
//! here trusts a word: meaning is checked in [`crate::build`].

use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// Why an answer could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault(pub String);

/// Words of the report, with a few words around them where they stand there twice.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Quote {
    /// The words.
    pub quote: String,
    /// A longer piece of the report that holds them.
    pub context: String,
}

impl<'de> Deserialize<'de> for Quote {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Quote, D::Error> {
        let value = Value::deserialize(d)?;
        let field = |name: &str| value.get(name).and_then(Value::as_str).unwrap_or("").to_string();
        Ok(match &value {
            Value::String(quote) => Quote { quote: quote.clone(), context: String::new() },
            _ => Quote { quote: field("quote"), context: field("context") },
        })
    }
}

/// A value of the wrong kind reads as missing, so that one slip does not cost the rest.
fn lenient<'de, D: Deserializer<'de>, T: serde::de::DeserializeOwned + Default>(d: D) -> Result<T, D::Error> {
    Ok(serde_json::from_value(Value::deserialize(d)?).unwrap_or_default())
}

/// A list in which items that cannot be read are left out.
fn list<'de, D: Deserializer<'de>, T: serde::de::DeserializeOwned>(d: D) -> Result<Vec<T>, D::Error> {
    Ok(match Value::deserialize(d)? {
        Value::Array(items) => items.into_iter().filter_map(|v| serde_json::from_value(v).ok()).collect(),
        Value::Null => Vec::new(),
        one => serde_json::from_value(one).ok().into_iter().collect(),
    })
}

macro_rules! parts {
    ($($(#[$doc:meta])* $name:ident { $($(#[$attr:meta])* $field:ident: $ty:ty),* $(,)? })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Deserialize)]
        #[serde(default)]
        #[allow(missing_docs)]
        pub struct $name { $($(#[$attr])* pub $field: $ty),* }
    )*};
}

parts! {
    /// The whole answer.
    Answer {
        #[serde(deserialize_with = "list")]
        actors: Vec<Actor>,
        #[serde(deserialize_with = "list")]
        places: Vec<Place>,
        #[serde(deserialize_with = "list")]
        events: Vec<Event>,
        #[serde(deserialize_with = "list")]
        relations: Vec<Relation>,
        #[serde(deserialize_with = "list")]
        claims: Vec<Claim>,
        #[serde(deserialize_with = "list")]
        disagreements: Vec<Disagreement>,
    }
    /// Somebody named.
    Actor {
        #[serde(deserialize_with = "lenient")]
        id: String,
        #[serde(deserialize_with = "lenient")]
        name: String,
        #[serde(deserialize_with = "list")]
        names: Vec<String>,
        #[serde(deserialize_with = "lenient")]
        kind: String,
        #[serde(deserialize_with = "lenient")]
        country: Option<String>,
    }
    /// A place named.
    Place {
        #[serde(deserialize_with = "lenient")]
        id: String,
        #[serde(deserialize_with = "lenient")]
        name: String,
        #[serde(deserialize_with = "list")]
        names: Vec<String>,
        #[serde(deserialize_with = "lenient")]
        lat: Option<f64>,
        #[serde(deserialize_with = "lenient")]
        lon: Option<f64>,
        #[serde(deserialize_with = "lenient")]
        country: Option<String>,
        #[serde(deserialize_with = "lenient")]
        precision: String,
    }
    /// A range of days.
    When {
        #[serde(deserialize_with = "lenient")]
        start: String,
        #[serde(deserialize_with = "lenient")]
        end: String,
        #[serde(deserialize_with = "lenient")]
        basis: String,
        #[serde(deserialize_with = "lenient")]
        evidence: Option<Quote>,
    }
    /// A count.
    Toll {
        #[serde(deserialize_with = "lenient")]
        measure: String,
        #[serde(deserialize_with = "lenient")]
        of: String,
        #[serde(deserialize_with = "lenient")]
        low: Option<u32>,
        #[serde(deserialize_with = "lenient")]
        best: Option<u32>,
        #[serde(deserialize_with = "lenient")]
        high: Option<u32>,
        #[serde(deserialize_with = "lenient")]
        evidence: Option<Quote>,
    }
    /// Who plays which part.
    Participant {
        #[serde(deserialize_with = "lenient")]
        role: String,
        #[serde(deserialize_with = "lenient")]
        actor: String,
        #[serde(deserialize_with = "lenient")]
        text: String,
        #[serde(deserialize_with = "lenient")]
        evidence: Option<Quote>,
    }
    /// A happening.
    Event {
        #[serde(deserialize_with = "lenient")]
        id: String,
        #[serde(rename = "type", deserialize_with = "lenient")]
        kind: String,
        #[serde(deserialize_with = "lenient")]
        realis: String,
        #[serde(deserialize_with = "lenient")]
        when: Option<When>,
        #[serde(rename = "where", deserialize_with = "list")]
        places: Vec<String>,
        #[serde(deserialize_with = "list")]
        participants: Vec<Participant>,
        #[serde(deserialize_with = "list")]
        tolls: Vec<Toll>,
        #[serde(deserialize_with = "list")]
        instruments: Vec<String>,
        #[serde(deserialize_with = "list")]
        evidence: Vec<Quote>,
    }
    /// A standing tie.
    Relation {
        #[serde(deserialize_with = "lenient")]
        id: String,
        #[serde(rename = "type", deserialize_with = "lenient")]
        kind: String,
        #[serde(deserialize_with = "lenient")]
        from: String,
        #[serde(deserialize_with = "lenient")]
        to: String,
        #[serde(deserialize_with = "lenient")]
        realis: String,
        #[serde(deserialize_with = "lenient")]
        when: Option<When>,
        #[serde(deserialize_with = "list")]
        evidence: Vec<Quote>,
    }
    /// Who says what.
    Claim {
        #[serde(deserialize_with = "lenient")]
        holder: String,
        #[serde(deserialize_with = "lenient")]
        holder_text: String,
        #[serde(deserialize_with = "lenient")]
        stance: String,
        #[serde(deserialize_with = "lenient")]
        certainty: String,
        #[serde(deserialize_with = "list")]
        about: Vec<String>,
        #[serde(deserialize_with = "lenient")]
        cue: Option<Quote>,
        #[serde(deserialize_with = "lenient")]
        evidence: Option<Quote>,
    }
    /// What cannot all be true.
    Disagreement {
        #[serde(deserialize_with = "lenient")]
        kind: String,
        #[serde(deserialize_with = "list")]
        about: Vec<String>,
        #[serde(deserialize_with = "list")]
        evidence: Vec<Quote>,
        #[serde(deserialize_with = "lenient")]
        note: String,
    }
}

impl Answer {
    /// Reads what a model wrote. The first `{` opens the object; what stands before it and after it is left out.
    pub fn parse(written: &str) -> Result<Answer, Fault> {
        // What a reasoning model thinks aloud first may hold JSON of its own.
        let thought = written.trim_start().strip_prefix("<think>").and_then(|rest| rest.split_once("</think>"));
        let written = thought.map_or(written, |(_, answer)| answer);
        let Some(open) = written.find('{') else {
            return Err(Fault("expected a JSON object, but found none in the answer".into()));
        };
        let mut values = serde_json::Deserializer::from_str(&written[open..]).into_iter::<Value>();
        match values.next() {
            Some(Ok(value)) => {
                let known = ["actors", "places", "events", "relations", "claims", "disagreements"];
                if !known.iter().any(|k| value.get(k).is_some()) {
                    return Err(Fault(format!("expected one of {}, but found none", known.join(", "))));
                }
                serde_json::from_value(value)
                    .map_err(|e| Fault(format!("expected the contract's lists, but found {e}")))
            }
            Some(Err(e)) if e.is_eof() => Err(Fault("the answer breaks off before its JSON ends".into())),
            Some(Err(e)) => Err(Fault(format!("expected JSON, but found {e}"))),
            None => Err(Fault("expected a JSON object, but found none in the answer".into())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_through_fences_prose_and_slips() {
        let written = "Here you are:\n```json\n{\"actors\": [{\"id\": 7, \"name\": \"army\"}, 5], \"events\": \
                       [{\"type\": \"assault\", \"tolls\": [{\"low\": -3}], \"evidence\": [\"12 died\"]}]}\n```\nDone.";
        let answer = Answer::parse(written).expect("an object is there");
        assert_eq!(answer.actors.len(), 1);
        assert_eq!(answer.actors[0].name, "army");
        assert_eq!(answer.events[0].tolls[0].low, None);
        assert_eq!(answer.events[0].evidence[0].quote, "12 died");
    }

    #[test]
    fn what_is_thought_aloud_is_not_the_answer() {
        let written = "<think>Perhaps {\"events\": [{}, {}]}?</think>\n{\"events\": [{\"id\": \"</think>\"}]}";
        let answer = Answer::parse(written).expect("an object is there");
        assert_eq!(answer.events.len(), 1);
        assert_eq!(answer.events[0].id, "</think>");
    }

    #[test]
    fn refuses_what_is_no_answer() {
        assert!(Answer::parse("I cannot help with that.").is_err());
        assert!(Answer::parse("{\"events\": [{\"type\": \"ass").expect_err("cut").0.contains("breaks off"));
        assert!(Answer::parse("{\"error\": \"overloaded\"}").is_err());
    }
}
