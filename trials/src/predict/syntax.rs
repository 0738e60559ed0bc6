//! Syntax: CoNLL-U in, CoNLL-U out, from the tagger alone.

use anyhow::{Context, Result};
use std::io::Write;
use std::path::Path;
use tarikh::types::{Lang, Tagged};

/// Gold sentences and tokens in, all columns out.
pub fn predict(_file: &Path, _limit: usize, _out: &mut impl Write) -> Result<()> {
    anyhow::bail!("expected a tagger that takes gold tokens, but found only the simple tokeniser")
}

/// From the `# text` lines alone: sentences and tokens are the tagger's own.
pub fn predict_raw(file: &Path, limit: usize, out: &mut impl Write) -> Result<()> {
    let input = std::fs::read_to_string(file).with_context(|| format!("cannot open {}", file.display()))?;
    let lang = if file.to_string_lossy().contains("_fr_") { Lang::Fr } else { Lang::En };
    let reader = tarikh::Reader::new();
    for text in input.lines().filter_map(|l| l.strip_prefix("# text = ")).take(limit) {
        write_sentences(text, &reader.tag(text, lang), out)?;
    }
    Ok(())
}

fn write_sentences(text: &str, tagged: &Tagged, out: &mut impl Write) -> Result<()> {
    for sentence in &tagged.sentences {
        writeln!(out, "# text = {text}")?;
        for i in sentence.start..sentence.end {
            let token = &tagged.tokens[i as usize];
            let head = if token.head == i { 0 } else { token.head.saturating_sub(sentence.start) + 1 };
            let upos = format!("{:?}", token.upos).to_uppercase();
            let deprel = format!("{:?}", token.deprel).to_lowercase();
            let (id, form) = (i - sentence.start + 1, token.span.of(text));
            writeln!(out, "{id}\t{form}\t{}\t{upos}\t_\t_\t{head}\t{deprel}\t_\t_", token.lemma)?;
        }
        writeln!(out)?;
    }
    Ok(())
}
