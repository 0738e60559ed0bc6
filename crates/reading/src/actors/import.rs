//! Other people's lists of actors → rows of our registry (`tarikh actors import`).
//!
//! In: the text of a PETRARCH-style dictionary (a name a line, dated codes behind and below it, `+` before synonyms) or of
//! a Wikidata JSON dump (one entity a line). Out: [`Imported`]: rows in the columns of `lexicon/actors/groups.tsv` and what
//! could not be read. Reading the file and writing the table is the caller's business.
//!
//! `AHMED_SHARIF_ [PAKMIL 221129-]` → a person of Pakistan from 2022 on.

use std::collections::BTreeMap;
use types::ActorKind;

/// A row of the registry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Key, unique in the table.
    pub key: String,
    /// Word of an [`ActorKind`].
    pub kind: String,
    /// ISO 3166-1 alpha-2, or nothing.
    pub country: String,
    /// First year, or nothing.
    pub from: String,
    /// Last year, or nothing.
    pub to: String,
    /// Flavour, or nothing.
    pub flavour: String,
    /// Name shown.
    pub name: String,
    /// Other names.
    pub aliases: Vec<String>,
}

/// What an import gives.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// Rows, sorted by key.
    pub rows: Vec<Row>,
    /// What could not be read, as `line N: fault`.
    pub faults: Vec<String>,
}

impl Imported {
    /// The rows as a table that [`super::Lexicon::add_registry`] reads.
    pub fn to_table(&self) -> String {
        let mut text = String::from("key\tkind\tcountry\tfrom\tto\tflavour\tname\taliases\n");
        for r in &self.rows {
            let aliases = r.aliases.join("|");
            let cells = [&r.key, &r.kind, &r.country, &r.from, &r.to, &r.flavour, &r.name, &aliases];
            text.push_str(&cells.map(|c| c.replace(['\t', '\n', '\r'], " ")).join("\t"));
            text.push('\n');
        }
        text
    }
}

/// A registry table out of any text we know the form of: our own table, a Wikidata dump, a PETRARCH dictionary. The second
/// value names what could not be read.
pub fn table_of(text: &str) -> (String, Vec<String>) {
    let first = text.lines().map(str::trim).find(|l| !l.is_empty() && !l.starts_with('#')).unwrap_or("");
    let imported = if first.starts_with("key\tkind") {
        return (text.to_string(), Vec::new());
    } else if first.starts_with('[') || first.starts_with('{') {
        wikidata(text)
    } else {
        petrarch(text)
    };
    (imported.to_table(), imported.faults)
}

/// Reads a PETRARCH-style actor dictionary.
///
/// ```text
/// AL-SHABAAB_  ; a comment
/// +HARAKAT_SHABAAB_
///     [SOMREB 060101-]
/// ```
pub fn petrarch(text: &str) -> Imported {
    let mut out = Imported::default();
    let mut rows: BTreeMap<String, Row> = BTreeMap::new();
    let mut current: Option<Row> = None;
    for (i, line) in text.lines().enumerate() {
        let line = line.split(['#', ';']).next().unwrap_or("");
        if line.trim().is_empty() || line.starts_with('<') {
            continue;
        }
        let (names, codes) = match line.find('[') {
            Some(at) => line.split_at(at),
            None => (line, ""),
        };
        let name = readable(names);
        if !name.is_empty() {
            if names.trim_start().starts_with('+') {
                match &mut current {
                    Some(row) if !row.aliases.contains(&name) => row.aliases.push(name),
                    Some(_) => {}
                    None => out
                        .faults
                        .push(format!("line {}: expected a name before a synonym, but found \"+{name}\"", i + 1)),
                }
            } else {
                keep(&mut rows, current.take());
                current = Some(Row { key: name.to_lowercase().replace(' ', "-"), name, ..Row::default() });
            }
        }
        for code in codes.split('[').filter_map(|c| c.split(']').next()).filter(|c| !c.trim().is_empty()) {
            match &mut current {
                Some(row) => apply_code(row, code),
                None => {
                    out.faults.push(format!("line {}: expected a name before a code, but found \"[{code}]\"", i + 1))
                }
            }
        }
    }
    keep(&mut rows, current.take());
    for row in rows.values_mut().filter(|r| r.kind.is_empty()) {
        row.kind = ActorKind::Unnamed.word().into();
    }
    out.rows = rows.into_values().collect();
    out
}

