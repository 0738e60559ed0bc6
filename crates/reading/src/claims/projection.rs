//! What becomes of a clause under the words it hangs on: told as so, as not so, left open, or held by somebody.
//!
//! In: a token. Out: [`Held`]. "The army did not **know** *that rebels had entered*" → so; "did not **say** *that …*" → open;
//! "It is not **true** *that …*" → not so; "does not **believe** *that …*" → the army holds that they had not. The words stand
//! in `lexicon/claims/projection.tsv`; negation and mood of the clause itself are not looked at here (`events`).

use super::cues::{Cues, Part, Use};
use super::said::Cx;
use crate::lexicon::Table;
use std::collections::HashMap;
use types::{Deprel, Feats, Lang, Stance, Upos};

/// What becomes of a clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Truth {
    /// The report takes it to be so.
    Yes,
    /// The report takes it not to be so.
    No,
    /// Nobody vouches for it.
    Open,
    /// The subject of the word above holds it to be so.
    For,
    /// The subject of the word above holds it not to be so.
    Against,
}

impl Truth {
    fn from_word(word: &str) -> Option<Truth> {
        Some(match word {
            "yes" => Truth::Yes,
            "no" => Truth::No,
            "open" => Truth::Open,
            "for" => Truth::For,
            "against" => Truth::Against,
            _ => return None,
        })
    }

    fn negated(self) -> Truth {
        match self {
            Truth::Yes => Truth::No,
            Truth::No => Truth::Yes,
            Truth::Open => Truth::Open,
            Truth::For => Truth::Against,
            Truth::Against => Truth::For,
        }
    }
}

/// A row of the table.
#[derive(Clone, Debug)]
struct Row {
    second: String,
    that: bool,
    to: bool,
    told: Truth,
    not: Truth,
    open: Truth,
}

/// The table, parsed.
#[derive(Clone, Debug, Default)]
pub struct Projection {
    rows: HashMap<(bool, Part, String), Vec<Row>>,
}

const FILE: &str = "lexicon/claims/projection.tsv";
const TEXT: &str = include_str!("../../../../lexicon/claims/projection.tsv");

impl Projection {
    /// The table compiled into the program. A faulty row is left out; the test of this module names it.
    pub fn embedded() -> Projection {
        let mut table = Projection::default();
        let _ = table.read(TEXT);
        table
    }

    fn read(&mut self, text: &str) -> Result<(), String> {
        let table = Table::parse(FILE, text)?;
        let mut fault = Ok(());
        for (line, row) in &table.rows {
            let get = |name| table.column(name).and_then(|i| row.get(i).copied()).unwrap_or("");
            let part = match get("part") {
                "verb" => Some(Part::Verb),
                "adj" => Some(Part::Adj),
                "noun" => Some(Part::Noun),
                "adv" => Some(Part::Adv),
                _ => None,
            };
            let truth = |name| Truth::from_word(get(name));
            let (Some(part), Some(told), Some(not), Some(open)) = (part, truth("told"), truth("not"), truth("open"))
            else {
                fault = Err(format!("{FILE}:{line}: expected a part and three of yes, no, open, for, against"));
                continue;
            };
            let frame = get("clause");
            for lemma in get("words").split_whitespace() {
                let (first, second) = lemma.split_once('_').unwrap_or((lemma, ""));
                let row = Row {
                    second: second.to_string(),
                    that: matches!(frame, "that" | "any"),
                    to: matches!(frame, "to" | "any"),
                    told,
                    not,
                    open,
                };
                let list = self.rows.entry((get("lang") == "fr", part, first.to_string())).or_default();
                if second.is_empty() { list.push(row) } else { list.insert(0, row) }
            }
        }
        fault
    }

    /// What becomes of an infinitive under `lemma`, affirmed and negated.
    pub fn implies(&self, lang: Lang, lemma: &str) -> Option<(Truth, Truth)> {
        let rows = [Part::Verb, Part::Adj].into_iter().flat_map(|part| self.of(lang, part, lemma));
        rows.filter(|r| r.to && r.second.is_empty()).map(|r| (r.told, r.not)).next()
    }

    fn of(&self, lang: Lang, part: Part, lemma: &str) -> &[Row] {
        self.rows.get(&(lang == Lang::Fr, part, lemma.to_string())).map_or(&[], |r| r.as_slice())
    }
}

/// A word above a clause, and what it leaves of it.
#[derive(Clone, Copy, Debug)]
pub struct Link {
    /// The word.
    pub at: u32,
    /// What becomes of the clause under it.
    pub truth: Truth,
    /// True where the word takes the clause for granted, however it stands.
    pub granted: bool,
    /// True where the word's own subject is who speaks: "I do not think that".
    pub own: bool,
    /// True where the word is negated, asked or may be.
    pub turned: bool,
    /// True where the clause has no finite verb ("failed to take"): what `events` reads.
    pub bare: bool,
}

