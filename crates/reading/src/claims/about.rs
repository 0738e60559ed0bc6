//! From attributions to claims: who says what of which event or relation.
//!
//! Every place where an event is told (its evidence, its tolls) stands in the report's own voice or inside somebody's
//! content. "The army **denies** *that the camp fell*" gives the fall of the camp a claim of the army, stance denies;
//! nobody asserts it, so its realis falls.

use super::cues::Use;
use super::projection::{self, Truth};
use super::said::{Cx, Said};
use super::tree::Range;
use types::{
    About, Certainty, Claim, Event, EventId, EventType, Evidence, Holder, Realis, Relation, RelationId, Span, Stance,
    Upos,
};

/// The attributions of a text with their holders, ready to be asked which of them hold a token.
pub struct Scopes<'a> {
    /// What the rules look at.
    pub cx: &'a Cx<'a>,
    /// The attributions.
    pub said: &'a [Said],
    /// Their holders, and the words for them.
    pub holders: &'a [(Holder, Option<Span>)],
    /// The actors of the report.
    pub actors: &'a [types::Actor],
    /// For each sentence the attributions whose content reaches into it.
    by_sentence: Vec<Vec<u32>>,
}

/// What one place in the text says of one event or relation.
#[derive(Clone, Debug)]
pub struct Voice {
    /// The attribution; none for the report's own voice.
    pub said: Option<usize>,
    /// Whose voice.
    pub holder: Holder,
    /// What it does.
    pub stance: Stance,
    /// How firmly.
    pub certainty: Certainty,
    /// What becomes of the realis where nobody says more.
    pub realis: Option<Realis>,
    /// Where it is told.
    pub span: Span,
}

