//! What must hold of the tags of any text, and what must be read in a few sentences of our own.

use proptest::prelude::*;
use tagger::{split_sentences, split_tokens, tag, tokenise};
use types::{Deprel, Lang, NameKind, Tagged, Upos};

/// Tokens tile the text, sentences cover the tokens, heads are trees.
fn check(text: &str, tagged: &Tagged) {
    let mut end = 0;
    for t in &tagged.tokens {
        let (a, b) = (t.span.start as usize, t.span.end as usize);
        assert!(a >= end && b > a, "tokens overlap or are empty in {text:?}");
        let gap = text.get(end..a).expect("span on a char boundary");
        let blank = |c: char| c.is_whitespace() || "\u{200b}\u{200c}\u{200e}\u{200f}\u{feff}\u{ad}".contains(c);
        assert!(gap.chars().all(blank), "{gap:?} is in no token");
        assert!(text.get(a..b).is_some());
        end = b;
    }
    let mut next = 0;
    for s in &tagged.sentences {
        assert!(s.start == next && s.end > s.start);
        next = s.end;
        let inside = |h: u32| (s.start..s.end).contains(&h);
        let roots = (s.start..s.end).filter(|&i| tagged.tokens[i as usize].head == i).count();
        assert_eq!(roots, usize::from(tagged.parsed).max(1), "one root a sentence");
        for i in s.start..s.end {
            let mut at = i;
            for _ in s.start..s.end {
                assert!(inside(tagged.tokens[at as usize].head));
                at = tagged.tokens[at as usize].head;
            }
            assert_eq!(tagged.tokens[at as usize].head, at, "a circle of heads in {text:?}");
        }
    }
    assert_eq!(next as usize, tagged.tokens.len());
    for n in &tagged.names {
        assert!(n.start < n.end && n.end as usize <= tagged.tokens.len());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_text_is_tagged(text in "\\PC{0,200}", fr in any::<bool>()) {
        let lang = if fr { Lang::Fr } else { Lang::En };
        check(&text, &tag(&text, lang));
        check(&text, &tokenise(&text, lang));
    }

    #[test]
    fn marks_and_letters_in_any_order(text in "[a-zA-Z0-9 .,'’\\-\"«»éà\n/:@&%()]{0,200}", fr in any::<bool>()) {
        let lang = if fr { Lang::Fr } else { Lang::En };
        check(&text, &tag(&text, lang));
    }
}

fn forms(text: &str, lang: Lang) -> Vec<&str> {
    split_tokens(text, lang).into_iter().map(|s| s.of(text)).collect()
}

#[test]
fn tokens_as_the_treebanks_cut_them() {
    let en = |text| forms(text, Lang::En).join(" ");
    assert_eq!(en("The army's men didn't fire."), "The army 's men did n't fire .");
    assert_eq!(en("Al-Shabaab hit Lt. Col. Barre at 5 p.m."), "Al - Shabaab hit Lt. Col. Barre at 5 p.m.");
    assert_eq!(en("It cost $1,200.50 (about 3%)…"), "It cost $ 1,200.50 ( about 3 % ) …");
    assert_eq!(en("U.S. troops left N'Djamena—quietly."), "U.S. troops left N'Djamena — quietly .");
    let fr = |text| forms(text, Lang::Fr).join("|");
    assert_eq!(fr("L'armée a-t-elle quitté Saint-Louis ?"), "L'|armée|a|-t-elle|quitté|Saint-Louis|?");
    assert_eq!(fr("Qu’est-ce qu’il a fait aujourd’hui"), "Qu’|est|-ce|qu’|il|a|fait|aujourd’hui");
    assert_eq!(fr("plus de 12 000 déplacés"), "plus|de|12 000|déplacés");
}

fn sentences(text: &str, lang: Lang) -> usize {
    split_sentences(text, &split_tokens(text, lang), lang).len()
}

#[test]
fn sentences_end_where_they_should() {
    assert_eq!(sentences("Gen. Keita met Mr. J. K. Otieno on Sept. 4. They spoke.", Lang::En), 2);
    assert_eq!(sentences("\"Leave!\" he shouted. Nobody did.", Lang::En), 2);
    assert_eq!(sentences("THE REBELS LEFT AT 5 P.M. THE TOWN IS CALM.", Lang::En), 2);
    assert_eq!(sentences("Attack in the north\n\nGunmen struck at dawn.", Lang::En), 2);
    assert_eq!(sentences("M. Diallo est arrivé. « Tout va bien », a-t-il dit.", Lang::Fr), 2);
}

fn token<'t>(text: &str, tagged: &'t Tagged, form: &str) -> &'t types::Token {
    tagged.tokens.iter().find(|t| t.span.of(text) == form).expect("the word stands in the text")
}

