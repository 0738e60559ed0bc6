//! The network: embedding rows of words → what each word is, its best head, its relation, its name tag.
//!
//! Words of several sentences lie in one table, a zero row between two sentences, so that a convolution over a word and
//! its neighbours is one multiplication of overlapping rows.

use crate::bytes::Bytes;
use crate::features::{PER_WORD, ROWS};
use crate::kernels::{
    Packed, activate, add, add_activated, attention, multiply, normalise, set_activated, set_sum_activated, sum_rows,
};
use crate::model::{BadModel, Model};

/// Distances between words beyond this share one bias; trials/tagger/model.py says the same.
const REACH: isize = 24;

/// Heads up to this many words away have a score each; then come those up to 12 and 20 words away, and further ones.
/// trials/tagger/model.py says the same.
const NEAR: usize = 8;
const SIDES: usize = NEAR + 3;

/// The sizes of the answers, from the model file's label lists.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sizes {
    pub upos: usize,
    pub feats: usize,
    pub names: usize,
    pub rels: usize,
    arc: usize,
    rel: usize,
}

/// A matrix and what is added: in bytes where the model file says how far the inputs reach, else in floats.
struct Linear {
    weights: Weights,
    bias: Vec<f32>,
}

enum Weights {
    Floats(Packed),
    Bytes(Bytes),
}

struct Norm {
    gain: Vec<f32>,
    shift: Vec<f32>,
}

enum Block {
    /// A word and the words `stride` to its left and right.
    Conv {
        norm: Norm,
        linear: Linear,
        adds: bool,
        stride: usize,
    },
    Attend {
        norm: Norm,
        qkv: Linear,
        out: Linear,
        bias: Vec<f32>,
    },
    Feed {
        norm: Norm,
        a: Linear,
        b: Linear,
    },
}

/// The network with its weights ready to multiply.
pub struct Net {
    scales: Vec<f32>,
    table: &'static [u8],
    embed: usize,
    width: usize,
    heads: usize,
    blocks: Vec<Block>,
    norm: Norm,
    answers: Linear,
    arc_bias: Vec<f32>,
    root: Vec<f32>,
    rel_root: Vec<f32>,
    rel: Linear,
    /// How many answers of each kind there are.
    pub sizes: Sizes,
}

/// Memory for one batch, kept between batches.
#[derive(Default)]
pub struct Scratch {
    x: Vec<f32>,
    y: Vec<f32>,
    z: Vec<f32>,
    wide: Vec<f32>,
    packed: Packed,
    answers: Vec<f32>,
    scores: Vec<f32>,
    bytes: Vec<u8>,
}

/// What the network says of one sentence.
pub struct Answer<'a> {
    /// Words.
    pub len: usize,
    rows: &'a [f32],
    step: usize,
    sizes: Sizes,
    /// Scores of heads: `len` rows of `step_arcs`, the root in column `len`.
    pub arcs: &'a [f32],
    /// Columns of `arcs`.
    pub step_arcs: usize,
}

impl Answer<'_> {
    fn part(&self, word: usize, from: usize, len: usize) -> &[f32] {
        &self.rows[word * self.step + from..][..len]
    }

    /// Scores of the parts of speech of `word`.
    pub fn upos(&self, word: usize) -> &[f32] {
        self.part(word, 0, self.sizes.upos)
    }

    /// Scores of its sets of features.
    pub fn feats(&self, word: usize) -> &[f32] {
        self.part(word, self.sizes.upos, self.sizes.feats)
    }

    /// Scores of its name tags.
    pub fn names(&self, word: usize) -> &[f32] {
        self.part(word, self.sizes.upos + self.sizes.feats, self.sizes.names)
    }
}

impl Linear {
    fn read(model: &Model, name: &str) -> Result<Linear, BadModel> {
        let (w, cols) = model.matrix(&format!("{name}.w"))?;
        let (mut bias, _) = model.matrix(&format!("{name}.b"))?;
        let rows = w.len() / cols.max(1);
        let weights = match model.matrix(&format!("{name}.clip")) {
            Ok((clip, _)) if rows.is_multiple_of(4) => {
                Weights::Bytes(Bytes::new(&w, cols, clip.first().copied().unwrap_or(1.0)))
            }
            _ => Weights::Floats(Packed::new(rows, cols, |r, c| w[r * cols + c])),
        };
        let mut linear = Linear { weights, bias: Vec::new() };
        bias.resize(linear.wide(), 0.0);
        linear.bias = bias;
        Ok(linear)
    }

