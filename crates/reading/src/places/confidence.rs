//! How sure a place is, as a share that holds: of the places shown as 80 % sure, eight in ten are right.
//!
//! In: the likelihood that the rules give, what the place is, how often it is named. Out: the confidence. The weights stand in
//! `lexicon/places/confidence.tsv`, set by hand; "Dublin" alone in a local paper comes out near 0.5, a province
//! named beside its towns near 0.95.

use crate::lexicon::Table;
use types::{Place, Precision};

/// Weights of the logistic function.
#[derive(Clone, Debug, Default)]
pub(super) struct Confidence {
    bias: f32,
    logit: f32,
    country: f32,
    vague: f32,
    unit: f32,
    mentions: f32,
}

impl Confidence {
    /// The weights of a table; `None` where it has no rows.
    pub fn parse(file: &str, text: &str) -> Result<Option<Confidence>, String> {
        let table = Table::parse(file, text)?;
        let mut weights = Confidence::default();
        for (line, row) in &table.rows {
            let fault = |what: &str, found: &str| format!("{file}:{line}: expected {what}, but found \"{found}\"");
            let [feature, weight] = row[..] else { continue };
            let weight: f32 = weight.parse().map_err(|_| fault("a number", weight))?;
            match feature {
                "bias" => weights.bias = weight,
                "logit" => weights.logit = weight,
                "country" => weights.country = weight,
                "vague" => weights.vague = weight,
                "unit" => weights.unit = weight,
                "mentions" => weights.mentions = weight,
                _ => return Err(fault("a feature", feature)),
            }
        }
        Ok((!table.rows.is_empty()).then_some(weights))
    }

    /// The confidence of a place whose `confidence` is still the likelihood of the rules.
    pub fn of(&self, place: &Place) -> f32 {
        let p = place.confidence.clamp(0.01, 0.99);
        let named = (place.mentions.len() + place.demonyms.len()).max(1) as f32;
        let kind = match place.precision {
            Precision::Country => self.country,
            Precision::Region | Precision::Area | Precision::Site => self.vague,
            Precision::Admin1 | Precision::Admin2 => self.unit,
            Precision::Town => 0.0,
        };
        let x = self.bias + self.logit * (p / (1.0 - p)).ln() + kind + self.mentions * named.ln();
        1.0 / (1.0 + (-x).exp())
    }
}
