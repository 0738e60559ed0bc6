//! Syntax: CoNLL-U in, CoNLL-U out, from the tagger alone.
//!
//! The tagger keeps French contractions whole; the treebanks cut them. Here `du` goes in as one word and comes out as
//! `de`, a preposition, and `le`, an article, both on the noun.

use anyhow::{Context, Result};
use std::io::Write;
use std::path::Path;
use tarikh::tagger::{Tagger, Word, split_sentences, split_tokens};
use tarikh::types::{Feats, Lang, Sentence, Span, Upos};

/// A word of the output, with its head by place in the output sentence.
struct Row {
    form: String,
    lemma: String,
    upos: Upos,
    feats: Feats,
    head: usize,
    rel: String,
    misc: String,
}

/// A sentence of the input.
#[derive(Default)]
struct Given {
    comments: Vec<String>,
    /// Form and MISC of every word.
    words: Vec<(String, String)>,
    /// First word, one past the last, the line as it stands.
    ranges: Vec<(usize, usize, String)>,
}

/// Gold sentences and tokens in, all columns out.
pub fn predict(file: &Path, limit: usize, out: &mut impl Write) -> Result<()> {
    let input = std::fs::read_to_string(file).with_context(|| format!("cannot open {}", file.display()))?;
    let lang = language(&input);
    let given: Vec<Given> = sentences(&input).into_iter().take(limit).collect();
    let mut forms = Vec::new();
    let mut bounds = Vec::new();
    // For every word handed to the tagger, the first word of the input it stands for and how many.
    let mut origin = Vec::new();
    for g in &given {
        let start = forms.len() as u32;
        let mut i = 0;
        while i < g.words.len() {
            let whole = g
                .ranges
                .iter()
                .find(|r| r.0 == i && lang == Lang::Fr)
                .map(|r| (r.1, r.2.split('\t').nth(1).unwrap_or("")));
            match whole {
                Some((end, form)) if g.words[i..end].iter().map(|w| w.0.as_str()).collect::<String>() != form => {
                    forms.push(form);
                    origin.push((i, end - i));
                    i = end;
                }
                _ => {
                    forms.push(&g.words[i].0);
                    origin.push((i, 1));
                    i += 1;
                }
            }
        }
        bounds.push(Sentence { start, end: forms.len() as u32 });
    }
    let (words, _) = Tagger::embedded().tag_words(&forms, &bounds, lang);
    for (g, b) in given.iter().zip(&bounds) {
        let range = b.start as usize..b.end as usize;
        let cuts: Vec<Vec<String>> = origin[range.clone()]
            .iter()
            .map(|&(first, n)| g.words[first..first + n].iter().map(|w| w.0.clone()).collect())
            .collect();
        let mut rows = rows_of(&words[range], b.start, &cuts);
        for (row, word) in rows.iter_mut().zip(&g.words) {
            row.misc.clone_from(&word.1);
        }
        for c in &g.comments {
            writeln!(out, "{c}")?;
        }
        write_rows(&rows, &g.ranges, out)?;
    }
    Ok(())
}

/// From the `# text` lines alone: sentences and tokens are the tagger's own. Texts of one paragraph are joined with a
/// space, as the raw file had them; `# newpar` and `# newdoc` begin a paragraph.
pub fn predict_raw(file: &Path, limit: usize, out: &mut impl Write) -> Result<()> {
    let input = std::fs::read_to_string(file).with_context(|| format!("cannot open {}", file.display()))?;
    let lang = language(&input);
    let mut texts: Vec<String> = Vec::new();
    for g in sentences(&input).into_iter().take(limit) {
        let has = |key: &str| g.comments.iter().any(|c| c.starts_with(key));
        let text = g.comments.iter().find_map(|c| c.strip_prefix("# text = ")).unwrap_or_default();
        match texts.last_mut() {
            Some(doc) if !has("# newdoc") => {
                doc.push_str(if has("# newpar") { "\n\n" } else { " " });
                doc.push_str(text);
            }
            _ => texts.push(text.to_string()),
        }
    }
    for text in &texts {
        let spans = split_tokens(text, lang);
        let bounds = split_sentences(text, &spans, lang);
        let forms: Vec<&str> = spans.iter().map(|s| s.of(text)).collect();
        let (words, _) = Tagger::embedded().tag_words(&forms, &bounds, lang);
        for b in &bounds {
            let range = b.start as usize..b.end as usize;
            write_raw(text, lang, &spans[range.clone()], &words[range], b.start, out)?;
        }
    }
    Ok(())
}