fn keep(rows: &mut BTreeMap<String, Row>, row: Option<Row>) {
    let Some(row) = row else { return };
    let known = rows.entry(row.key.clone()).or_insert_with(|| row.clone());
    for alias in row.aliases {
        if !known.aliases.contains(&alias) {
            known.aliases.push(alias);
        }
    }
}

/// "AL-SHABAAB_" → "Al-Shabaab"; short words without vowels and up to four letters stay in capitals.
fn readable(names: &str) -> String {
    let words = names.trim().trim_start_matches('+').replace('_', " ");
    let word = |w: &str| {
        let acronym = w.len() <= 4 && !w.to_lowercase().contains(['a', 'e', 'i', 'o', 'u']);
        if acronym || w.chars().any(char::is_lowercase) {
            return w.to_string();
        }
        let mut out = String::new();
        let mut start = true;
        for c in w.chars() {
            if start {
                out.extend(c.to_uppercase());
            } else {
                out.extend(c.to_lowercase());
            }
            start = !c.is_alphanumeric();
        }
        out
    };
    words.split_whitespace().map(word).collect::<Vec<_>>().join(" ")
}

/// One dated code: `SOMREB 060101-121231`, `USAGOV >010120`, `IRQ`.
fn apply_code(row: &mut Row, code: &str) {
    let mut parts = code.split_whitespace();
    let letters = parts.next().unwrap_or("");
    let country = letters.get(..3).and_then(alpha2);
    let role = if country.is_some() { letters.get(3..).unwrap_or("") } else { letters };
    if row.country.is_empty() {
        row.country = country.unwrap_or("").into();
    }
    if row.kind.is_empty() {
        row.kind = kind_of_code(role, country.is_some()).word().into();
    }
    if row.flavour.is_empty() {
        row.flavour = match role.get(..3) {
            Some("REB" | "SEP" | "INS") => "rebel".into(),
            Some("MIL") => "army".into(),
            _ => String::new(),
        };
    }
    let Some(dates) = parts.next() else { return };
    let (from, to) = match dates.chars().next() {
        Some('>') => (year(&dates[1..]), None),
        Some('<') => (None, year(&dates[1..])),
        _ => match dates.split_once('-') {
            Some((a, b)) => (year(a), year(b)),
            None => (year(dates), year(dates)),
        },
    };
    // Several dated codes of one name span from the first to the last.
    let least = [row.from.parse::<i32>().ok(), from].into_iter().flatten().min();
    row.from = least.map_or(String::new(), |y| y.to_string());
    let open = to.is_none();
    let most = [row.to.parse::<i32>().ok(), to].into_iter().flatten().max();
    row.to = if open { String::new() } else { most.map_or(String::new(), |y| y.to_string()) };
}

/// The year of `YYMMDD`, `YYYYMMDD` or `YYYY`. Two digits from 50 on are of the last century.
fn year(date: &str) -> Option<i32> {
    let digits: String = date.chars().filter(char::is_ascii_digit).collect();
    match digits.len() {
        8 | 4 => digits.get(..4)?.parse().ok(),
        6 => {
            let short: i32 = digits.get(..2)?.parse().ok()?;
            Some(if short >= 50 { 1900 + short } else { 2000 + short })
        }
        _ => None,
    }
}

/// CAMEO's role letters as a kind.
fn kind_of_code(role: &str, state: bool) -> ActorKind {
    use ActorKind::*;
    let first = role.get(..3).unwrap_or("");
    match first {
        "GOV" | "JUD" | "LEG" | "SPY" => Government,
        "MIL" => Military,
        "COP" => Police,
        "REB" | "SEP" | "INS" | "UAF" | "RAD" => ArmedGroup,
        "PRM" => Militia,
        "PTY" | "OPP" => Party,
        "MED" | "JRN" => Media,
        "BUS" | "MNC" => Company,
        "IGO" => Igo,
        "NGO" | "NGM" => Ngo,
        "CVL" | "REF" | "EDU" | "HLH" | "LAB" | "AGR" => Civilians,
        "REL" | "SOC" => Community,
        "ELI" => Person,
        _ if state => State,
        _ => Unnamed,
    }
}

