//! Who takes part: from the syntax around a trigger to participants with roles.
//!
//! In: a trigger and its frame. Out: heads of noun phrases with a [`Role`], and the means. "the joint capture of Kidal by
//! the army and Wagner" → actors army, Wagner; target Kidal. Active, passive, agent, possessive, compound, relative
//! clause, participle, infinitive under control, coordination, "accompanied by".

use super::lexicon::{Class, Cue, Entry, Frame};
use super::tree::{CLIMB, Tree};
use types::{Deprel, EventType, Feats, Lang, Role, Upos};

/// A participant: the head of its noun phrase and its part.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    /// The part played.
    pub role: Role,
    /// Head token of the noun phrase.
    pub head: u32,
}

/// Who and what takes part in one telling.
#[derive(Clone, Debug, Default)]
pub struct Parts {
    /// Participants.
    pub list: Vec<Part>,
    /// Heads of phrases for weapons and means.
    pub means: Vec<u32>,
    /// Tokens whose event is the same one: "killed in an *attack*".
    pub same: Vec<u32>,
    /// Verb that only carries the noun's event, where there is one.
    pub light: Option<u32>,
}

impl Parts {
    pub(super) fn add(&mut self, tree: &Tree, role: Role, head: u32) {
        for head in tree.coordinated(head) {
            let head = tree.counted(head);
            if !self.list.iter().any(|p| p.head == head) {
                self.list.push(Part { role, head });
            }
        }
    }

    /// Adds one participant.
    pub fn put(&mut self, role: Role, head: u32) {
        if !self.list.iter().any(|p| p.head == head) {
            self.list.push(Part { role, head });
        }
    }

    /// Adds one phrase that an action falls on.
    pub fn aim_at(&mut self, tree: &Tree, kind: EventType, head: u32) {
        self.put(tree.role_of(kind, head), head);
    }

    /// Adds what an action falls on, with the role its kind asks for.
    pub(super) fn aim(&mut self, tree: &Tree, kind: EventType, head: u32) {
        for head in tree.coordinated(head) {
            let counted = tree.counted(head);
            let role = tree.role_of(kind, counted);
            if !self.list.iter().any(|p| p.head == counted) {
                self.list.push(Part { role, head: counted });
                self.owner(tree, kind, counted);
            }
        }
    }

    /// Whose thing was struck: "the rebel stronghold", "an army camp", "the jihadists' base".
    fn owner(&mut self, tree: &Tree, kind: EventType, head: u32) {
        if !matches!(kind, EventType::Assault | EventType::Coerce) || tree.class(head).any(Class::HUMAN) {
            return;
        }
        // "the position held by the mercenaries"
        for k in tree.with(head, &[Deprel::Acl]) {
            const HELD: &[&str] = &[
                "hold",
                "control",
                "man",
                "defend",
                "occupy",
                "guard",
                "tenir",
                "contrôler",
                "occuper",
                "défendre",
                "garder",
            ];
            if HELD.contains(&tree.lemma(k)) {
                for by in tree.with(k, &[Deprel::OblAgent, Deprel::Obl]) {
                    if AGENT.contains(&tree.case(by)) {
                        tree.coordinated(by).into_iter().for_each(|side| self.put(Role::Recipient, side));
                    }
                }
            }
        }
        // "une position du M23", "a base of the army"
        for k in tree.with(head, &[Deprel::Nmod]) {
            let of = matches!(tree.case(k), "of" | "de" | "du" | "des" | "d'" | "d’");
            let kind = tree.actor(k).map_or("", |a| tree.actor_kind(a));
            let armed = matches!(kind, "military" | "police" | "armed_group" | "militia" | "private_military");
            if of && armed && !self.list.iter().any(|p| p.head == k) {
                self.list.push(Part { role: Role::Recipient, head: k });
            }
        }
        for k in tree.with(head, &[Deprel::Compound, Deprel::Amod, Deprel::NmodPoss]) {
            let side = tree.class(k).any(Class(Class::ARMED.0 | Class::FORCE.0));
            if side && tree.owner(k).is_some() && !self.list.iter().any(|p| p.head == k) {
                self.list.push(Part { role: Role::Recipient, head: k });
            }
        }
    }
}

const AGENT: &[&str] = &["by", "par"];
const AGAINST: &[&str] =
    &["on", "against", "at", "upon", "into", "toward", "towards", "contre", "sur", "à", "au", "aux", "near"];
const WITH: &[&str] = &["with", "avec", "between", "entre", "among", "alongside"];
const BY_MEANS: &[&str] = &["with", "by", "using", "avec", "à", "au", "par", "in", "from", "of"];