/// What becomes of a clause under all words above it.
#[derive(Clone, Debug)]
pub struct Held {
    /// The outcome.
    pub truth: Truth,
    /// The words above it, the innermost first. Empty where it stands free.
    pub links: Vec<Link>,
}

/// Most words looked at above a clause.
const DEEP: usize = 6;

/// How a word stands itself.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stands {
    Plain,
    Negated,
    Open,
}

/// What becomes of the clause that token `at` belongs to.
pub fn held(cx: &Cx, at: u32) -> Held {
    // From the clause outwards: each word above, with the clause under it.
    let mut above: Vec<(u32, u32)> = Vec::new();
    let mut outer = Truth::Yes;
    let mut cur = at;
    for _ in 0..24 {
        let t = cx.token(cur);
        let head = t.head;
        // "They signed on Monday; the council hopes that …": no word reaches across a semicolon.
        let across = || (head.min(cur)..head.max(cur)).any(|i| cx.doc.word(i) == ";");
        if head == cur || above.len() >= DEEP || across() {
            break;
        }
        let mark = mark(cx, cur);
        match t.deprel {
            Deprel::Ccomp | Deprel::Xcomp | Deprel::Csubj => {
                let asked = matches!(mark.as_str(), "whether" | "if" | "si" | "s'" | "s’");
                above.push((head, cur));
                if asked {
                    // "They asked whether", "ne sait pas si": open, whatever stands above.
                    return Held { truth: Truth::Open, links: vec![link(cx, (head, cur), Truth::Open, false, true)] };
                }
            }
            Deprel::Advcl | Deprel::Acl | Deprel::AclRelcl => {
                let condition = matches!(mark.as_str(), "if" | "unless" | "si" | "s'" | "s’" | "provided" | "lest");
                let that = matches!(mark.as_str(), "that" | "que" | "qu'" | "qu’");
                let to = t.deprel == Deprel::Acl && matches!(mark.as_str(), "to" | "de" | "d'" | "d’");
                if condition {
                    outer = Truth::Open;
                    break;
                }
                let governs = !row_of(cx, head, cur).is_empty();
                // "told the villagers that": the tree hangs the clause on the hearer.
                let verb = cx.token(head).head;
                if !governs && that && nominal(cx, head) && is_verb(cx, verb) && !row_of(cx, verb, cur).is_empty() {
                    above.push((verb, cur));
                    cur = verb;
                    continue;
                }
                let bare = t.deprel == Deprel::Acl && mark.is_empty();
                if !(governs && (that || to || bare)) || t.deprel == Deprel::AclRelcl {
                    break;
                }
                above.push((head, cur));
            }
            // "The army knew what had happened, and that …"
            Deprel::Conj => {}
            Deprel::Obj | Deprel::Nsubj | Deprel::NsubjPass | Deprel::Obl | Deprel::Nmod | Deprel::Compound
                if nominal(cx, cur) => {}
            Deprel::Cop | Deprel::Aux | Deprel::AuxPass | Deprel::Amod | Deprel::Fixed => {}
            _ => break,
        }
        cur = head;
    }
    if outer == Truth::Yes && asks(cx, at) && cx.token(cur).deprel != Deprel::AclRelcl {
        outer = Truth::Open;
    }
    // From the outermost word inwards.
    let mut truth = Truth::Yes;
    let mut links: Vec<Link> = Vec::new();
    for (k, &(p, clause)) in above.iter().enumerate().rev() {
        let outermost = k + 1 == above.len();
        let mut stands = stands(cx, p);
        if outermost && outer == Truth::Open {
            stands = Stands::Open;
        }
        let env = match stands {
            Stands::Plain => truth,
            Stands::Negated => truth.negated(),
            Stands::Open => Truth::Open,
        };
        let link = project(cx, p, clause, env, stands);
        truth = link.truth;
        links.push(link);
    }
    links.reverse();
    if links.is_empty() && outer == Truth::Open && cx.token(cur).deprel == Deprel::Advcl {
        truth = Truth::Open;
    }
    Held { truth, links }
}

fn link(cx: &Cx, (at, clause): (u32, u32), truth: Truth, granted: bool, turned: bool) -> Link {
    Link { at, truth, granted, own: first_person(cx, at), turned, bare: infinitive(cx, clause) }
}