/// Reads a Wikidata JSON dump: one entity a line, with or without the brackets and commas of an array. Entities that are
/// no actors of a kind we know are left out without a fault.
pub fn wikidata(text: &str) -> Imported {
    let mut out = Imported::default();
    for (i, line) in text.lines().enumerate() {
        let line = line.trim().trim_end_matches(',');
        if line.is_empty() || line == "[" || line == "]" {
            continue;
        }
        match serde_json::from_str::<serde_json::Value>(line) {
            Ok(entity) => out.rows.extend(entity_row(&entity)),
            Err(fault) => out.faults.push(format!("line {}: expected an entity as JSON, but found {fault}", i + 1)),
        }
    }
    out.rows.sort_by(|a, b| a.key.cmp(&b.key));
    out.rows.dedup_by(|a, b| a.key == b.key);
    out
}

/// What an entity is an instance of, and the kind that makes it.
const CLASSES: &[(&str, ActorKind, &str)] = &[
    ("Q5", ActorKind::Person, ""),
    ("Q6256", ActorKind::State, ""),
    ("Q3624078", ActorKind::State, ""),
    ("Q17149090", ActorKind::ArmedGroup, ""),
    ("Q1752939", ActorKind::ArmedGroup, "rebel"),
    ("Q17127659", ActorKind::ArmedGroup, "jihadist"),
    ("Q124964", ActorKind::ArmedGroup, "rebel"),
    ("Q1788992", ActorKind::ArmedGroup, "gang"),
    ("Q176799", ActorKind::Military, "army"),
    ("Q772547", ActorKind::Military, "army"),
    ("Q37726", ActorKind::Military, "army"),
    ("Q732717", ActorKind::Police, ""),
    ("Q35535", ActorKind::Police, ""),
    ("Q6954187", ActorKind::Militia, "militia"),
    ("Q12040247", ActorKind::Militia, "militia"),
    ("Q1057214", ActorKind::PrivateMilitary, "mercenary"),
    ("Q7278", ActorKind::Party, ""),
    ("Q245065", ActorKind::Igo, "bloc"),
    ("Q484652", ActorKind::Igo, "bloc"),
    ("Q79913", ActorKind::Ngo, ""),
    ("Q163740", ActorKind::Ngo, ""),
    ("Q192283", ActorKind::Media, ""),
    ("Q11032", ActorKind::Media, ""),
    ("Q41710", ActorKind::Community, ""),
    ("Q4830453", ActorKind::Company, ""),
];

fn entity_row(entity: &serde_json::Value) -> Option<Row> {
    let claims = &entity["claims"];
    let item = |claim: &serde_json::Value| claim["mainsnak"]["datavalue"]["value"]["id"].as_str().map(str::to_string);
    let items = |property: &str| claims[property].as_array().into_iter().flatten().filter_map(item).collect::<Vec<_>>();
    let of = items("P31");
    let (_, kind, flavour) = CLASSES.iter().find(|(class, ..)| of.iter().any(|o| o == class))?;
    let name = label(entity, "en").or_else(|| label(entity, "fr"))?;
    let mut aliases: Vec<String> = label(entity, "fr").into_iter().collect();
    for lang in ["en", "fr"] {
        let list = entity["aliases"][lang].as_array().into_iter().flatten();
        aliases.extend(list.filter_map(|a| a["value"].as_str().map(str::to_string)));
    }
    for short in claims["P1813"].as_array().into_iter().flatten() {
        aliases.extend(short["mainsnak"]["datavalue"]["value"]["text"].as_str().map(str::to_string));
    }
    let mut seen = vec![name.clone()];
    aliases.retain(|a| {
        let new = !seen.contains(a) && !a.contains('|');
        seen.push(a.clone());
        new
    });
    let when = |property: &str| {
        let list = claims[property].as_array().into_iter().flatten();
        let mut years = list.filter_map(|c| wikidata_year(c["mainsnak"]["datavalue"]["value"]["time"].as_str()?));
        years.next().map_or(String::new(), |y| y.to_string())
    };
    let country = items("P17").into_iter().chain(items("P27")).find_map(|q| country_of_item(&q)).unwrap_or("");
    let person = *kind == ActorKind::Person;
    Some(Row {
        key: entity["id"].as_str()?.to_string(),
        kind: kind.word().into(),
        country: country.into(),
        // A person's years of birth and death say when the name cannot be meant, as founding and end do of a group.
        from: when(if person { "P569" } else { "P571" }),
        to: when(if person { "P570" } else { "P576" }),
        flavour: (*flavour).into(),
        name,
        aliases,
    })
}

