//! Reads gold syntax in place of the tagger's, to tell faults of rules from faults of trees.

use std::io::Read;
use types::*;
fn upos(s: &str) -> Upos {
    use Upos::*;
    match s {
        "ADJ" => Adj,
        "ADP" => Adp,
        "ADV" => Adv,
        "AUX" => Aux,
        "CCONJ" => Cconj,
        "DET" => Det,
        "INTJ" => Intj,
        "NOUN" => Noun,
        "NUM" => Num,
        "PART" => Part,
        "PRON" => Pron,
        "PROPN" => Propn,
        "PUNCT" => Punct,
        "SCONJ" => Sconj,
        "SYM" => Sym,
        "VERB" => Verb,
        _ => X,
    }
}
fn dep(s: &str) -> Deprel {
    use Deprel::*;
    match s {
        "acl:relcl" => AclRelcl,
        "aux:pass" => AuxPass,
        "compound:prt" => CompoundPrt,
        "nmod:poss" => NmodPoss,
        "nsubj:pass" => NsubjPass,
        "obl:agent" => OblAgent,
        _ => match s.split(':').next().unwrap() {
            "acl" => Acl,
            "advcl" => Advcl,
            "advmod" => Advmod,
            "amod" => Amod,
            "appos" => Appos,
            "aux" => Aux,
            "case" => Case,
            "cc" => Cc,
            "ccomp" => Ccomp,
            "compound" => Compound,
            "conj" => Conj,
            "cop" => Cop,
            "csubj" => Csubj,
            "det" => Det,
            "discourse" => Discourse,
            "expl" => Expl,
            "fixed" => Fixed,
            "flat" => Flat,
            "iobj" => Iobj,
            "list" => List,
            "mark" => Mark,
            "nmod" => Nmod,
            "nsubj" => Nsubj,
            "nummod" => Nummod,
            "obj" => Obj,
            "obl" => Obl,
            "orphan" => Orphan,
            "parataxis" => Parataxis,
            "punct" => Punct,
            "root" => Root,
            "xcomp" => Xcomp,
            "vocative" => Vocative,
            "dislocated" => Dislocated,
            _ => Dep,
        },
    }
}
fn main() {
    let lang = if std::env::args().nth(1).as_deref() == Some("fr") { Lang::Fr } else { Lang::En };
    let mut s = String::new();
    std::io::stdin().read_to_string(&mut s).unwrap();
    let k = reading::Knowledge::embedded();
    for block in s.split("\n\n") {
        let mut text = String::new();
        let mut toks = vec![];
        let mut ids = vec![];
        let mut rows: Vec<Vec<String>> = vec![];
        let mut mwt: Option<(usize, usize, String)> = None;
        for l in block.lines() {
            if l.starts_with('#') {
                continue;
            }
            let c: Vec<String> = l.split('\t').map(|x| x.to_string()).collect();
            if c.len() < 8 || c[0].contains('.') {
                continue;
            }
            if c[0].contains('-') {
                let (a, b) = c[0].split_once('-').unwrap();
                mwt = Some((a.parse().unwrap(), b.parse().unwrap(), c[1].clone()));
                continue;
            }
            rows.push(c.clone());
            let id: usize = c[0].parse().unwrap();
            let mut form = c[1].clone();
            if let Some((a, b, f)) = &mwt {
                if lang == Lang::Fr && matches!(f.to_lowercase().as_str(), "du" | "des" | "au" | "aux") {
                    if id == *a {
                        form = f.clone()
                    } else if id <= *b {
                        ids.push(None);
                        if id == *b {
                            mwt = None
                        }
                        continue;
                    }
                }
            }
            if !text.is_empty() && !matches!(form.as_str(), "," | "." | "n't" | "'s" | ")" | "”") {
                text.push(' ')
            }
            let st = text.len();
            text.push_str(&form);
            let mut f = Feats::default();
            for x in c[5].split('|') {
                f = f | match x {
                    "Number=Plur" => Feats::PLURAL,
                    "Tense=Past" => Feats::PAST,
                    "Tense=Pres" => Feats::PRES,
                    "Mood=Cnd" => Feats::COND,
                    "VerbForm=Inf" => Feats::INF,
                    "VerbForm=Part" => Feats::PART,
                    "VerbForm=Ger" => Feats::GER,
                    "Voice=Pass" => Feats::PASS,
                    _ => Feats::default(),
                }
            }
            ids.push(Some(toks.len()));
            toks.push(Token {
                span: Span::new(st, text.len()),
                upos: upos(&c[3]),
                feats: f,
                lemma: c[2].to_lowercase().into(),
                head: c[6].parse().unwrap(),
                deprel: dep(&c[7]),
            });
        }
        if toks.is_empty() {
            continue;
        }
        for i in 0..toks.len() {
            let h = toks[i].head as usize;
            toks[i].head = if h == 0 {
                i as u32
            } else {
                ids[h - 1].or(ids.get(h.wrapping_sub(2)).copied().flatten()).unwrap_or(i) as u32
            }
        }
        let n = toks.len() as u32;
        let t =
            Tagged { lang, sentences: vec![Sentence { start: 0, end: n }], tokens: toks, names: vec![], parsed: true };
        let r = reading::read(Report { text: text.clone(), lang, ..Report::default() }, &t, &k);
        if r.attributions.is_empty() {
            continue;
        }
        println!("# {text}");
        for a in &r.attributions {
            let j = |v: &Vec<Span>| v.iter().map(|s| s.of(&text)).collect::<Vec<_>>().join(" | ");
            println!("   [{}] S<{}> C<{}> T<{}>", a.by, j(&a.source), j(&a.cue), j(&a.content));
        }
    }
}
