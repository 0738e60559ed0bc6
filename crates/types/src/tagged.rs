//! A text cut into sentences and tokens, with tags, heads and names: what the tagger gives and reading builds on.
//!
//! Tokens lie in text order, never overlap, and everything between two tokens is white space ("tokens tile the text").
//! French contractions that Universal Dependencies splits into two words (`du` = `de` + `le`) stay one token here, tagged
//! as their first word; English clitics are tokens of their own (`does` `n't`, `army` `'s`).

use crate::{Lang, Span};

/// Universal part of speech.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
#[repr(u8)]
pub enum Upos {
    Adj,
    Adp,
    Adv,
    Aux,
    Cconj,
    Det,
    Intj,
    Noun,
    Num,
    Part,
    Pron,
    Propn,
    Punct,
    Sconj,
    Sym,
    Verb,
    #[default]
    X,
}

/// Universal dependency relation without its subtype, except the two passive ones and the agent, which reading needs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
#[repr(u8)]
pub enum Deprel {
    Acl,
    /// `acl:relcl`, a relative clause.
    AclRelcl,
    Advcl,
    Advmod,
    Amod,
    Appos,
    Aux,
    /// `aux:pass`, the auxiliary of a passive.
    AuxPass,
    Case,
    Cc,
    Ccomp,
    Clf,
    Compound,
    /// `compound:prt`, the particle of a phrasal verb.
    CompoundPrt,
    Conj,
    Cop,
    Csubj,
    Dep,
    Det,
    Discourse,
    Dislocated,
    Expl,
    Fixed,
    Flat,
    Goeswith,
    Iobj,
    List,
    Mark,
    Nmod,
    /// `nmod:poss`, a possessor.
    NmodPoss,
    Nsubj,
    /// `nsubj:pass`, the subject of a passive.
    NsubjPass,
    Nummod,
    Obj,
    Obl,
    /// `obl:agent`, the agent of a passive.
    OblAgent,
    Orphan,
    Parataxis,
    Punct,
    Reparandum,
    #[default]
    Root,
    Vocative,
    Xcomp,
}

/// What a verb's or noun's form says, as far as reading needs it: one bit each, several may be set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Feats(pub u16);

impl Feats {
    /// Plural.
    pub const PLURAL: Feats = Feats(1);
    /// Past tense (finite).
    pub const PAST: Feats = Feats(1 << 1);
    /// Present tense (finite).
    pub const PRES: Feats = Feats(1 << 2);
    /// Future tense (finite; French).
    pub const FUT: Feats = Feats(1 << 3);
    /// Conditional mood (French).
    pub const COND: Feats = Feats(1 << 4);
    /// Infinitive.
    pub const INF: Feats = Feats(1 << 5);
    /// Participle (past participle where `PRES` is not set).
    pub const PART: Feats = Feats(1 << 6);
    /// Gerund or English -ing form.
    pub const GER: Feats = Feats(1 << 7);
    /// Passive voice.
    pub const PASS: Feats = Feats(1 << 8);
    /// Imperfect (French).
    pub const IMP: Feats = Feats(1 << 9);
    /// Imperative mood.
    pub const IMPER: Feats = Feats(1 << 10);
    /// Subjunctive mood (French).
    pub const SUBJ: Feats = Feats(1 << 11);
    /// Feminine.
    pub const FEM: Feats = Feats(1 << 12);

    /// True where every bit of `other` is set here.
    pub fn has(self, other: Feats) -> bool {
        self.0 & other.0 == other.0
    }
}

impl std::ops::BitOr for Feats {
    type Output = Feats;
    fn bitor(self, other: Feats) -> Feats {
        Feats(self.0 | other.0)
    }
}

/// A word, number or mark.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// Part of speech.
    pub upos: Upos,
    /// What its form says.
    pub feats: Feats,
    /// Dictionary form, lower case except for names.
    pub lemma: Box<str>,
    /// Index of the head in [`Tagged::tokens`]; a root is its own head.
    pub head: u32,
    /// Relation to the head.
    pub deprel: Deprel,
}

/// What a name names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NameKind {
    /// A person.
    Person,
    /// An organisation, force, party, company, body of a state.
    Organisation,
    /// A place: state, region, town, river.
    Place,
    /// A building or site: airport, school, camp.
    Facility,
    /// Nationality, community, religious or political group: "Fulani", "Malian", "Shiite".
    Community,
    /// Anything else with a name: events, laws, works, ships.
    Other,
}

/// A name in the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Name {
    /// First token.
    pub start: u32,
    /// One past the last token.
    pub end: u32,
    /// What it names.
    pub kind: NameKind,
    /// Likelihood of the kind, 0 to 1.
    pub score: f32,
}

/// A sentence: a range of tokens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sentence {
    /// First token.
    pub start: u32,
    /// One past the last token.
    pub end: u32,
}

/// A text with what the tagger says of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tagged {
    /// The language it was tagged as.
    pub lang: Lang,
    /// Sentences in text order; they cover all tokens.
    pub sentences: Vec<Sentence>,
    /// Tokens in text order.
    pub tokens: Vec<Token>,
    /// Names in text order, not overlapping.
    pub names: Vec<Name>,
    /// False where heads and relations are guesses of a simple tokeniser, not read by a model.
    pub parsed: bool,
}

impl Tagged {
    /// The tokens of sentence `s`.
    pub fn tokens_of(&self, s: Sentence) -> &[Token] {
        &self.tokens[s.start as usize..s.end as usize]
    }

    /// The span of text a range of tokens covers; empty for an empty range.
    pub fn span_of(&self, start: u32, end: u32) -> Span {
        if start >= end {
            return Span::default();
        }
        self.tokens[start as usize].span.cover(self.tokens[end as usize - 1].span)
    }

    /// The index of the token that holds byte `at`, or of the first token after it.
    pub fn token_at(&self, at: u32) -> usize {
        self.tokens.partition_point(|t| t.span.end <= at)
    }

    /// The index of the sentence that holds token `token`.
    pub fn sentence_of(&self, token: u32) -> usize {
        self.sentences.partition_point(|s| s.end <= token).min(self.sentences.len().saturating_sub(1))
    }

    /// The tokens whose head is `head`, in text order.
    pub fn children(&self, head: u32) -> impl Iterator<Item = u32> + '_ {
        let s = self.sentences.get(self.sentence_of(head)).copied().unwrap_or_default();
        (s.start..s.end).filter(move |&i| i != head && self.tokens[i as usize].head == head)
    }
}
