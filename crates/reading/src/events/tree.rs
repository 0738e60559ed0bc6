//! The syntax tree of a text, ready for questions: children, noun phrases, clauses, who an actor word names.
//!
//! In: a [`Doc`] and its actors. Out: [`Tree`]. Every walk is bounded, so that a text of one endless sentence stays linear.

use super::lexicon::{Class, Cue, EventLexicon};
use crate::{Doc, Found};
use std::collections::HashMap;
use types::{ActorId, Deprel, Feats, Lang, Span, Upos};

/// Longest walk over one subtree, in tokens.
const REACH: usize = 160;
/// Longest climb towards the root.
pub const CLIMB: usize = 8;

/// The syntax of a document.
pub struct Tree<'d> {
    /// The document.
    pub doc: &'d Doc<'d>,
    /// The words that tell events.
    pub lexicon: &'d EventLexicon,
    starts: Vec<u32>,
    kids: Vec<u32>,
    forms: Vec<String>,
    lemmas: Vec<String>,
    sentences: Vec<u32>,
    actors: Vec<Option<ActorId>>,
    named: Vec<Option<(ActorId, bool)>>,
    /// Who a common noun names elsewhere in the text: "rebel" → the northern rebels.
    by_lemma: HashMap<String, ActorId>,
    actor_kinds: Vec<&'static str>,
}

