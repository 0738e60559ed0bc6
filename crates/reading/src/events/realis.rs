//! Whether what is told happened: negation, modals, tense, and the words it hangs on.
//!
//! In: a trigger. Out: a [`Realis`]. "plans to attack" → planned, "failed to take" → negated, "aurait tué" → possible,
//! "is expected to escalate" → expected. Who claims it is not looked at here.

use super::lexicon::{Class, Cue};
use super::tree::{CLIMB, Tree};
use crate::claims::Truth;
use types::{Deprel, Feats, Lang, Realis, Upos};

impl Tree<'_> {
    /// Whether the event of the trigger at `at` happened. `light` is the verb that carries a noun's event.
    pub fn realis(&self, at: u32, verb: bool, light: Option<u32>) -> Realis {
        if let Some(realis) = self.around_noun(at, verb) {
            return realis;
        }
        // "L'attaque n'a pas été revendiquée": it happened all the same.
        if light.is_some_and(|v| self.lang() == Lang::Fr && self.lemma(v) == "revendiquer" && self.negated(v)) {
            return Realis::Occurred;
        }
        // "Une attaque a été déjouée", "avoir déjoué un attentat"
        if let Some(v) = light.filter(|&v| {
            self.lang() == Lang::Fr && matches!(self.lemma(v), "déjouer" | "désamorcer" | "éviter" | "empêcher")
        }) {
            return self.flip(v, Realis::Negated);
        }
        let mut cur = light.unwrap_or(at);
        let mut ongoing = !verb && self.drags_on(at);
        for step in 0..CLIMB {
            if step == 0 && (verb || light.is_some()) || step > 0 {
                if let Some(realis) = self.own(cur, step == 0 && (verb || light.is_some())) {
                    if realis != Realis::Ongoing {
                        return realis;
                    }
                    ongoing = true;
                }
            }
            let Some(head) = self.head(cur) else { break };
            let cue = self.cue(head);
            match self.rel(cur) {
                _ if self.doubts_who(head) && !self.has(cur, Feats::INF) => break,
                Deprel::Xcomp if self.implied(head).is_some() => {
                    return self.implied(head).unwrap_or(Realis::Occurred);
                }
                Deprel::Xcomp | Deprel::Csubj => match () {
                    _ if cue.any(Cue::FAILS) => return self.flip(head, Realis::Negated),
                    _ if cue.any(Cue::EXPECTS) => return Realis::Expected,
                    // "aurait dû évacuer": he did not.
                    _ if self.form(head) == "dû" && self.conditional(head) => return Realis::Negated,
                    _ if self.lemma(head) == "devoir" => {
                        return if self.conditional(head) { Realis::Expected } else { Realis::Planned };
                    }
                    _ if self.lemma(head) == "pouvoir" => return Realis::Possible,
                    _ if cue.any(Cue::PLANS) => return Realis::Planned,
                    _ if cue.any(Cue::ONGOING) => ongoing = true,
                    _ if cue.any(Cue::MAY) => return Realis::Possible,
                    _ if matches!(self.lemma(head), "go" | "aller")
                        && !self.has(head, Feats::PAST)
                        && self.form(cur) == self.lemma(cur) =>
                    {
                        return Realis::Planned;
                    }
                    _ => {}
                },
                // "Il s'en est fallu de peu que la patrouille ne tombe dans un guet-apens"
                Deprel::Ccomp | Deprel::Advcl
                    if self.lemma(head) == "falloir" && (head..cur).any(|k| self.form(k) == "peu") =>
                {
                    return Realis::Negated;
                }
                Deprel::Ccomp => match () {
                    // "Il se pourrait que les alpinistes soient tombés …"
                    _ if self.lemma(head) == "pouvoir" => return Realis::Possible,
                    _ if cue.any(Cue::FAILS) => return self.flip(head, Realis::Negated),
                    _ if cue.any(Cue::EXPECTS) => return Realis::Expected,
                    // "could not believe that the fort had fallen": it had.
                    _ if self.lemma(head) == "believe"
                        && self.negated(head)
                        && self.with(head, &[Deprel::Aux]).any(|k| matches!(self.form(k), "can" | "could" | "ca")) =>
                    {
                        break;
                    }
                    _ if cue.any(Cue::MAY) => return Realis::Possible,
                    _ if cue.any(Cue::PLANS) && self.has(cur, Feats::INF) => return Realis::Planned,
                    _ => break,
                },
                Deprel::Advcl => {
                    let mark = self.with(cur, &[Deprel::Mark]).next().map_or("", |k| self.form(k));
                    // "descendus dans la rue pour protester": they did.
                    if mark == "pour"
                        && matches!(
                            self.lemma(cur),
                            "protester" | "manifester" | "dénoncer" | "réclamer" | "exiger" | "reprocher" | "condamner"
                        )
                    {
                        cur = head;
                        continue;
                    }
                    if matches!(mark, "to" | "pour" | "afin") && step == 0 {
                        return Realis::Planned;
                    }
                    if matches!(mark, "if" | "unless" | "si" | "s'") {
                        return Realis::Possible;
                    }
                    break;
                }
                Deprel::Acl if self.has(cur, Feats::INF) || self.any(cur, &[Deprel::Mark]) => {
                    // "s'attend à ce que les mutins rendent les armes"
                    if self.form(head) == "ce" && self.head(head).is_some_and(|h| self.cue(h).any(Cue::EXPECTS)) {
                        return Realis::Expected;
                    }
                    // "foiled a plot to bomb the feast", "backed off their plan to blow up the pier"
                    let above = self.head(head).filter(|_| cue.any(Cue::PLAN_NOUN));
                    if above.is_some_and(|v| self.undoes(v)) {
                        return Realis::Negated;
                    }
                    if cue.any(Cue::PLAN_NOUN) || cue.any(Cue::PLANS) {
                        return Realis::Planned;
                    }
                    break;
                }
                // "It has not retaken the roads, and two soldiers were wounded": a clause of its own.
                Deprel::Conj if self.any(cur, &[Deprel::Nsubj, Deprel::NsubjPass]) => break,
                // "told them that he would not negotiate, and imposed a curfew": the past does not hang on "would".
                Deprel::Conj if self.past_after_modal(cur, head) => break,
                Deprel::Conj => {}
                // "Talks are expected to resume", "aucune attaque n'a eu lieu": the verb of taking place decides.
                Deprel::Nsubj | Deprel::NsubjPass if !verb && self.takes_place(head).is_some() => {
                    // "Les combats se poursuivent"
                    ongoing |= self.lang() == Lang::Fr
                        && cue.any(Cue::ONGOING)
                        && !self.any(head, &[Deprel::Aux])
                        && (self.has(head, Feats::PRES) || self.has(head, Feats::IMP));
                    cur = self.takes_place(head).unwrap_or(head);
                    if let Some(realis) = self.own(cur, false) {
                        return realis;
                    }
                    continue;
                }
                // The noun's governor decides: "no attack was repelled", "fear an attack".
                Deprel::Obj | Deprel::Nsubj | Deprel::NsubjPass | Deprel::Obl | Deprel::OblAgent
                    if !verb && step == 0 || light.is_none() && !self.verbal(cur) =>
                {
                    if matches!(self.rel(cur), Deprel::Obj | Deprel::Nsubj | Deprel::NsubjPass | Deprel::Obl) {
                        let object = self.rel(cur) != Deprel::Nsubj;
                        if object && self.undoes(head) && !self.negated(head) {
                            return Realis::Negated;
                        }
                        if cue.any(Cue::FAILS)
                            && object
                            && matches!(
                                self.lemma(head),
                                "prevent"
                                    | "thwart"
                                    | "foil"
                                    | "abort"
                                    | "avert"
                                    | "empêcher"
                                    | "déjouer"
                                    | "éviter"
                                    | "deny"
                                    | "démentir"
                                    | "nier"
                                    | "échouer"
                                    | "capoter"
                                    | "avorter"
                                    | "reject"
                                    | "dismiss"
                            )
                        {
                            return self.flip(head, Realis::Negated);
                        }
                        if cue.any(Cue::EXPECTS) && self.rel(cur) == Deprel::Obj
                            || cue.any(Cue::EXPECTS) && self.passive(head)
                        {
                            return Realis::Expected;
                        }
                        // "Moscou y voit un sabotage"; "visés par une plainte pour torture"
                        if self.lemma(head) == "voir" && object && self.kids(head).iter().any(|&k| self.form(k) == "y")
                        {
                            return Realis::Possible;
                        }
                        if self.alleged(cur, head) {
                            return Realis::Possible;
                        }
                        if matches!(self.lemma(head), "fear" | "craindre" | "redouter") && object {
                            return Realis::Possible;
                        }
                        if cue.any(Cue::PLANS)
                            && self.rel(cur) == Deprel::Obj
                            && matches!(
                                self.lemma(head),
                                "plan"
                                    | "threaten"
                                    | "prepare"
                                    | "promise"
                                    | "projeter"
                                    | "préparer"
                                    | "promettre"
                                    | "menacer"
                                    | "envisager"
                                    | "vow"
                            )
                        {
                            return Realis::Planned;
                        }
                        if self.rel(cur) == Deprel::Nsubj && cue.any(Cue::MAYBE) {
                            return Realis::Possible;
                        }
                        // "The shelling continues"; not "the raid lasted ten minutes", "the massacre remains unpunished".
                        let stays = matches!(self.lemma(head), "remain" | "demeurer" | "durer" | "keep");
                        if matches!(self.rel(cur), Deprel::Nsubj | Deprel::NsubjPass)
                            && cue.any(Cue::ONGOING)
                            && !stays
                            && (!self.has(head, Feats::PAST) || self.has(head, Feats::IMP))
                        {
                            ongoing = true;
                        }
                    }
                    break;
                }
                _ => break,
            }
            cur = head;
        }
        if ongoing { Realis::Ongoing } else { Realis::Occurred }
    }

    /// "foil", "scrap", "call off", "back off": what it governs came to nothing.
    fn undoes(&self, v: u32) -> bool {
        const UNDO: &[&str] = &[
            "foil",
            "thwart",
            "frustrate",
            "scrap",
            "avert",
            "forestall",
            "abort",
            "shelve",
            "disrupt",
            "cancel",
            "déjouer",
            "avorter",
            "annuler",
            "éviter",
            "empêcher",
        ];
        let off = || self.with(v, &[Deprel::CompoundPrt, Deprel::Advmod]).any(|k| self.form(k) == "off");
        UNDO.contains(&self.lemma(v))
            || matches!(self.lemma(v), "call" | "back") && (off() || v + 1 < self.len() && self.form(v + 1) == "off")
    }

    /// A plain past joined to a verb under "would", "will" or "to".
    fn past_after_modal(&self, v: u32, head: u32) -> bool {
        let plain =
            self.has(v, Feats::PAST) && !self.has(v, Feats::PART) && !self.any(v, &[Deprel::Aux, Deprel::AuxPass]);
        let modal =
            |k: u32| matches!(self.form(k), "would" | "will" | "could" | "might" | "should" | "to" | "wo" | "must");
        plain && self.lang() == Lang::En && self.with(head, &[Deprel::Aux, Deprel::Mark]).any(modal)
    }

    /// The verb of taking place that a noun is the subject of: `head`, or the infinitive under it.
    fn takes_place(&self, head: u32) -> Option<u32> {
        let plain =
            |v: u32| self.cue(v).any(Cue::HAPPENS) && !self.with(v, &[Deprel::Obj]).any(|o| self.actor(o).is_some());
        if plain(head) {
            return Some(head);
        }
        self.with(head, &[Deprel::Xcomp]).find(|&x| plain(x))
    }

    /// What a word says of the deed under it by how it stands: "did not hesitate to fire" → done, "were unable to" → not done.
    fn implied(&self, head: u32) -> Option<Realis> {
        let (told, not) = self.doc.knowledge.cues.implies(self.lang(), self.lemma(head))?;
        let open = self.with(head, &[Deprel::Aux]).any(|k| {
            let cue = self.cue(k);
            cue.any(Cue::WILL) || cue.any(Cue::MODAL_MAY) || cue.any(Cue::MUST)
        });
        match (self.negated(head), open) {
            (_, true) => None,
            (true, _) if not == Truth::Yes => Some(Realis::Occurred),
            (false, _) if told == Truth::No => Some(Realis::Negated),
            _ => None,
        }
    }

    /// A failure that is itself negated happened: "did not fail to".
    fn flip(&self, verb: u32, realis: Realis) -> Realis {
        if self.negated(verb) { Realis::Occurred } else { realis }
    }

    /// True where `v` or what it is said of is negated.
    pub fn negated(&self, v: u32) -> bool {
        let negator = |i: u32| {
            self.cue(i).any(Cue::NEGATOR)
                && matches!(
                    self.upos(i),
                    Upos::Part
                        | Upos::Adv
                        | Upos::Det
                        | Upos::Pron
                        | Upos::Adj
                        | Upos::Cconj
                        | Upos::Intj
                        | Upos::X
                        | Upos::Noun
                        | Upos::Adp
                        | Upos::Sconj
                )
        };
        self.kids(v).iter().any(|&k| match self.rel(k) {
            Deprel::Advmod | Deprel::Det | Deprel::Dep | Deprel::Discourse => {
                negator(k) && !matches!(self.form(k), "point" | "guère" | "barely" | "hardly") && !self.only_after(k)
            }
            Deprel::Nsubj | Deprel::NsubjPass | Deprel::Obj => {
                // "trois personnes ont été tuées" denies nothing; "personne n'a été tué" does, by its "ne".
                negator(k) && self.lemma(k) != "personne" && !self.form(k).starts_with("personne")
                    || self
                        .with(k, &[Deprel::Det, Deprel::Advmod])
                        .any(|d| self.lexicon.cue(self.lang(), self.form(d)).any(Cue::NEGATOR))
                    || self.form(k) == "personne"
                        && self.kids(v).iter().any(|&n| matches!(self.form(n), "ne" | "n'" | "n’"))
            }
            Deprel::Mark | Deprel::Case => matches!(self.form(k), "without" | "sans"),
            _ => false,
        })
    }

    fn only_after(&self, i: u32) -> bool {
        i + 1 < self.len() && matches!(self.form(i + 1), "only" | "just" | "merely" | "seulement")
    }

    /// True for a French conditional, or its auxiliary.
    pub fn conditional(&self, v: u32) -> bool {
        let rait = |i: u32| {
            // "regrette que des soldats aient tué": a tagger may take the subjunctive for it.
            let form = self.form(i);
            let fits = ["rait", "raient", "rais", "rions", "riez"].iter().any(|end| form.ends_with(end));
            self.lang() == Lang::Fr && fits || self.has(i, Feats::COND) && self.lang() != Lang::Fr
        };
        rait(v) || self.with(v, &[Deprel::Aux, Deprel::AuxPass, Deprel::Cop]).any(rait)
    }

    /// What will be: planned by somebody, or only expected ("famine will spread", "will probably strike").
    fn to_come(&self, v: u32) -> Realis {
        const LIKELY: &[&str] =
            &["probably", "likely", "undoubtedly", "inevitably", "perhaps", "probablement", "certainement"];
        let hedged = self.with(v, &[Deprel::Advmod]).any(|k| LIKELY.contains(&self.form(k)));
        let subjects: Vec<u32> = self.with(v, &[Deprel::Nsubj]).collect();
        let willing =
            |&s: &u32| self.actor(s).is_some() || self.class(s).any(Class::HUMAN) || self.upos(s) != Upos::Noun;
        let blind = !subjects.is_empty() && !subjects.iter().any(willing);
        if hedged || blind { Realis::Expected } else { Realis::Planned }
    }

    /// "une plainte **pour torture**", "inculpés **de meurtre**", "mis en examen **pour complicité d'assassinat**": charged, not told.
    fn alleged(&self, noun: u32, head: u32) -> bool {
        const CHARGES: &[&str] = &[
            "plainte",
            "inculpation",
            "poursuite",
            "procès",
            "enquête",
            "mandat",
            "examen",
            "accusation",
            "soupçon",
            "suspicion",
            "inculper",
            "poursuivre",
            "accuser",
            "soupçonner",
            "suspecter",
            "juger",
            "rechercher",
            "écrouer",
            "mettre",
            "comparaître",
            "incriminer",
            "arrêter",
            "interpeller",
            "viser",
            "acquitter",
        ];
        self.lang() == Lang::Fr
            && matches!(self.case(noun), "pour" | "de" | "d'" | "d’")
            && (self.case(noun) == "pour" || self.verbal(head))
            && !self.any(noun, &[Deprel::Det, Deprel::Nummod])
            && CHARGES.contains(&self.lemma(head))
    }

    fn own(&self, v: u32, trigger: bool) -> Option<Realis> {
        if self.contrary_to_fact(v) {
            return Some(if self.negated(v) { Realis::Occurred } else { Realis::Negated });
        }
        if self.negated(v) {
            // "Les tirs n'ont pas cessé"
            let stops = matches!(self.lemma(v), "cesser" | "faiblir" | "discontinuer");
            return Some(if stops && !trigger { Realis::Ongoing } else { Realis::Negated });
        }
        let mut ongoing = trigger && (self.goes_on(v) || self.holds_on(v));
        let perfect = self.with(v, &[Deprel::Aux]).any(|k| matches!(self.lemma(k), "have" | "avoir"));
        for k in self.with(v, &[Deprel::Aux, Deprel::AuxPass, Deprel::Cop]) {
            let cue = self.cue(k);
            match self.form(k) {
                "would" if self.lang() == Lang::En => {
                    return Some(if self.rel(v) == Deprel::Ccomp { Realis::Planned } else { Realis::Possible });
                }
                _ if self.lang() == Lang::En && cue.any(Cue::WILL) => return Some(self.to_come(v)),
                // "could be killed" against "managed to": might have is as open as may.
                _ if self.lang() == Lang::En && cue.any(Cue::MODAL_MAY) => return Some(Realis::Possible),
                _ if self.lang() == Lang::En && cue.any(Cue::MUST) => return Some(Realis::Planned),
                "is" | "are" | "am" if trigger && self.form(v).ends_with("ing") => ongoing = true,
                "been" if trigger && self.form(v).ends_with("ing") => ongoing = true,
                _ => {}
            }
        }
        if self.conditional(v) {
            return Some(if self.lemma(v) == "devoir" { Realis::Expected } else { Realis::Possible });
        }
        let future = self.has(v, Feats::FUT)
            || self
                .with(v, &[Deprel::Aux, Deprel::AuxPass])
                .any(|k| self.has(k, Feats::FUT) || matches!(self.form(k), "sera" | "seront" | "aura" | "auront"));
        if future && self.lang() == Lang::Fr {
            return Some(self.to_come(v));
        }
        // "were to be buried the same day", "is to start"
        let infinitive = self.with(v, &[Deprel::Mark]).any(|k| self.form(k) == "to");
        if infinitive
            && self
                .with(v, &[Deprel::Aux, Deprel::AuxPass])
                .any(|k| matches!(self.form(k), "is" | "are" | "was" | "were"))
            && !perfect
        {
            return Some(Realis::Planned);
        }
        ongoing.then_some(Realis::Ongoing)
    }

    /// What stands beside or above a noun trigger: "an alleged plot", "no attack", "the threat of attacks".
    fn around_noun(&self, at: u32, verb: bool) -> Option<Realis> {
        if verb {
            return None;
        }
        for &k in self.kids(at) {
            match self.rel(k) {
                Deprel::Det | Deprel::Advmod if self.lexicon.cue(self.lang(), self.form(k)).any(Cue::NEGATOR) => {
                    return Some(Realis::Negated);
                }
                Deprel::Case if matches!(self.form(k), "without" | "sans") => return Some(Realis::Negated),
                // "joint patrols, which have still not begun"
                Deprel::AclRelcl if self.cue(k).any(Cue::HAPPENS) && self.negated(k) => return Some(Realis::Negated),
                Deprel::Amod if self.cue(k).any(Cue::MAYBE) => match self.form(k) {
                    "new" | "more" | "further" | "nouvelle" | "nouvelles" => {}
                    "planned" => return Some(Realis::Planned),
                    "foiled" | "failed" | "attempted" | "thwarted" | "avorté" | "avortée" => {}
                    _ => return Some(Realis::Possible),
                },
                _ => {}
            }
        }
        let mut cur = at;
        for _ in 0..3 {
            let head = self.head(cur)?;
            match self.rel(cur) {
                // "A return to talks looks unlikely"
                Deprel::Nsubj => {
                    const OPEN: &[&str] = &[
                        "unlikely",
                        "likely",
                        "possible",
                        "impossible",
                        "improbable",
                        "probable",
                        "doubtful",
                        "uncertain",
                    ];
                    let judged = OPEN.contains(&self.form(head))
                        || self.with(head, &[Deprel::Xcomp, Deprel::Advmod]).any(|k| OPEN.contains(&self.form(k)));
                    return judged.then_some(Realis::Possible);
                }
                // "mis en examen pour complicité d'assassinat"
                Deprel::Obl | Deprel::Obj if cur != at => return self.alleged(cur, head).then_some(Realis::Possible),
                Deprel::Nmod | Deprel::Compound | Deprel::Conj | Deprel::Acl => {
                    // "aucune preuve d'un bombardement chimique"
                    let proof =
                        matches!(self.lemma(head), "preuve" | "trace" | "indice" | "signe") && self.lang() == Lang::Fr;
                    let none = self.with(head, &[Deprel::Det]).any(|d| matches!(self.form(d), "aucune" | "aucun"))
                        || self.head(head).is_some_and(|v| self.negated(v));
                    if proof && none {
                        return Some(Realis::Possible);
                    }
                    if self.alleged(cur, head) {
                        return Some(Realis::Possible);
                    }
                    if self.cue(head).any(Cue::PLAN_NOUN) && self.rel(cur) != Deprel::Conj {
                        return match self.lemma(head) {
                            "attempt" | "bid" | "tentative" => None,
                            "plan" | "plot" | "projet" | "complot" | "call" | "préavis" | "préparatif" => {
                                Some(Realis::Planned)
                            }
                            _ => Some(Realis::Possible),
                        };
                    }
                    cur = head;
                }
                _ => return None,
            }
        }
        None
    }
}
