//! Adjectives and names of peoples, inflected by rule.
//!
//! In: one form of the lexicon. Out: all forms a report may print: `Malian` → Malian, Malians; `malien` → malien,
//! malienne, maliens, maliennes.

/// The English forms of a demonym.
pub(super) fn english_people(form: &str) -> Vec<String> {
    if form.is_empty() {
        return Vec::new();
    }
    const SAME: [&str; 8] = ["s", "ese", "ish", "ch", "men", "man", "é", "è"];
    let mut forms = vec![form.to_string()];
    if !SAME.iter().any(|end| form.ends_with(end)) || form.ends_with("oman") || form == "German" || form == "Roman" {
        forms.push(format!("{form}s"));
    }
    forms
}

/// The French forms of a demonym, given by its masculine singular; `grec/grecque` names an irregular feminine.
pub(super) fn french_people(form: &str) -> Vec<String> {
    if form.is_empty() {
        return Vec::new();
    }
    let (masculine, given) = match form.split_once('/') {
        Some((m, f)) => (m, Some(f)),
        None => (form, None),
    };
    const RULES: [(&str, &str); 12] = [
        ("ien", "ienne"),
        ("yen", "yenne"),
        ("éen", "éenne"),
        ("on", "onne"),
        ("ou", "oue"),
        ("ain", "aine"),
        ("in", "ine"),
        ("an", "ane"),
        ("ais", "aise"),
        ("ois", "oise"),
        ("ol", "ole"),
        ("er", "ère"),
    ];
    let feminine = given.map(str::to_string).unwrap_or_else(|| {
        if let Some((end, with)) = RULES.iter().find(|(end, _)| masculine.ends_with(end)) {
            return format!("{}{with}", &masculine[..masculine.len() - end.len()]);
        }
        match masculine.chars().last() {
            Some('e' | 'a' | 'o' | 'è') => masculine.to_string(),
            _ => format!("{masculine}e"),
        }
    });
    let plural = |x: &str| if x.ends_with(['s', 'x']) { x.to_string() } else { format!("{x}s") };
    let mut forms = vec![masculine.to_string(), plural(masculine), plural(&feminine), feminine];
    forms.sort();
    forms.dedup();
    forms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_made_by_rule() {
        assert_eq!(english_people("Malian"), ["Malian", "Malians"]);
        assert_eq!(english_people("Chinese"), ["Chinese"]);
        assert_eq!(french_people("malien"), ["malien", "malienne", "maliennes", "maliens"]);
        assert_eq!(french_people("grec/grecque"), ["grec", "grecque", "grecques", "grecs"]);
        assert_eq!(french_people("russe"), ["russe", "russes"]);
        assert_eq!(french_people("français"), ["français", "française", "françaises"]);
        assert_eq!(french_people("nigérian"), ["nigérian", "nigériane", "nigérianes", "nigérians"]);
    }
}
