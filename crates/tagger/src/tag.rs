//! The flow: text → tokens → sentences → the network → [`Tagged`].

use crate::asides::Asides;
use crate::features::rows_of;
use crate::lemmas::Lemmas;
use crate::model::{BadModel, Model};
use crate::net::{Answer, Net, Scratch, best};
use crate::{arcs, names, split_sentences, split_tokens};
use std::sync::OnceLock;
use types::{Deprel, Feats, Lang, Name, Sentence, Tagged, Token, Upos};

/// The model compiled into the program.
static MODEL: &[u8] = include_bytes!("../model/tagger.bin");

/// Words of one batch: enough to keep the arithmetic busy, few enough to stay in the cache.
const BATCH: usize = 384;

/// A tagger with its model loaded. Shared between threads; tagging changes nothing in it.
pub struct Tagger {
    net: Net,
    lemmas: Lemmas,
    feats: Vec<Feats>,
    names: Vec<&'static str>,
    rels: Vec<&'static str>,
    deprels: Vec<Deprel>,
}

/// What the tagger says of one word.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Word {
    /// Part of speech.
    pub upos: Upos,
    /// What the form says.
    pub feats: Feats,
    /// Dictionary form.
    pub lemma: Box<str>,
    /// The head among all words given; a root is its own.
    pub head: u32,
    /// The relation with its subtype, as the treebanks write it.
    pub rel: &'static str,
    pub(crate) deprel: Deprel,
}

impl Tagger {
    /// The tagger compiled into the program; loaded once, on first use.
    pub fn embedded() -> &'static Tagger {
        static TAGGER: OnceLock<Tagger> = OnceLock::new();
        TAGGER.get_or_init(|| match Tagger::read(MODEL) {
            Ok(tagger) => tagger,
            Err(fault) => unreachable!("{fault}; a test loads the committed model"),
        })
    }

    /// A tagger from the bytes of a model file.
    pub fn read(bytes: &'static [u8]) -> Result<Tagger, BadModel> {
        let model = Model::read(bytes)?;
        let rels = model.lines("rels")?;
        Ok(Tagger {
            net: Net::read(&model)?,
            lemmas: Lemmas::read(&model)?,
            feats: model.numbers("feats")?.into_iter().map(|f| Feats(f as u16)).collect(),
            names: model.lines("names")?,
            deprels: rels.iter().map(|r| deprel(r)).collect(),
            rels,
        })
    }

    /// Sentences, tokens, tags, heads and names of `text`.
    pub fn tag(&self, text: &str, lang: Lang) -> Tagged {
        let spans = split_tokens(text, lang);
        let sentences = split_sentences(text, &spans, lang);
        let forms: Vec<&str> = spans.iter().map(|s| s.of(text)).collect();
        let (words, names) = match Asides::find(&forms, &sentences) {
            None => self.tag_words(&forms, &sentences, lang),
            Some(asides) => {
                let (words, names) = self.tag_words(&asides.forms(&forms), &asides.sentences, lang);
                asides.back(words, names, &forms)
            }
        };
        let tokens = words
            .into_iter()
            .zip(spans)
            .map(|(w, span)| Token {
                span,
                upos: w.upos,
                feats: w.feats,
                lemma: w.lemma,
                head: w.head,
                deprel: w.deprel,
            })
            .collect();
        Tagged { lang, sentences, tokens, names, parsed: true }
    }

    /// Tags words that are already cut into sentences, which must cover them in order. French contractions are single
    /// words here.
    pub fn tag_words(&self, forms: &[&str], sentences: &[Sentence], lang: Lang) -> (Vec<Word>, Vec<Name>) {
        let mut words = vec![Word::default(); forms.len()];
        let mut names = Vec::new();
        let mut scratch = Scratch::default();
        let mut lens = Vec::new();
        let mut rows = Vec::with_capacity(BATCH + 200);
        let mut from = 0;
        while from < sentences.len() {
            let mut to = from;
            lens.clear();
            rows.clear();
            while to < sentences.len() && (to == from || rows.len() < BATCH) {
                let s = sentences[to];
                lens.push((s.end - s.start) as usize);
                rows.extend(forms[s.start as usize..s.end as usize].iter().map(|w| rows_of(w, lang)));
                to += 1;
            }
            let batch = &sentences[from..to];
            let mut found: Vec<Word> = Vec::with_capacity(rows.len());
            let first = batch[0].start;
            self.net.run(
                &lens,
                &rows,
                &mut scratch,
                |i, answer| {
                    let start = batch[i].start;
                    let heads = arcs::tree(answer.len, answer.arcs, answer.step_arcs);
                    let forms = &forms[start as usize..][..answer.len];
                    self.read_words(answer, forms, &heads, start, lang, &mut found);
                    let upos: Vec<Upos> = found[found.len() - answer.len..].iter().map(|w| w.upos).collect();
                    names::read_names(answer, &self.names, forms, &upos, &heads, start, &mut names);
                    heads
                },
                |i, d, rel| {
                    let word = &mut words[batch[i].start as usize + d];
                    word.rel = self.rels.get(rel).copied().unwrap_or("dep");
                    word.deprel = self.deprels.get(rel).copied().unwrap_or(Deprel::Dep);
                },
            );
            for (k, w) in found.into_iter().enumerate() {
                let word = &mut words[first as usize + k];
                let root = w.head as usize == first as usize + k;
                let (rel, deprel) = match (root, word.deprel) {
                    (true, _) => ("root", Deprel::Root),
                    (false, Deprel::Root) => ("dep", Deprel::Dep),
                    (false, other) => (word.rel, other),
                };
                *word = Word { rel, deprel, ..w };
            }
            from = to;
        }
        (words, names)
    }

    fn read_words(
        &self,
        answer: &Answer,
        forms: &[&str],
        heads: &[usize],
        start: u32,
        lang: Lang,
        out: &mut Vec<Word>,
    ) {
        for (i, form) in forms.iter().enumerate() {
            let mut upos = UPOS.get(best(answer.upos(i))).copied().unwrap_or(Upos::X);
            if upos == Upos::Verb && i > 0 && is_titled(form, forms[i - 1]) {
                upos = likeliest(answer.upos(i), &[Upos::Propn, Upos::Noun, Upos::Adj]);
            }
            let feats = self.feats.get(best(answer.feats(i))).copied().unwrap_or_default();
            let lemma = self.lemmas.of(form, upos, lang);
            out.push(Word { upos, feats, lemma, head: start + heads[i] as u32, ..Word::default() });
        }
    }
}

