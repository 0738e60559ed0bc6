use super::*;

#[test]
fn the_rules_parse() {
    let words = TimeWords::default();
    assert_eq!(words.en.faults, Vec::<String>::new());
    assert_eq!(words.fr.faults, Vec::<String>::new());
}
