//! Facts of countries that are no names: centre, area, neighbours, continent, capital.
//!
//! In: the table made by `cargo xtask gazetteer`, compiled in. Out: [`Country`] values.

use crate::layer::CountryCode;
use std::sync::OnceLock;

/// Two letters: AF Africa, AS Asia, EU Europe, NA North America, OC Oceania, SA South America, AN Antarctica.
pub type Continent = [u8; 2];

/// What is known of a country, except its names.
#[derive(Clone, Debug)]
pub struct Country {
    /// ISO 3166-1 alpha-2.
    pub iso: CountryCode,
    /// GeoNames id.
    pub geonames_id: u32,
    /// Middle of its places, degrees.
    pub lat: f64,
    /// Middle of its places, degrees.
    pub lon: f64,
    /// Square kilometres.
    pub area: f64,
    /// People.
    pub population: u32,
    /// Continent.
    pub continent: Continent,
    /// Countries it borders on.
    pub neighbours: Vec<CountryCode>,
    /// Capital, English.
    pub capital: &'static str,
    /// English short name as GeoNames has it.
    pub name: &'static str,
}

/// All countries, by code.
pub fn countries() -> &'static [Country] {
    static ALL: OnceLock<Vec<Country>> = OnceLock::new();
    ALL.get_or_init(|| include_str!("../data/countries.tsv").lines().filter_map(parse).collect())
}

/// The country of a code.
pub fn country(iso: CountryCode) -> Option<&'static Country> {
    let all = countries();
    all.binary_search_by_key(&iso, |c| c.iso).ok().map(|i| &all[i])
}

fn parse(line: &'static str) -> Option<Country> {
    let mut cells = line.split('\t');
    let mut next = || cells.next();
    Some(Country {
        iso: Some(CountryCode::of(next()?)).filter(|c| c.is_some())?,
        geonames_id: next()?.parse().ok()?,
        lat: next()?.parse().ok()?,
        lon: next()?.parse().ok()?,
        area: next()?.parse().ok()?,
        population: next()?.parse().ok()?,
        continent: next()?.as_bytes().try_into().ok()?,
        neighbours: next()?.split(' ').map(CountryCode::of).filter(|c| c.is_some()).collect(),
        capital: next()?,
        name: next()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_are_in_order_of_their_codes() {
        assert!(countries().windows(2).all(|w| w[0].iso < w[1].iso));
        assert!(countries().len() > 240);
        let mali = country(CountryCode::of("ML")).expect("Mali");
        assert_eq!(mali.capital, "Bamako");
        assert!(mali.neighbours.contains(&CountryCode::of("NE")));
    }
}