impl<'a> Scopes<'a> {
    /// Sorts the attributions by sentence.
    pub fn new(
        cx: &'a Cx<'a>,
        said: &'a [Said],
        holders: &'a [(Holder, Option<Span>)],
        actors: &'a [types::Actor],
    ) -> Scopes<'a> {
        let mut by_sentence = vec![Vec::new(); cx.doc.tagged.sentences.len().max(1)];
        for (k, s) in said.iter().enumerate() {
            // A label before a colon names who speaks in a transcript: mostly the reporter.
            if s.by == "claims/label@1" {
                continue;
            }
            for r in &s.content {
                let (a, b) = (cx.doc.tagged.sentence_of(r.0), cx.doc.tagged.sentence_of(r.1.saturating_sub(1)));
                for list in by_sentence.iter_mut().take(b + 1).skip(a) {
                    if list.last() != Some(&(k as u32)) {
                        list.push(k as u32);
                    }
                }
            }
        }
        Scopes { cx, said, holders, actors, by_sentence }
    }

    /// True for one actor, or two of one country: the ministry speaks for the army.
    pub fn kin(&self, a: types::ActorId, b: types::ActorId) -> bool {
        let country = |x: types::ActorId| self.actors.get(x.index()).and_then(|x| x.country.as_deref());
        a == b || country(a).is_some() && country(a) == country(b)
    }

    /// The tokens of `span`.
    pub fn range(&self, span: Span) -> Range {
        let tagged = self.cx.doc.tagged;
        let s = tagged.token_at(span.start) as u32;
        let mut e = tagged.token_at(span.end) as u32;
        if tagged.tokens.get(e as usize).is_some_and(|t| t.span.start < span.end) {
            e += 1;
        }
        (s, e.max(s).min(tagged.tokens.len() as u32))
    }

    /// The token of `span` on which its other tokens hang.
    pub fn anchor(&self, span: Span) -> Option<u32> {
        let (s, e) = self.range(span);
        let e = e.min(s + 400);
        let top = |i: &u32| {
            let h = self.cx.token(*i).head;
            (h == *i || h < s || h >= e) && self.cx.token(*i).upos != Upos::Punct
        };
        let size = |i: &u32| {
            let (l, r) = self.cx.tree.extent(*i);
            (r - l, std::cmp::Reverse(*i))
        };
        (s..e).filter(top).max_by_key(size)
    }

    /// The attributions whose content holds token `i`, the outermost first.
    pub fn holding(&self, i: u32) -> Vec<usize> {
        let s = self.cx.doc.tagged.sentence_of(i);
        let list = self.by_sentence.get(s).map_or(&[][..], |l| l.as_slice());
        let mut held: Vec<usize> = list.iter().map(|k| *k as usize).filter(|&k| self.said[k].covers(i)).collect();
        let size = |k: usize| self.said[k].content.iter().map(|r| r.1 - r.0).sum::<u32>();
        held.sort_by_key(|&k| (std::cmp::Reverse(size(k)), k));
        held
    }

    /// The attributions that bear on what is told at `span`. `verbal`: an event of speech, whose own verb is a cue.
    fn bearing(&self, span: Span, verbal: bool, relation: bool) -> Vec<usize> {
        let Some(anchor) = self.anchor(span) else { return Vec::new() };
        let mut held = self.holding(anchor);
        let (s, e) = self.range(span);
        let reach = |said: &Said| said.content.iter().any(|r| r.0 < e && s < r.1);
        let sentence = self.cx.doc.tagged.sentence_of(anchor);
        for &k in self.by_sentence.get(sentence).map_or(&[][..], |l| l.as_slice()) {
            let said = &self.said[k as usize];
            // The evidence takes in the cue: "residents said that 20 were shot".
            let whole = said.at == anchor && !verbal && reach(said);
            // A tie that somebody is accused of is never read as the report's own, however long its evidence.
            let guarded = relation
                && matches!(said.stance, Stance::Accuses | Stance::Suspects | Stance::Denies)
                && matches!(said.used, Use::Claim | Use::Doubt)
                && reach(said);
            if (whole || guarded) && !held.contains(&(k as usize)) {
                held.push(k as usize);
            }
        }
        held
    }

    /// A noun with "the", "its": what it names is known already.
    fn known(&self, i: u32) -> bool {
        let definite = |&k: &u32| {
            let word = self.cx.lower(k);
            matches!(self.cx.token(k).deprel, types::Deprel::Det | types::Deprel::NmodPoss)
                && !matches!(
                    word.as_str(),
                    "a" | "an" | "any" | "no" | "some" | "un" | "une" | "des" | "aucun" | "aucune"
                )
        };
        matches!(self.cx.token(i).upos, Upos::Noun | Upos::Propn) && self.cx.kids(i).iter().any(definite)
    }

    /// What is said at `span`, one entry for each voice. `count`: the span is a count, whose deed is the verb above it.
    fn voices(&self, span: Span, verbal: bool, relation: bool, count: bool) -> Vec<Voice> {
        let held = self.bearing(span, verbal, relation);
        // "nobody said who was behind the blast": that there was one is taken for granted.
        let under = self.anchor(span).filter(|&a| count || !self.known(a)).map(|a| projection::held(self.cx, a));
        let links = under.as_ref().map_or(&[][..], |u| u.links.as_slice());
        let turned =
            |k: usize| links.iter().find(|l| l.at == self.said[k].at && !l.bare && l.turned || l.truth == Truth::No);
        let mut out: Vec<Voice> = Vec::new();
        let report = |certainty, realis| Voice {
            said: None,
            holder: Holder::Report,
            stance: Stance::Asserts,
            certainty,
            realis,
            span,
        };
        // A hedge inside somebody's words lowers what he says.
        let mut hedge: Option<(Stance, Certainty)> = None;
        for &k in &held {
            let said = &self.said[k];
            if said.used == Use::Doubt {
                hedge = Some((said.stance, said.certainty));
            }
        }
        // "The mayor did not say that rebels had entered": no claim of his. "did not know": taken for granted.
        let dropped = |k: usize| {
            let said = &self.said[k];
            let asserts = matches!(said.stance, Stance::Asserts | Stance::Denies | Stance::Predicts);
            asserts && turned(k).is_some_and(|l| matches!(l.truth, Truth::Yes | Truth::Open))
        };
        let claims: Vec<usize> =
            held.iter().copied().filter(|&k| self.said[k].used == Use::Claim && !dropped(k)).collect();
        for (depth, &k) in claims.iter().enumerate() {
            let said = &self.said[k];
            let inner = depth + 1 == claims.len();
            let mut voice = Voice {
                said: Some(k),
                holder: self.holders[k].0,
                // "denied it: 'We hit no one'": the words after the colon are asserted.
                stance: if said.loose && said.stance == Stance::Denies { Stance::Asserts } else { said.stance },
                certainty: said.certainty,
                realis: None,
                span,
            };
            if self.said[k].source.is_none() && said.by != super::frames::BY_CONTRARY {
                voice.certainty = voice.certainty.max(Certainty::Reported);
            }
            if !inner && said.stance == Stance::Asserts {
                voice.certainty = Certainty::Reported;
            }
            match turned(k).map(|l| l.truth) {
                // "does not believe that the bridge was hit": he holds that it was not.
                Some(Truth::Against) if voice.stance == Stance::Asserts => {
                    (voice.stance, voice.certainty) = (Stance::Denies, voice.certainty.max(Certainty::Possible));
                }
                // "does not doubt that"
                Some(Truth::For) if voice.stance == Stance::Denies => {
                    (voice.stance, voice.certainty) = (Stance::Asserts, Certainty::Stated);
                }
                // "wrongly claimed that": the report knows better.
                Some(Truth::No) => {
                    voice.certainty = Certainty::Disputed;
                    out.push(report(Certainty::Stated, Some(Realis::Negated)));
                }
                _ => {}
            }
            if let (true, Some((stance, certainty))) = (inner, hedge) {
                voice.certainty = voice.certainty.max(certainty);
                if matches!(stance, Stance::Accuses | Stance::Suspects) && voice.stance == Stance::Asserts {
                    voice.stance = stance;
                }
            }
            out.push(voice);
        }
        for &k in &held {
            let said = &self.said[k];
            let mine = |stance, realis| Voice {
                said: Some(k),
                holder: self.holders[k].0,
                stance,
                certainty: said.certainty,
                realis: Some(realis),
                span,
            };
            // "has pledged allegiance to Islamic State": the pledge is the tie.
            let sworn = relation && matches!(self.cx.lemma(said.at), "pledge" | "swear" | "vow" | "jurer" | "prêter");
            match said.used {
                Use::Commit if sworn => {}
                Use::Commit if claims.is_empty() => out.push(mine(Stance::Asserts, Realis::Planned)),
                Use::Commit => out.iter_mut().for_each(|v| v.realis = v.realis.or(Some(Realis::Planned))),
                Use::Wish if claims.is_empty() && said.stance == Stance::Predicts => {
                    out.push(mine(Stance::Predicts, Realis::Possible));
                }
                Use::Wish if claims.is_empty() => {
                    out.push(Voice { said: Some(k), ..report(Certainty::Possible, Some(Realis::Possible)) });
                }
                Use::Wish => out.iter_mut().for_each(|v| v.realis = v.realis.or(Some(Realis::Possible))),
                Use::Doubt if claims.is_empty() => {
                    let reported = said.certainty == Certainty::Reported && said.source.is_none();
                    let passive = said.by == "claims/verb@1";
                    let accused = matches!(said.stance, Stance::Accuses | Stance::Suspects);
                    let voice = if accused || (passive && said.stance == Stance::Asserts) {
                        Voice {
                            said: Some(k),
                            holder: self.holders[k].0,
                            stance: said.stance,
                            certainty: said.certainty,
                            realis: None,
                            span,
                        }
                    } else if reported {
                        Voice { said: Some(k), ..report(said.certainty, None) }
                    } else {
                        let foretold = said.stance == Stance::Predicts;
                        let realis = if foretold { Realis::Expected } else { Realis::Possible };
                        Voice { said: Some(k), stance: said.stance, ..report(Certainty::Possible, Some(realis)) }
                    };
                    out.push(voice);
                }
                _ => {}
            }
        }
        // "refused to say whether shells had fallen": nobody plans it.
        if links.first().is_some_and(|l| l.truth == Truth::Open && l.turned && !l.bare) {
            for v in out.iter_mut().filter(|v| v.realis == Some(Realis::Planned)) {
                *v = Voice { said: None, ..report(Certainty::Possible, Some(Realis::Possible)) };
            }
        }
        if out.is_empty() {
            let finite = links.first().is_some_and(|l| !l.bare);
            out.push(match under.as_ref().map(|u| u.truth) {
                Some(Truth::No) if finite => report(Certainty::Stated, Some(Realis::Negated)),
                Some(Truth::Open) if finite => report(Certainty::Possible, Some(Realis::Possible)),
                _ => report(Certainty::Stated, None),
            });
        }
        out
    }
}

