//! Who a common noun means: "the army", "the group", "gunmen", "residents".
//!
//! In: a noun with its class and owner. Out: the actor it joins, or a new one. "The army" is that of the state the report is
//! about; "the group" the group named last; "gunmen" a band of their own until the report names them.

use super::super::lexicon::Class;
use super::super::scan::{Candidate, Definite};
use super::super::words;
use super::{Chain, Known, band_name, fresh, loose_force, same_band, stands_for, stem, within};
use crate::actors::fold::fold;
use types::ActorKind;

impl Chain<'_> {
    pub(super) fn noun(&mut self, noun: u32, class: Class, owner: Option<usize>, c: &Candidate) -> Option<usize> {
        let kind = self.scan.lexicon.nouns[noun as usize].kind;
        if let Some(owner) = owner {
            // "JNIM militants", "members of the Gran Grif gang", "FAMa forces"
            let whole = class.armed()
                || matches!(class, Class::Member | Class::Group | Class::Force | Class::Army | Class::Country);
            let igo = matches!(self.known[owner].actor.kind, ActorKind::Igo);
            if class == Class::Affiliate {
                let k = self.own(kind, class, c);
                let span = self.scan.tagged.span_of(c.tokens.0, c.tokens.1);
                self.branches.push((k, owner, span));
                return Some(k);
            }
            if whole && (self.known[owner].actor.kind != ActorKind::Person) || igo && class != Class::Source {
                return Some(owner);
            }
        }
        match class {
            // "the junta" for a council that the report names.
            Class::Government
                if matches!(self.scan.word(c.head), "junta" | "junte" | "council") && c.state.is_none() =>
            {
                let council = self.last_of(|k| k.named && k.actor.kind == ActorKind::Government && !k.is_state());
                let home = self.home;
                council
                    .or_else(|| home.map(|h| self.entry(h)))
                    .or_else(|| Some(self.generic("government", kind, class, c)))
            }
            Class::Government => {
                let state = c.state.or(self.home);
                match state {
                    Some(state) => {
                        let k = self.entry(state);
                        self.known[k].actor.kind = ActorKind::Government;
                        Some(k)
                    }
                    None => Some(self.generic("government", kind, class, c)),
                }
            }
            Class::Army | Class::Police => self.force(class, kind, c),
            Class::Country => self.country(c),
            Class::Bloc => self.last_of(|k| k.actor.kind == ActorKind::Igo && k.named),
            Class::Group => self.group(c),
            Class::Force if self.scan.word(c.head) == "mission" => {
                let last = self.last_of(|k| k.flavour == "mission");
                last.or_else(|| Some(self.own(ActorKind::Igo, Class::Igo, c)))
            }
            Class::Force => {
                if c.definite == Definite::Yes {
                    self.last_of(|k| k.named && loose_force(k))
                } else {
                    None
                }
            }
            Class::Jihadist | Class::Rebel | Class::Attacker | Class::Fighter | Class::Militia | Class::Mercenary => {
                self.armed(class, kind, c)
            }
            Class::Member => self.member(c),
            Class::Civilian => self.civilians(noun, kind, c),
            Class::Source => self.source(kind, c),
            Class::Community => match c.people {
                Some(people) => Some(self.entry(people)),
                None => c.state.is_some().then(|| self.own(kind, class, c)),
            },
            Class::Affiliate => None,
            Class::Igo => {
                let last = self.last_of(|k| matches!(k.flavour.as_str(), "mission"));
                last.or_else(|| Some(self.own(kind, class, c)))
            }
            Class::Media | Class::Ngo | Class::Company | Class::Party => {
                if c.definite == Definite::Yes {
                    let last = self.last_of(|k| k.actor.kind == kind);
                    last.or_else(|| Some(self.own(kind, class, c)))
                } else {
                    Some(self.own(kind, class, c))
                }
            }
        }
    }

    /// The army or police of the owner, of the named force in play, or of the state the report is about.
    pub(super) fn force(&mut self, class: Class, kind: ActorKind, c: &Candidate) -> Option<usize> {
        let (foreign, his) = (self.modified(c, &words::FOREIGN), self.possessed(c));
        if foreign && c.state.is_none() {
            return Some(self.own(kind, class, c));
        }
        let official = self.last_of(|k| k.actor.kind == ActorKind::Person).is_some_and(|k| self.known[k].official);
        if his && c.plural && class == Class::Army && !official {
            // "killed his soldiers": those of the speaker's group. "Its army" is a state's.
            if let Some(k) = self.own_group() {
                return Some(k);
            }
        }
        if c.state.is_none() && c.people.is_none() {
            let last =
                self.last_of(|k| k.actor.kind == kind && k.flavour != "mission" && (k.named || k.class == Some(class)));
            if last.is_some() {
                return last;
            }
        }
        if c.people.is_some() {
            return Some(self.own(kind, class, c));
        }
        let Some(state) = c.state.or(self.home) else { return Some(self.generic(kind.word(), kind, class, c)) };
        let key = format!("{}-{}", self.iso(state), kind.word());
        let (index, _) = self.scan.lexicon.entry(&key)?;
        let k = self.entry(index);
        self.known[k].class = Some(class);
        Some(k)
    }

    /// True where a word of the set stands before the head.
    pub(super) fn modified(&self, c: &Candidate, set: &words::Set) -> bool {
        (c.tokens.0..c.tokens.1).any(|t| t != c.head && set.contains(self.scan.word(t)))
    }

    /// "his", "its", "ses" before the phrase.
    pub(super) fn possessed(&self, c: &Candidate) -> bool {
        c.tokens.0 > 0 && matches!(self.scan.word(c.tokens.0 - 1), "his" | "its" | "her" | "ses" | "son" | "sa")
    }

    /// The armed group that somebody speaks for, or that was named last.
    pub(super) fn own_group(&self) -> Option<usize> {
        self.last_of(|k| k.actor.kind == ActorKind::ArmedGroup && k.named)
    }

    pub(super) fn country(&mut self, c: &Candidate) -> Option<usize> {
        if c.definite != Definite::Yes {
            return None;
        }
        if c.plural {
            return self.last_of(|k| k.flavour == "bloc");
        }
        let mut best: Option<usize> = None;
        for &i in &self.recent {
            let k = &self.known[i];
            if k.is_state() && best.is_none_or(|b| self.known[b].last < k.last) {
                best = Some(i);
            }
        }
        best
    }

    /// "the group", "the organisation": the group named last.
    pub(super) fn group(&mut self, c: &Candidate) -> Option<usize> {
        if c.definite == Definite::Yes && !c.plural {
            // "the front" is the one whose name says so.
            let word = self.scan.word(c.head);
            let so_named = |k: &Known| k.named && k.actor.names.iter().any(|n| within(word, &fold(n)));
            if let Some(k) = self.last_of(so_named).filter(|_| !matches!(word, "group" | "groupe")) {
                return Some(k);
            }
            let last = self.last_of(|k| k.named && matches!(k.actor.kind, ActorKind::ArmedGroup | ActorKind::Militia));
            let other = |k: &Known| k.named && matches!(k.actor.kind, ActorKind::PrivateMilitary | ActorKind::Ngo);
            let band = |k: &Known| !k.named && k.class.is_some_and(|x| matches!(x, Class::Affiliate | Class::Attacker));
            return last.or_else(|| self.last_of(other)).or_else(|| self.last_of(band));
        }
        None
    }

    pub(super) fn armed(&mut self, class: Class, kind: ActorKind, c: &Candidate) -> Option<usize> {
        let many = c.plural || !c.counted;
        let marked = c.state.is_some() || c.people.is_some();
        let joined = |k: &Known| k.class.is_some_and(|x| same_band(x, class)) && !k.named;
        if marked {
            let owner = c.people.or(c.state).map(|s| self.iso(s).to_string()).unwrap_or_default();
            let text = self.words(c);
            let country = c.state.map(|s| self.iso(s).to_string());
            let key = format!("band:{class:?}:{owner}");
            return Some(self.keyed(&key, || {
                let mut known = fresh(text, kind, Some(class));
                known.actor.country = country;
                known
            }));
        }
        if self.possessed(c) && c.plural {
            if let Some(k) = self.own_group() {
                return Some(k);
            }
        }
        if c.definite == Definite::Yes {
            // "dissidents of the 33rd Front … the dissidents": the same word, the same people.
            let called = self.by_head.get(stem(self.scan.word(c.head))).copied();
            if called.is_some() {
                return called;
            }
            let band = self.last_of(joined);
            let group = self.last_of(|k| k.named && stands_for(class, k) && k.actor.kind != ActorKind::Militia);
            let group = group.or_else(|| self.last_of(|k| k.named && stands_for(class, k)));
            let choice = match (band, group) {
                // "gunmen … JNIM denied … the attackers": a band without a name stays one.
                (Some(b), Some(_)) if class == Class::Attacker => Some(b),
                (Some(b), Some(g)) => Some(if self.known[b].last > self.known[g].last { b } else { g }),
                (b, g) => b.or(g),
            };
            if choice.is_some() {
                return choice;
            }
        }
        if let Some(band) = self.last_of(joined).filter(|_| many || class == Class::Attacker) {
            return Some(band);
        }
        if !many && class != Class::Attacker && c.definite == Definite::No && !c.plural {
            return Some(self.own(kind, class, c));
        }
        let text = self.words(c);
        let key = format!("band:{}:{}", band_name(class), self.known.len());
        Some(self.keyed(&key, || fresh(text, kind, Some(class))))
    }

    /// "its men", "partenaires russes", "avions tchadiens": people and things of a state or group.
    pub(super) fn member(&mut self, c: &Candidate) -> Option<usize> {
        if let Some(state) = c.state {
            let word = self.scan.word(c.head);
            if words::DEEDS.contains(word) || matches!(word, "unit" | "units" | "unite" | "unites" | "convoys") {
                let key = format!("{}-military", self.iso(state));
                let index = self.scan.lexicon.entry(&key)?.0;
                return Some(self.entry(index));
            }
            if words::PARTNERS.contains(word) {
                let k = self.entry(state);
                let text = self.words(c);
                self.known[k].actor.names.push(text);
                return Some(k);
            }
        }
        None
    }

    pub(super) fn civilians(&mut self, noun: u32, kind: ActorKind, c: &Candidate) -> Option<usize> {
        let _ = noun;
        if let Some(people) = c.people {
            if c.definite != Definite::No || c.plural {
                return Some(self.entry(people));
            }
        }
        let word = self.scan.word(c.head).to_string();
        if c.counted && !c.plural {
            return Some(self.own(ActorKind::Unnamed, Class::Source, c));
        }
        if matches!(
            word.as_str(),
            "people"
                | "persons"
                | "personnes"
                | "women"
                | "femmes"
                | "children"
                | "enfants"
                | "girls"
                | "boys"
                | "victims"
                | "victim"
                | "gens"
        ) && c.definite != Definite::Yes
        {
            return None;
        }
        let residents = [
            "resident",
            "inhabitant",
            "villager",
            "local",
            "habitant",
            "villageois",
            "riverain",
            "population",
            "citizen",
            "citoyen",
            "people",
        ];
        let stem = if residents.iter().any(|r| word.starts_with(r)) { "residents" } else { word.as_str() };
        let text = self.words(c);
        let key = format!("civilians:{stem}");
        Some(self.keyed(&key, || fresh(text, kind, Some(Class::Civilian))))
    }

    /// A source: each new one is an actor of its own; "the source" is the one before.
    pub(super) fn source(&mut self, kind: ActorKind, c: &Candidate) -> Option<usize> {
        let word = self.scan.word(c.head).to_string();
        let key = format!("source:{word}");
        if (c.definite == Definite::Yes || c.plural && !c.counted) && c.state.is_none() {
            if let Some(&k) = self.by_key.get(&key) {
                return Some(k);
            }
        }
        let k = self.own(kind, Class::Source, c);
        self.by_key.insert(key, k);
        Some(k)
    }

    /// An actor known by its common noun alone, one for the whole report.
    pub(super) fn generic(&mut self, key: &str, kind: ActorKind, class: Class, c: &Candidate) -> usize {
        let text = self.words(c);
        self.keyed(&format!("generic:{key}"), || fresh(text, kind, Some(class)))
    }

    /// A new actor known by this phrase.
    pub(super) fn own(&mut self, kind: ActorKind, class: Class, c: &Candidate) -> usize {
        let mut known = fresh(self.words(c), kind, Some(class));
        known.actor.country = c.state.map(|s| self.iso(s).to_string());
        self.known.push(known);
        self.known.len() - 1
    }

    /// The actor mentioned last that fits.
    pub(super) fn last_of(&self, fits: impl Fn(&Known) -> bool) -> Option<usize> {
        let fitting = self.recent.iter().copied().filter(|&i| fits(&self.known[i]));
        fitting.max_by_key(|&i| (self.known[i].last, i))
    }
}