/// What the word `p`, standing so, leaves of `clause`.
fn project(cx: &Cx, p: u32, clause: u32, env: Truth, stands: Stands) -> Link {
    let turned = matches!(env, Truth::No | Truth::Open | Truth::Against) || stands != Stands::Plain;
    if falsely(cx, p) {
        return link(cx, (p, clause), Truth::No, false, turned);
    }
    let rows = row_of(cx, p, clause);
    let Some((mut told, mut not, mut open)) = rows.first().map(|r| (r.told, r.not, r.open)) else {
        let (told, not, open) = default(cx, p, clause);
        return link(cx, (p, clause), choose(env, told, not, open), false, turned);
    };
    let granted = told == Truth::Yes && not == Truth::Yes;
    let lemma = cx.lemma(p);
    let can = kid_form(cx, p, Deprel::Aux, &["can", "could", "ca", "cannot"]);
    // "could not believe that the bridge had fallen": it had.
    if matches!(lemma, "believe" | "croire") && can && stands == Stands::Negated {
        return link(cx, (p, clause), Truth::Yes, true, turned);
    }
    // "She could tell that he was hit": seen, not said.
    if lemma == "tell" && can && cx.kid(p, &[Deprel::Obj, Deprel::Iobj]).is_none() {
        (told, not, open) = (Truth::Yes, Truth::Yes, Truth::Yes);
    }
    // "You would never guess that they had fled": they had. "One would think that it was over": it is not.
    let would = kid_form(cx, p, Deprel::Aux, &["would", "'d", "might"]);
    if would && lemma == "guess" && stands == Stands::Negated {
        return link(cx, (p, clause), Truth::Yes, false, turned);
    }
    let anybody = kid_form(cx, p, Deprel::Nsubj, &["you", "one", "anyone", "anybody"]);
    if would && anybody && not == Truth::Against && stands == Stands::Open {
        return link(cx, (p, clause), Truth::Against, false, turned);
    }
    let own = first_person(cx, p);
    let past = cx.token(p).feats.has(Feats::PAST)
        || kid_form(cx, p, Deprel::Aux, &["did", "had", "could", "would"])
        || kid_form(cx, p, Deprel::Cop, &["was", "were", "étais", "étions"]);
    // Nobody takes for granted what he says he does not know or see: "I do not know that we have a case" doubts it.
    if granted && own && !past && env != Truth::Yes && env != Truth::For {
        let doubted = stands == Stands::Negated && env == Truth::No;
        return link(cx, (p, clause), if doubted { Truth::Against } else { Truth::Open }, false, turned);
    }
    link(cx, (p, clause), choose(env, told, not, open), granted, turned)
}

fn choose(env: Truth, told: Truth, not: Truth, open: Truth) -> Truth {
    // Under somebody's words all is his: "The army said it knew that rebels had entered".
    let theirs = |t: Truth| match t {
        Truth::Yes => Truth::For,
        Truth::No => Truth::Against,
        other => other,
    };
    match env {
        Truth::Yes => told,
        Truth::No => not,
        Truth::Open => open,
        Truth::For => theirs(told),
        Truth::Against if not == Truth::Yes => Truth::Yes,
        Truth::Against => theirs(not),
    }
}

/// What a word outside the table leaves: a word of saying by its stance, any other what it stands in itself.
fn default(cx: &Cx, p: u32, clause: u32) -> (Truth, Truth, Truth) {
    let part = match cx.token(p).upos {
        Upos::Noun => Part::Noun,
        Upos::Adj => Part::Adj,
        _ => Part::Verb,
    };
    if let Some(cue) = cx.cues.of(cx.doc.tagged.lang, part, cx.lemma(p)).find(|c| c.clause) {
        return match (cue.used, cue.stance) {
            (Use::Factive, _) => (Truth::Yes, Truth::Yes, Truth::Yes),
            (_, Stance::Denies) => (Truth::Against, Truth::Open, Truth::Open),
            (Use::Claim | Use::Doubt, _) => (Truth::For, Truth::Open, Truth::Open),
            _ => (Truth::Open, Truth::Open, Truth::Open),
        };
    }
    // "began to", "helped to": as the verb above.
    if cx.token(clause).deprel == Deprel::Xcomp {
        return (Truth::Yes, Truth::No, Truth::Open);
    }
    (Truth::For, Truth::Open, Truth::Open)
}