/// An event whose verb is itself a cue: "accused", "denied", "threatened".
fn verbal(kind: EventType) -> bool {
    use EventType::*;
    matches!(kind, Agree | Consult | Support | Concede | Request | Accuse | Reject | Threaten)
}

/// Everything that is said of one event or relation.
#[derive(Clone, Debug)]
pub struct Told {
    /// Which one.
    pub about: About,
    /// One entry for each voice at each place where it is told.
    pub voices: Vec<Voice>,
}

/// What is said of every event and relation, the events first.
pub fn told(scopes: &Scopes, events: &[Event], relations: &[Relation]) -> Vec<Told> {
    let mut list = Vec::with_capacity(events.len() + relations.len());
    for (i, event) in events.iter().enumerate() {
        let mut voices: Vec<Voice> = Vec::new();
        for e in &event.evidence {
            voices.extend(scopes.voices(e.span, verbal(event.kind), false, false));
        }
        for toll in &event.tolls {
            // A count in the report's own voice adds nothing to what its event says.
            voices
                .extend(scopes.voices(toll.evidence.span, false, false, true).into_iter().filter(|v| v.said.is_some()));
        }
        list.push(Told { about: About::Event(EventId(i as u32)), voices });
    }
    for (i, relation) in relations.iter().enumerate() {
        let voices = relation.evidence.iter().flat_map(|e| scopes.voices(e.span, false, true, false)).collect();
        list.push(Told { about: About::Relation(RelationId(i as u32)), voices });
    }
    list
}