impl<'d> Tree<'d> {
    /// Prepares the tree of `doc`.
    pub fn new(doc: &'d Doc<'d>, found: &Found, lexicon: &'d EventLexicon) -> Tree<'d> {
        let tokens = &doc.tagged.tokens;
        let n = tokens.len();
        let mut starts = vec![0u32; n + 2];
        let is_kid = |i: usize| tokens[i].head as usize != i && (tokens[i].head as usize) < n;
        for (i, token) in tokens.iter().enumerate() {
            if is_kid(i) {
                starts[token.head as usize + 2] += 1;
            }
        }
        for i in 1..starts.len() {
            starts[i] += starts[i - 1];
        }
        let mut kids = vec![0u32; n];
        for (i, token) in tokens.iter().enumerate() {
            if is_kid(i) {
                let slot = &mut starts[token.head as usize + 1];
                kids[*slot as usize] = i as u32;
                *slot += 1;
            }
        }
        let mut sentences = vec![0u32; n];
        for (s, sentence) in doc.tagged.sentences.iter().enumerate() {
            for i in sentence.start..sentence.end.min(n as u32) {
                sentences[i as usize] = s as u32;
            }
        }
        let mut actors = vec![None; n];
        let mut named = vec![None; n];
        for mention in &found.actors.mentions {
            let long = mention.end > mention.start + 1;
            for i in mention.start..mention.end.min(n as u32) {
                named[i as usize] = Some((mention.actor, long));
            }
            if let Some(slot) = actors.get_mut(mention.head as usize) {
                *slot = Some(mention.actor);
            }
        }
        let mut by_lemma = HashMap::new();
        for mention in &found.actors.mentions {
            if let Some(token) = tokens.get(mention.head as usize).filter(|t| t.upos == Upos::Noun) {
                by_lemma.entry(token.lemma.to_lowercase()).or_insert(mention.actor);
            }
        }
        Tree {
            doc,
            lexicon,
            starts,
            kids,
            forms: tokens.iter().map(|t| doc.words(t.span).to_lowercase()).collect(),
            lemmas: tokens.iter().map(|t| t.lemma.to_lowercase()).collect(),
            sentences,
            actors,
            named,
            by_lemma,
            actor_kinds: found.actors.list.iter().map(|a| a.kind.word()).collect(),
        }
    }

    /// True for a text without tokens.
    pub fn is_empty(&self) -> bool {
        self.forms.is_empty()
    }

    /// Number of tokens.
    pub fn len(&self) -> u32 {
        self.forms.len() as u32
    }

    /// The language of the text.
    pub fn lang(&self) -> Lang {
        self.doc.tagged.lang
    }

    /// Children of `head`, in text order.
    pub fn kids(&self, head: u32) -> &[u32] {
        let h = head as usize;
        &self.kids[self.starts[h] as usize..self.starts[h + 1] as usize]
    }

    /// Children of `head` with one of these relations.
    pub fn with<'s>(&'s self, head: u32, rels: &'s [Deprel]) -> impl Iterator<Item = u32> + 's {
        self.kids(head).iter().copied().filter(move |&k| rels.contains(&self.rel(k)))
    }

    /// Lower-case form of token `i`.
    pub fn form(&self, i: u32) -> &str {
        &self.forms[i as usize]
    }

    /// Lower-case lemma of token `i`.
    pub fn lemma(&self, i: u32) -> &str {
        &self.lemmas[i as usize]
    }

    /// Relation of token `i` to its head.
    pub fn rel(&self, i: u32) -> Deprel {
        self.doc.token(i).deprel
    }

    /// Head of token `i`; none for a root.
    pub fn head(&self, i: u32) -> Option<u32> {
        let h = self.doc.token(i).head;
        (h != i && h < self.len()).then_some(h)
    }

    /// Part of speech of token `i`.
    pub fn upos(&self, i: u32) -> Upos {
        self.doc.token(i).upos
    }

    /// True where token `i` has these features.
    pub fn has(&self, i: u32, feats: Feats) -> bool {
        self.doc.token(i).feats.has(feats)
    }

    /// Index of the sentence of token `i`.
    pub fn sentence(&self, i: u32) -> u32 {
        self.sentences[i as usize]
    }

    /// The tokens of sentence `s`.
    pub fn sentence_range(&self, s: u32) -> (u32, u32) {
        self.doc.tagged.sentences.get(s as usize).map_or((0, 0), |s| (s.start, s.end))
    }

    /// What token `i` says of the events around it.
    pub fn cue(&self, i: u32) -> Cue {
        let (lang, lemma) = (self.lang(), self.lexicon.cue(self.lang(), self.lemma(i)));
        Cue(lemma.0 | self.lexicon.cue(lang, self.form(i)).0)
    }

    /// What noun `i` stands for, also as the end (English) or start (French) of a compound: "car bomb".
    pub fn class(&self, i: u32) -> Class {
        let lang = self.lang();
        let own = self.lexicon.class(lang, self.form(i)).0 | self.lexicon.class(lang, self.lemma(i)).0;
        let other = match lang {
            Lang::En => i.checked_sub(1).map(|p| format!("{} {}", self.form(p), self.form(i))),
            Lang::Fr => (i + 1 < self.len()).then(|| format!("{} {}", self.form(i), self.form(i + 1))),
        };
        let pair = other.map_or(Class::default(), |two| self.lexicon.class(lang, &two));
        if pair.0 != 0 { pair } else { Class(own) }
    }

    /// The actor whose words have token `i` as head.
    pub fn actor(&self, i: u32) -> Option<ActorId> {
        self.actors[i as usize]
    }

    /// True for a word within a name of several words: "Support" in "the Group to Support Islam".
    pub fn in_name(&self, i: u32) -> bool {
        self.actors[i as usize].is_none() && self.named[i as usize].is_some_and(|n| n.1)
    }

    /// The actor that word `i` stands for as a modifier: "rebel" in "the rebel stronghold".
    pub fn owner(&self, i: u32) -> Option<ActorId> {
        self.actor(i).or_else(|| {
            let side = self.class(i).any(Class(Class::ARMED.0 | Class::FORCE.0));
            side.then(|| self.by_lemma.get(self.lemma(i)).copied()).flatten()
        })
    }

    /// The contract's word for the kind of an actor.
    pub fn actor_kind(&self, actor: ActorId) -> &'static str {
        self.actor_kinds.get(actor.index()).copied().unwrap_or("")
    }

    /// The actor of the phrase `lo..hi` headed by `head`: the head's own, or one of a name within.
    pub fn actor_of(&self, head: u32, lo: u32, hi: u32) -> Option<ActorId> {
        if let Some(actor) = self.actor(head) {
            return Some(actor);
        }
        if let Some((actor, _)) = self.named[head as usize] {
            return Some(actor);
        }
        let within = |i: &u32| matches!(self.rel(*i), Deprel::Flat | Deprel::Appos | Deprel::Compound);
        (lo..hi).filter(within).filter(|&i| self.head(i) == Some(head)).find_map(|i| self.actor(i))
    }

    /// The preposition or postposition of noun `i`.
    pub fn case(&self, i: u32) -> &str {
        self.with(i, &[Deprel::Case]).next().map_or("", |k| self.form(k))
    }

