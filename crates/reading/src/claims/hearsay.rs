//! The French conditional of hearsay: "l'attaque aurait fait 90 morts".
//!
//! A conditional of `avoir` or `être` with a participle (or of `y avoir`, `s'agir`) in a clause that hangs on no "si"
//! says that the report passes on what it was told. "devrait", "pourrait", "voudrait" are no hearsay, and neither is what
//! would happen ("un départ la viderait").

use super::cues::{Cue, Use};
use super::said::{Cx, Said};
use types::{Certainty, Deprel, Feats, Lang, Stance};

/// Every hearsay conditional: no source, certainty `reported`.
pub fn conditionals(cx: &Cx) -> Vec<Said> {
    let mut list = Vec::new();
    if cx.doc.tagged.lang != Lang::Fr {
        return list;
    }
    for i in 0..cx.doc.tagged.tokens.len() as u32 {
        let word = cx.lower(i);
        let form = matches!(word.as_str(), "aurait" | "auraient" | "serait" | "seraient");
        if !form
            || !(cx.token(i).feats.has(Feats::COND) || matches!(cx.lemma(i), "avoir" | "être") || !cx.doc.tagged.parsed)
        {
            continue;
        }
        let (s, e) = cx.sentence(i);
        if (s..e).any(|k| matches!(cx.lower(k).as_str(), "si" | "s'" | "s’") && cx.token(k).deprel == Deprel::Mark) {
            continue;
        }
        let t = cx.token(i);
        let helper = matches!(t.deprel, Deprel::Aux | Deprel::AuxPass | Deprel::Cop);
        let head = if helper { t.head } else { i };
        let (from, to) = cx.tree.extent(head);
        let cue = Cue {
            second: String::new(),
            clause: true,
            quote: false,
            object: false,
            passive: false,
            subject: false,
            hearer: false,
            question: false,
            felt: false,
            preps: Vec::new(),
            stance: Stance::Asserts,
            certainty: Certainty::Reported,
            used: Use::Doubt,
            general: false,
        };
        let mut said = Said::new(i, &cue, "claims/hearsay-conditional@1");
        said.content = vec![(from, to)];
        said.tidy(cx);
        if !said.content.is_empty() {
            list.push(said);
        }
    }
    list
}