    fn wide(&self) -> usize {
        match &self.weights {
            Weights::Floats(w) => w.wide(),
            Weights::Bytes(w) => w.wide(),
        }
    }

    fn rows(&self) -> usize {
        match &self.weights {
            Weights::Floats(w) => w.rows,
            Weights::Bytes(w) => w.rows(),
        }
    }

    fn apply(&self, a: &[f32], a_step: usize, n: usize, bytes: &mut Vec<u8>, out: &mut Vec<f32>) {
        out.resize(n * self.wide(), 0.0);
        match &self.weights {
            Weights::Floats(w) => multiply(a, a_step, n, w, &self.bias, out),
            Weights::Bytes(w) => w.multiply(a, a_step, n, &self.bias, bytes, out),
        }
    }
}

impl Norm {
    fn read(model: &Model, name: &str) -> Result<Norm, BadModel> {
        Ok(Norm { gain: model.matrix(&format!("{name}.g"))?.0, shift: model.matrix(&format!("{name}.s"))?.0 })
    }

    fn rows(&self, x: &[f32], width: usize, out: &mut Vec<f32>) {
        out.resize(x.len(), 0.0);
        normalise(x, width, &self.gain, &self.shift, out);
    }
}

impl Net {
    /// Reads and packs the weights.
    pub fn read(model: &Model<'static>) -> Result<Net, BadModel> {
        let settings = model.lines("settings")?;
        let setting = |key: &str| settings.iter().find_map(|l| l.strip_prefix(key)?.strip_prefix(' ')).unwrap_or("");
        let number = |key: &str| {
            setting(key)
                .parse::<usize>()
                .map_err(|_| BadModel(format!("expected a number for `{key}`, but found `{}`", setting(key))))
        };
        let (embed, width, heads) = (number("embed")?, number("width")?, number("heads")?);
        let sizes = Sizes {
            upos: model.lines("upos")?.len(),
            feats: model.numbers("feats")?.len(),
            names: model.lines("names")?.len(),
            rels: model.lines("rels")?.len(),
            arc: number("arc")?,
            rel: number("rel")?,
        };
        let (scales, table, cols) = model.bytes("table")?;
        if cols != embed
            || scales.len() != ROWS
            || heads == 0
            || !width.is_multiple_of(32)
            || !(width / heads).is_multiple_of(16)
        {
            return Err(BadModel(format!(
                "expected a table of {ROWS} rows of {embed}, but found {} of {cols}",
                scales.len()
            )));
        }
        let mut blocks = Vec::new();
        for (i, kind) in setting("blocks").chars().enumerate() {
            let name = |part: &str| format!("{i}.{part}");
            let norm = Norm::read(model, &name("norm"))?;
            blocks.push(match kind {
                'C' | 'D' | 'E' => {
                    let linear = Linear::read(model, &name("w"))?;
                    let adds = linear.rows() == 3 * linear.wide();
                    let stride = match kind {
                        'C' => 1,
                        'D' => 2,
                        _ => 4,
                    };
                    Block::Conv { norm, linear, adds, stride }
                }
                'A' => Block::Attend {
                    norm,
                    qkv: Linear::read(model, &name("qkv"))?,
                    out: Linear::read(model, &name("o"))?,
                    bias: model.matrix(&name("bias"))?.0,
                },
                _ => Block::Feed { norm, a: Linear::read(model, &name("a"))?, b: Linear::read(model, &name("b"))? },
            });
        }
        Ok(Net {
            scales,
            table,
            embed,
            width,
            heads,
            blocks,
            norm: Norm::read(model, "norm")?,
            answers: Linear::read(model, "answers")?,
            arc_bias: model.matrix("arc_bias")?.0,
            root: model.matrix("root")?.0,
            rel_root: model.matrix("rel_root")?.0,
            rel: Linear::read(model, "rel")?,
            sizes,
        })
    }