fn write_raw(text: &str, lang: Lang, spans: &[Span], words: &[Word], base: u32, out: &mut impl Write) -> Result<()> {
    let cuts: Vec<Vec<String>> =
        spans.iter().zip(words).map(|(s, w)| cut_contraction(s.of(text), w.upos, lang)).collect();
    let mut rows = rows_of(words, base, &cuts);
    let mut ranges = Vec::new();
    let mut at = 0;
    for (i, (span, cut)) in spans.iter().zip(&cuts).enumerate() {
        let glued = spans.get(i + 1).is_some_and(|n| n.start == span.end);
        let misc = if glued { "SpaceAfter=No" } else { "_" };
        if cut.len() > 1 {
            let line = format!("{}-{}\t{}{}\t{misc}", at + 1, at + cut.len(), span.of(text), "\t_".repeat(7));
            ranges.push((at, at + cut.len(), line));
        } else {
            rows[at].misc = misc.to_string();
        }
        at += cut.len();
    }
    if let (Some(first), Some(last)) = (spans.first(), spans.last()) {
        writeln!(out, "# text = {}", first.cover(*last).of(text).split_whitespace().collect::<Vec<_>>().join(" "))?;
    }
    write_rows(&rows, &ranges, out)
}

/// The words of the treebanks for one word of the tagger.
fn cut_contraction(form: &str, upos: Upos, lang: Lang) -> Vec<String> {
    let low = form.to_lowercase();
    let parts: &[&str] = match low.as_str() {
        _ if lang == Lang::En => &[],
        "du" if upos == Upos::Adp => &["de", "le"],
        "des" if upos == Upos::Adp => &["de", "les"],
        "au" if upos == Upos::Adp => &["à", "le"],
        "aux" if upos == Upos::Adp => &["à", "les"],
        "auquel" => &["à", "lequel"],
        "auxquels" => &["à", "lesquels"],
        "auxquelles" => &["à", "lesquelles"],
        "duquel" => &["de", "lequel"],
        "desquels" => &["de", "lesquels"],
        "desquelles" => &["de", "lesquelles"],
        _ => &[],
    };
    if parts.is_empty() { vec![form.to_string()] } else { parts.iter().map(|p| p.to_string()).collect() }
}

/// Rows of one sentence; `cuts` gives for each word the forms it stands for.
fn rows_of(words: &[Word], base: u32, cuts: &[Vec<String>]) -> Vec<Row> {
    let firsts: Vec<usize> = cuts.iter().scan(0, |at, c| Some(std::mem::replace(at, *at + c.len()))).collect();
    // `auquel` is its pronoun: others hang on its second word.
    let place = |i: usize| firsts[i] + usize::from(is_which(&cuts[i]));
    let mut rows = Vec::new();
    for (i, w) in words.iter().enumerate() {
        let h = (w.head - base) as usize;
        let head = if h == i { 0 } else { place(h) + 1 };
        let row = |form: &str, lemma: &str, upos, feats, head, rel: &str| Row {
            form: form.to_string(),
            lemma: lemma.to_string(),
            upos,
            feats,
            head,
            rel: rel.to_string(),
            misc: "_".into(),
        };
        let cut = &cuts[i];
        if cut.len() == 1 {
            rows.push(row(&cut[0], &w.lemma, w.upos, w.feats, head, w.rel));
        } else if is_which(cut) {
            rows.push(row(&cut[0], &cut[0].to_lowercase(), Upos::Adp, Feats(0), firsts[i] + 2, "case"));
            rows.push(row(&cut[1], "lequel", Upos::Pron, w.feats, head, w.rel));
        } else {
            let rel = if w.rel == "det" { "case" } else { w.rel };
            rows.push(row(&cut[0], &cut[0].to_lowercase(), Upos::Adp, Feats(0), head, rel));
            for form in &cut[1..] {
                let plural = Feats(if form.to_lowercase().ends_with('s') { Feats::PLURAL.0 } else { 0 });
                rows.push(row(form, "le", Upos::Det, plural, if head == 0 { firsts[i] + 1 } else { head }, "det"));
            }
        }
    }
    rows
}