#[test]
fn who_did_it_is_read_in_english() {
    let text = "Militants attacked a convoy near Tessalit on Monday and killed three soldiers.";
    let tagged = tag(text, Lang::En);
    let attacked = token(text, &tagged, "attacked");
    assert_eq!((attacked.upos, &*attacked.lemma), (Upos::Verb, "attack"));
    let subject = token(text, &tagged, "Militants");
    assert_eq!(subject.deprel, Deprel::Nsubj);
    assert_eq!(tagged.tokens[subject.head as usize], *attacked);
    assert_eq!(token(text, &tagged, "convoy").deprel, Deprel::Obj);
}

#[test]
fn passives_are_read_in_english_and_french() {
    let text = "Two villagers were abducted by gunmen.";
    let tagged = tag(text, Lang::En);
    assert_eq!(token(text, &tagged, "villagers").deprel, Deprel::NsubjPass);
    assert_eq!(token(text, &tagged, "were").deprel, Deprel::AuxPass);
    let text = "Trois soldats ont été tués par des rebelles.";
    let tagged = tag(text, Lang::Fr);
    assert_eq!(token(text, &tagged, "soldats").deprel, Deprel::NsubjPass);
    assert_eq!(&*token(text, &tagged, "tués").lemma, "tuer");
}

#[test]
fn capitals_change_little() {
    let text = "GUERRILLAS KILLED A FARMER IN THE NORTH.";
    let tagged = tag(text, Lang::En);
    assert_eq!(token(text, &tagged, "GUERRILLAS").deprel, Deprel::Nsubj);
    assert_eq!(&*token(text, &tagged, "KILLED").lemma, "kill");
    assert_eq!(token(text, &tagged, "FARMER").deprel, Deprel::Obj);
}

#[test]
fn names_are_found() {
    let text = "President Ibrahim Traoré met officials of the United Nations in Paris.";
    let tagged = tag(text, Lang::En);
    let kind = |form: &str| {
        tagged.names.iter().find(|n| tagged.span_of(n.start, n.end).of(text).contains(form)).map(|n| n.kind)
    };
    assert_eq!(kind("Traoré"), Some(NameKind::Person));
    assert_eq!(kind("United Nations"), Some(NameKind::Organisation));
    assert_eq!(kind("Paris"), Some(NameKind::Place));
}

#[test]
fn company_changes_nothing() {
    let one = "The mayor of Gao denied the report.";
    let many = format!("{one} {}", "Soldiers fired on the crowd. ".repeat(200));
    let (a, b) = (tag(one, Lang::En), tag(&many, Lang::En));
    assert_eq!(a.tokens[..], b.tokens[..a.tokens.len()]);
    let all: Vec<Tagged> = std::thread::scope(|s| {
        let jobs: Vec<_> = (0..4).map(|_| s.spawn(|| tag(&many, Lang::En))).collect();
        jobs.into_iter().map(|j| j.join().expect("no panic")).collect()
    });
    assert!(all.iter().all(|t| *t == b));
}

#[test]
fn a_text_without_end_is_cut() {
    let text = "word ".repeat(20_000);
    let tagged = tag(&text, Lang::En);
    assert!(tagged.sentences.iter().all(|s| s.end - s.start <= 160));
    check(&text, &tagged);
    let line = "x".repeat(200_000);
    assert_eq!(tag(&line, Lang::Fr).tokens.len(), 1);
    for part in ["-a'", "a-", "1-", "a.", "1/", "A&", "l'", "'s", "...", "«"] {
        let long = part.repeat(150_000 / part.len());
        let spans = split_tokens(&long, Lang::Fr).len() + split_tokens(&long, Lang::En).len();
        assert!(spans > 0);
    }
}