    /// Reads sentences of `lens` words whose embedding rows lie one after another in `rows`; calls `each` with the number
    /// and the answer of each sentence, which gives back the heads (by position in the sentence, a root its own), and
    /// `tell` with the best relation of each word.
    pub fn run(
        &self,
        lens: &[usize],
        rows: &[[u16; PER_WORD]],
        s: &mut Scratch,
        mut each: impl FnMut(usize, &Answer) -> Vec<usize>,
        mut tell: impl FnMut(usize, usize, usize),
    ) {
        let starts: Vec<usize> = lens.iter().scan(1, |at, n| Some(std::mem::replace(at, *at + n + 1))).collect();
        let total = lens.iter().sum::<usize>() + lens.len() + 1;
        self.look_up(lens, rows, total, &mut s.x);
        let mut now = self.embed;
        for block in &self.blocks {
            match block {
                Block::Conv { norm, linear, adds, stride } => {
                    norm.rows(&s.x, now, &mut s.y);
                    if *stride == 1 {
                        clear_gaps(lens, now, &mut s.y);
                        linear.apply(&s.y, now, total - 2, &mut s.bytes, &mut s.z);
                    } else {
                        side_by_side(lens, now, *stride, &s.y, &mut s.wide);
                        linear.apply(&s.wide, 3 * now, total - 2, &mut s.bytes, &mut s.z);
                    }
                    if *adds {
                        add_activated(&mut s.x[now..], &s.z);
                    } else {
                        s.x.clear();
                        s.x.resize(total * self.width, 0.0);
                        set_activated(&mut s.x[self.width..], &s.z);
                    }
                    now = self.width;
                }
                Block::Attend { norm, qkv, out, bias } => {
                    norm.rows(&s.x, now, &mut s.y);
                    qkv.apply(&s.y, now, total, &mut s.bytes, &mut s.wide);
                    s.y.clear();
                    s.y.resize(total * self.width, 0.0);
                    for (&start, &n) in starts.iter().zip(lens) {
                        self.attend(start, n, bias, s);
                    }
                    out.apply(&s.y, self.width, total, &mut s.bytes, &mut s.z);
                    add(&mut s.x, &s.z);
                }
                Block::Feed { norm, a, b } => {
                    norm.rows(&s.x, now, &mut s.y);
                    a.apply(&s.y, now, total, &mut s.bytes, &mut s.wide);
                    s.y.resize(s.wide.len(), 0.0);
                    set_activated(&mut s.y, &s.wide);
                    b.apply(&s.y, a.wide(), total, &mut s.bytes, &mut s.z);
                    add(&mut s.x, &s.z);
                }
            }
        }
        self.norm.rows(&s.x, self.width, &mut s.y);
        self.answers.apply(&s.y, self.width, total, &mut s.bytes, &mut s.answers);
        let step = self.answers.wide();
        let first = self.sizes.upos + self.sizes.feats + self.sizes.names;
        let (arc, rel) = (self.sizes.arc, self.sizes.rel);
        for (i, (&start, &n)) in starts.iter().zip(lens).enumerate() {
            self.score_arcs(start, n, first, s);
            self.score_distances(start, n, first + 2 * arc + 2 * rel, s);
            let rows = &s.answers[start * step..][..n * step];
            let answer = Answer { len: n, rows, step, sizes: self.sizes, arcs: &s.scores, step_arcs: s.packed.wide() };
            let heads = each(i, &answer);
            s.y.resize(n * rel, 0.0);
            for (d, y) in s.y.chunks_exact_mut(rel).take(n).enumerate() {
                let dep = &rows[d * step + first + 2 * arc..][..rel];
                let h = heads[d];
                let head = if h == d { &self.rel_root[..] } else { &rows[h * step + first + 2 * arc + rel..][..rel] };
                set_sum_activated(y, dep, head);
            }
            self.rel.apply(&s.y, rel, n, &mut s.bytes, &mut s.z);
            for d in 0..n {
                tell(i, d, best(&s.z[d * self.rel.wide()..][..self.sizes.rels]));
            }
        }
    }

    fn look_up(&self, lens: &[usize], rows: &[[u16; PER_WORD]], total: usize, x: &mut Vec<f32>) {
        let e = self.embed;
        x.clear();
        x.resize(total * e, 0.0);
        let mut words = rows.iter();
        let mut at = 1;
        for &n in lens {
            for _ in 0..n {
                let to = &mut x[at * e..][..e];
                at += 1;
                sum_rows(to, words.next().map_or(&[][..], |r| &r[..]), &self.scales, self.table);
            }
            at += 1;
        }
    }