fn is_which(cut: &[String]) -> bool {
    cut.len() > 1 && cut[1].to_lowercase().contains("quel")
}

fn write_rows(rows: &[Row], ranges: &[(usize, usize, String)], out: &mut impl Write) -> Result<()> {
    let mut ranges = ranges.iter().peekable();
    for (i, r) in rows.iter().enumerate() {
        if let Some((_, _, line)) = ranges.next_if(|range| range.0 == i) {
            writeln!(out, "{line}")?;
        }
        let upos = format!("{:?}", r.upos).to_uppercase();
        let (feats, head, rel) = (feats(r.feats, r.upos), r.head, &r.rel);
        writeln!(out, "{}\t{}\t{}\t{upos}\t_\t{feats}\t{head}\t{rel}\t_\t{}", i + 1, r.form, r.lemma, r.misc)?;
    }
    writeln!(out)?;
    Ok(())
}

/// The FEATS column, as far as the tagger reads it.
fn feats(f: Feats, upos: Upos) -> String {
    let has = |x| f.has(x);
    let mut list = Vec::new();
    if has(Feats::FEM) {
        list.push("Gender=Fem");
    }
    let finite = has(Feats::PAST) || has(Feats::PRES) && !has(Feats::PART) || has(Feats::FUT) || has(Feats::IMP);
    if matches!(upos, Upos::Verb | Upos::Aux) {
        if has(Feats::COND) {
            list.push("Mood=Cnd");
        } else if has(Feats::IMPER) {
            list.push("Mood=Imp");
        } else if has(Feats::SUBJ) {
            list.push("Mood=Sub");
        } else if finite {
            list.push("Mood=Ind");
        }
    }
    match upos {
        _ if has(Feats::PLURAL) => list.push("Number=Plur"),
        Upos::Noun | Upos::Propn => list.push("Number=Sing"),
        _ => {}
    }
    if has(Feats::PAST) || has(Feats::PART) && !has(Feats::PRES) {
        list.push("Tense=Past");
    } else if has(Feats::PRES) {
        list.push("Tense=Pres");
    } else if has(Feats::FUT) {
        list.push("Tense=Fut");
    } else if has(Feats::IMP) {
        list.push("Tense=Imp");
    }
    if has(Feats::INF) {
        list.push("VerbForm=Inf");
    } else if has(Feats::GER) && !has(Feats::PART) {
        list.push("VerbForm=Ger");
    } else if has(Feats::PART) {
        list.push("VerbForm=Part");
    } else if finite || has(Feats::COND) || has(Feats::SUBJ) || has(Feats::IMPER) {
        list.push("VerbForm=Fin");
    }
    if has(Feats::PASS) {
        list.push("Voice=Pass");
    }
    if list.is_empty() { "_".into() } else { list.join("|") }
}

fn language(input: &str) -> Lang {
    let text: String =
        input.lines().filter_map(|l| l.strip_prefix("# text = ")).take(200).collect::<Vec<_>>().join("\n");
    tarikh::report::as_it_stands(&text).lang
}

fn sentences(input: &str) -> Vec<Given> {
    let mut all = Vec::new();
    let mut now = Given::default();
    for line in input.lines().chain([""]) {
        if line.is_empty() {
            if !now.words.is_empty() {
                all.push(std::mem::take(&mut now));
            }
            continue;
        }
        if line.starts_with('#') {
            now.comments.push(line.to_string());
            continue;
        }
        let mut cells = line.split('\t');
        let (id, form) = (cells.next().unwrap_or(""), cells.next().unwrap_or("_"));
        if let Some((a, b)) = id.split_once('-') {
            let first = a.parse::<usize>().unwrap_or(1).saturating_sub(1);
            now.ranges.push((first, b.parse().unwrap_or(first), line.to_string()));
        } else if !id.contains('.') {
            now.words.push((form.to_string(), cells.nth(7).unwrap_or("_").to_string()));
        }
    }
    all
}
