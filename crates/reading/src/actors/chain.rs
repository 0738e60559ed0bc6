//! Who is who: candidates in text order → one actor per identity.
//!
//! "Malian soldiers … the army … FAMa" is one force; "Bandits … gunmen … the raiders" one band; "the group" the group
//! named last; "the government" that of the state the report is about. A name joins by registry key, by equal or shorter
//! name; a common noun by class and by whether it points back.

mod nouns;

use super::lexicon::Class;
use super::links::Linked;
use super::scan::{Candidate, Definite, Naming, Pronoun, Scan, What};
use super::{Actors, Mention, Office, words};
use crate::actors::fold::fold;
use std::collections::HashMap;
use types::{Actor, ActorId, ActorKind, Deprel, Evidence, Span};

impl Known {
    /// A state, known by its two letters.
    fn is_state(&self) -> bool {
        self.actor.registry.as_deref().is_some_and(|r| r.len() == 2 && r.chars().all(|c| c.is_ascii_uppercase()))
    }

    /// Known only as people: "rebels", "gunmen".
    fn plural_only(&self) -> bool {
        self.plural
            && !self.named
            && self.class.is_some_and(|c| !matches!(c, Class::Government | Class::Army | Class::Police))
    }
}

/// An actor under construction.
#[derive(Clone, Debug)]
struct Known {
    actor: Actor,
    /// The class of common nouns it belongs to; `None` for a name.
    class: Option<Class>,
    /// Registry flavour or form: "jihadist".
    flavour: String,
    /// Known by a proper name.
    named: bool,
    plural: bool,
    /// Token of the last mention; a mention inside another's phrase ("the branch of X") counts as a little older.
    last: u32,
    /// Token of the last mention as a subject.
    subject: u32,
    /// True where its name has been set from a proper name.
    proper: bool,
    /// A person who holds an office of state.
    official: bool,
}

/// Joins the candidates of a report.
pub struct Chain<'a> {
    scan: &'a Scan<'a>,
    known: Vec<Known>,
    by_key: HashMap<String, usize>,
    /// Who was last called by a common noun: "dissidents".
    by_head: HashMap<String, usize>,
    mentions: Vec<Mention>,
    /// Registry index of the state the report is about.
    home: Option<u32>,
    offices: Vec<Office>,
    /// Those mentioned lately, the last one last: how far back a common noun may look.
    recent: Vec<usize>,
    /// A group known by the one it belongs to, and that one: "an al-Qaeda affiliate".
    branches: Vec<(usize, usize, Span)>,
}

