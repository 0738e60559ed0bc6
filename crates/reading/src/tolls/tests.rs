use super::*;

#[test]
fn the_tables_parse() {
    let words = TollWords::default();
    assert_eq!(words.of(types::Lang::En).faults, Vec::<String>::new());
    assert_eq!(words.of(types::Lang::Fr).faults, Vec::<String>::new());
}