fn label(entity: &serde_json::Value, lang: &str) -> Option<String> {
    entity["labels"][lang]["value"].as_str().map(str::to_string)
}

/// The year of "+2012-04-04T00:00:00Z".
fn wikidata_year(time: &str) -> Option<i32> {
    time.get(1..5)?.parse().ok().map(|y: i32| if time.starts_with('-') { -y } else { y })
}

/// Wikidata's items of the states that conflict reports name most; others keep no country.
fn country_of_item(item: &str) -> Option<&'static str> {
    const STATES: &[(&str, &str)] = &[
        ("Q912", "ML"),
        ("Q965", "BF"),
        ("Q1032", "NE"),
        ("Q1033", "NG"),
        ("Q657", "TD"),
        ("Q1009", "CM"),
        ("Q929", "CF"),
        ("Q974", "CD"),
        ("Q971", "CG"),
        ("Q1049", "SD"),
        ("Q958", "SS"),
        ("Q115", "ET"),
        ("Q986", "ER"),
        ("Q1045", "SO"),
        ("Q114", "KE"),
        ("Q1036", "UG"),
        ("Q1037", "RW"),
        ("Q967", "BI"),
        ("Q1029", "MZ"),
        ("Q1016", "LY"),
        ("Q262", "DZ"),
        ("Q79", "EG"),
        ("Q948", "TN"),
        ("Q1028", "MA"),
        ("Q858", "SY"),
        ("Q796", "IQ"),
        ("Q794", "IR"),
        ("Q805", "YE"),
        ("Q801", "IL"),
        ("Q219060", "PS"),
        ("Q822", "LB"),
        ("Q810", "JO"),
        ("Q851", "SA"),
        ("Q43", "TR"),
        ("Q889", "AF"),
        ("Q843", "PK"),
        ("Q668", "IN"),
        ("Q836", "MM"),
        ("Q902", "BD"),
        ("Q854", "LK"),
        ("Q928", "PH"),
        ("Q869", "TH"),
        ("Q252", "ID"),
        ("Q148", "CN"),
        ("Q159", "RU"),
        ("Q212", "UA"),
        ("Q30", "US"),
        ("Q145", "GB"),
        ("Q142", "FR"),
        ("Q183", "DE"),
        ("Q739", "CO"),
        ("Q96", "MX"),
        ("Q419", "PE"),
        ("Q792", "SV"),
        ("Q790", "HT"),
        ("Q717", "VE"),
        ("Q736", "EC"),
        ("Q774", "GT"),
        ("Q783", "HN"),
        ("Q811", "NI"),
        ("Q155", "BR"),
        ("Q298", "CL"),
        ("Q414", "AR"),
    ];
    STATES.iter().find(|(q, _)| *q == item).map(|(_, iso)| *iso)
}