impl<'a> Chain<'a> {
    /// A chain for a report about the state `home`.
    pub fn new(scan: &'a Scan<'a>, home: Option<u32>) -> Chain<'a> {
        Chain {
            scan,
            known: Vec::new(),
            by_key: HashMap::new(),
            by_head: HashMap::new(),
            mentions: Vec::new(),
            home,
            offices: Vec::new(),
            recent: Vec::new(),
            branches: Vec::new(),
        }
    }

    /// Resolves all candidates.
    pub fn resolve(mut self, all: &[Linked]) -> Actors {
        let mut of: Vec<Option<usize>> = vec![None; all.len()];
        for i in 0..all.len() {
            if of[i].is_none() {
                // A phrase tied to the next one waits for it: "the regional bloc, ECOWAS".
                let mut ahead = (i + 1..all.len().min(i + 5)).filter(|&n| all[n].same == Some(i));
                let ahead = ahead.find(|&n| better(&all[n].candidate, &all[i].candidate));
                of[i] = if let Some(n) = ahead {
                    of[n] = self.identify(n, all, &mut of, 0);
                    of[n]
                } else {
                    self.identify(i, all, &mut of, 0)
                };
            }
            if let Some(k) = of[i] {
                self.mention(k, &all[i].candidate);
            }
        }
        self.offices(all, &of);
        self.finish()
    }

    /// Whose office each title tells: the owner before ("the gang's leader", "Malian president", "JNIM commander"), after
    /// ("chief of the general staff"), or the state the report is about for offices of state.
    fn offices(&mut self, all: &[Linked], of: &[Option<usize>]) {
        let sightings = self.scan.sightings();
        let mut mentioned: std::collections::HashSet<usize> = self.mentions.iter().map(|m| m.actor.index()).collect();
        for (i, linked) in all.iter().enumerate() {
            let c = &linked.candidate;
            let (Some(person), Some(title)) = (of[i], title_of(c)) else { continue };
            let title = &self.scan.lexicon.titles[title as usize];
            let Some(tie) = title.tie else { continue };
            // "Kenyan police commander Godfrey Otieno"
            let arm = c.tokens.0.checked_sub(1).map_or("", |t| self.scan.word(t));
            let arm = if matches!(arm, "police" | "army") { arm } else { "" };
            let words = format!("{arm} {}", fold(&title.words)).trim().to_string();
            let title_end = c.tokens.0 + title_length(self.scan, c);
            let army = ["army", "staff", "etat major", "armees", "armee", "military spokesman"]
                .iter()
                .any(|w| words.contains(w));
            let police = format!(" {words} ").contains(" police ");
            let forced = |chain: &mut Self, state: u32| {
                if !army && !police {
                    return Some(chain.entry(state));
                }
                let key = format!("{}-{}", chain.iso(state), if army { "military" } else { "police" });
                chain.scan.lexicon.entry(&key).map(|(e, _)| chain.entry(e))
            };
            let near = |from: usize| all[from..].iter().zip(&of[from..]).take(6);
            let after = near(i)
                .find(|(l, _)| {
                    let t = l.candidate.tokens.0;
                    t >= title_end && t <= title_end + 2 && words::OF.contains(self.scan.word(title_end))
                })
                .and_then(|(_, k)| *k);
            let before = all[..i].iter().zip(of).rev().take(3).find(|(l, _)| {
                let end = l.candidate.tokens.1;
                let possessive = end + 1 == c.tokens.0 && matches!(self.scan.word(end), "s" | "");
                end == c.tokens.0 || possessive && self.scan.raw(end).starts_with(['\'', '’'])
            });
            let before = before.and_then(|(_, k)| *k);
            let nested = all[i + 1..]
                .iter()
                .zip(&of[i + 1..])
                .take(3)
                .find(|(l, _)| l.candidate.tokens.0 > c.tokens.0 && l.candidate.tokens.1 <= c.tokens.1);
            let after = nested.and_then(|(_, k)| *k).or(after);
            // "the force, whose commander, Saw Chit Thu"; "Venezuela will send men, its interior minister announced"
            let theirs = c.tokens.0.checked_sub(1).map(|t| self.scan.word(t));
            let sentence = self.scan.tagged.sentence_of(c.tokens.0);
            let body = |k: &usize| self.known[*k].actor.kind != ActorKind::Person && *k != person;
            let mut earlier = all[..i]
                .iter()
                .zip(of)
                .filter(|(l, _)| self.scan.tagged.sentence_of(l.candidate.head) == sentence)
                .filter_map(|(_, k)| *k);
            // "MACBAN rejected the charge. Its state chairman, Ibrahim Yusuf, said": of the body that the sentence before is about.
            let told_before = || {
                let here = self.scan.tagged.sentences.get(sentence).map_or(0, |s| s.start);
                let opens = c.tokens.0 <= here + 3 && sentence > 0;
                let last = all[..i].iter().zip(of).filter(|_| opens);
                let last = last.filter(|(l, _)| self.scan.tagged.sentence_of(l.candidate.head) + 1 == sentence);
                last.filter_map(|(_, k)| *k).find(body)
            };
            let theirs = match theirs {
                Some("s") => theirs,
                Some(word) if !matches!(word, "whose" | "its" | "their" | "son" | "sa" | "leur") => {
                    c.tokens.0.checked_sub(2).map(|t| self.scan.word(t)).filter(|w| matches!(*w, "its" | "son" | "sa"))
                }
                other => other,
            };
            let owned = match theirs {
                Some("whose") => earlier.rfind(body),
                Some("its" | "their" | "son" | "sa" | "leur") => earlier.find(body).or_else(told_before),
                _ => None,
            };
            let before = before.or(owned);
            let national = NATIONAL.iter().any(|n| format!(" {words} ").contains(&format!(" {n} ")));
            if national {
                self.known[person].official = true;
            }
            let owner = match c.state {
                Some(state) => forced(self, state),
                None => after.or(before).or_else(|| {
                    // "President Bola Tinubu" in a report about the other Niger: a leader whom the registry knows.
                    let known = &self.known[person].actor;
                    let own = known.registry.as_ref().and(known.country.as_deref());
                    let own = own.and_then(|iso| self.scan.lexicon.entry(iso)).map(|(e, _)| e);
                    let home = own.or(self.home).filter(|_| national || army || police)?;
                    forced(self, home)
                }),
            };
            let Some(owner) = owner.filter(|&o| o != person && self.known[o].actor.kind != ActorKind::Person) else {
                continue;
            };
            let former = c.tokens.0 > 0
                && matches!(self.scan.word(c.tokens.0 - 1), "former" | "ex" | "late" | "ancien" | "ancienne")
                || words.starts_with("ancien");
            if !mentioned.contains(&owner) {
                // "le chef de la junte", "the Chadian president": a word of the title names the owner.
                let named = (c.tokens.0.saturating_sub(2)..c.tokens.1).find(|&t| {
                    let word = self.scan.word(t);
                    matches!(word, "junta" | "junte" | "army" | "armee" | "armees" | "staff" | "major" | "police")
                        || self.scan.is_demonym(t)
                });
                // "The defence minister, Carlos Ruiz, flew to Arauca in Colombia": the state is named as a place.
                let key = self.known[owner].actor.registry.clone();
                let state = key.and_then(|k| self.scan.lexicon.entry(&k)).map(|(e, _)| e);
                let seen = || sightings.iter().find(|s| Some(s.0) == state).map(|s| s.1);
                let Some(t) = named.or_else(seen) else { continue };
                let name = self.scan.raw(t).to_string();
                let span = self.scan.tagged.span_of(t, t + 1);
                self.known[owner].actor.names.push(name);
                mentioned.insert(owner);
                self.mentions.push(Mention { actor: ActorId(owner as u32), span, start: t, end: t + 1, head: t });
            }
            let span = self.scan.tagged.span_of(c.tokens.0, c.tokens.1);
            let (person, of) = (ActorId(person as u32), ActorId(owner as u32));
            self.offices.push(Office { person, of, leads: tie == types::RelationType::Leads, former, span });
        }
    }

    fn finish(mut self) -> Actors {
        self.name_branches();
        // Actors in order of first mention.
        self.mentions.sort_by_key(|m| (m.start, u32::MAX - m.end));
        self.mentions.dedup_by(|a, b| (a.start, a.end, a.head) == (b.start, b.end, b.head));
        let mut order: Vec<usize> = Vec::new();
        let mut place = vec![usize::MAX; self.known.len()];
        for m in &self.mentions {
            let k = m.actor.index();
            if place[k] == usize::MAX {
                place[k] = order.len();
                order.push(k);
            }
        }
        let mut list: Vec<Actor> = order.iter().map(|&k| self.known[k].actor.clone()).collect();
        for m in &mut self.mentions {
            m.actor = ActorId(place[m.actor.index()] as u32);
            list[m.actor.index()].mentions.push(Evidence::new(m.span, "actors/chain@1"));
        }
        for actor in &mut list {
            if let Some(first) = actor.mentions.first().filter(|_| actor.names.is_empty()) {
                actor.names.push(first.span.of(self.scan.text).into());
            }
        }
        let home = self.home.and_then(|h| self.by_key.get(&self.scan.lexicon.entries[h as usize].key)).copied();
        let home = home.map(|k| place[k]).filter(|p| *p != usize::MAX).map(|p| ActorId(p as u32));
        let seat = |id: ActorId| place.get(id.index()).filter(|p| **p != usize::MAX).map(|p| ActorId(*p as u32));
        let offices =
            self.offices.iter().filter_map(|o| Some(Office { person: seat(o.person)?, of: seat(o.of)?, ..*o }));
        let offices = offices.collect();
        let branches = self.branches.iter().filter_map(|&(k, owner, span)| {
            let seat = |k: usize| seat(ActorId(k as u32));
            Some((seat(k)?, seat(owner)?, span))
        });
        let branches = branches.collect();
        Actors { offices, branches, ..Actors::new(list, self.mentions, self.scan.tagged.tokens.len(), home) }
    }

    /// "An al-Qaeda affiliate has claimed the raid … The Group for the Support of Islam and Muslims later posted": a group
    /// without a name is the one armed group that the report names later, where there is just one.
    fn name_branches(&mut self) {
        for b in 0..self.branches.len() {
            let (k, owner, _) = self.branches[b];
            let mut named = (0..self.known.len()).filter(|&i| {
                let x = &self.known[i];
                i != owner && x.named && x.last > 0 && x.actor.kind == ActorKind::ArmedGroup
            });
            let (Some(only), None) = (named.next(), named.next()) else { continue };
            for m in &mut self.mentions {
                if m.actor.index() == k {
                    m.actor = ActorId(only as u32);
                }
            }
            self.branches[b].0 = only;
        }
    }

    fn iso(&self, state: u32) -> &'a str {
        &self.scan.lexicon.entries[state as usize].key
    }

    fn words(&self, c: &Candidate) -> String {
        self.words_at(c.tokens)
    }

    fn words_at(&self, tokens: (u32, u32)) -> String {
        let span = self.scan.tagged.span_of(tokens.0, tokens.1);
        span.of(self.scan.text).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The actor with this key, made on first use.
    fn keyed(&mut self, key: &str, make: impl FnOnce() -> Known) -> usize {
        if let Some(&k) = self.by_key.get(key) {
            return k;
        }
        self.known.push(make());
        self.by_key.insert(key.to_string(), self.known.len() - 1);
        self.known.len() - 1
    }

    fn entry(&mut self, index: u32) -> usize {
        let entry = self.scan.lexicon.entries[index as usize].clone();
        let key = entry.key.clone();
        self.keyed(&key, || {
            let mut known = fresh(entry.name.clone(), entry.kind.unwrap_or(ActorKind::ArmedGroup), None);
            known.actor.country = entry.country.clone();
            known.actor.registry = Some(entry.key.clone());
            known.flavour = entry.flavour.clone();
            known.named = true;
            known
        })
    }

    /// Who phrase `i` is. A phrase named by another asks for that one first.
    fn identify(&mut self, i: usize, all: &[Linked], of: &mut [Option<usize>], depth: u8) -> Option<usize> {
        let c = &all[i].candidate;
        if let Some(k) = all[i].same.and_then(|s| of[s]) {
            // From here on the other name means this one too: "ISM, known locally as al-Shabab … al-Shabab".
            let key = match c.what {
                What::Entry(e) => self.scan.lexicon.entries[e as usize].key.clone(),
                What::Named(_) => format!("name:{}", fold(&self.words(c))),
                _ => return Some(k),
            };
            self.by_key.entry(key).or_insert(k);
            return Some(k);
        }
        match c.what {
            What::Entry(e) => Some(self.entry(e)),
            What::State(s, _) => Some(self.entry(s)),
            What::Person { name, .. } => Some(self.person(name, c)),
            What::Office(title) => self.office(title, c),
            What::Named(kind) => Some(self.named(kind, c)),
            What::Pronoun(pronoun) => self.pronoun(pronoun, c),
            What::Noun(noun) => {
                let class = self.scan.lexicon.nouns[noun as usize].class;
                let mut owner = None;
                if let Some(n) = c.named.filter(|&n| n != i && n < all.len()) {
                    if of[n].is_none() && depth < 3 && n > i {
                        of[n] = self.identify(n, all, of, depth + 1);
                    }
                    owner = of[n];
                }
                self.noun(noun, class, owner, c)
            }
        }
    }

    /// Who a pronoun is, where that is safe: the subject before it, or for "the latter" the one named last.
    fn pronoun(&mut self, pronoun: Pronoun, c: &Candidate) -> Option<usize> {
        let tagged = self.scan.tagged;
        let here = tagged.sentence_of(c.head);
        let next = self.scan.word(c.tokens.1);
        if matches!(pronoun, Pronoun::It | Pronoun::Il) && words::EXPLETIVE.contains(next) {
            return None;
        }
        let near = |k: &Known| k.last > 0 && tagged.sentence_of(k.last - 1) + 1 >= here && k.last <= c.tokens.0;
        let body = |k: &Known| {
            use ActorKind::*;
            !matches!(k.actor.kind, Person | Unnamed | Civilians | Community)
        };
        let fits = |k: &Known| match pronoun {
            Pronoun::He => k.actor.kind == ActorKind::Person,
            Pronoun::It => body(k) && !k.plural_only(),
            Pronoun::Il => k.actor.kind == ActorKind::Person || body(k) && !k.plural_only(),
            Pronoun::They => k.plural && k.actor.kind != ActorKind::Person,
            Pronoun::Latter => true,
        };
        let object = matches!(self.scan.word(c.head), "them" | "him" | "eux" | "lui");
        let best = |by: &dyn Fn(&Known) -> u32| {
            let fitting = self.recent.iter().copied().map(|i| (i, &self.known[i]));
            let fitting = fitting.filter(|(_, k)| near(k) && fits(k) && by(k) > 0);
            fitting.max_by_key(|(i, k)| (by(k), *i)).map(|(i, _)| i)
        };
        let recent = || best(&|k: &Known| k.last);
        if object
            && matches!(c.tokens.0.checked_sub(1).map(|t| self.scan.word(t)), Some("among" | "of" | "parmi" | "entre"))
        {
            return None;
        }
        if pronoun == Pronoun::Latter || object {
            return recent();
        }
        if let Some(k) = self.speaker(c).filter(|&k| fits(&self.known[k]) && near(&self.known[k])) {
            return Some(k);
        }
        let subject = best(&|k: &Known| {
            if k.subject > 0 && tagged.sentence_of(k.subject - 1) + 1 >= here { k.subject } else { 0 }
        });
        subject.or_else(|| if pronoun == Pronoun::He { recent() } else { None })
    }

    /// Who says it, for a pronoun right after a verb of saying: "Islamic State, in a statement, put losses at 20 and said **it**
    /// had burned two vehicles".
    fn speaker(&self, c: &Candidate) -> Option<usize> {
        const SAYS: &[&str] = &[
            "said",
            "says",
            "claimed",
            "claims",
            "added",
            "insisted",
            "announced",
            "stated",
            "declared",
            "denied",
            "dit",
            "affirme",
            "assure",
            "déclaré",
            "affirmé",
            "assuré",
            "annoncé",
            "ajouté",
            "soutient",
            "indiqué",
        ];
        let tagged = self.scan.tagged;
        let mut at = c.tokens.0.checked_sub(1)?;
        if matches!(self.scan.word(at), "that" | "que" | "qu") {
            at = at.checked_sub(1)?;
        }
        if !SAYS.iter().any(|w| fold(w) == self.scan.word(at)) {
            return None;
        }
        let mut verb = at;
        let mut subject = None;
        for _ in 0..3 {
            let nsubj = |t: &u32| tagged.tokens[*t as usize].deprel == Deprel::Nsubj;
            subject = tagged.children(verb).find(nsubj);
            let t = &tagged.tokens[verb as usize];
            if subject.is_some() || t.deprel != Deprel::Conj || t.head == verb {
                break;
            }
            verb = t.head;
        }
        let first = tagged.sentences.get(tagged.sentence_of(at)).map_or(0, |s| s.start);
        let here = |m: &&Mention| match subject {
            Some(s) => m.start <= s && s < m.end,
            None => m.start <= first + 1 && m.start >= first,
        };
        self.mentions.iter().rev().take(30).find(here).map(|m| m.actor.index())
    }

    fn person(&mut self, name: (u32, u32), c: &Candidate) -> usize {
        let text = self.words_at(name);
        let folded = fold(&text);
        if let Some(&k) = self.by_key.get(&format!("person:{folded}")) {
            return k;
        }
        let last = folded.rsplit(' ').next().unwrap_or("").to_string();
        if let Some(&k) = self.by_key.get(&format!("surname:{last}")) {
            // "Captain Traoré" is Ibrahim Traoré unless another first name stands there.
            let full = fold(&self.known[k].actor.name);
            if folded == last || full == last || full.ends_with(&folded) || folded.ends_with(&full) {
                if folded.len() > full.len() {
                    self.known[k].actor.name = text;
                    self.by_key.insert(format!("person:{folded}"), k);
                }
                return k;
            }
        }
        let leader = self.scan.leader(&folded);
        // "Hemedti" after "Mohamed Hamdan Dagalo": two names of one leader
        if let Some(&k) = leader.and_then(|e| self.by_key.get(&self.scan.lexicon.entries[e as usize].key)) {
            self.by_key.insert(format!("person:{folded}"), k);
            return k;
        }
        let mut known = fresh(text, ActorKind::Person, None);
        known.named = true;
        known.proper = true;
        known.actor.country = c.state.map(|s| self.iso(s).to_string());
        self.known.push(known);
        let k = self.known.len() - 1;
        if let Some(e) = leader {
            let entry = &self.scan.lexicon.entries[e as usize];
            let actor = &mut self.known[k].actor;
            actor.registry = Some(entry.key.clone());
            actor.country = actor.country.take().or_else(|| entry.country.clone());
            self.by_key.insert(entry.key.clone(), k);
        }
        self.by_key.insert(format!("person:{folded}"), k);
        self.by_key.insert(format!("surname:{last}"), k);
        k
    }

    /// "the governor", "the president": the person so called before, or one of his own.
    fn office(&mut self, title: u32, c: &Candidate) -> Option<usize> {
        let title = &self.scan.lexicon.titles[title as usize];
        let key = format!("office:{}", fold(&title.words));
        let tie = title.tie;
        if c.definite != Definite::Yes && c.state.is_none() {
            tie?;
            return None;
        }
        if let Some(&k) = self.by_key.get(&key) {
            return Some(k);
        }
        let text = self.words(c);
        Some(self.keyed(&key, || fresh(text, ActorKind::Person, None)))
    }

    fn named(&mut self, kind: ActorKind, c: &Candidate) -> usize {
        let text = self.words(c);
        let folded = fold(&text);
        let key = format!("name:{folded}");
        if let Some(&k) = self.by_key.get(&key) {
            return k;
        }
        // "the Task Force" for "Joint Task Force Operation Dawn Shield".
        let short = self.recent.iter().rev().copied().find(|&k| {
            let k = &self.known[k];
            k.named
                && k.actor.kind != ActorKind::Person
                && !k.is_state()
                && k.actor.names.iter().any(|n| within(&folded, &fold(n)))
        });
        if let Some(k) = short {
            self.by_key.insert(key, k);
            return k;
        }
        let mut known = fresh(text, kind, None);
        known.named = true;
        known.proper = true;
        known.actor.country = c.state.map(|s| self.iso(s).to_string());
        self.keyed(&key, || known)
    }

    fn mention(&mut self, k: usize, c: &Candidate) {
        let tagged = self.scan.tagged;
        let span: Span = tagged.span_of(c.tokens.0, c.tokens.1);
        self.mentions.push(Mention {
            actor: ActorId(k as u32),
            span,
            start: c.tokens.0,
            end: c.tokens.1,
            head: c.head,
        });
        let text = match c.what {
            What::Person { name, .. } => self.words_at(name),
            _ => self.words(c),
        };
        let before = c.tokens.0.checked_sub(1).map_or("", |t| self.scan.word(t));
        let inner = matches!(c.what, What::Entry(_)) && matches!(before, "of" | "de" | "du" | "to" | "with" | "a");
        let inner = inner && c.tokens.1 > 12 && self.known[k].last == 0;
        self.recent.retain(|r| *r != k);
        if self.recent.len() >= LOOK_BACK {
            self.recent.remove(0);
        }
        self.recent.push(k);
        let known = &mut self.known[k];
        known.last = known.last.max(c.tokens.1 - u32::from(inner) * 12);
        known.plural |= c.plural;
        // "The Group for the Support of Islam … claimed": any word of a name may carry its syntax.
        let carries = |t: &types::Token| {
            let outside = t.head < c.tokens.0 || t.head >= c.tokens.1;
            // "The OLA, which the government calls Shene, says": the subject of a relative clause is not what is spoken of.
            let relative = || {
                let verb = tagged.tokens.get(t.head as usize);
                verb.is_some_and(|v| matches!(v.deprel, Deprel::AclRelcl) && v.head < t.head)
            };
            outside && matches!(t.deprel, Deprel::Nsubj | Deprel::NsubjPass) && !relative()
        };
        // "BEKELE: One of its commanders denies": the label of a speaker is no subject.
        let label = self.scan.raw(c.tokens.1) == ":";
        if !label && tagged.parsed && tagged.tokens[c.tokens.0 as usize..c.tokens.1 as usize].iter().any(carries) {
            known.subject = c.tokens.1;
        }
        let proper = match c.what {
            What::Entry(_) | What::Named(_) | What::Person { .. } => true,
            What::State(_, naming) => naming == Naming::Name,
            _ => false,
        };
        if let What::Noun(n) = c.what {
            if self.scan.lexicon.nouns[n as usize].class.armed() {
                self.by_head.insert(stem(self.scan.word(c.head)).to_string(), k);
            }
        }
        let known = &mut self.known[k];
        // Names are what the report calls it; "the group" and the like are mentions only.
        let class = if let What::Noun(n) = c.what { Some(self.scan.lexicon.nouns[n as usize].class) } else { None };
        let pointer = matches!(class, Some(Class::Group | Class::Bloc | Class::Country | Class::Member | Class::Force))
            || matches!(class, Some(x) if x.armed()) && known.named
            || class == Some(Class::Army) && known.actor.kind != ActorKind::Military
            || matches!(c.what, What::State(_, Naming::Demonym) | What::Pronoun(_));
        if !pointer && !known.actor.names.iter().any(|n| fold(n) == fold(&text)) {
            known.actor.names.push(text.clone());
        }
        if proper && !known.proper {
            known.proper = true;
            known.actor.name = text;
        }
    }
}

