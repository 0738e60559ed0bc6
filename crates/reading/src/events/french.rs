//! What only French asks: clitics, auxiliaries, whom a verb of telling is said to, the words of a set phrase.
//!
//! In: a [`Tree`] of a French text. Out: answers for [`super::parts`] and [`super::tellings`]. "que des bandits **avaient**
//! enlevés" is active, whatever the tree calls its subject; "s'en est **pris** à" is another verb than "prendre".

use super::lexicon::{Class, Cue, Entry, Frame};
use super::parts::Parts;
use super::tree::Tree;
use types::{Deprel, EventType, Feats, Lang, Role, Upos};

const SELF: &[&str] = &["se", "s'", "s’"];

impl Tree<'_> {
    /// True where the little words before verb `v` are those that `entry` asks for: "se" in "se rendre", "s'en" in
    /// "s'en prendre". A participle without auxiliary goes without: "réfugiés dans l'église".
    pub fn clitics(&self, entry: &Entry, v: u32) -> bool {
        let near = |words: &[&str]| {
            self.kids(v).iter().any(|&k| k < v && words.contains(&self.form(k)))
                || (v.saturating_sub(3)..v).any(|i| {
                    words.contains(&self.form(i))
                        && !(i + 1..v).any(|j| matches!(self.upos(j), Upos::Noun | Upos::Verb))
                })
        };
        if entry.with_en {
            return near(&["en"]) && near(SELF);
        }
        if !entry.reflexive {
            return true;
        }
        let helped =
            (v.saturating_sub(3)..v).any(|i| matches!(self.lemma(i), "avoir" | "être") && self.upos(i) != Upos::Noun);
        let bare = self.has(v, Feats::PART) && !self.any(v, &[Deprel::Aux, Deprel::AuxPass]) && !helped;
        bare || near(SELF) || near(&["me", "m'", "nous", "vous", "m’"])
    }

    /// True where a French verb cannot be passive: "avoir" helps it and no "été", or it is reflexive. The tree often takes the
    /// agreement of "que des bandits avaient enlevés" for a passive.
    pub fn surely_active(&self, v: u32) -> bool {
        let mut have = false;
        for k in self.with(v, &[Deprel::Aux, Deprel::AuxPass, Deprel::Cop]) {
            if matches!(self.form(k), "été" | "être") {
                return false;
            }
            // "s'est fait enlever": who had it done to him suffers it.
            if matches!(self.form(k), "fait" | "faire" | "font" | "vu" | "laissé") {
                return false;
            }
            have |= self.lemma(k) == "avoir";
        }
        have || self.with(v, &[Deprel::Expl, Deprel::Obj, Deprel::Iobj]).any(|k| k < v && SELF.contains(&self.form(k)))
    }

    /// Who stands behind a weapon that strikes: "un obus **des Forces de soutien rapide**"; drones, guns and aircraft act themselves.
    pub fn behind_weapon(&self, weapon: u32, parts: &mut Parts) {
        if self.lang() != Lang::Fr {
            return;
        }
        for k in self.with(weapon, &[Deprel::Nmod]) {
            if matches!(self.case(k), "de" | "du" | "des" | "d'" | "d’")
                && (self.actor(k).is_some() || self.class(k).any(Class(Class::ARMED.0 | Class::FORCE.0)))
            {
                parts.put(Role::Actor, k);
            }
        }
        if self.class(weapon).any(Class::FORCE) {
            parts.put(Role::Actor, weapon);
        }
    }

    /// "l'explosion d'une voiture piégée **devant le ministère**": what stood there was struck.
    pub fn struck_by(&self, bomb: u32, parts: &mut Parts, kind: EventType) {
        if self.lang() != Lang::Fr {
            return;
        }
        let inner = std::iter::once(bomb).chain(self.with(bomb, &[Deprel::Acl, Deprel::Amod]));
        for k in inner.flat_map(|i| self.with(i, &[Deprel::Nmod, Deprel::Obl])).collect::<Vec<_>>() {
            if matches!(self.case(k), "devant" | "contre" | "dans" | "sur" | "sous") && self.class(k).any(Class::THING)
            {
                parts.aim_at(self, kind, k);
            }
        }
    }

    /// Deeds that hand something to somebody or take it away: "suspendu ses prêts **au gouvernement**".
    pub fn gives(&self, kind: EventType) -> bool {
        use EventType::{Aid, Concede, Reject, Sanction, Support};
        kind == Aid || self.lang() == Lang::Fr && matches!(kind, Concede | Reject | Sanction | Support)
    }

    /// "au profit **de la Somalie**"
    pub fn profits(&self, k: u32) -> Option<u32> {
        let gain = self.lang() == Lang::Fr && matches!(self.lemma(k), "profit" | "faveur" | "bénéfice" | "compte");
        if gain { self.with(k, &[Deprel::Nmod]).next() } else { None }
    }

    /// An object that the tree takes for an adverbial, as another one stands before it: "refoulé vers le fleuve **deux cents
    /// migrants**".
    pub fn bare_object(&self, k: u32) -> bool {
        self.lang() == Lang::Fr
            && self.rel(k) == Deprel::Obl
            && self.case(k).is_empty()
            && self.upos(k) == Upos::Noun
            && self.class(k).any(Class(Class::HUMAN.0 | Class::THING.0))
    }

    /// "infligé de lourdes pertes **aux soldats**", "fait une incursion **dans le quartier nord**"
    pub fn light_aim(&self, k: u32) -> bool {
        let class = self.class(k);
        self.lang() == Lang::Fr
            && !self.is_time(k)
            && match self.case(k) {
                "à" | "au" | "aux" | "envers" => class.any(Class::HUMAN) || self.actor(k).is_some(),
                "dans" => class.any(Class::THING),
                _ => false,
            }
    }

    /// "Les évêques demandent une enquête sur la mort de l'opposant, **tué** …": a participle that does not agree with its
    /// subject describes the nearest one before it that does.
    pub fn agreeing(&self, v: u32, found: Vec<u32>) -> Vec<u32> {
        let bare =
            self.has(v, Feats::PART) && !self.any(v, &[Deprel::Aux, Deprel::AuxPass, Deprel::Nsubj, Deprel::NsubjPass]);
        let apart = v > 0 && self.form(v - 1) == "," && self.rel(v) != Deprel::Conj;
        if self.lang() != Lang::Fr || !bare || !apart || self.form(v).ends_with("ant") {
            return found;
        }
        let many = |i: u32| self.has(i, Feats::PLURAL);
        let fits = |i: u32| many(i) == many(v);
        if found.is_empty() || found.len() > 1 || self.coordinated(found[0]).len() > 1 || fits(found[0]) {
            return found;
        }
        let (start, _) = self.sentence_range(self.sentence(v));
        let someone = |&i: &u32| {
            matches!(self.upos(i), Upos::Noun | Upos::Propn)
                && !matches!(self.rel(i), Deprel::Flat | Deprel::Appos)
                && (self.actor(i).is_some() || self.class(i).any(Class::HUMAN))
                && fits(i)
        };
        match (start.max(v.saturating_sub(10))..v).rev().find(someone) {
            Some(noun) => vec![noun],
            None => found,
        }
    }

    /// What a French present or imperfect with "depuis" tells goes on: "qui encerclent Djibo **depuis** trois ans".
    pub fn goes_on(&self, v: u32) -> bool {
        if self.lang() != Lang::Fr || self.upos(v) != Upos::Verb && !self.any(v, &[Deprel::Cop]) {
            return false;
        }
        let present = |i: u32| self.has(i, Feats::PRES) || self.has(i, Feats::IMP);
        let helpers: Vec<u32> = self.with(v, &[Deprel::Aux, Deprel::AuxPass, Deprel::Cop]).collect();
        let now = match helpers.as_slice() {
            [] => present(v) && !self.has(v, Feats::PART),
            list => {
                list.iter().all(|&k| present(k) && self.lemma(k) == "être" || matches!(self.form(k), "est" | "sont"))
            }
        };
        let since = self.kids(v).iter().any(|&k| self.form(k) == "depuis" || self.case(k) == "depuis");
        now && since
    }

    /// False for a French verb whose negation or future makes no event of its own: of knowing and saying, of beginning; one
    /// negated by a word of another clause.
    pub fn plainly(&self, v: u32) -> bool {
        const KNOWING: &[&str] = &[
            "exclure",
            "écarter",
            "ignorer",
            "préciser",
            "établir",
            "signaler",
            "croire",
            "marteler",
            "assurer",
            "formuler",
            "douter",
            "confirmer",
            "revendiquer",
            "élucider",
            "identifier",
            "connaître",
            "débuter",
            "reprendre",
            "ouvrir",
            "entrer",
            "hospitaliser",
            "commencer",
            "rencontrer",
            "cacher",
            "rappeler",
            "empêcher",
            "suffire",
            "manquer",
            "perdre",
        ];
        let conditioned = self.with(v, &[Deprel::Mark]).any(|k| matches!(self.form(k), "si" | "s'" | "s’"));
        if KNOWING.contains(&self.lemma(v)) || self.aside(v) || conditioned {
            return false;
        }
        let (start, _) = self.sentence_range(self.sentence(v));
        !self.negated(v)
            || (start.max(v.saturating_sub(6))..v).any(|k| matches!(self.form(k), "ne" | "n'" | "n’" | "ni" | "sans"))
    }

    /// What a French present tells of holding goes on: "retiennent quarante soignants".
    pub fn holds_on(&self, v: u32) -> bool {
        const HOLDING: &[&str] =
            &["retenir", "détenir", "occuper", "contrôler", "encercler", "assiéger", "cerner", "abriter", "héberger"];
        self.lang() == Lang::Fr
            && HOLDING.contains(&self.lemma(v))
            && self.has(v, Feats::PRES)
            && !self.has(v, Feats::PART)
            && !self.any(v, &[Deprel::Aux, Deprel::AuxPass])
    }

    /// A French verb in "-ent" that the tagger does not know: "somment", "opposent".
    pub fn plural_verb(&self, i: u32) -> bool {
        self.lang() == Lang::Fr
            && matches!(self.upos(i), Upos::Adv | Upos::Adj | Upos::X)
            && self.form(i).ends_with("ent")
            && !matches!(self.form(i), "violent" | "présent" | "évident" | "récent" | "différent")
            && !self.any(i, &[Deprel::Det, Deprel::Cop])
    }

    /// "entré dans sa troisième **semaine**", "entament leur deuxième **mois** de grève"
    pub fn drags_on(&self, noun: u32) -> bool {
        let span = |k: u32| matches!(self.lemma(k), "semaine" | "mois" | "jour" | "année" | "journée");
        let enters = |v: u32| {
            matches!(self.lemma(v), "entrer" | "entamer")
                && self.with(v, &[Deprel::Obl, Deprel::Obj]).any(|k| span(k) && self.any(k, &[Deprel::Amod]))
        };
        self.lang() == Lang::Fr
            && (self.with(noun, &[Deprel::Acl, Deprel::AclRelcl]).any(enters)
                || self.rel(noun) == Deprel::Nsubj && self.head(noun).is_some_and(enters)
                || self.rel(noun) == Deprel::Nmod
                    && self.head(noun).is_some_and(|h| span(h) && self.head(h).is_some_and(enters)))
    }

    /// "Sans l'imam, la foule aurait lynché …", "si les renforts étaient arrivés, … n'aurait pas été …": what was not.
    pub fn contrary_to_fact(&self, v: u32) -> bool {
        const WOULD: &[&str] = &["aurait", "auraient", "serait", "seraient"];
        let past = self.with(v, &[Deprel::Aux]).any(|k| WOULD.contains(&self.form(k)));
        let without = self.with(v, &[Deprel::Obl]).any(|k| k < v && self.case(k) == "sans");
        let had = self.with(v, &[Deprel::Advcl]).any(|c| {
            self.with(c, &[Deprel::Mark]).any(|k| matches!(self.form(k), "si" | "s'" | "s’"))
                && self
                    .with(c, &[Deprel::Aux, Deprel::AuxPass])
                    .any(|k| matches!(self.form(k), "avait" | "avaient" | "était" | "étaient" | "eût"))
        });
        self.lang() == Lang::Fr && past && (without || had)
    }

    /// True for a participle that the tagger takes for a noun or an adjective, right behind its auxiliary: "un engin a **sauté**".
    pub fn helped(&self, i: u32) -> bool {
        const HELP: &[&str] = &["a", "ont", "avait", "avaient", "aurait", "auraient", "ayant", "avoir", "été"];
        self.lang() == Lang::Fr
            && matches!(self.upos(i), Upos::Noun | Upos::Adj | Upos::X | Upos::Adv)
            && i > 0
            && HELP.contains(&self.form(i - 1))
            && self.form(i).ends_with(['é', 'i', 'u', 's', 'e', 't'])
            && !self.any(i, &[Deprel::Det])
    }

    /// True for armed men of either side.
    pub fn armed(&self, i: u32) -> bool {
        const ARMED: &[&str] = &["armed_group", "militia", "military", "police", "private_military"];
        self.class(i).any(Class(Class::ARMED.0 | Class::FORCE.0 | Class::WEAPON.0))
            || self.actor(i).is_some_and(|a| ARMED.contains(&self.actor_kind(a)))
    }

    /// Whom a French verb of telling is said to: "demande **au gouvernement** d'ouvrir une enquête".
    pub fn told_to(&self, v: u32) -> Option<u32> {
        if self.lang() != Lang::Fr || self.any(v, &[Deprel::Obj]) {
            return None;
        }
        let to = |k: &u32| {
            matches!(self.case(*k), "à" | "au" | "aux")
                && (self.actor(*k).is_some() || self.class(*k).any(Class::HUMAN) || self.upos(*k) == Upos::Propn)
        };
        self.with(v, &[Deprel::Obl, Deprel::Iobj]).find(to)
    }

    /// True for an infinitive that the tree hangs on the person told, accused or helped: "soupçonnent **un gang** d'avoir tué".
    pub fn under_control(&self, v: u32, noun: u32) -> bool {
        let mark = self.with(v, &[Deprel::Mark]).any(|k| matches!(self.form(k), "de" | "d'" | "d’" | "à"));
        let someone =
            self.actor(noun).is_some() || self.class(noun).any(Class::HUMAN) || self.upos(noun) == Upos::Propn;
        let governed = matches!(self.rel(noun), Deprel::Obj | Deprel::Iobj | Deprel::Obl | Deprel::NsubjPass);
        mark && someone && governed && self.head(noun).is_some_and(|h| self.cue(h).any(Cue::CONTROLS))
    }

    /// "ouvrir le feu **sur ses camarades**", "tendre une embuscade **à une patrouille**": the words of a set phrase take no
    /// part; whom it falls on stands behind them.
    pub fn past_own_words(&self, entry: &Entry, at: u32, parts: &mut Parts) {
        let mut own = vec![at];
        own.extend(self.own_words(at, &entry.words));
        if own.len() < 2 {
            return;
        }
        // "prendre la ville", "rappeler son ambassadeur": what can suffer still does.
        let suffers = |i: u32| self.class(i).any(Class(Class::HUMAN.0 | Class::BUILDING.0 | Class::NETWORK.0));
        let made = matches!(self.lemma(at), "faire" | "prendre" | "retenir" | "détenir");
        let captive = |i: u32| made && matches!(self.lemma(i), "prisonnier" | "prisonnière" | "captif" | "otage");
        parts.list.retain(|p| !own.contains(&p.head) || suffers(p.head) && !captive(p.head));
        parts.same.retain(|s| !own.contains(s));
        // "tombée aux mains **des insurgés**", "sous les balles **d'un groupe armé**"
        const HANDS: &[&str] = &["main", "balle", "feu", "coup", "tir", "contrôle", "joug", "coupe"];
        if entry.frame == Frame::Die {
            for &w in own.iter().filter(|&&w| HANDS.contains(&self.lemma(w))) {
                let by = |k: &u32| matches!(self.case(*k), "de" | "du" | "des" | "d'" | "d’") && !self.weapon(*k);
                for k in self.with(w, &[Deprel::Nmod]).filter(by).flat_map(|k| self.coordinated(k)).collect::<Vec<_>>()
                {
                    parts.list.retain(|p| p.head != k);
                    parts.put(Role::Actor, k);
                }
            }
        }
        if matches!(entry.frame, Frame::Act1 | Frame::Die | Frame::Burst | Frame::Meet) {
            return;
        }
        let passive = self.passive(at);
        let aimed = |parts: &Parts| parts.list.iter().any(|p| !matches!(p.role, Role::Actor | Role::Site));
        if aimed(parts) || passive {
            return;
        }
        let on = |k: u32| {
            let thing = self.class(k).any(Class(Class::HUMAN.0 | Class::THING.0)) || self.actor(k).is_some();
            match self.case(k) {
                "contre" | "sur" | "chez" | "envers" | "avec" | "d'avec" => true,
                "à" | "au" | "aux" | "dans" | "de" | "du" | "des" | "d'" | "d’" => {
                    thing
                        || matches!(self.upos(k), Upos::Propn | Upos::Noun) && !self.manner(k)
                        || matches!(self.rel(k), Deprel::Nmod)
                }
                "" => self.nominal(k) && !SELF.contains(&self.form(k)),
                _ => false,
            }
        };
        let ours = |k: &u32| !own.contains(k) && !self.is_time(*k) && !self.weapon(*k) && on(*k);
        let mut found: Vec<u32> = Vec::new();
        for &w in &own {
            found.extend(self.with(w, &[Deprel::Obj, Deprel::Iobj, Deprel::Obl, Deprel::Nmod]).filter(ours));
        }
        found.sort_by_key(|&k| (!matches!(self.case(k), "contre" | "sur" | ""), k));
        if let Some(&k) = found.first() {
            for head in self.coordinated(k) {
                let head = self.counted(head);
                parts.list.retain(|p| p.head != head || p.role == Role::Actor);
                parts.aim_at(self, entry.kind, head);
            }
        }
    }

    /// "à l'aube", "à bout portant", "à coups de crosse": how or when, not at whom.
    pub fn manner(&self, k: u32) -> bool {
        const HOW: &[&str] = &[
            "aube",
            "crépuscule",
            "midi",
            "minuit",
            "matinée",
            "soirée",
            "terme",
            "fin",
            "début",
            "coup",
            "cours",
            "bord",
            "bout",
            "proximité",
            "exception",
            "occasion",
            "aide",
            "travers",
            "demande",
            "époque",
            "égard",
            "nom",
            "avance",
            "moto",
            "pied",
            "cheval",
            "balle",
            "reprise",
            "distance",
            "hauteur",
            "suite",
            "fois",
            "large",
            "tour",
            "vue",
            "titre",
            "cause",
            "abri",
            "arme",
            "feu",
            "niveau",
            "issue",
            "instar",
            "appel",
            "unanimité",
            "moment",
            "lendemain",
            "veille",
            "sortie",
            "entrée",
        ];
        self.lang() == Lang::Fr && HOW.contains(&self.lemma(k))
    }

    /// Words that a French noun keeps: "hommes **cagoulés**", "hommes **en treillis**", "le mouvement **houthi**", "le président
    /// rwandais **Paul Kagame**". They stand right behind what was taken so far.
    pub fn keeps(&self, k: u32, end: u32) -> bool {
        if self.lang() != Lang::Fr {
            return false;
        }
        let lone =
            || !self.kids(k).iter().any(|&c| !matches!(self.rel(c), Deprel::Advmod | Deprel::Flat | Deprel::Amod));
        let (first, first_ok) = match self.rel(k) {
            Deprel::Acl => (self.kids(k).first().copied().unwrap_or(k).min(k), self.has(k, Feats::PART) && lone()),
            Deprel::Appos => {
                (k, matches!(self.upos(k), Upos::Propn | Upos::X) || self.actor(k).is_some() || self.in_name(k))
            }
            Deprel::Nmod => match self.case(k) {
                "" => (k, matches!(self.upos(k), Upos::Propn | Upos::X | Upos::Noun) && lone()),
                "en" => (k.saturating_sub(1), !self.any(k, &[Deprel::Det]) && !self.is_time(k)),
                _ => return false,
            },
            _ => return false,
        };
        first_ok && first == end
    }
}