impl Tree<'_> {
    /// "a group of rebels", "une dizaine de soldats", "none of the soldiers": the head counted, where the head only counts.
    pub fn counted(&self, head: u32) -> u32 {
        // "plus de cent pensionnaires"
        if self.lang() == Lang::Fr && matches!(self.form(head), "plus" | "moins" | "près") {
            let many = |k: &u32| *k > head && matches!(self.case(*k), "de" | "d'" | "d’") && self.nominal(*k);
            return self.with(head, &[Deprel::Obl, Deprel::Nmod]).find(many).unwrap_or(head);
        }
        // "82 de ses ressortissants"
        let number = self.upos(head) == Upos::Num;
        if !self.class(head).any(Class::SET) && !number || self.actor(head).is_some() {
            return head;
        }
        let inner = self
            .with(head, &[Deprel::Nmod])
            .find(|&k| k > head && matches!(self.case(k), "of" | "de" | "d'" | "d’" | "des" | "du"));
        match inner {
            Some(k) if self.class(k).any(Class::HUMAN) && !self.class(head).any(Class::HUMAN) => k,
            _ => head,
        }
    }

    fn role_of(&self, kind: EventType, head: u32) -> Role {
        let class = self.class(head);
        let assault = matches!(kind, EventType::Assault | EventType::Coerce);
        if class.any(Class::THING) && !class.any(Class::HUMAN) {
            return if assault { Role::Target } else { Role::Recipient };
        }
        if assault && (class.any(Class::PEOPLE) || self.upos(head) == Upos::Pron) && !class.any(Class::ARMED) {
            return Role::Victim;
        }
        Role::Recipient
    }

    /// The noun an empty or relative pronoun stands for; the token itself for other words.
    pub(super) fn antecedent(&self, i: u32) -> u32 {
        let noun = self.antecedent_of(i);
        // "ce sont des militaires ivres qui ont tiré": not the adjective.
        match self.head(noun) {
            Some(h) if noun != i && self.upos(noun) == Upos::Adj && self.rel(noun) == Deprel::Amod => h,
            _ => noun,
        }
    }

    fn antecedent_of(&self, i: u32) -> u32 {
        let relative = matches!(
            self.form(i),
            "who" | "which" | "that" | "whom" | "qui" | "que" | "qu'" | "qu’" | "lequel" | "dont" | "where" | "où"
        );
        if !relative || self.upos(i) == Upos::Noun {
            return i;
        }
        let mut at = i;
        for _ in 0..CLIMB {
            let Some(head) = self.head(at) else { break };
            if matches!(self.rel(at), Deprel::AclRelcl | Deprel::Acl) {
                return head;
            }
            at = head;
        }
        i
    }

    /// True for a passive verb, or a past participle that modifies a noun.
    pub fn passive(&self, v: u32) -> bool {
        // "les deux parties étaient convenues": verbs that take "être" are active with it.
        const WITH_BE: &[&str] = &[
            "convenir",
            "arriver",
            "entrer",
            "tomber",
            "venir",
            "aller",
            "partir",
            "mourir",
            "retourner",
            "rentrer",
            "parvenir",
            "intervenir",
            "revenir",
            "sortir",
            "rester",
            "naître",
            "décéder",
            "passer",
        ];
        let with_be = WITH_BE.contains(&self.lemma(v)) && !self.any(v, &[Deprel::OblAgent]);
        if self.lang() == Lang::Fr && (with_be || self.surely_active(v)) {
            return false;
        }
        if self.any(v, &[Deprel::AuxPass, Deprel::NsubjPass]) {
            return true;
        }
        let participle = self.has(v, Feats::PART)
            && !self.has(v, Feats::PRES)
            && !self.has(v, Feats::GER)
            && !self.form(v).ends_with("ing");
        match self.rel(v) {
            Deprel::Acl => participle,
            // "et ses cases pillées": the auxiliary is that of the clause before.
            Deprel::Conj if self.lang() == Lang::Fr && !self.any(v, &[Deprel::Aux, Deprel::Obj]) => {
                participle && self.head(v).is_some_and(|h| self.passive(h))
            }
            // "were dragged from a bus and shot dead"
            Deprel::Conj
                if !self.any(v, &[Deprel::Aux, Deprel::Nsubj])
                    && self.with(v, &[Deprel::Obj]).all(|o| matches!(self.form(o), "dead" | "mort" | "morts")) =>
            {
                participle && self.head(v).is_some_and(|h| self.passive(h))
            }
            Deprel::Root | Deprel::Advcl | Deprel::Parataxis if participle => {
                !self.any(v, &[Deprel::Aux, Deprel::Nsubj, Deprel::Obj])
            }
            _ => participle && self.any(v, &[Deprel::OblAgent]) && !self.any(v, &[Deprel::Aux]),
        }
    }

    /// The subjects of verb `v`, also those it borrows from the clause it hangs on.
    pub fn subjects(&self, v: u32) -> Vec<u32> {
        let found = self.subjects_at(v, 0);
        let found = if found.is_empty() && self.finite(v) { self.before(v) } else { found };
        self.agreeing(v, found)
    }

    fn subjects_at(&self, v: u32, depth: usize) -> Vec<u32> {
        let own: Vec<u32> = self.with(v, &[Deprel::Nsubj, Deprel::NsubjPass]).map(|k| self.antecedent(k)).collect();
        if !own.is_empty() || depth >= 4 {
            return own;
        }
        let Some(head) = self.head(v) else { return own };
        if self.doubts_who(head) {
            return vec![head - 1];
        }
        match self.rel(v) {
            Deprel::Conj | Deprel::Parataxis | Deprel::Advcl if self.verbal(head) => self.subjects_at(head, depth + 1),
            Deprel::Conj => self.subjects_at(head, depth + 1),
            Deprel::Xcomp | Deprel::Ccomp if !self.any(v, &[Deprel::Mark]) || self.rel(v) == Deprel::Xcomp => {
                let object = self.with(head, &[Deprel::Obj, Deprel::Iobj, Deprel::NsubjPass]).next();
                let object = self.told_to(head).or(object);
                match object {
                    Some(object) if self.cue(head).any(Cue::CONTROLS) => vec![self.antecedent(object)],
                    _ => self.subjects_at(head, depth + 1),
                }
            }
            // "accusé par les miliciens d'abriter des rebelles": not those who accuse.
            Deprel::Acl
                if self.lang() == Lang::Fr && self.rel(head) == Deprel::OblAgent && self.any(v, &[Deprel::Mark]) =>
            {
                self.head(head).map_or(own, |accused| self.subjects_at(accused, depth + 1))
            }
            // "reproche à des hommes d'affaires de financer les gangs"
            Deprel::Acl if self.lang() == Lang::Fr && self.under_control(v, head) => vec![head],
            Deprel::Acl if !self.has(v, Feats::INF) => vec![head],
            Deprel::AclRelcl if !self.passive(v) && self.any(v, &[Deprel::Obj]) => vec![head],
            _ => own,
        }
    }

    /// True for a word that heads a clause.
    pub fn verbal(&self, i: u32) -> bool {
        matches!(self.upos(i), Upos::Verb | Upos::Aux) || self.any(i, &[Deprel::Nsubj, Deprel::NsubjPass, Deprel::Cop])
    }

    /// Participants of the trigger at `at`.
    pub fn parts(&self, at: u32, entry: &Entry) -> Parts {
        let mut parts = Parts::default();
        if entry.verb {
            self.verb_parts(at, entry, &mut parts);
        } else {
            self.noun_parts(at, entry, &mut parts);
        }
        self.windows(at, entry, &mut parts);
        if entry.words.len() > 1 && self.lang() == Lang::Fr {
            if entry.verb {
                self.past_own_words(entry, at, &mut parts);
            } else {
                let own = self.own_words(at, &entry.words);
                parts.list.retain(|p| !own.contains(&p.head) || self.class(p.head).any(Class::HUMAN));
            }
        }
        self.beside(&mut parts);
        parts.list.retain(|p| p.head != at && !self.dummy(p.head));
        parts
    }

    fn dummy(&self, i: u32) -> bool {
        matches!(
            self.form(i),
            "it" | "there"
                | "this"
                | "that"
                | "which"
                | "what"
                | "c'"
                | "ce"
                | "cela"
                | "y"
                | "en"
                | "se"
                | "s'"
                | "s’"
        ) && self.actor(i).is_none()
            || self.is_time(i)
            || self.form(i).starts_with(|c: char| c.is_ascii_digit()) && self.form(i).contains(':')
    }

    /// True for a word that only says when.
    pub fn is_time(&self, i: u32) -> bool {
        const WHEN: &[&str] = &[
            "monday",
            "tuesday",
            "wednesday",
            "thursday",
            "friday",
            "saturday",
            "sunday",
            "today",
            "yesterday",
            "tomorrow",
            "week",
            "month",
            "year",
            "day",
            "night",
            "morning",
            "afternoon",
            "evening",
            "hour",
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
            "lundi",
            "mardi",
            "mercredi",
            "jeudi",
            "vendredi",
            "samedi",
            "dimanche",
            "hier",
            "semaine",
            "mois",
            "an",
            "année",
            "jour",
            "nuit",
            "matin",
            "soir",
            "heure",
            "janvier",
            "février",
            "mars",
            "avril",
            "mai",
            "juin",
            "juillet",
            "août",
            "septembre",
            "octobre",
            "novembre",
            "décembre",
            "time",
            "weekend",
            "dawn",
            "midnight",
            "noon",
            "minute",
            "weeks",
            "months",
            "years",
            "days",
            "hours",
            "ans",
            "jours",
            "heures",
            "semaines",
        ];
        WHEN.contains(&self.form(i)) || WHEN.contains(&self.lemma(i))
    }

    fn verb_parts(&self, v: u32, entry: &Entry, parts: &mut Parts) {
        let passive = self.passive(v) && !matches!(entry.frame, Frame::Die | Frame::Move);
        let subjects = self.subjects(v);
        // "opened fire on the crowd": the phrase's own noun is nobody; what hangs on it, or on its second verb, is struck.
        // French phrases are settled by `past_own_words`.
        let english = entry.words.len() > 1 && self.lang() == Lang::En;
        let mut own = if english { self.own_words(v, &entry.words) } else { Vec::new() };
        // "emptied the warehouse", "took the town": that is what is struck.
        let force = matches!(entry.kind, EventType::Assault | EventType::Coerce);
        own.retain(|&k| !(force && self.rel(k) == Deprel::Obj && self.class(k).any(Class::THING) && !self.weapon(k)));
        // "fired four missiles at the car park": what is fired is no target.
        let fires = matches!(entry.rule, "hit" | "shell" | "bomb" | "drone" | "dropbomb" | "fireon" | "stones");
        let shot = |k: u32| fires && self.weapon(k);
        let has_object = self.with(v, &[Deprel::Obj]).any(|k| !own.contains(&k) && !shot(k));
        for s in subjects {
            match entry.frame {
                _ if own.contains(&s) => {}
                _ if self.weapon(s) && !passive => {
                    parts.means.push(s);
                    self.crew(s, parts);
                    self.behind_weapon(s, parts);
                }
                Frame::Die => parts.aim(self, entry.kind, s),
                Frame::Burst if passive || self.class(s).any(Class::WEAPON) => parts.means.push(s),
                _ if passive => parts.aim(self, entry.kind, s),
                Frame::Burst => parts.add(self, Role::Actor, s),
                _ if self.tells_event(s) => parts.same.push(s),
                _ => parts.add(self, Role::Actor, s),
            }
        }
        if passive && self.rel(v) == Deprel::Acl && parts.list.is_empty() {
            if let Some(noun) = self.head(v) {
                parts.aim(self, entry.kind, noun);
            }
        }
        for &word in own.iter().filter(|&&k| self.upos(k) != Upos::Adp) {
            self.hanging(word, entry, parts);
        }
        for k in self.kids(v).to_vec() {
            if own.contains(&k) {
                continue;
            }
            let k_for = self.antecedent(k);
            let case = self.case(k).to_string();
            let case = case.as_str();
            match self.rel(k) {
                Deprel::Obj | Deprel::Iobj if entry.frame == Frame::Burst || shot(k) => parts.means.push(k),
                Deprel::Obj | Deprel::Iobj => match entry.frame {
                    Frame::Act1 => {}
                    Frame::Move
                        if !self.class(self.counted(k)).any(Class::HUMAN) && self.actor(self.counted(k)).is_none() => {}
                    _ if self.tells_event(k) => parts.same.push(k),
                    _ if self.reflexive(k) => {}
                    // "providing information to the rebels"
                    _ if self.gives(entry.kind) && self.given_to(k).is_some() => {
                        parts.aim(self, entry.kind, k_for);
                        parts.list.extend(self.given_to(k).map(|head| Part { role: Role::Recipient, head }));
                    }
                    // "suspended talks with the guerrillas": that is whom it falls on.
                    _ if self.tells_talk(k) && self.partner(k).is_some() => {
                        parts.list.extend(self.partner(k).map(|head| Part { role: Role::Recipient, head }));
                    }
                    _ => parts.aim(self, entry.kind, k_for),
                },
                Deprel::OblAgent => self.agent(k, parts),
                Deprel::Obl | Deprel::Nmod if AGENT.contains(&case) && passive => self.agent(k, parts),
                Deprel::Obl | Deprel::Nmod => {
                    if self.is_time(k) {
                    } else if let Some(for_whom) = self.profits(k).filter(|_| entry.kind == EventType::Aid) {
                        parts.add(self, Role::Recipient, for_whom);
                    } else if self.bare_object(k)
                        && !has_object
                        && !passive
                        && matches!(entry.frame, Frame::Act | Frame::Tell)
                    {
                        parts.aim(self, entry.kind, k);
                    } else if matches!(case, "auprès") && matches!(entry.frame, Frame::Tell) {
                        parts.add(self, Role::Recipient, k);
                    } else if self.tells_event(k) && self.cue_word(case).any(Cue::INSIDE) {
                        parts.same.push(k);
                    } else if entry.rule == "aim" {
                        parts.aim(self, entry.kind, k);
                    } else if self.weapon(k) && BY_MEANS.contains(&case) {
                        parts.means.push(k);
                    } else if WITH.contains(&case) && self.together(k) && !parts.list.is_empty() {
                        // "left the bloc together with Mali and Burkina Faso"
                        parts.add(self, Role::Actor, k);
                    } else if WITH.contains(&case) && matches!(entry.frame, Frame::Meet) {
                        parts.add(self, Role::Recipient, k);
                    } else if WITH.contains(&case)
                        && !has_object
                        && (entry.rule == "attack" || entry.kind == EventType::Sanction)
                    {
                        parts.add(self, Role::Recipient, k);
                    } else if matches!(entry.frame, Frame::Tell)
                        && matches!(case, "to" | "à" | "aux" | "au" | "on" | "for" | "against")
                    {
                        parts.add(self, Role::Recipient, k);
                    } else if matches!(case, "against" | "contre")
                        || (!has_object
                            && !passive
                            && AGAINST.contains(&case)
                            && matches!(entry.frame, Frame::Act)
                            && !(case != "sur" && self.manner(k)))
                    {
                        parts.aim(self, entry.kind, k);
                    } else if matches!(case, "on" | "to" | "à" | "sur" | "aux")
                        && matches!(
                            entry.kind,
                            EventType::Sanction | EventType::Aid | EventType::Support | EventType::Coerce
                        )
                    {
                        parts.add(self, Role::Recipient, k);
                    } else if matches!(case, "from" | "de" | "du") && entry.kind == EventType::Retreat {
                        parts.aim(self, entry.kind, k);
                    } else if self.class(k).any(Class::THING)
                        && entry.kind == EventType::Assault
                        && !self.class(k).any(Class::HUMAN)
                    {
                        let role = if has_object || passive { Role::Site } else { Role::Target };
                        parts.add(self, role, k);
                    }
                }
                Deprel::Advcl | Deprel::Xcomp if matches!(self.lemma(k), "use" | "utiliser" | "wield" | "arm") => {
                    parts.means.extend(self.with(k, &[Deprel::Obj]));
                }
                _ => {}
            }
        }
        // "the village which rebels attacked": the noun is the object.
        if self.rel(v) == Deprel::AclRelcl && !passive && !has_object {
            if let Some(noun) = self.head(v) {
                let told = parts.list.iter().any(|p| p.head == noun);
                if self.tells_event(noun) {
                    parts.same.push(noun);
                } else if !told && self.any(v, &[Deprel::Nsubj, Deprel::NsubjPass]) && matches!(entry.frame, Frame::Act)
                {
                    parts.aim(self, entry.kind, noun);
                }
            }
        }
    }

    fn agent(&self, k: u32, parts: &mut Parts) {
        if self.weapon(k) {
            parts.means.push(k);
            self.crew(k, parts);
            self.behind_weapon(k, parts);
        } else if self.tells_event(k) {
            parts.same.push(k);
        } else {
            parts.add(self, Role::Actor, k);
        }
    }

    fn reflexive(&self, k: u32) -> bool {
        matches!(self.form(k), "se" | "s'" | "s’" | "himself" | "herself" | "themselves" | "itself")
    }

    fn cue_word(&self, word: &str) -> Cue {
        self.lexicon.cue(self.lang(), word)
    }

    /// True for a weapon that is not also somebody.
    pub fn weapon(&self, i: u32) -> bool {
        let class = self.class(i);
        class.any(Class::WEAPON) && !class.any(Class::ARMED) && self.actor(i).is_none()
    }

    /// "the war between the army, led by its general, **and the paramilitaries**": the second side, past an insertion.
    fn other_side(&self, first: u32) -> Option<u32> {
        let (_, end) = self.sentence_range(self.sentence(first));
        let own = self.actor(first);
        let and = (first + 1..end.min(first + 24)).filter(|&i| matches!(self.form(i), "and" | "et"));
        and.filter_map(|i| (i + 1..end.min(i + 5)).find(|&k| self.actor(k).is_some())).find(|&k| self.actor(k) != own)
    }

    /// Whom something is given to, where it hangs on the gift.
    fn given_to(&self, gift: u32) -> Option<u32> {
        let to = |k: &u32| matches!(self.case(*k), "to" | "à" | "aux" | "au");
        self.with(gift, &[Deprel::Nmod])
            .filter(to)
            .find(|&k| self.actor(k).is_some() || self.class(k).any(Class::HUMAN))
    }

    /// Whom talks are held with: "talks with the guerrillas".
    fn partner(&self, talks: u32) -> Option<u32> {
        let verb = self.head(talks);
        let of_verb = verb.into_iter().flat_map(|v| self.with(v, &[Deprel::Obl]));
        let all = self.with(talks, &[Deprel::Nmod, Deprel::Obl]).chain(of_verb);
        let with = |k: &u32| *k > talks && matches!(self.case(*k), "with" | "avec");
        all.filter(with).find(|&k| self.actor(k).is_some() || self.class(k).any(Class::HUMAN))
    }

    /// True for a noun that counts harm: "victims", "casualties".
    pub fn counts_harm(&self, i: u32) -> bool {
        let rules = |word: &str| {
            let list = self.lexicon.starting(self.lang(), word);
            list.iter().any(|&e| self.lexicon.entry(e).rule == "death")
        };
        rules(self.form(i)) || rules(self.lemma(i))
    }

    /// True for a noun of talks and treaties, which hold no ground and kill nobody.
    pub fn tells_talk(&self, i: u32) -> bool {
        let hit = |word: &str| {
            self.lexicon.starting(self.lang(), word).iter().any(|&e| {
                let entry = self.lexicon.entry(e);
                let talk = matches!(entry.kind, EventType::Consult | EventType::Agree | EventType::Cooperate);
                !entry.verb && entry.words.len() == 1 && talk
            })
        };
        self.upos(i) == Upos::Noun && self.actor(i).is_none() && (hit(self.form(i)) || hit(self.lemma(i)))
    }

    /// True for a noun that tells an event itself.
    pub fn tells_event(&self, i: u32) -> bool {
        if !matches!(self.upos(i), Upos::Noun | Upos::Propn | Upos::X) {
            return false;
        }
        let lang = self.lang();
        let hit = |word: &str| {
            self.lexicon.starting(lang, word).iter().any(|&e| {
                let entry = self.lexicon.entry(e);
                !entry.verb
                    && entry.words.len() == 1
                    && matches!(entry.kind, EventType::Assault | EventType::Coerce | EventType::Protest)
            })
        };
        hit(self.form(i)) || hit(self.lemma(i))
    }

    fn noun_parts(&self, n: u32, entry: &Entry, parts: &mut Parts) {
        let object_first = matches!(entry.frame, Frame::NomObj | Frame::NomVic);
        let assault = matches!(entry.kind, EventType::Assault | EventType::Coerce);
        for k in self.kids(n).to_vec() {
            if self.is_time(k) && !self.class(k).any(Class::HUMAN) {
                continue;
            }
            let case = self.case(k).to_string();
            let case = case.as_str();
            let class = self.class(k);
            let human = class.any(Class::HUMAN) || self.actor(k).is_some();
            match self.rel(k) {
                // "the Arakan Army's capture of Paletwa": who is named with "of" suffers, so the owner does it.
                Deprel::NmodPoss
                    if entry.frame == Frame::NomObj
                        && self
                            .with(n, &[Deprel::Nmod])
                            .any(|m| matches!(self.case(m), "of" | "de" | "du" | "des")) =>
                {
                    parts.add(self, Role::Actor, k);
                }
                Deprel::NmodPoss => match entry.frame {
                    Frame::NomObj | Frame::NomVic => parts.aim(self, entry.kind, k),
                    _ if human || self.upos(k) == Upos::Pron => parts.add(self, Role::Actor, k),
                    _ => {}
                },
                Deprel::Nmod | Deprel::Obl | Deprel::OblAgent => match case {
                    "by" | "par" => self.agent(k, parts),
                    "of" | "de" | "du" | "des" | "d'" | "d’" => {
                        if entry.rule == "bomb" {
                            self.struck_by(k, parts, entry.kind);
                        }
                        if self.weapon(k) {
                            parts.means.push(k);
                        } else if object_first {
                            parts.aim(self, entry.kind, k);
                        } else if human || !assault {
                            parts.add(self, Role::Actor, k);
                        } else if class.any(Class::THING) {
                            parts.aim(self, entry.kind, k);
                        }
                    }
                    "against" | "contre" | "on" | "sur" | "upon" => parts.aim(self, entry.kind, k),
                    "at" | "in" | "à" | "au" | "aux" | "dans" | "near" | "outside" | "inside" if assault => {
                        if class.any(Class::THING) && !human {
                            parts.add(self, if object_first { Role::Site } else { Role::Target }, k);
                        }
                    }
                    "between" | "entre" => {
                        let mut sides = self.coordinated(k);
                        if sides.len() == 1 {
                            sides.extend(self.other_side(k));
                        }
                        for (i, side) in sides.into_iter().enumerate() {
                            parts
                                .list
                                .push(Part { role: if i == 0 { Role::Actor } else { Role::Recipient }, head: side });
                        }
                    }
                    "with" | "avec" => {
                        if self.weapon(k) {
                            parts.means.push(k)
                        } else {
                            parts.add(self, Role::Recipient, k)
                        }
                    }
                    "à" | "au" | "aux" if human && self.lang() == Lang::Fr => parts.add(self, Role::Recipient, k),
                    "to" | "for" | "from" | "pour" if human => parts.add(self, Role::Recipient, k),
                    "from" if entry.kind == EventType::Retreat => parts.aim(self, entry.kind, k),
                    _ => {}
                },
                Deprel::Compound | Deprel::Amod if self.lang() == Lang::En || self.rel(k) == Deprel::Amod => {
                    if self.weapon(k) {
                        parts.means.push(k);
                    } else if class.any(Class::THING) && !human {
                        parts.aim(self, entry.kind, k);
                    } else if human && object_first && class.any(Class::PEOPLE) && !class.any(Class::ARMED) {
                        parts.aim(self, entry.kind, k);
                    } else if human && assault {
                        parts.add(self, Role::Actor, k);
                    }
                }
                // "the attack carried out by rebels", "the raid claimed by", "a bomb attack targeting the bank"
                Deprel::Acl | Deprel::AclRelcl => {
                    let cue = self.cue(k);
                    let passive = self.passive(k);
                    if cue.any(Cue::LIGHT) || cue.any(Cue::CLAIMS) {
                        for kk in self.with(k, &[Deprel::OblAgent, Deprel::Obl]) {
                            if AGENT.contains(&self.case(kk)) {
                                self.agent(kk, parts);
                            } else if matches!(self.case(kk), "against" | "on" | "contre" | "sur") {
                                parts.aim(self, entry.kind, kk);
                            }
                        }
                        if !passive {
                            for s in self.with(k, &[Deprel::Nsubj]) {
                                if self.antecedent(s) != n {
                                    parts.add(self, Role::Actor, s);
                                }
                            }
                        }
                    } else if matches!(
                        self.lemma(k),
                        "target" | "aim" | "viser" | "cibler" | "hit" | "toucher" | "frapper" | "involve" | "direct"
                    ) {
                        for o in self.with(k, &[Deprel::Obj, Deprel::Obl]) {
                            if !self.is_time(o) {
                                parts.aim(self, entry.kind, o);
                            }
                        }
                    }
                }
                _ => {}
            }
        }
        self.state_parts(n, entry, parts);
        self.governor_parts(n, entry, parts);
    }

    /// What the verb a noun hangs on adds: "rebels launched an attack", "the camp suffered an attack", "was the target of".
    fn governor_parts(&self, n: u32, entry: &Entry, parts: &mut Parts) {
        let mut noun = n;
        for _ in 0..3 {
            // "a series of attacks", "the victim of an attack", "attack and …"
            match (self.rel(noun), self.head(noun)) {
                (Deprel::Nmod, Some(h)) if self.cue(h).any(Cue::TARGET_NOUN) => {
                    let holder = if self.any(h, &[Deprel::Cop, Deprel::Nsubj]) { Some(h) } else { self.head(h) };
                    for s in holder.into_iter().flat_map(|v| self.subjects(v)) {
                        parts.aim(self, entry.kind, s);
                    }
                    return;
                }
                // "décrété trois jours de ville morte"
                (Deprel::Nmod, Some(h)) if self.class(h).any(Class::SET) || self.is_time(h) => noun = h,
                (Deprel::Conj, Some(h)) if self.nominal(h) => noun = h,
                _ => break,
            }
        }
        self.blamed(n, parts);
        let Some(v) = self.head(noun) else { return };
        if !self.verbal(v) {
            return;
        }
        let cue = self.cue(v);
        let light = cue.any(Cue::LIGHT) || cue.any(Cue::SUFFERS) || cue.any(Cue::CLAIMS);
        match self.rel(noun) {
            Deprel::Obj if light => {
                parts.light = Some(v);
                // "The army admitted losses": whoever owns up to losses suffered them.
                let owns_up = cue.any(Cue::CLAIMS) && entry.frame == Frame::NomVic;
                for s in self.subjects(v) {
                    if cue.any(Cue::SUFFERS) && !cue.any(Cue::LIGHT) || owns_up {
                        parts.aim(self, entry.kind, s);
                    } else if !self.tells_event(s) {
                        parts.add(self, Role::Actor, s);
                    }
                }
                for k in self.with(v, &[Deprel::Obl]) {
                    if !self.is_time(k) && matches!(self.case(k), "against" | "on" | "contre" | "sur")
                        || self.light_aim(k)
                    {
                        parts.aim(self, entry.kind, k);
                    } else if matches!(self.case(k), "with" | "avec") && !self.weapon(k) {
                        parts.add(self, Role::Recipient, k);
                    }
                }
            }
            Deprel::NsubjPass | Deprel::Nsubj if light && self.passive(v) => {
                parts.light = Some(v);
                for k in self.with(v, &[Deprel::OblAgent, Deprel::Obl]) {
                    if AGENT.contains(&self.case(k)) {
                        self.agent(k, parts);
                    } else if !self.is_time(k) && matches!(self.case(k), "against" | "on" | "contre" | "sur") {
                        parts.aim(self, entry.kind, k);
                    }
                }
            }
            // "Clashes pitted the rebels against the army", "des combats ont opposé les rebelles à l'armée"
            Deprel::Nsubj if matches!(self.lemma(v), "opposer" | "pit") => {
                parts.light = Some(v);
                for k in self.with(v, &[Deprel::Obj]) {
                    parts.add(self, Role::Actor, k);
                }
                for k in self.with(v, &[Deprel::Obl, Deprel::Iobj, Deprel::Nmod]) {
                    if !self.is_time(k) && matches!(self.case(k), "à" | "aux" | "au" | "against" | "contre" | "et") {
                        parts.add(self, Role::Recipient, k);
                    }
                }
            }
            // "Les attaques seraient l'œuvre de partisans du régime"
            Deprel::Nsubj if matches!(self.lemma(v), "œuvre" | "oeuvre" | "fait") && self.any(v, &[Deprel::Cop]) => {
                parts.light = Some(v);
                for k in self.with(v, &[Deprel::Nmod]) {
                    if matches!(self.case(k), "de" | "du" | "des" | "d'" | "d’") {
                        parts.add(self, Role::Actor, k);
                    }
                }
            }
            // "It was aimed at a school", "the attack targeted the bank"
            Deprel::Nsubj | Deprel::NsubjPass
                if matches!(
                    self.lemma(v),
                    "aim" | "target" | "viser" | "cibler" | "direct" | "hit" | "frapper" | "toucher"
                ) =>
            {
                parts.light = Some(v);
                for k in self.with(v, &[Deprel::Obj, Deprel::Obl]) {
                    if !self.is_time(k) {
                        parts.aim(self, entry.kind, k);
                    }
                }
            }
            _ => {}
        }
    }

    /// "the rebels, accompanied by soldiers": who comes with an actor acts too.
    fn beside(&self, parts: &mut Parts) {
        let actors: Vec<u32> = parts.list.iter().filter(|p| p.role == Role::Actor).map(|p| p.head).collect();
        for actor in actors {
            for k in self.with(actor, &[Deprel::Acl, Deprel::Amod]) {
                if self.cue(k).any(Cue::BESIDE) {
                    for by in self.with(k, &[Deprel::OblAgent, Deprel::Obl]) {
                        if AGENT.contains(&self.case(by)) || self.case(by) == "de" {
                            parts.add(self, Role::Actor, by);
                        }
                    }
                }
            }
            // "the rebels—accompanied by army units—inflicted": the tree may take the companion for the subject.
            let (lo, _) = self.phrase(actor, false);
            if lo >= 3 && AGENT.contains(&self.form(lo - 1)) && self.cue(lo - 2).any(Cue::BESIDE) {
                let mut led = lo - 3;
                while led > 0 && self.upos(led) == Upos::Punct {
                    led -= 1;
                }
                if self.sentence(led) == self.sentence(actor)
                    && (self.actor(led).is_some() || self.class(led).any(Class::HUMAN))
                {
                    parts.put(Role::Actor, led);
                }
            }
            for k in self.with(actor, &[Deprel::Nmod]) {
                let with = matches!(self.case(k), "with" | "avec" | "alongside");
                if with && (self.class(k).any(Class::ARMED) || self.actor(k).is_some()) {
                    parts.add(self, Role::Actor, k);
                }
            }
        }
    }
}