/// How many actors back a common noun or a short name may look.
const LOOK_BACK: usize = 96;

/// Titles of the heads and ministers of a state.
const NATIONAL: &[&str] = &[
    "president",
    "prime minister",
    "premier ministre",
    "premiere ministre",
    "premier",
    "head of state",
    "chef de l etat",
    "chef du gouvernement",
    "king",
    "roi",
    "foreign minister",
    "defence minister",
    "defense minister",
    "interior minister",
    "ministre",
    "junta",
    "junte",
    "military ruler",
    "military leader",
    "head of government",
    "transitional leader",
    "de facto leader",
    "homme fort",
    "strongman",
    "presidente",
    "supreme leader",
    "guide supreme",
];

fn title_of(c: &Candidate) -> Option<u32> {
    match c.what {
        What::Person { title, .. } => title,
        What::Office(title) => Some(title),
        _ => None,
    }
}

/// How many tokens of a phrase its title takes.
fn title_length(scan: &Scan, c: &Candidate) -> u32 {
    match c.what {
        What::Person { name, .. } => name.0.saturating_sub(c.tokens.0),
        _ => c.tokens.1 - c.tokens.0,
    }
    .min(scan.tagged.tokens.len() as u32)
}

/// A noun without its plural ending.
fn stem(word: &str) -> &str {
    match word {
        "gunmen" => "gunman",
        _ => word.strip_suffix('s').filter(|w| w.len() > 3).unwrap_or(word),
    }
}