/// Denials, accusations and forecasts that bear on nothing else stand with the event that their own verb tells.
fn attach(scopes: &Scopes, told: &mut [Told], events: &[Event]) {
    let mut spoken = vec![false; scopes.said.len()];
    for k in told.iter().flat_map(|t| t.voices.iter()).filter_map(|v| v.said) {
        spoken[k] = true;
    }
    let mut tellings: Vec<(u32, usize, Span)> = Vec::new();
    for (i, t) in told.iter().enumerate() {
        if matches!(t.about, About::Event(_)) {
            tellings.extend(t.voices.iter().filter_map(|v| Some((scopes.anchor(v.span)?, i, v.span))));
        }
    }
    tellings.sort_unstable_by_key(|t| (t.0, t.1));
    for (k, said) in scopes.said.iter().enumerate() {
        let blames = matches!(said.stance, Stance::Accuses | Stance::Suspects);
        let strong = !matches!(said.stance, Stance::Asserts)
            && (said.source.is_some() || blames)
            && matches!(said.used, Use::Claim | Use::Doubt | Use::Wish)
            && said.by != "claims/adjective@1";
        // "did not deny that": nobody denies.
        if is_verb(scopes, said.at) && !blames && projection::left(scopes.cx, said.at) == Some(Truth::Open) {
            continue;
        }
        let second = scopes.said.get(k + 1).is_some_and(|n| n.by == super::find::BY_GAP);
        let gap = said.by == super::find::BY_GAP || second;
        if spoken[k] || !(strong || gap) {
            continue;
        }
        if gap {
            // Two explanations of what was told last.
            let at = tellings.partition_point(|t| t.0 < said.at);
            let last = tellings[..at].iter().rev().find(|t| near(scopes, t.0, said.at));
            if let Some(&(_, i, span)) = last {
                told[i].voices.push(voice(scopes, k, span));
            }
            continue;
        }
        let at = tellings.partition_point(|t| t.0 < said.at);
        if said.stance == Stance::Denies && super::links::of_losses(scopes, said) {
            // "A rebel radio denied the losses": of the happening whose count was told last.
            let counted = |i: usize| match told[i].about {
                About::Event(e) => events.get(e.index()).is_some_and(|e| !e.tolls.is_empty()),
                About::Relation(_) => false,
            };
            if let Some(&(_, i, _)) = tellings[..at].iter().rev().find(|t| counted(t.1)) {
                let (s, e) = said.cue.first().copied().unwrap_or((said.at, said.at + 1));
                told[i].voices.push(voice(scopes, k, scopes.cx.doc.tagged.span_of(s, e)));
            }
            continue;
        }
        if let Some(&(_, i, span)) = tellings.get(at).filter(|t| t.0 == said.at) {
            told[i].voices.push(voice(scopes, k, span));
        } else if said.source.is_some() || said.by == "claims/verb@1" {
            // "How did they get in? Some theories suggest that …": what the same sentence tells.
            let sentence = |i| scopes.cx.doc.tagged.sentence_of(i);
            // "denied that the airport had fallen", in a sentence of its own, is not about what the last one told.
            let size = said.content.iter().map(|r| r.1 - r.0).sum::<u32>();
            let back = usize::from(said.stance != Stance::Denies || said.loose || size <= 3);
            // "The police deny having fired": not of the march that was told last.
            let hurts = said.stance == Stance::Denies
                && said
                    .content
                    .iter()
                    .flat_map(|r| r.0..r.1)
                    .any(|i| super::links::HURTING.contains(&scopes.cx.lemma(i)));
            let strikes = |i: usize| match told[i].about {
                About::Event(e) => events.get(e.index()).is_some_and(|e| e.kind == EventType::Assault),
                About::Relation(_) => false,
            };
            let near = |t: &&(u32, usize, Span)| sentence(t.0) + back >= sentence(said.at) && (!hurts || strikes(t.1));
            if let Some(&(_, i, _)) = tellings[..at].iter().rev().take(8).find(near) {
                let (s, e) = said.cue.first().copied().unwrap_or((said.at, said.at + 1));
                told[i].voices.push(voice(scopes, k, scopes.cx.doc.tagged.span_of(s, e)));
            }
        }
    }
}

