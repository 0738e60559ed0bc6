//! The forms of a lexicon's word, so that a trigger is found even where the tagger's lemma is wrong.
//!
//! "kidnap" → kidnap, kidnaps, kidnapped, kidnapping; "tuer" → tue, tué, tuée, tuent … Only what news writes is made;
//! other forms are found by their lemma.

use types::Lang;

const IRREGULAR_EN: &[(&str, &str)] = &[
    ("shoot", "shot shoots shooting"),
    ("take", "took taken takes taking"),
    ("hold", "held holds holding"),
    ("fight", "fought fights fighting"),
    ("strike", "struck strikes striking stricken"),
    ("hit", "hits hitting"),
    ("set", "sets setting"),
    ("blow", "blew blown blows blowing"),
    ("burn", "burnt burned burns burning"),
    ("steal", "stole stolen steals stealing"),
    ("slay", "slew slain slays slaying"),
    ("break", "broke broken breaks breaking"),
    ("beat", "beaten beats beating"),
    ("flee", "fled flees fleeing"),
    ("leave", "left leaves leaving"),
    ("go", "went gone goes going"),
    ("come", "came comes coming"),
    ("meet", "met meets meeting"),
    ("give", "gave given gives giving"),
    ("lay", "laid lays laying"),
    ("pay", "paid pays paying"),
    ("lose", "lost loses losing"),
    ("fall", "fell fallen falls falling"),
    ("find", "found finds finding"),
    ("put", "puts putting"),
    ("cut", "cuts cutting"),
    ("shut", "shuts shutting"),
    ("let", "lets letting"),
    ("hurt", "hurts hurting"),
    ("throw", "threw thrown throws throwing"),
    ("mow", "mowed mown mows mowing"),
    ("drive", "drove driven drives driving"),
    ("withdraw", "withdrew withdrawn withdraws withdrawing"),
    ("overrun", "overran overruns overrunning"),
    ("overthrow", "overthrew overthrown overthrows overthrowing"),
    ("make", "made makes making"),
    ("stand", "stood stands standing"),
    ("step", "stepped steps stepping"),
    ("send", "sent sends sending"),
    ("feed", "fed feeds feeding"),
    ("forgive", "forgave forgiven forgives forgiving"),
    ("write", "wrote written writes writing"),
    ("say", "said says saying"),
    ("be", "is are was were been being"),
    ("seek", "sought seeks seeking"),
    ("tell", "told tells telling"),
    ("fly", "flew flown flies flying"),
    ("hang", "hanged hung hangs hanging"),
    ("die", "died dies dying"),
    ("forbid", "forbade forbidden forbids forbidding"),
    ("quit", "quits quitting"),
    ("bet", "bets betting"),
    ("win", "won wins winning"),
    ("sever", "severed severs severing"),
    ("sue", "sued sues suing"),
    ("begin", "began begun begins beginning"),
    ("undertake", "undertook undertaken undertakes undertaking"),
    ("do", "did done does doing"),
    ("keep", "kept keeps keeping"),
    ("tear", "tore torn tears tearing"),
    ("slit", "slits slitting"),
    ("swear", "swore sworn swears swearing"),
    ("sink", "sank sunk sinks sinking"),
    ("bring", "brought brings bringing"),
    ("lead", "led leads leading"),
    ("dig", "dug digs digging"),
    ("bleed", "bled bleeds bleeding"),
    ("catch", "caught catches catching"),
    ("cast", "casts casting"),
    ("spread", "spreads spreading"),
    ("sweep", "swept sweeps sweeping"),
    ("thrust", "thrusts thrusting"),
    ("run", "ran runs running"),
    ("sit", "sat sits sitting"),
    ("ride", "rode ridden rides riding"),
    ("bear", "bore borne bears bearing"),
    ("strip", "stripped strips stripping"),
    ("bind", "bound binds binding"),
];