/// The rows of the table that fit word `p` above `clause`.
fn row_of<'a>(cx: &Cx<'a>, p: u32, clause: u32) -> Vec<&'a Row> {
    let lang = cx.doc.tagged.lang;
    let infinitive = infinitive(cx, clause);
    let fits = |r: &&Row| {
        let second = || {
            let near = (p + 1)..(p + 4).min(cx.sentence(p).1);
            let is = |k: u32| cx.lemma(k) == r.second || cx.lower(k) == r.second;
            near.clone().any(is) || cx.kids(p).iter().any(|&k| is(k))
        };
        (if infinitive { r.to } else { r.that }) && (r.second.is_empty() || second())
    };
    let table: &'a Cues = cx.cues;
    let parts: &[Part] = match cx.token(p).upos {
        Upos::Verb | Upos::Aux => &[Part::Verb, Part::Adj],
        Upos::Noun | Upos::Propn => &[Part::Noun, Part::Adj],
        _ => &[Part::Adj, Part::Verb, Part::Noun],
    };
    // "was convinced", "étaient surpris": adjectives that the tagger takes for verbs have their form in the table.
    let word = cx.lower(p);
    let by = |part: &Part, lemma: &str| table.projection.of(lang, *part, lemma).iter().filter(fits).collect::<Vec<_>>();
    let known = cx.cues.verb(lang, &word).unwrap_or(&word);
    for part in parts {
        for lemma in [cx.lemma(p), known] {
            let rows = by(part, lemma);
            if !rows.is_empty() {
                return rows;
            }
        }
    }
    Vec::new()
}

/// True where a clause has no finite verb.
fn infinitive(cx: &Cx, clause: u32) -> bool {
    let t = cx.token(clause);
    let marked = kid_form(cx, clause, Deprel::Mark, &["to", "de", "d'", "d’", "à", "from"]);
    let subject = cx.kid(clause, &[Deprel::Nsubj, Deprel::NsubjPass]).is_some();
    let aux = cx.kid(clause, &[Deprel::Aux, Deprel::Cop, Deprel::AuxPass]).is_some();
    marked
        || (t.feats.has(Feats::INF) || t.feats.has(Feats::GER) || cx.doc.word(clause).ends_with("ing"))
            && !subject
            && !aux
}

/// How word `p` stands itself: negated, asked, perhaps.
fn stands(cx: &Cx, p: u32) -> Stands {
    if is_negated(cx, p) {
        return Stands::Negated;
    }
    const MAY: &[&str] = &["may", "might", "would", "'d", "should", "must", "ought"];
    // "It could only mean that he was dead": no other way is left.
    let only = kid_form(cx, p, Deprel::Advmod, &["only"]);
    let could = kid_form(cx, p, Deprel::Aux, &["could"]) && !first_person(cx, p) && !only;
    const PERHAPS: &[&str] = &["perhaps", "maybe", "possibly", "peut-être"];
    // "We would like to add that": said as it is announced.
    if cx.lemma(p) == "like" {
        return Stands::Plain;
    }
    if could
        || kid_form(cx, p, Deprel::Advmod, PERHAPS)
        || kid_form(cx, p, Deprel::Aux, MAY)
        || cx.token(p).feats.has(Feats::COND)
    {
        return Stands::Open;
    }
    Stands::Plain
}

/// True where word `p`, or what it is said of, is negated.
pub fn is_negated(cx: &Cx, p: u32) -> bool {
    let french = cx.doc.tagged.lang == Lang::Fr;
    let negator = |w: &str| {
        if french {
            matches!(
                w,
                "pas"
                    | "jamais"
                    | "aucun"
                    | "aucune"
                    | "personne"
                    | "rien"
                    | "ni"
                    | "nul"
                    | "nulle"
                    | "nullement"
                    | "guère"
            )
        } else {
            matches!(
                w,
                "not"
                    | "n't"
                    | "n’t"
                    | "never"
                    | "nobody"
                    | "no"
                    | "none"
                    | "neither"
                    | "nor"
                    | "nothing"
                    | "hardly"
                    | "scarcely"
                    | "few"
            )
        }
    };
    let ne = cx.kids(p).iter().any(|&k| matches!(cx.lower(k).as_str(), "ne" | "n'" | "n’"));
    let own = cx.kids(p).iter().any(|&k| {
        let word = cx.lower(k);
        let only =
            k + 1 < cx.sentence(k).1 && matches!(cx.lower(k + 1).as_str(), "only" | "just" | "merely" | "seulement");
        match cx.token(k).deprel {
            Deprel::Advmod | Deprel::Det | Deprel::Dep | Deprel::Discourse | Deprel::Cc => {
                let longer = cx.kids(k).iter().any(|&g| cx.lower(g) == "no");
                !only && (negator(&word) || word == "longer" && longer || ne && word == "plus")
            }
            Deprel::Nsubj | Deprel::NsubjPass | Deprel::Obj => {
                let bare = negator(&word) && (!french || ne);
                bare || cx.kids(k).iter().any(|&d| cx.token(d).deprel == Deprel::Det && negator(&cx.lower(d)))
            }
            Deprel::Mark | Deprel::Case => matches!(word.as_str(), "without" | "sans"),
            _ => false,
        }
    });
    if own {
        return true;
    }
    // "There is no evidence that", "has not seen proof that": the noun's verb is negated.
    let t = cx.token(p);
    let object =
        matches!(t.deprel, Deprel::Obj | Deprel::Nsubj | Deprel::NsubjPass | Deprel::Obl) && t.upos == Upos::Noun;
    object
        && t.head != p
        && is_verb(cx, t.head)
        && cx.kids(t.head).iter().any(|&k| cx.token(k).deprel == Deprel::Advmod && negator(&cx.lower(k)))
}