/// What attribution `k` says of something, told at `span`.
pub(super) fn voice(scopes: &Scopes, k: usize, span: Span) -> Voice {
    let said = &scopes.said[k];
    Voice {
        said: Some(k),
        holder: scopes.holders[k].0,
        stance: said.stance,
        certainty: said.certainty,
        realis: None,
        span,
    }
}

fn is_verb(scopes: &Scopes, i: u32) -> bool {
    matches!(scopes.cx.token(i).upos, Upos::Verb | Upos::Aux)
}

/// True where two tokens stand within three sentences.
fn near(scopes: &Scopes, a: u32, b: u32) -> bool {
    let sentence = |i| scopes.cx.doc.tagged.sentence_of(i);
    sentence(b) - sentence(a).min(sentence(b)) <= 3
}

/// Makes claims of the voices, one per attribution, and sets the realis of what nobody asserts.
pub fn claims(scopes: &Scopes, told: &mut [Told], events: &mut [Event], relations: &mut [Relation]) -> Vec<Claim> {
    let mut list: Vec<Claim> = Vec::new();
    let mut from: Vec<Option<usize>> = Vec::new();
    for t in told.iter_mut() {
        let realis = match t.about {
            About::Event(e) => events.get_mut(e.index()).map(|e| &mut e.realis),
            About::Relation(r) => relations.get_mut(r.index()).map(|r| &mut r.realis),
        };
        let Some(realis) = realis else { continue };
        *realis = settle(*realis, &t.voices);
        own_voice(*realis, &mut t.voices);
    }
    attach(scopes, told, events);
    foretell(scopes, told, events);
    for t in told.iter_mut() {
        let denied = t.voices.iter().any(|v| v.stance == Stance::Denies);
        for voice in &mut t.voices {
            if denied && matches!(voice.stance, Stance::Asserts | Stance::Accuses) && voice.holder != Holder::Report {
                voice.certainty = Certainty::Disputed;
            }
            let same = |k: &usize| {
                let c = &list[*k];
                from[*k] == voice.said
                    && (c.holder, c.stance) == (voice.holder, voice.stance)
                    && (voice.said.is_some() || c.about.first() == Some(&t.about))
            };
            if let Some(k) = (0..list.len()).rev().take(64).find(same) {
                let claim = &mut list[k];
                claim.certainty = claim.certainty.min(voice.certainty);
                if !claim.about.contains(&t.about) {
                    claim.about.push(t.about);
                }
            } else {
                list.push(claim(scopes, Some(t.about), voice));
                from.push(voice.said);
            }
        }
    }
    list.extend(loose(scopes, told));
    list
}