/// The better name of two tied phrases stands later.
fn better(later: &Candidate, earlier: &Candidate) -> bool {
    let rank = |c: &Candidate| match c.what {
        What::Entry(_) | What::State(..) => 3,
        What::Person { .. } | What::Named(_) => 2,
        What::Office(_) | What::Noun(_) => 1,
        What::Pronoun(_) => 0,
    };
    rank(later) > rank(earlier)
}

/// True where `short` stands inside `long` as whole words and is shorter.
fn within(short: &str, long: &str) -> bool {
    long.len() > short.len() && format!(" {long} ").contains(&format!(" {short} "))
}

/// Which named groups a definite common noun may stand for.
fn stands_for(class: Class, k: &Known) -> bool {
    let armed = matches!(k.actor.kind, ActorKind::ArmedGroup | ActorKind::Militia);
    match class {
        Class::Mercenary => k.actor.kind == ActorKind::PrivateMilitary,
        Class::Jihadist => armed && matches!(k.flavour.as_str(), "jihadist" | ""),
        Class::Rebel => armed && matches!(k.flavour.as_str(), "rebel" | ""),
        Class::Militia => armed && matches!(k.flavour.as_str(), "militia" | "" | "gang"),
        _ => armed,
    }
}

fn loose_force(k: &Known) -> bool {
    k.flavour != "bloc"
        && (k.actor.kind != ActorKind::Igo || k.flavour == "mission")
        && matches!(k.actor.kind, ActorKind::ArmedGroup | ActorKind::Military | ActorKind::Igo | ActorKind::Militia)
}

/// Bands without a name are one where their nouns go together.
fn same_band(a: Class, b: Class) -> bool {
    band_name(a) == band_name(b) || b == Class::Fighter || a == Class::Fighter
}

fn band_name(class: Class) -> &'static str {
    match class {
        Class::Jihadist | Class::Attacker => "attackers",
        Class::Rebel => "rebels",
        Class::Militia => "militia",
        Class::Mercenary => "mercenaries",
        _ => "fighters",
    }
}

fn fresh(name: String, kind: ActorKind, class: Option<Class>) -> Known {
    let actor = Actor { name, names: Vec::new(), kind, country: None, registry: None, mentions: Vec::new() };
    Known {
        actor,
        class,
        flavour: String::new(),
        named: false,
        plural: false,
        last: 0,
        subject: 0,
        proper: false,
        official: false,
    }
}
