//! `cargo xtask score [TASK…]`: development corpora in, a table of figures against must and aim out.
//!
//! Predictions come from `trials predict`, figures from the scorers beside the corpora. Scores are not tests: a low one
//! fails nothing.

use crate::{root, run};
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// One corpus with its scorer and the figures asked of it.
struct Trial {
    name: &'static str,
    task: &'static str,
    docs: &'static str,
    scorer: Scorer,
    figures: &'static [Figure],
}

enum Scorer {
    /// A scorer of `../shared/eval` with `--json` and these further arguments.
    Python(&'static str, &'static [&'static str]),
    /// Share of sentences whose type is right.
    Plover,
    /// Precision, recall and F1 of relevance at a likelihood of one half.
    Relevance,
    /// Recall of the gate at its usual line.
    Gate,
    /// `score_reading.py` on every key beside the reports.
    Readings,
}

/// A figure of a scorer's JSON: its path, and what must and should be reached, in percent.
struct Figure(&'static str, &'static str, f64, f64);

const TRIALS: &[Trial] = &[
    Trial {
        name: "muc4",
        task: "muc4",
        docs: "muc4/dev.jsonl",
        scorer: Scorer::Python("score_muc4.py", &[]),
        figures: &[
            Figure("template F1", "template.micro_avg.2", 42.0, 58.0),
            Figure("CEAF-REE F1", "ceaf_ree.micro_avg.2", 46.0, 60.0),
            Figure("incident type F1", "incident_type.2", 68.0, 80.0),
            Figure("relevance F1", "relevance.2", 85.0, 92.0),
        ],
    },
    Trial {
        name: "relevance",
        task: "relevance",
        docs: "muc4/dev.jsonl",
        scorer: Scorer::Relevance,
        figures: &[Figure("F1 at 0.5", "f1", 85.0, 90.0)],
    },
    Trial {
        name: "gate",
        task: "gate",
        docs: "muc4/dev.jsonl",
        scorer: Scorer::Gate,
        figures: &[Figure("recall of conflict reports", "recall", 97.0, 99.0)],
    },
    Trial {
        name: "places-lgl",
        task: "places",
        docs: "geo/lgl.jsonl",
        scorer: Scorer::Python("score_geo.py", &[]),
        figures: &[
            Figure("recognised, overlap F1", "recognition_overlap.f1", 80.0, 90.0),
            Figure("end to end F1 at 161 km", "end_to_end.f1", 65.0, 78.0),
        ],
    },
    Trial {
        name: "places-trnews",
        task: "places",
        docs: "geo/trnews.jsonl",
        scorer: Scorer::Python("score_geo.py", &[]),
        figures: &[
            Figure("recognised, overlap F1", "recognition_overlap.f1", 80.0, 90.0),
            Figure("end to end F1 at 161 km", "end_to_end.f1", 75.0, 85.0),
        ],
    },
    Trial {
        name: "places-given-lgl",
        task: "places-given",
        docs: "geo/lgl.jsonl",
        scorer: Scorer::Python("score_geo.py", &[]),
        figures: &[Figure("acc@161 km", "gold_spans.acc", 80.0, 88.0)],
    },
    Trial {
        name: "places-given-trnews",
        task: "places-given",
        docs: "geo/trnews.jsonl",
        scorer: Scorer::Python("score_geo.py", &[]),
        figures: &[Figure("acc@161 km", "gold_spans.acc", 87.0, 93.0)],
    },
    Trial {
        name: "times-timebank",
        task: "times",
        docs: "time/timebank.jsonl",
        scorer: Scorer::Python("score_time.py", &[]),
        figures: TIMES,
    },
    Trial {
        name: "times-aquaint",
        task: "times",
        docs: "time/aquaint.jsonl",
        scorer: Scorer::Python("score_time.py", &[]),
        figures: TIMES,
    },
    Trial {
        name: "toll-isaf",
        task: "toll-isaf",
        docs: "toll/isaf_dev.jsonl",
        scorer: Scorer::Python("score_toll.py", &["--fields", "killed_min,captured_min"]),
        figures: &[
            Figure("killed_min exact", "killed_min.exact", 93.0, 97.0),
            Figure("captured_min exact", "captured_min.exact", 80.0, 90.0),
        ],
    },
    Trial {
        name: "toll-gun",
        task: "toll-gun",
        docs: "toll/gunviolence_dev.jsonl",
        scorer: Scorer::Python("score_toll.py", &["--fields", "killed,injured"]),
        figures: &[
            Figure("killed exact", "killed.exact", 84.0, 90.0),
            Figure("injured exact", "injured.exact", 75.0, 83.0),
        ],
    },
    Trial {
        name: "attribution",
        task: "attribution",
        docs: "attribution/polnear_dev.jsonl",
        scorer: Scorer::Python("score_attribution.py", &[]),
        figures: &[
            Figure("found (cue overlaps) F1", "attribution.cue_overlap.f1", 65.0, 80.0),
            Figure("source overlap F1", "source.overlap.f1", 62.0, 80.0),
            Figure("content overlap F1", "content.overlap.f1", 62.0, 80.0),
        ],
    },
    Trial {
        name: "plover",
        task: "plover",
        docs: "plover/dev.jsonl",
        scorer: Scorer::Plover,
        figures: &[Figure("type right", "accuracy", 70.0, 85.0)],
    },
    Trial {
        name: "reports",
        task: "reports",
        docs: "../reports",
        scorer: Scorer::Readings,
        figures: &[Figure("mean SCORE of reports", "score", 62.0, 85.0)],
    },
    Trial {
        name: "seed",
        task: "reports",
        docs: "../seed",
        scorer: Scorer::Readings,
        figures: &[Figure("SCORE of the founding article", "score", 90.0, 100.0)],
    },
];

const TIMES: &[Figure] = &[
    Figure("strict F1", "strict.f1", 82.0, 92.0),
    Figure("relaxed F1", "relaxed.f1", 90.0, 95.0),
    Figure("value F1", "value.f1", 78.0, 86.0),
];

/// Scores the trials whose names begin with one of `names`; all of them where none is given.
pub fn score(names: &[String]) -> Result<()> {
    let eval = root().join("../shared/eval");
    if !eval.is_dir() {
        bail!("expected the development corpora in {}, but found no folder there", eval.display());
    }
    let release = names.iter().any(|n| n == "--release");
    let details = names.iter().any(|n| n == "--details");
    let names: Vec<_> = names.iter().filter(|n| !n.starts_with("--")).collect();
    let chosen: Vec<_> =
        TRIALS.iter().filter(|t| names.is_empty() || names.iter().any(|n| t.name.starts_with(n.as_str()))).collect();
    if chosen.is_empty() {
        let all: Vec<_> = TRIALS.iter().map(|t| t.name).collect();
        bail!("expected one of {}, but found {names:?}", all.join(", "));
    }
    run(
        "cargo",
        if release {
            &["build", "--quiet", "--release", "-p", "trials"]
        } else {
            &["build", "--quiet", "-p", "trials"]
        },
    )?;
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    let trials = target.join(if release { "release" } else { "debug" }).join("trials");
    let out = target.join("score");
    std::fs::create_dir_all(&out)?;
    println!("{:<20} {:<32} {:>7} {:>7} {:>7}", "trial", "figure", "now", "must", "aim");
    for trial in chosen {
        match figures(trial, &eval, &trials, &out, details) {
            Ok(json) => {
                for Figure(label, path, must, aim) in trial.figures {
                    let now = at(&json, path).map_or("?".into(), |x| format!("{:.1}", x * 100.0));
                    let mark = match at(&json, path) {
                        Some(x) if x * 100.0 >= *aim => "aim reached",
                        Some(x) if x * 100.0 >= *must => "ok",
                        _ => "below must",
                    };
                    println!("{:<20} {label:<32} {now:>7} {must:>7.1} {aim:>7.1}  {mark}", trial.name);
                }
            }
            Err(e) => println!("{:<20} failed: {e:#}", trial.name),
        }
    }
    println!("\npredictions: {}", out.display());
    Ok(())
}

fn figures(trial: &Trial, eval: &Path, trials: &Path, out: &Path, details: bool) -> Result<Value> {
    let docs = eval.join(trial.docs);
    let input = if trial.task == "places-given" { with_spans(&docs, out)? } else { docs.clone() };
    let predictions = out.join(format!("{}.jsonl", trial.name));
    let file = std::fs::File::create(&predictions)?;
    let status = Command::new(trials).args(["predict", trial.task]).arg(&input).stdout(Stdio::from(file)).status()?;
    if !status.success() {
        bail!("`trials predict {}` ended with {status}", trial.task);
    }
    match trial.scorer {
        Scorer::Python(script, args) => {
            let mut command = Command::new("python3");
            command.arg(eval.join(script)).arg(&docs).arg(&predictions).args(args).arg("--json");
            Ok(serde_json::from_str(&stdout(&mut command)?)?)
        }
        Scorer::Plover => plover(&docs, &predictions, details),
        Scorer::Relevance => relevance(&docs, &predictions),
        Scorer::Gate => gate(&docs, &predictions),
        Scorer::Readings => {
            let mut keys: Vec<_> = std::fs::read_dir(&docs)?.filter_map(|e| Some(e.ok()?.path())).collect();
            keys.retain(|p| p.to_string_lossy().ends_with(".key.json") && !p.to_string_lossy().contains("record"));
            keys.sort();
            let mut command = Command::new("python3");
            command.arg(eval.join("../contract/score_reading.py")).arg(&predictions).args(&keys);
            if details {
                command.arg("--details");
            }
            let table = stdout(&mut command)?;
            print!("{table}");
            let total = table.lines().rev().find(|l| l.starts_with("TOTAL")).context("expected a TOTAL line")?;
            let score: f64 = total.rsplit(' ').next().unwrap_or_default().parse()?;
            Ok(serde_json::json!({ "score": score }))
        }
    }
}

fn stdout(command: &mut Command) -> Result<String> {
    let output = command.stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        bail!("the scorer ended with {}", output.status);
    }
    Ok(String::from_utf8(output.stdout)?)
}

/// The value at a dotted path: keys may hold dots themselves, numbers index arrays.
fn at(json: &Value, path: &str) -> Option<f64> {
    if path.is_empty() {
        return json.as_f64();
    }
    let mut cut = path.len();
    loop {
        let (head, rest) = (&path[..cut], path[cut..].trim_start_matches('.'));
        let next = head.parse::<usize>().ok().and_then(|i| json.get(i)).or_else(|| json.get(head));
        if let Some(found) = next.and_then(|n| at(n, rest)) {
            return Some(found);
        }
        cut = head.rfind('.')?;
    }
}

fn lines(path: &Path) -> Result<Vec<Value>> {
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    text.lines().filter(|l| !l.trim().is_empty()).map(|l| Ok(serde_json::from_str(l)?)).collect()
}

/// The corpus with its gold toponyms as `spans`, and nothing else of its gold.
fn with_spans(docs: &Path, out: &Path) -> Result<PathBuf> {
    let mut text = String::new();
    for mut line in lines(docs)? {
        let spans: Vec<Value> = (line["toponyms"].as_array().into_iter().flatten())
            .map(|t| serde_json::json!({ "start": t["start"], "end": t["end"] }))
            .collect();
        if let Some(doc) = line.as_object_mut() {
            doc.remove("toponyms");
            doc.insert("spans".into(), spans.into());
        }
        text.push_str(&line.to_string());
        text.push('\n');
    }
    let path = out.join(docs.file_name().context("expected a file")?).with_extension("given.jsonl");
    std::fs::write(&path, text)?;
    Ok(path)
}

/// Share of sentences whose type is right; classes of 2016 that PLOVER has since folded are folded.
fn plover(docs: &Path, predictions: &Path, details: bool) -> Result<Value> {
    let fold = |class: &str| match class {
        "DEMAND" => "REQUEST".to_string(),
        "DISAPPROVE" | "INVESTIGATE" => "ACCUSE".to_string(),
        "FIGHT" => "ASSAULT".to_string(),
        other => other.to_string(),
    };
    let (gold, read) = (lines(docs)?, lines(predictions)?);
    let mut right = 0;
    for (g, p) in gold.iter().zip(&read) {
        let (want, got) = (fold(g["event"].as_str().unwrap_or_default()), p["event"].as_str().unwrap_or("-"));
        right += usize::from(want == got);
        if details && want != got {
            println!("  want {want:<10} got {got:<10} {}", g["text"].as_str().unwrap_or_default());
        }
    }
    Ok(serde_json::json!({ "accuracy": right as f64 / gold.len().max(1) as f64 }))
}

/// What share of the reports that have a template the gate lets pass at its usual line.
fn gate(docs: &Path, predictions: &Path) -> Result<Value> {
    /// The usual line (`trials/tagger/gate.py`).
    const LINE: f64 = 0.3;
    let (gold, seen) = (lines(docs)?, lines(predictions)?);
    let told: Vec<bool> = gold
        .iter()
        .zip(&seen)
        .filter(|(g, _)| g["relevant"] == true)
        .map(|(_, p)| p["conflict"].as_f64().unwrap_or(0.0) >= LINE)
        .collect();
    let passed = told.iter().filter(|passed| **passed).count();
    Ok(serde_json::json!({ "recall": passed as f64 / told.len().max(1) as f64 }))
}

/// F1 of "tells of political violence" at a likelihood of one half.
fn relevance(docs: &Path, predictions: &Path) -> Result<Value> {
    let (gold, read) = (lines(docs)?, lines(predictions)?);
    let (mut hit, mut said, mut is) = (0.0, 0.0, 0.0);
    for (g, p) in gold.iter().zip(&read) {
        let (want, got) = (g["relevant"] == true, p["score"].as_f64().unwrap_or(0.0) >= 0.5);
        hit += f64::from(u8::from(want && got));
        said += f64::from(u8::from(got));
        is += f64::from(u8::from(want));
    }
    let f1 = if said + is > 0.0 { 2.0 * hit / (said + is) } else { 0.0 };
    Ok(serde_json::json!({ "f1": f1, "precision": hit / f64::max(said, 1.0), "recall": hit / f64::max(is, 1.0) }))
}