const IRREGULAR_FR: &[(&str, &str)] = &[
    ("prendre", "prend prennent pris prise prises prit prirent prenant prenait"),
    ("surprendre", "surprend surpris surprise surprises surprirent surprit"),
    ("reprendre", "reprend reprennent repris reprise reprises reprit reprenant"),
    ("mettre", "met mettent mis mise mises mit mirent mettant mettait"),
    ("ouvrir", "ouvre ouvrent ouvert ouverte ouverts ouvertes ouvrant ouvrit"),
    ("rouvrir", "rouvre rouvrent rouvert rouverte rouvrira"),
    ("abattre", "abat abattent abattu abattue abattus abattues abattit abattirent abattaient abattait abattant"),
    ("battre", "bat battent battu battue battus battues battaient"),
    ("combattre", "combat combattent combattu combattre combattant combattaient"),
    ("tendre", "tend tendent tendu tendue tendit"),
    ("investir", "investit investissent investi investie investis investies"),
    ("envahir", "envahit envahissent envahi envahie envahis envahies"),
    ("mourir", "meurt meurent mort morte morts mortes mourut moururent mourant"),
    ("périr", "périt périssent péri périrent"),
    ("perdre", "perd perdent perdu perdue perdus perdit perdirent perdant"),
    ("détruire", "détruit détruite détruits détruites détruisent détruisant détruisit"),
    ("démentir", "dément démentent démenti démentie démentit"),
    ("saisir", "saisit saisissent saisi saisie saisis saisies"),
    ("conquérir", "conquis conquise conquises"),
    ("tenir", "tient tiennent tenu tenue tenus tint tenait"),
    ("conclure", "conclut concluent conclu conclue conclus conclues"),
    ("recevoir", "reçoit reçoivent reçu reçue reçus reçut"),
    ("fuir", "fuit fuient fui fuyant fuyaient fuyait"),
    ("enfuir", "enfuit enfui enfuie enfuis enfuient"),
    ("rendre", "rend rendent rendu rendue rendus rendues rendit rendirent"),
    ("secourir", "secourt secouru secourue secourus"),
    ("fournir", "fournit fournissent fourni fournie fournis"),
    ("faire", "fait font faite faits faites fit firent faisant faisait"),
    ("interdire", "interdit interdite interdits interdites interdisent"),
    ("restreindre", "restreint restreinte"),
    ("dissoudre", "dissous dissoute dissout"),
    ("suspendre", "suspend suspendu suspendue suspendus suspendues suspendent"),
    ("rompre", "rompt rompu rompue rompus rompent rompit"),
    ("promettre", "promet promettent promis promise promit"),
    ("convenir", "convient convenu convenue convinrent"),
    ("détenir", "détient détenu détenue détenus détenues"),
    ("retenir", "retient retenu retenue retenus retenues"),
    ("soutenir", "soutient soutiennent soutenu soutenue soutenus"),
    ("accueillir", "accueille accueilli accueillie accueillis accueillit"),
    ("réunir", "réunit réunissent réuni réunie réunis réunies"),
    ("élire", "élit élu élue élus"),
    ("reconnaître", "reconnaît reconnu reconnue reconnut reconnaissent"),
    ("disparaître", "disparaît disparu disparue disparus disparues"),
    ("servir", "sert servi"),
    ("courir", "court couru"),
    ("avertir", "avertit averti avertie avertis"),
    ("enquérir", "enquis"),
    ("ravir", "ravi ravie ravis"),
    ("démettre", "démis démise"),
    ("descendre", "descend descendu descendus descendues descendent descendirent"),
    ("pendre", "pendu pendus pendue"),
    ("assaillir", "assailli assaillie assaillis assaillies"),
    ("écrire", "écrit écrite écrits"),
    ("poursuivre", "poursuit poursuivent poursuivi poursuivie poursuivis"),
    ("défendre", "défend défendent défendu défendue"),
];

const DOUBLING_EN: &[&str] = &[
    "rob", "stab", "gun", "plan", "ban", "jam", "stop", "plot", "kidnap", "club", "rebut", "mob", "nab", "whip", "pin",
    "slam", "ram", "rip", "drag", "grab", "snub", "swap", "trap", "admit", "commit", "permit", "expel", "compel",
    "repel", "beg", "wrap", "bar", "scrap", "shrug", "drop", "step", "lob", "tip", "bog", "tug", "pop", "chop", "clip",
];