/// What somebody foretells of others is a prediction, whatever his verb: "The minister said the neighbour would strike". Who
/// speaks of what he will do himself still asserts it.
fn foretell(scopes: &Scopes, told: &mut [Told], events: &[Event]) {
    for t in told.iter_mut() {
        let About::Event(e) = t.about else { continue };
        let Some(event) = events.get(e.index()) else { continue };
        if !matches!(event.realis, Realis::Planned | Realis::Expected) {
            continue;
        }
        for v in t.voices.iter_mut().filter(|v| v.stance == Stance::Asserts && v.realis.is_none()) {
            let Some(said) = v.said.map(|k| &scopes.said[k]) else { continue };
            let Holder::Actor(holder) = v.holder else { continue };
            let own = event.participants.iter().any(|p| {
                p.role == types::Role::Actor && p.actor.is_some_and(|a| scopes.kin(a, holder))
                    || scopes.anchor(p.evidence.span).is_some_and(|i| scopes.cx.token(i).upos == Upos::Pron)
            });
            if said.used == Use::Claim && !own {
                v.stance = Stance::Predicts;
                v.certainty = v.certainty.max(Certainty::Possible);
            }
        }
    }
}

/// Statements of named holders that tell none of the report's events or ties: they are kept with nothing they are about.
/// "The governor speaks of more than one hundred." Words inside quotations and nested attributions stay with their speaker.
fn loose(scopes: &Scopes, told: &[Told]) -> Vec<Claim> {
    const MOST: usize = 24;
    let mut spoken = vec![false; scopes.said.len()];
    for k in told.iter().flat_map(|t| t.voices.iter()).filter_map(|v| v.said) {
        spoken[k] = true;
    }
    let cx = scopes.cx;
    let mut list: Vec<Claim> = Vec::new();
    for (k, said) in scopes.said.iter().enumerate() {
        let firm = matches!(said.by, "claims/verb@1" | "claims/frame@1" | "claims/gap@1" | "claims/contrary-source@1");
        let number = || said.content.iter().flat_map(|r| r.0..r.1).any(|i| cx.token(i).upos == Upos::Num);
        let named = said
            .source
            .as_ref()
            .is_some_and(|s| cx.token(s.head).upos != Upos::Pron || matches!(scopes.holders[k].0, Holder::Actor(_)));
        let size: u32 = said.content.iter().map(|r| r.1 - r.0).sum();
        let short = said.stance == Stance::Asserts && size < 3 && !number();
        let counts = said.general || number() || said.by == "claims/contrary-source@1";
        let silent = is_verb(scopes, said.at) && projection::left(cx, said.at) == Some(Truth::Open);
        if spoken[k] || silent || !firm || said.used != Use::Claim || !named || short || !counts {
            continue;
        }
        if cx.quotes.at(said.at).is_some() || list.len() >= MOST {
            continue;
        }
        let Some(first) = said.content.first().copied() else { continue };
        let span = cx.doc.tagged.span_of(first.0, first.1);
        let mut voice = voice(scopes, k, span);
        if said.stance == Stance::Asserts && will(cx, &said.content) {
            voice.stance = Stance::Predicts;
        }
        let mut claim = claim(scopes, None, &voice);
        claim.evidence = Evidence::new(span, said.by);
        list.push(claim);
    }
    list
}

