//! An attribution while it is being worked out: which tokens are source, cue and content.
//!
//! "The army **denied** *that rebels held the camp*." → source "The army", cue `denied`, content the rest.

use super::cues::{Cue, Cues, Use};
use super::quotes::Quotes;
use super::tree::{Range, Tree, holds, joined, without};
use crate::Doc;
use types::{Certainty, Deprel, Feats, Stance, Token, Upos};

/// What every rule of this room looks at.
pub struct Cx<'a> {
    /// The document.
    pub doc: &'a Doc<'a>,
    /// Its tree, turned round.
    pub tree: Tree,
    /// Its quotations.
    pub quotes: Quotes,
    /// The cue tables.
    pub cues: &'a Cues,
}

/// Where a source stands.
#[derive(Clone, Debug, Default)]
pub struct Source {
    /// Its words.
    pub ranges: Vec<Range>,
    /// The token that names the holder; for "who say" the noun before "who".
    pub head: u32,
}

/// An attribution by tokens.
#[derive(Clone, Debug)]
pub struct Said {
    /// The token that carries the cue.
    pub at: u32,
    /// The words of the cue.
    pub cue: Vec<Range>,
    /// Who says it; none where nobody is named.
    pub source: Option<Source>,
    /// What is said.
    pub content: Vec<Range>,
    /// What the holder does.
    pub stance: Stance,
    /// How firmly.
    pub certainty: Certainty,
    /// What the cue does to the content.
    pub used: Use,
    /// Counts as an attribution of whatever content.
    pub general: bool,
    /// The content stands beside the cue, not under it: "The army denied it: 'We hit no one.'" A denial so put asserts
    /// its content and denies what was said before.
    pub loose: bool,
    /// Part of the content that nobody doubts: "the conflict" in "the conflict is expected to spread".
    pub given: Vec<Range>,
    /// The clause that is said instead: "No one was hurt" in "No one was hurt, contrary to posts that …".
    pub instead: Option<Range>,
    /// The rule that found it.
    pub by: &'static str,
}

impl Said {
    /// An attribution with the stance, certainty and use of `cue`.
    pub fn new(at: u32, cue: &Cue, by: &'static str) -> Said {
        Said {
            at,
            cue: vec![(at, at + 1)],
            source: None,
            content: Vec::new(),
            stance: cue.stance,
            certainty: cue.certainty,
            used: cue.used,
            general: cue.general,
            loose: false,
            given: Vec::new(),
            instead: None,
            by,
        }
    }

    /// The words of source and cue are not part of the content.
    pub fn tidy(&mut self, cx: &Cx) {
        let mut content = joined(std::mem::take(&mut self.content));
        let holes: Vec<Range> =
            self.cue.iter().chain(self.source.iter().flat_map(|s| s.ranges.iter())).copied().collect();
        for hole in holes {
            content = without(&content, hole);
        }
        self.content = content.into_iter().map(|r| cx.trim(r)).filter(|r| r.0 < r.1 && cx.has_word(*r)).collect();
        if let Some(source) = &mut self.source {
            source.ranges = joined(std::mem::take(&mut source.ranges)).into_iter().map(|r| cx.trim(r)).collect();
            // "“…,” Robert Kasongo told me": the mark is the quotation's.
            for r in &mut source.ranges {
                while r.0 < r.1 && matches!(cx.doc.word(r.0), "\"" | "”" | "''" | "»" | ",") {
                    r.0 += 1;
                }
            }
            source.ranges.retain(|r| r.0 < r.1);
        }
    }

    /// True where the content holds token `i`.
    pub fn covers(&self, i: u32) -> bool {
        holds(&self.content, i) && !holds(&self.given, i)
    }
}

/// When, not who: "said Friday".
const TIMES: &[&str] = &[
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "today",
    "yesterday",
    "tonight",
    "week",
    "month",
    "year",
    "lundi",
    "mardi",
    "mercredi",
    "jeudi",
    "vendredi",
    "samedi",
    "dimanche",
];