/// ISO 3166-1 alpha-3, as CAMEO uses it, to alpha-2.
fn alpha2(code: &str) -> Option<&'static str> {
    const CODES: &str = "AFG AF ALB AL DZA DZ AGO AO ARG AR ARM AM AUS AU AUT AT AZE AZ BHR BH BGD BD BLR BY BEL BE BEN BJ BOL BO \
        BIH BA BWA BW BRA BR BGR BG BFA BF BDI BI KHM KH CMR CM CAN CA CAF CF TCD TD CHL CL CHN CN COL CO COM KM COG CG COD CD \
        CRI CR CIV CI HRV HR CUB CU CYP CY CZE CZ DNK DK DJI DJ DOM DO ECU EC EGY EG SLV SV GNQ GQ ERI ER EST EE SWZ SZ ETH ET \
        FIN FI FRA FR GAB GA GMB GM GEO GE DEU DE GHA GH GRC GR GTM GT GIN GN GNB GW HTI HT HND HN HUN HU IND IN IDN ID IRN IR \
        IRQ IQ IRL IE ISR IL ITA IT JPN JP JOR JO KAZ KZ KEN KE XKX XK KWT KW KGZ KG LAO LA LVA LV LBN LB LSO LS LBR LR LBY LY \
        LTU LT MDG MG MWI MW MYS MY MLI ML MRT MR MEX MX MDA MD MNG MN MAR MA MOZ MZ MMR MM NAM NA NPL NP NLD NL NZL NZ NIC NI \
        NER NE NGA NG PRK KP MKD MK NOR NO OMN OM PAK PK PSE PS PAN PA PNG PG PRY PY PER PE PHL PH POL PL PRT PT QAT QA ROU RO \
        ROM RO RUS RU RWA RW SAU SA SEN SN SRB RS SLE SL SGP SG SVK SK SVN SI SOM SO ZAF ZA KOR KR SSD SS ESP ES LKA LK SDN SD \
        SWE SE CHE CH SYR SY TWN TW TJK TJ TZA TZ THA TH TLS TL TGO TG TUN TN TUR TR TKM TM UGA UG UKR UA ARE AE GBR GB USA US \
        URY UY UZB UZ VEN VE VNM VN YEM YE ZMB ZM ZWE ZW ESH EH";
    let mut words = CODES.split_whitespace();
    while let (Some(three), Some(two)) = (words.next(), words.next()) {
        if three == code {
            return Some(two);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dated_dictionary_becomes_rows() {
        let text = "# our own example\nRIVER_FRONT_ ;rebels\n+FRONT_OF_THE_RIVER_\n\t[MLIREB 120401-150620]\n\t[MLIGOV 150620-]\n\
            XYZ_ [---IGO]\nMINISTER_DOE_ [USAGOV >010120]\n+\n";
        let read = petrarch(text);
        assert_eq!(read.faults, Vec::<String>::new());
        let row = read.rows.iter().find(|r| r.key == "river-front").unwrap();
        assert_eq!((row.kind.as_str(), row.country.as_str()), ("armed_group", "ML"));
        assert_eq!((row.from.as_str(), row.to.as_str()), ("2012", ""));
        assert_eq!(row.aliases, vec!["Front Of The River".to_string()]);
        let minister = read.rows.iter().find(|r| r.key == "minister-doe").unwrap();
        assert_eq!((minister.kind.as_str(), minister.from.as_str()), ("government", "2001"));
    }

    #[test]
    fn a_synonym_without_a_name_is_a_fault() {
        assert_eq!(petrarch("+LOST_\n").faults.len(), 1);
    }

    #[test]
    fn a_dump_becomes_rows_that_the_lexicon_reads() {
        let entity = r#"[
{"id":"Q1","labels":{"en":{"value":"Lake Front"},"fr":{"value":"Front du lac"}},"aliases":{"en":[{"value":"LF"}]},"claims":{"P31":[{"mainsnak":{"datavalue":{"value":{"id":"Q17149090"}}}}],"P17":[{"mainsnak":{"datavalue":{"value":{"id":"Q657"}}}}],"P571":[{"mainsnak":{"datavalue":{"value":{"time":"+2012-04-04T00:00:00Z"}}}}]}},
{"id":"Q2","labels":{"en":{"value":"A painting"}},"claims":{"P31":[{"mainsnak":{"datavalue":{"value":{"id":"Q3305213"}}}}]}}
not json
]"#;
        let read = wikidata(entity);
        assert_eq!((read.rows.len(), read.faults.len()), (1, 1));
        assert_eq!(read.rows[0].country, "TD");
        let mut lexicon = super::super::Lexicon::embedded();
        assert_eq!(lexicon.add_registry("import", &read.to_table()), Vec::<String>::new());
        assert!(lexicon.entry("Q1").is_some());
    }
}