/// True where the first auxiliary of what is said looks ahead.
fn will(cx: &Cx, content: &[Range]) -> bool {
    let first = content.iter().flat_map(|r| r.0..r.1).find(|&i| {
        matches!(cx.token(i).upos, Upos::Aux)
            || cx.token(i).upos == Upos::Verb && !cx.token(i).feats.has(types::Feats::PART)
    });
    first.is_some_and(|i| {
        matches!(cx.lower(i).as_str(), "will" | "'ll" | "’ll" | "wo") || cx.token(i).feats.has(types::Feats::FUT)
    })
}

fn claim(scopes: &Scopes, about: Option<About>, voice: &Voice) -> Claim {
    let cx = scopes.cx;
    let said = voice.said.map(|k| &scopes.said[k]);
    let piece = said.and_then(|s| {
        if let Some(instead) = s.instead {
            return Some(cx.doc.tagged.span_of(instead.0, instead.1));
        }
        let anchor = scopes.anchor(voice.span)?;
        let r = s.content.iter().find(|r| r.0 <= anchor && anchor < r.1).or_else(|| s.content.first())?;
        Some(cx.doc.tagged.span_of(r.0, r.1))
    });
    let cue = said.and_then(|s| {
        let r = s.cue.iter().find(|r| r.0 <= s.at && s.at < r.1)?;
        Some(Evidence::new(cx.doc.tagged.span_of(r.0, r.1), s.by))
    });
    Claim {
        holder: voice.holder,
        holder_text: voice.said.and_then(|k| scopes.holders[k].1).filter(|_| voice.holder != Holder::Report),
        stance: voice.stance,
        certainty: voice.certainty,
        about: about.into_iter().collect(),
        cue,
        evidence: Evidence::new(piece.unwrap_or(voice.span), said.map_or("claims/report@1", |s| s.by)),
    }
}

/// The realis that the voices leave: what is only accused, denied or foretold did not simply occur.
fn settle(realis: Realis, voices: &[Voice]) -> Realis {
    // "Aid workers fear that famine will spread": foretold, and nobody's plan.
    let foretold =
        voices.iter().any(|v| v.stance == Stance::Predicts) && voices.iter().all(|v| v.stance != Stance::Asserts);
    if realis == Realis::Planned && foretold {
        return Realis::Expected;
    }
    let any = |f: &dyn Fn(&Voice) -> bool| voices.iter().any(f);
    let vouched = |v: &Voice| {
        matches!(v.stance, Stance::Asserts | Stance::ClaimsResponsibility)
            && v.realis.is_none()
            && v.certainty != Certainty::Possible
    };
    let untrue = any(&|v| v.holder == Holder::Report && v.realis == Some(Realis::Negated));
    if untrue && matches!(realis, Realis::Occurred | Realis::Ongoing | Realis::Possible) {
        return Realis::Negated;
    }
    if !matches!(realis, Realis::Occurred | Realis::Ongoing) || voices.is_empty() {
        return realis;
    }
    if any(&|v| v.holder == Holder::Report && vouched(v) && v.certainty == Certainty::Stated) {
        return realis;
    }
    let denied = any(&|v| v.stance == Stance::Denies);
    // "doubts that", "does not believe that": it stays open.
    let firmly = any(&|v| v.stance == Stance::Denies && v.certainty != Certainty::Possible);
    let said = any(&|v| vouched(v));
    let accused = any(&|v| matches!(v.stance, Stance::Accuses | Stance::Suspects));
    match (said, denied, accused) {
        (true, false, _) => realis,
        (true, true, _) | (false, _, true) => Realis::Possible,
        (false, true, false) => {
            if firmly {
                Realis::Negated
            } else {
                Realis::Possible
            }
        }
        (false, false, false) => {
            if any(&|v| v.stance == Stance::Predicts) {
                Realis::Expected
            } else {
                voices.iter().find_map(|v| v.realis).unwrap_or(Realis::Possible)
            }
        }
    }
}

/// The report's own claim on what is to come or may be is no plain statement.
fn own_voice(realis: Realis, voices: &mut [Voice]) {
    for v in voices.iter_mut().filter(|v| v.holder == Holder::Report && v.stance == Stance::Asserts) {
        match realis {
            Realis::Expected => v.stance = Stance::Predicts,
            Realis::Possible => v.certainty = v.certainty.max(Certainty::Possible),
            _ => {}
        }
    }
}