/// The forms of a verb, the verb itself first.
pub fn verb(word: &str, lang: Lang) -> Vec<String> {
    let mut out = vec![word.to_string()];
    let table = if lang == Lang::En { IRREGULAR_EN } else { IRREGULAR_FR };
    if let Some((_, forms)) = table.iter().find(|(lemma, _)| *lemma == word) {
        out.extend(forms.split(' ').map(str::to_string));
        return out;
    }
    match lang {
        Lang::En => {
            let last = word.chars().last().unwrap_or(' ');
            let before = word.chars().rev().nth(1).unwrap_or(' ');
            if let Some(stem) = word.strip_suffix('e') {
                let ing = if word.ends_with("ee") { format!("{word}ing") } else { format!("{stem}ing") };
                out.extend([format!("{word}s"), format!("{word}d"), ing]);
            } else if last == 'y' && !"aeiou".contains(before) {
                let stem = &word[..word.len() - 1];
                out.extend([format!("{stem}ies"), format!("{stem}ied"), format!("{word}ing")]);
            } else {
                let double = DOUBLING_EN.contains(&word);
                let stem = if double { format!("{word}{last}") } else { word.to_string() };
                let es = ["s", "sh", "ch", "x", "z", "o"].iter().any(|e| word.ends_with(e));
                out.extend([
                    format!("{word}{}", if es { "es" } else { "s" }),
                    format!("{stem}ed"),
                    format!("{stem}ing"),
                ]);
            }
        }
        Lang::Fr => {
            if let Some(stem) = word.strip_suffix("er") {
                let soft = if stem.ends_with('g') { "e" } else { "" };
                for end in ["e", "es", "ent", "é", "ée", "és", "ées", "er", "èrent", "era", "eront", "erait", "eraient"]
                {
                    out.push(format!("{stem}{end}"));
                }
                for end in ["ait", "aient", "ant", "a"] {
                    out.push(format!("{stem}{soft}{end}"));
                }
                // "assiéger" → "assiègent"
                if let Some(at) = stem
                    .rfind('é')
                    .filter(|&at| at > 0 && stem[at + 'é'.len_utf8()..].chars().all(|c| !"aeiouyéèêi".contains(c)))
                {
                    let (front, back) = (&stem[..at], &stem[at + 'é'.len_utf8()..]);
                    out.extend(["e", "es", "ent"].map(|end| format!("{front}è{back}{end}")));
                }
                if let Some(core) = stem.strip_suffix("el") {
                    out.extend([format!("{core}elle"), format!("{core}ellent")]);
                }
                if let Some(core) = stem.strip_suffix("et") {
                    out.extend([format!("{core}ette"), format!("{core}ettent")]);
                }
                if let Some(core) = stem.strip_suffix("ev") {
                    out.extend([format!("{core}ève"), format!("{core}èvent")]);
                }
            } else if let Some(stem) = word.strip_suffix("ir") {
                for end in ["it", "issent", "i", "ie", "is", "ies", "issait", "issant", "irent"] {
                    out.push(format!("{stem}{end}"));
                }
            }
        }
    }
    out
}

/// The singular and plural of a noun, which may be of several words; the head takes the plural.
pub fn noun(word: &str, lang: Lang) -> Vec<String> {
    let mut out = vec![word.to_string()];
    match lang {
        Lang::En => {
            if word.ends_with("man") {
                out.push(format!("{}en", &word[..word.len() - 2]));
            } else if let Some(stem) = word.strip_suffix('y').filter(|s| !s.ends_with(['a', 'e', 'o', 'u'])) {
                out.push(format!("{stem}ies"));
            } else if ["s", "sh", "ch", "x"].iter().any(|e| word.ends_with(e)) {
                out.push(format!("{word}es"));
            } else {
                out.push(format!("{word}s"));
            }
            match word {
                "child" => out.push("children".into()),
                "woman" => out.push("women".into()),
                "wife" => out.push("wives".into()),
                "knife" => out.push("knives".into()),
                _ => {}
            }
        }
        Lang::Fr => {
            let words: Vec<&str> = word.split(' ').collect();
            if let [first, rest @ ..] = words.as_slice() {
                let plural = match *first {
                    w if w.ends_with(['s', 'x']) => w.to_string(),
                    w if w.ends_with("eau") || w.ends_with("eu") => format!("{w}x"),
                    w if w.ends_with("al") => format!("{}aux", &w[..w.len() - 2]),
                    w => format!("{w}s"),
                };
                let mut all = vec![plural];
                all.extend(rest.iter().map(|w| match *w {
                    "de" | "des" | "du" | "à" | "en" | "la" | "le" => w.to_string(),
                    w if w.ends_with('s') || w.contains('\'') => w.to_string(),
                    w => format!("{w}s"),
                }));
                out.push(all.join(" "));
            }
        }
    }
    out.dedup();
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn english_and_french_forms() {
        assert!(verb("kidnap", Lang::En).contains(&"kidnapped".into()));
        assert!(verb("seize", Lang::En).contains(&"seizing".into()));
        assert!(verb("égorger", Lang::Fr).contains(&"égorgeaient".into()));
        assert!(noun("gunman", Lang::En).contains(&"gunmen".into()));
        assert!(noun("homme armé", Lang::Fr).contains(&"hommes armés".into()));
    }
}