/// Whether `form` has a capital that neither a sentence's beginning nor a headline explains: "frappé El-Facher". Verbs
/// have none, whatever their ending says.
fn is_titled(form: &str, before: &str) -> bool {
    form.starts_with(char::is_uppercase)
        && form.contains(char::is_lowercase)
        && before.starts_with(char::is_lowercase)
        && before.ends_with(char::is_lowercase)
}

/// The one of `some` that the scores favour.
fn likeliest(scores: &[f32], some: &[Upos]) -> Upos {
    let score = |u: &Upos| UPOS.iter().position(|x| x == u).and_then(|i| scores.get(i)).copied().unwrap_or(f32::MIN);
    some.iter().copied().reduce(|a, b| if score(&b) > score(&a) { b } else { a }).unwrap_or_default()
}

/// Parts of speech in the order of the model's answers.
pub(crate) const UPOS: [Upos; 17] = [
    Upos::Adj,
    Upos::Adp,
    Upos::Adv,
    Upos::Aux,
    Upos::Cconj,
    Upos::Det,
    Upos::Intj,
    Upos::Noun,
    Upos::Num,
    Upos::Part,
    Upos::Pron,
    Upos::Propn,
    Upos::Punct,
    Upos::Sconj,
    Upos::Sym,
    Upos::Verb,
    Upos::X,
];

/// A treebank's relation as reading knows it: subtypes go, but for those reading needs.
fn deprel(label: &str) -> Deprel {
    let base = label.split(':').next().unwrap_or(label);
    match label {
        "acl:relcl" => return Deprel::AclRelcl,
        "aux:pass" => return Deprel::AuxPass,
        "compound:prt" => return Deprel::CompoundPrt,
        "nmod:poss" => return Deprel::NmodPoss,
        "nsubj:pass" | "csubj:pass" => return Deprel::NsubjPass,
        "obl:agent" => return Deprel::OblAgent,
        _ => {}
    }
    match base {
        "acl" => Deprel::Acl,
        "advcl" => Deprel::Advcl,
        "advmod" => Deprel::Advmod,
        "amod" => Deprel::Amod,
        "appos" => Deprel::Appos,
        "aux" => Deprel::Aux,
        "case" => Deprel::Case,
        "cc" => Deprel::Cc,
        "ccomp" => Deprel::Ccomp,
        "clf" => Deprel::Clf,
        "compound" => Deprel::Compound,
        "conj" => Deprel::Conj,
        "cop" => Deprel::Cop,
        "csubj" => Deprel::Csubj,
        "det" => Deprel::Det,
        "discourse" => Deprel::Discourse,
        "dislocated" => Deprel::Dislocated,
        "expl" => Deprel::Expl,
        "fixed" => Deprel::Fixed,
        "flat" => Deprel::Flat,
        "goeswith" => Deprel::Goeswith,
        "iobj" => Deprel::Iobj,
        "list" => Deprel::List,
        "mark" => Deprel::Mark,
        "nmod" => Deprel::Nmod,
        "nsubj" => Deprel::Nsubj,
        "nummod" => Deprel::Nummod,
        "obj" => Deprel::Obj,
        "obl" => Deprel::Obl,
        "orphan" => Deprel::Orphan,
        "parataxis" => Deprel::Parataxis,
        "punct" => Deprel::Punct,
        "reparandum" => Deprel::Reparandum,
        "root" => Deprel::Root,
        "vocative" => Deprel::Vocative,
        "xcomp" => Deprel::Xcomp,
        _ => Deprel::Dep,
    }
}
