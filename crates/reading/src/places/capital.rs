//! "The capital", "the Malian capital": the capital of a country, where the report names it.
//!
//! In: the places found so far. Out: one more mention of that town for each "the capital". "Gunmen struck Bamako … in the
//! capital, two policemen died": the second is Bamako too. A capital with an owner is that country's ("the Malian capital");
//! without one it is the only capital named, and nothing is said where two are.

use crate::Doc;
use types::{Deprel, Evidence, Place, Precision, Span, Upos};

/// Adds the mentions, in text order.
pub(super) fn add_capital(doc: &Doc, places: &mut [Place]) {
    let is_capital = |p: &Place| {
        let country = p.country.as_deref().and_then(|c| gazetteer::country(gazetteer::CountryCode::of(c)));
        country.is_some_and(|c| p.names.iter().chain([&p.name]).any(|n| n.eq_ignore_ascii_case(c.capital)))
    };
    let capitals: Vec<usize> =
        (0..places.len()).filter(|i| places[*i].precision == Precision::Town && is_capital(&places[*i])).collect();
    if capitals.is_empty() || !doc.tagged.parsed {
        return;
    }
    let mut states: Vec<(Span, &str)> = Vec::new();
    for place in places.iter().filter(|p| p.precision == Precision::Country) {
        let Some(country) = place.country.as_deref() else { continue };
        states.extend(place.mentions.iter().chain(&place.demonyms).map(|m| (m.span, country)));
    }
    states.sort();
    let state_at = |span: Span| {
        let next = states.partition_point(|(s, _)| s.end <= span.start);
        states.get(next).filter(|(s, _)| s.start < span.end).map(|(_, country)| *country)
    };
    let tokens = &doc.tagged.tokens;
    let mut determined = vec![false; tokens.len()];
    let mut owners: Vec<Option<u32>> = vec![None; tokens.len()];
    for (i, token) in tokens.iter().enumerate() {
        let head = token.head as usize;
        match token.deprel {
            Deprel::Det if head < tokens.len() => determined[head] = true,
            Deprel::Nmod | Deprel::Amod | Deprel::Compound if head < tokens.len() => owners[head] = Some(i as u32),
            _ => {}
        }
    }
    let mut added: Vec<(usize, Span)> = Vec::new();
    for (i, token) in tokens.iter().enumerate() {
        let named = token.upos == Upos::Noun && matches!(doc.words(token.span), "capital" | "capitale");
        if !named || !determined[i] {
            continue;
        }
        let town = match owners[i] {
            None => capitals.first().copied().filter(|_| capitals.len() == 1),
            Some(owner) => {
                let country = state_at(tokens[owner as usize].span);
                let of = |t: &&usize| country.is_some() && places[**t].country.as_deref() == country;
                capitals.iter().find(of).copied()
            }
        };
        added.extend(town.map(|t| (t, token.span)));
    }
    for (town, span) in added {
        places[town].mentions.push(Evidence::new(span, "places/capital@1"));
        places[town].mentions.sort_by_key(|e| e.span);
    }
}