fn is_verb(cx: &Cx, i: u32) -> bool {
    matches!(cx.token(i).upos, Upos::Verb | Upos::Aux)
}

fn nominal(cx: &Cx, i: u32) -> bool {
    matches!(cx.token(i).upos, Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num | Upos::Adj)
}

/// The word that introduces a clause.
fn mark(cx: &Cx, clause: u32) -> String {
    cx.kid(clause, &[Deprel::Mark]).map(|k| cx.lower(k)).unwrap_or_default()
}

fn kid_form(cx: &Cx, i: u32, rel: Deprel, forms: &[&str]) -> bool {
    cx.kids(i).iter().any(|&k| cx.token(k).deprel == rel && forms.contains(&cx.lower(k).as_str()))
}

/// "wrongly believed", "a cru à tort", "the false report that": a word that makes what is believed or said false.
fn falsely(cx: &Cx, p: u32) -> bool {
    let lang = cx.doc.tagged.lang;
    let (_, end) = cx.sentence(p);
    cx.kids(p).iter().any(|&k| {
        let second = |r: &Row| r.second.is_empty() || k + 1 < end && cx.lower(k + 1) == r.second;
        cx.cues.projection.of(lang, Part::Adv, &cx.lower(k)).iter().any(second)
    }) || lang == Lang::Fr && p + 2 < end && cx.lower(p + 1) == "à" && cx.lower(p + 2) == "tort"
}

/// What the cue word `p` leaves of its own clause, where it is negated, asked or may be: "did not say that" → open.
pub fn left(cx: &Cx, p: u32) -> Option<Truth> {
    let clause = |k: &u32| {
        matches!(cx.token(*k).deprel, Deprel::Ccomp | Deprel::Xcomp | Deprel::Csubj | Deprel::Advcl | Deprel::Acl)
    };
    let inner = cx.kids(p).iter().copied().filter(clause);
    let link = inner.filter_map(|k| held(cx, k).links.first().copied().filter(|l| l.at == p && l.turned)).next();
    match link {
        Some(link) => Some(link.truth),
        // "did not confirm the raid": nothing said.
        None => is_negated(cx, p).then_some(Truth::Open),
    }
}

/// True where the subject of `p` is who speaks.
fn first_person(cx: &Cx, p: u32) -> bool {
    let mine =
        |w: String| matches!(w.as_str(), "i" | "we" | "je" | "j'" | "j’" | "nous" | "my" | "our" | "mon" | "notre");
    let subject = cx.kid(p, &[Deprel::Nsubj, Deprel::NsubjPass, Deprel::NmodPoss]);
    match subject {
        Some(s) => mine(cx.lower(s)),
        None if matches!(cx.token(p).deprel, Deprel::Xcomp | Deprel::Conj) && cx.token(p).head != p => {
            cx.kid(cx.token(p).head, &[Deprel::Nsubj]).is_some_and(|s| mine(cx.lower(s)))
        }
        None => false,
    }
}

/// True where the sentence of token `i` is a question.
fn asks(cx: &Cx, i: u32) -> bool {
    let (s, e) = cx.sentence(i);
    const WH: &[&str] = &[
        "who", "what", "when", "why", "how", "which", "where", "qui", "pourquoi", "comment", "quand", "où", "quel",
        "quelle",
    ];
    (s..e).rev().take(3).any(|k| cx.doc.word(k) == "?") && !WH.contains(&cx.lower(s).as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_parses() {
        let mut table = Projection::default();
        table.read(TEXT).unwrap();
        let know = table.of(Lang::En, Part::Verb, "know");
        assert!(know.iter().any(|r| r.not == Truth::Yes));
        let croire = table.of(Lang::Fr, Part::Verb, "croire");
        assert!(croire.iter().any(|r| r.not == Truth::Against));
    }
}