    /// Attention of the sentence at `start`: queries, keys and values stand in `s.wide`, the answer goes to `s.y`.
    fn attend(&self, start: usize, n: usize, bias: &[f32], s: &mut Scratch) {
        let (w, size) = (self.width, self.width / self.heads);
        let step = 3 * w;
        let scale = 1.0 / (size as f32).sqrt();
        let span = 2 * REACH as usize + 1;
        let mut far = Vec::with_capacity(n);
        for head in 0..self.heads {
            let at = start * step + head * size;
            let wide = &s.wide;
            s.packed.fill(size, n, |r, c| wide[at + c * step + w + r]);
            let columns = s.packed.wide();
            s.scores.resize(n * columns, 0.0);
            multiply(&wide[at..], step, n, &s.packed, &[], &mut s.scores);
            for (i, row) in s.scores.chunks_exact_mut(columns).enumerate().take(n) {
                // The bias of distance 0 stands in the middle; beyond REACH the ends are repeated.
                let line: &[f32] = &bias[head * span..][..span];
                far.clear();
                far.extend((0..n).map(|j| line[((j as isize - i as isize).clamp(-REACH, REACH) + REACH) as usize]));
                attention(&mut row[..n], scale, &far);
            }
            s.packed.fill(n, size, |r, c| wide[at + r * step + 2 * w + c]);
            let out = s.packed.wide();
            s.z.resize(n * out, 0.0);
            multiply(&s.scores, columns, n, &s.packed, &[], &mut s.z);
            for i in 0..n {
                s.y[(start + i) * w + head * size..][..size].copy_from_slice(&s.z[i * out..][..size]);
            }
        }
    }

    /// Scores of heads of the sentence at `start` into `s.scores`, the root's in column `n`.
    fn score_arcs(&self, start: usize, n: usize, first: usize, s: &mut Scratch) {
        let arc = self.sizes.arc;
        let step = self.answers.wide();
        let all = &s.answers;
        let head = |c: usize, r: usize| {
            if c == n { self.root[r] } else { activate(all[(start + c) * step + first + arc + r]) }
        };
        s.packed.fill(arc, n + 1, |r, c| head(c, r));
        s.z.resize(n * arc, 0.0);
        for (d, z) in s.z.chunks_exact_mut(arc).take(n).enumerate() {
            let dep = &all[(start + d) * step + first..][..arc];
            for ((z, v), b) in z.iter_mut().zip(dep).zip(&self.arc_bias) {
                *z = activate(*v) * (1.0 / (arc as f32).sqrt()) + b;
            }
        }
        s.scores.resize(n * s.packed.wide(), 0.0);
        multiply(&s.z, arc, n, &s.packed, &[], &mut s.scores);
    }

    /// Adds to each word's scores of heads what it says, from column `first` on, of how far off its head is.
    fn score_distances(&self, start: usize, n: usize, first: usize, s: &mut Scratch) {
        let (step, columns) = (self.answers.wide(), s.packed.wide());
        for d in 0..n {
            let far = &s.answers[(start + d) * step + first..][..2 * SIDES];
            let row = &mut s.scores[d * columns..][..n];
            for (h, x) in row.iter_mut().enumerate() {
                *x += far[distance(h.abs_diff(d)) + if h > d { SIDES } else { 0 }];
            }
        }
    }
}

/// For each row but the first and the last: the words `stride` to its left, itself, and `stride` to its right; zero
/// beyond its sentence.
fn side_by_side(lens: &[usize], width: usize, stride: usize, y: &[f32], out: &mut Vec<f32>) {
    out.clear();
    out.resize((y.len() / width - 2) * 3 * width, 0.0);
    let mut start = 1;
    for &n in lens {
        for i in 0..n {
            let to = &mut out[(start + i - 1) * 3 * width..][..3 * width];
            let row = |i: usize| &y[(start + i) * width..][..width];
            if i >= stride {
                to[..width].copy_from_slice(row(i - stride));
            }
            to[width..2 * width].copy_from_slice(row(i));
            if i + stride < n {
                to[2 * width..].copy_from_slice(row(i + stride));
            }
        }
        start += n + 1;
    }
}

/// Sets the rows before, between and after sentences to zero.
fn clear_gaps(lens: &[usize], width: usize, y: &mut [f32]) {
    let mut at = 0;
    y[..width].fill(0.0);
    for n in lens {
        at += n + 1;
        y[at * width..][..width].fill(0.0);
    }
}

/// The number of the score of a head `words` away.
fn distance(words: usize) -> usize {
    match words {
        0 => 0,
        1..=NEAR => words - 1,
        9..=12 => NEAR,
        13..=20 => NEAR + 1,
        _ => NEAR + 2,
    }
}

/// The place of the highest number.
pub fn best(x: &[f32]) -> usize {
    let mut top = 0;
    for (i, v) in x.iter().enumerate() {
        if *v > x[top] {
            top = i;
        }
    }
    top
}