impl<'a> Cx<'a> {
    /// Token `i`.
    pub fn token(&self, i: u32) -> &'a Token {
        self.doc.token(i)
    }

    /// Its lemma.
    pub fn lemma(&self, i: u32) -> &'a str {
        &self.token(i).lemma
    }

    /// Its word in lower case.
    pub fn lower(&self, i: u32) -> String {
        self.doc.word(i).to_lowercase()
    }

    /// Its children.
    pub fn kids(&self, i: u32) -> &[u32] {
        self.tree.kids(i)
    }

    /// The first child with one of `deprels`.
    pub fn kid(&self, i: u32, deprels: &[Deprel]) -> Option<u32> {
        self.kids(i).iter().copied().find(|&k| deprels.contains(&self.token(k).deprel))
    }

    /// First token of, and one past, the sentence of token `i`.
    pub fn sentence(&self, i: u32) -> Range {
        let s = self.doc.tagged.sentences.get(self.doc.tagged.sentence_of(i)).copied().unwrap_or_default();
        (s.start, s.end)
    }

    /// True where a line break stands between token `i` and the one before; also for the first token.
    pub fn starts_line(&self, i: u32) -> bool {
        if i == 0 {
            return true;
        }
        let (a, b) = (self.token(i - 1).span.end as usize, self.token(i).span.start as usize);
        self.doc.text.get(a..b).is_some_and(|gap| gap.contains('\n'))
    }

    /// True where the range holds more than marks.
    pub fn has_word(&self, range: Range) -> bool {
        (range.0..range.1).any(|i| self.token(i).upos != Upos::Punct)
    }

    /// The range without commas, dashes and stops at its edges; quotation marks stay.
    pub fn trim(&self, (mut s, mut e): Range) -> Range {
        let edge = |i: u32| matches!(self.doc.word(i), "," | ";" | ":" | "-" | "–" | "—" | "--" | "." | ")" | "(");
        while s < e && edge(s) {
            s += 1;
        }
        while s < e && edge(e - 1) {
            e -= 1;
        }
        (s, e)
    }

    /// A participle or passive that takes its object as subject.
    pub fn is_passive(&self, v: u32) -> bool {
        let t = self.token(v);
        // "s'est tenu": reflexive, whatever the auxiliary is called.
        let reflexive =
            |&k: &u32| self.token(k).deprel == Deprel::Expl && matches!(self.lower(k).as_str(), "s'" | "s’" | "se");
        if self.kids(v).iter().any(reflexive) {
            return false;
        }
        if self.kid(v, &[Deprel::AuxPass, Deprel::NsubjPass]).is_some() {
            return true;
        }
        let perfect = self.kid(v, &[Deprel::Aux]).is_some() || self.kid(v, &[Deprel::Nsubj]).is_some();
        let past = t.feats.has(Feats::PART) && !t.feats.has(Feats::GER) && !t.feats.has(Feats::PRES);
        let bare = matches!(t.deprel, Deprel::Acl | Deprel::Advcl | Deprel::Amod);
        // "Asked if he would resign, …", "when asked": a tagger may take it for a finite verb.
        let opens = t.deprel == Deprel::Advcl
            && self.doc.word(v).ends_with("ed")
            && (v == self.sentence(v).0 || matches!(self.lower(v - 1).as_str(), "when" | "if" | "once" | "though"));
        (past || opens) && !perfect && bare && !self.doc.word(v).ends_with("ing")
    }

    /// True where token `i` is introduced by one of `preps`.
    pub fn has_prep(&self, i: u32, preps: &[String]) -> bool {
        self.kids(i).iter().any(|&k| {
            let t = self.token(k);
            matches!(t.deprel, Deprel::Case | Deprel::Mark) && {
                let word = self.lower(k);
                preps.iter().any(|p| {
                    *p == word
                        || *p == *t.lemma
                        || matches!(
                            (p.as_str(), word.as_str()),
                            ("de", "d'" | "d’" | "du" | "des") | ("à", "au" | "aux")
                        )
                })
            }
        })
    }

    /// The words of a noun phrase with head `head`, without a clause that hangs on it where that clause holds `not`.
    pub fn phrase(&self, head: u32, not: u32) -> Vec<Range> {
        let mut ranges = vec![self.tree.extent(head)];
        for &k in self.kids(head) {
            let (s, e) = self.tree.extent(k);
            let clause = matches!(self.token(k).deprel, Deprel::Acl | Deprel::AclRelcl | Deprel::Parataxis);
            if (s <= not && not < e) || (clause && e - s > 25) || self.token(k).deprel == Deprel::Case {
                ranges = without(&ranges, (s, e));
            }
        }
        if not != head {
            ranges = without(&ranges, (not, not + 1));
        }
        ranges.retain(|r| r.0 < r.1);
        // What stands after the hole goes with it.
        let before = |r: &Range| r.0 <= head && (not <= head || r.1 <= not);
        ranges.into_iter().filter(before).collect()
    }

    /// Who does what verb `v` says.
    pub fn subject(&self, v: u32, depth: u8) -> Option<Source> {
        let t = self.token(v);
        let passive = self.is_passive(v);
        if passive {
            let agent = self.kids(v).iter().copied().find(|&k| {
                self.token(k).deprel == Deprel::OblAgent
                    || (matches!(self.token(k).deprel, Deprel::Obl | Deprel::Nmod)
                        && self.kids(k).iter().any(|&c| {
                            self.token(c).deprel == Deprel::Case && matches!(self.lower(c).as_str(), "by" | "par")
                        }))
            });
            return agent.map(|a| Source { ranges: self.phrase(a, v), head: a });
        }
        // A clitic beside a noun is no subject: "les hôpitaux nous ont signalé".
        let subject = |&k: &u32| matches!(self.token(k).deprel, Deprel::Nsubj | Deprel::Csubj | Deprel::NsubjPass);
        let noun = |&k: &u32| subject(&k) && matches!(self.token(k).upos, Upos::Noun | Upos::Propn);
        let kids = self.kids(v);
        if let Some(s) = kids.iter().copied().find(noun).or_else(|| kids.iter().copied().find(subject)) {
            let relative = self.token(s).upos == Upos::Pron
                && matches!(self.lower(s).as_str(), "who" | "which" | "that" | "qui" | "lequel" | "laquelle");
            if relative && matches!(t.deprel, Deprel::AclRelcl | Deprel::Acl) && t.head != v {
                return Some(Source { ranges: vec![(s, s + 1)], head: t.head });
            }
            return Some(Source { ranges: self.phrase(s, v), head: s });
        }
        if depth == 0 || t.head == v {
            return None;
        }
        match t.deprel {
            Deprel::Conj | Deprel::Advcl | Deprel::Xcomp | Deprel::Parataxis => {
                let h = t.head;
                // "asked the rebels to say": the object says it.
                if t.deprel == Deprel::Xcomp
                    && let Some(o) = self.kid(h, &[Deprel::Obj, Deprel::Iobj])
                {
                    return Some(Source { ranges: self.phrase(o, v), head: o });
                }
                if self.is_passive(h) {
                    let s = self.kid(h, &[Deprel::NsubjPass])?;
                    return Some(Source { ranges: self.phrase(s, v), head: s });
                }
                self.subject(h, depth - 1)
            }
            Deprel::Acl | Deprel::AclRelcl => {
                let h = t.head;
                if !matches!(self.token(h).upos, Upos::Noun | Upos::Propn | Upos::Pron) {
                    return None;
                }
                // "his decision to endorse", "took the step of accusing": the noun is no speaker.
                let marked = self.kids(v).iter().any(|&k| matches!(self.token(k).deprel, Deprel::Mark | Deprel::Case));
                if marked || t.feats.has(Feats::INF) {
                    if let Some(p) = self.kid(h, &[Deprel::NmodPoss]) {
                        return Some(Source { ranges: self.phrase(p, v), head: p });
                    }
                    let up = self.token(h).head;
                    let object = matches!(self.token(h).deprel, Deprel::Obj | Deprel::Obl) && up != h;
                    return if object { self.subject(up, depth - 1) } else { None };
                }
                Some(Source { ranges: self.phrase(h, v), head: h })
            }
            _ => None,
        }
    }

    /// Part of a noun phrase.
    fn nominal(&self, i: u32) -> bool {
        let t = self.token(i);
        matches!(t.upos, Upos::Noun | Upos::Propn | Upos::Pron | Upos::Det | Upos::Adj | Upos::Num | Upos::Sym)
    }

    /// The token of a range of nominal tokens that the others hang on.
    pub fn head_of(&self, from: u32, to: u32) -> Option<u32> {
        (from..to).find(|&i| {
            let h = self.token(i).head;
            (h < from || h >= to || h == i)
                && matches!(self.token(i).upos, Upos::Noun | Upos::Propn | Upos::Pron | Upos::Sym)
        })
    }

    /// The noun phrase right after verb `v`: "…, a déclaré lundi **un responsable**".
    pub fn after(&self, v: u32) -> Option<Source> {
        let (_, e) = self.sentence(v);
        let time = |i: u32| TIMES.contains(&self.lemma(i).to_lowercase().as_str());
        let mut from = v + 1;
        while from < e && time(from) {
            from += 1;
        }
        let mut to = from;
        while to < e && self.nominal(to) && self.quotes.at(to).is_none() && to < v + 12 {
            to += 1;
        }
        let head = self.head_of(from, to)?;
        // "said last Friday"
        if time(head) {
            return None;
        }
        let end = self.tree.extent(head).1.clamp(to, e.min(to + 25));
        Some(Source { ranges: vec![(from, end)], head })
    }

    /// The noun phrase beside a verb of saying whose subject the tree missed: "…", said one owner; "… ," Wilcox said.
    pub fn beside(&self, v: u32) -> Option<Source> {
        self.after(v).or_else(|| self.before(v))
    }

    /// "He", "they" right before verb `v`: nobody else is its subject.
    pub fn pronoun(&self, v: u32) -> Option<Source> {
        let (s, _) = self.sentence(v);
        let helper = |i: u32| matches!(self.token(i).upos, Upos::Aux | Upos::Adv | Upos::Part);
        let mut last = v;
        while last > s && helper(last - 1) {
            last -= 1;
        }
        let at = last.checked_sub(1).filter(|&i| i >= s)?;
        let he =
            matches!(self.lower(at).as_str(), "he" | "she" | "they" | "we" | "i" | "il" | "elle" | "ils" | "elles");
        he.then(|| Source { ranges: vec![(at, at + 1)], head: at })
    }

    /// "“…,” Colonel Idris Hamad (of the staff), the group's spokesman, **said**": the name before an insertion between commas.
    pub fn apposed(&self, v: u32) -> Option<Source> {
        let (s, _) = self.sentence(v);
        let last = v.checked_sub(1).filter(|&i| i > s && self.doc.word(i) == ",")?;
        let from = s.max(v.saturating_sub(30));
        let clear = |a: u32, b: u32| (a..b).all(|i| self.quotes.at(i).is_none());
        for comma in (from..last).rev().filter(|&i| self.doc.word(i) == ",") {
            let mut to = comma;
            // A group in brackets belongs to the name.
            if to > from && self.doc.word(to - 1) == ")" {
                to = (from..to).rev().find(|&i| self.doc.word(i) == "(")?;
            }
            let mut start = to;
            while start > s && self.nominal(start - 1) && start + 10 > to {
                start -= 1;
            }
            let opens = start == s
                || matches!(self.doc.word(start - 1), "," | "”" | "\"" | "''" | "»" | "and" | "but" | "as" | ";");
            let named = (start..to).any(|i| self.token(i).upos == Upos::Propn);
            if start < to && opens && named && clear(start, v) {
                let head = self.head_of(start, to).unwrap_or(start);
                return Some(Source { ranges: vec![(start, last)], head });
            }
            if !opens {
                return None;
            }
        }
        None
    }

    /// The noun phrase right before verb `v` and its auxiliaries.
    pub fn before(&self, v: u32) -> Option<Source> {
        let (s, _) = self.sentence(v);
        let helper = |i: u32| matches!(self.token(i).upos, Upos::Aux | Upos::Adv | Upos::Part);
        let mut last = v;
        while last > s && helper(last - 1) {
            last -= 1;
        }
        let mut from = last;
        while from > s && self.nominal(from - 1) && self.quotes.at(from - 1).is_none() && from + 12 > last {
            from -= 1;
        }
        let head = self.head_of(from, last)?;
        let start = self.tree.extent(head).0;
        let start = if start >= s && start + 25 > from { start.min(from) } else { from };
        Some(Source { ranges: vec![(start, last)], head })
    }

    /// True where a verb follows the words of a source at once: they are the subject of what is said.
    pub fn opens_clause(&self, source: &Source) -> bool {
        let Some(end) = source.ranges.last().map(|r| r.1) else { return false };
        let (_, e) = self.sentence(source.head);
        end < e && matches!(self.token(end).upos, Upos::Verb | Upos::Aux)
    }

    /// The phrase that opens the sentence of a finite verb `v`, with an insertion between: "The group, in a statement carried
    /// by its agency, **put** losses at 20".
    pub fn lead(&self, v: u32) -> Option<Source> {
        let t = self.token(v);
        let word = self.doc.word(v);
        let bare = t.feats.has(Feats::INF) || t.feats.has(Feats::GER) || word.ends_with("ing");
        if bare || t.upos != Upos::Verb || self.quotes.at(v).is_some() {
            return None;
        }
        let (s, _) = self.sentence(v);
        let from = (s..v).rev().find(|&i| matches!(self.doc.word(i), ";" | ":")).map_or(s, |i| i + 1);
        let mut to = from;
        let owns = |i: u32| matches!(self.doc.word(i), "'s" | "’s" | "'" | "’");
        while to < v && (self.nominal(to) || owns(to)) && self.quotes.at(to).is_none() && to < from + 10 {
            to += 1;
        }
        let mut last = v.saturating_sub(1);
        while last > to && matches!(self.token(last).upos, Upos::Adv | Upos::Aux) {
            last -= 1;
        }
        let next = self.token(to);
        let inserted = self.doc.word(to) == "," && self.doc.word(last) == "," && last > to;
        let reached = next.upos == Upos::Verb && to + 1 < v && next.feats.has(Feats::PART) && v - to <= 8;
        if to >= v || v - to > 25 || !(inserted || reached) {
            return None;
        }
        let head = self.head_of(from, to)?;
        Some(Source { ranges: vec![(from, to)], head })
    }

    /// "…, its interior minister, Diosdado Cabello, **announced**.": a source between commas at the end.
    pub fn trailing(&self, v: u32) -> Option<Source> {
        let (s, e) = self.sentence(v);
        let ends = v + 1 >= e || matches!(self.doc.word(v + 1), "." | ";");
        if !ends || v < s + 4 || self.doc.word(v - 1) != "," {
            return None;
        }
        let run = |end: u32| {
            let owns = |i: u32| matches!(self.doc.word(i), "'s" | "’s" | "of" | "de" | "du");
            let mut from = end;
            while from > s && (self.nominal(from - 1) || owns(from - 1)) && from + 10 > end {
                from -= 1;
            }
            from
        };
        let to = v - 1;
        let mut from = run(to);
        if from < to && from > s + 1 && self.doc.word(from - 1) == "," && run(from - 1) < from - 1 {
            from = run(from - 1);
        }
        let closed = from > s && self.doc.word(from - 1) == ",";
        let head = (from..to).rev().find(|&i| self.token(i).upos == Upos::Propn).or_else(|| self.head_of(from, to))?;
        closed.then(|| Source { ranges: vec![(from, to)], head })
    }

    /// "He first blamed the clan, then **said** a drone had done it": who did what came before.
    pub fn goes_on(&self, v: u32) -> Option<Source> {
        let (s, _) = self.sentence(v);
        let mut last = v.checked_sub(1)?;
        while last > s && matches!(self.token(last).upos, Upos::Adv | Upos::Aux) {
            last -= 1;
        }
        if last <= s || !matches!(self.doc.word(last), "," | "and" | "et" | "but" | "mais" | "puis") {
            return None;
        }
        let said = |w: &u32| matches!(self.token(*w).upos, Upos::Verb) && self.quotes.at(*w).is_none();
        let subject =
            |w: u32| self.kid(w, &[Deprel::Nsubj]).filter(|&n| n < w && self.quotes.at(n).is_none()).map(|n| (w, n));
        let (w, n) = (s.max(v.saturating_sub(25))..last).rev().filter(said).find_map(subject)?;
        Some(Source { ranges: self.phrase(n, w), head: n })
    }

    /// The subject of the last verb before a participle that has none of its own: "he said, adding that".
    pub fn speaker_before(&self, v: u32) -> Option<Source> {
        let word = self.doc.word(v);
        if !(word.ends_with("ing") || word.ends_with("ant")) {
            return None;
        }
        let (s, _) = self.sentence(v);
        for w in (s.max(v.saturating_sub(30))..v).rev() {
            if !matches!(self.token(w).upos, Upos::Verb) || self.quotes.at(w).is_some() {
                continue;
            }
            if let Some(n) = self.kid(w, &[Deprel::Nsubj]).filter(|n| self.quotes.at(*n).is_none()) {
                return Some(Source { ranges: self.phrase(n, w), head: n });
            }
        }
        None
    }
}