    /// True where a child of `i` bears one of these relations.
    pub fn any(&self, i: u32, rels: &[Deprel]) -> bool {
        self.with(i, rels).next().is_some()
    }

    /// The noun phrase of `head`, as a token range, without what tells another story: relative clauses, participles,
    /// appositions, coordinated phrases. `long` keeps prepositional parts other than "of".
    pub fn phrase(&self, head: u32, long: bool) -> (u32, u32) {
        let (mut lo, mut hi) = (head, head + 1);
        let mut stack = vec![head];
        let mut seen = 0;
        while let Some(i) = stack.pop() {
            for &k in self.kids(i) {
                let keep = match self.rel(k) {
                    Deprel::Det | Deprel::Amod | Deprel::Compound | Deprel::Nummod | Deprel::NmodPoss => true,
                    Deprel::Flat | Deprel::Fixed | Deprel::Goeswith | Deprel::CompoundPrt => true,
                    Deprel::Advmod => k < head,
                    Deprel::Case => i != head || self.form(k) == "'s" || self.form(k) == "’s" || self.form(k) == "'",
                    Deprel::Nmod => {
                        long || k < head || matches!(self.case(k), "of" | "de" | "du" | "des" | "d'" | "d’" | "à")
                    }
                    _ => false,
                };
                if keep && seen < REACH {
                    seen += 1;
                    stack.push(k);
                    lo = lo.min(k);
                    hi = hi.max(k + 1);
                }
            }
        }
        if self.lang() == Lang::Fr {
            hi = self.kept(head, hi);
        }
        (lo, hi)
    }

    /// The end of a French noun phrase with the names and adjectives that stand right behind it.
    fn kept(&self, head: u32, mut hi: u32) -> u32 {
        for _ in 0..4 {
            let inner = |k: &u32| *k >= hi && self.keeps(*k, hi);
            let next = self.kids(head).iter().copied().find(inner);
            let Some(k) = next else { break };
            hi = self
                .kids(k)
                .iter()
                .filter(|c| matches!(self.rel(**c), Deprel::Flat | Deprel::Amod))
                .fold(k + 1, |e, c| e.max(c + 1));
        }
        hi
    }

    /// The span of `lo..hi` without an article at its start or marks at its ends.
    pub fn bare(&self, mut lo: u32, mut hi: u32) -> Span {
        while lo + 1 < hi && self.upos(lo) == Upos::Punct {
            lo += 1;
        }
        while hi > lo + 1 && self.upos(hi - 1) == Upos::Punct {
            hi -= 1;
        }
        self.doc.tagged.span_of(lo, hi)
    }

    /// The clause of `head`: subject through objects, without clauses that hang on it, as a token range.
    pub fn clause(&self, head: u32) -> (u32, u32) {
        let (mut lo, mut hi) = (head, head + 1);
        let mut stack = vec![head];
        let mut seen = 0;
        while let Some(i) = stack.pop() {
            for &k in self.kids(i) {
                let keep = match self.rel(k) {
                    Deprel::Punct | Deprel::Parataxis | Deprel::Advcl | Deprel::Ccomp | Deprel::AclRelcl => false,
                    Deprel::Conj | Deprel::Cc => i != head,
                    Deprel::Mark | Deprel::Discourse | Deprel::Vocative | Deprel::List => false,
                    _ => true,
                };
                if keep && seen < REACH && k.abs_diff(head) < REACH as u32 {
                    seen += 1;
                    stack.push(k);
                    lo = lo.min(k);
                    hi = hi.max(k + 1);
                }
            }
        }
        (lo, hi)
    }

    /// Head and everything coordinated with it.
    pub fn coordinated(&self, head: u32) -> Vec<u32> {
        let mut out = vec![head];
        let mut at = 0;
        while at < out.len() && out.len() < 12 {
            let i = out[at];
            out.extend(self.with(i, &[Deprel::Conj]).filter(|&k| self.nominal(k)));
            at += 1;
        }
        out.truncate(12);
        out
    }

    /// True for nouns, names, pronouns and numbers.
    pub fn nominal(&self, i: u32) -> bool {
        match self.upos(i) {
            Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num | Upos::X | Upos::Sym => true,
            Upos::Adj => self.any(i, &[Deprel::Det]) || self.actor(i).is_some() || self.class(i).any(Class::HUMAN),
            Upos::Det => !self.any(i, &[]),
            _ => self.actor(i).is_some(),
        }
    }
}
