//! Scores of heads → a tree: every word has one head, one word is the root, there are no circles.
//!
//! "The army said 12 died": said is the root. Each word takes its best head; where that gives two roots or a circle, the
//! cheapest change mends it.

/// The head of each of `n` words by position, the root being its own. `score(dep, head)` with `head == n` is the root's.
pub fn tree(n: usize, score: &[f32], step: usize) -> Vec<usize> {
    let at = |d: usize, h: usize| score[d * step + h];
    let best = |d: usize, from: &dyn Fn(usize) -> bool| {
        let mut top = (f32::MIN, usize::MAX);
        for h in 0..n {
            if h != d && from(h) && at(d, h) > top.0 {
                top = (at(d, h), h);
            }
        }
        top
    };
    if n == 0 {
        return Vec::new();
    }
    let firsts: Vec<(f32, usize)> = (0..n).map(|d| best(d, &|_| true)).collect();
    // The root is the word that gains most by being it.
    let root = (0..n)
        .max_by(|&a, &b| {
            (at(a, n) - firsts[a].0.max(-1e9)).total_cmp(&(at(b, n) - firsts[b].0.max(-1e9))).then(b.cmp(&a))
        })
        .unwrap_or(0);
    let mut heads: Vec<usize> = (0..n).map(|d| if d == root { root } else { firsts[d].1.min(n - 1) }).collect();
    // A word alone with itself as best head can only be the root.
    while let Some(circle) = find_circle(&heads) {
        let mut inside = vec![false; n];
        for &d in &circle {
            inside[d] = true;
        }
        let under = below(&heads, &inside);
        let mut cheapest = (f32::MAX, circle[0], root);
        for &d in &circle {
            let (value, h) = best(d, &|h| !under[h]);
            let loss = at(d, heads[d]) - value;
            if h != usize::MAX && loss < cheapest.0 {
                cheapest = (loss, d, h);
            }
        }
        heads[cheapest.1] = cheapest.2;
    }
    heads
}

/// The words of the first circle that is no root.
fn find_circle(heads: &[usize]) -> Option<Vec<usize>> {
    let mut seen = vec![0u32; heads.len()];
    for start in 0..heads.len() {
        let mark = start as u32 + 1;
        let mut d = start;
        while seen[d] == 0 {
            seen[d] = mark;
            d = heads[d];
        }
        if seen[d] == mark && heads[d] != d {
            let mut circle = vec![d];
            let mut e = heads[d];
            while e != d {
                circle.push(e);
                e = heads[e];
            }
            return Some(circle);
        }
    }
    None
}

/// Which words hang, at any depth, on a word that is `inside`.
fn below(heads: &[usize], inside: &[bool]) -> Vec<bool> {
    let n = heads.len();
    let mut state: Vec<u8> = inside.iter().map(|&i| u8::from(i)).collect();
    let mut path = Vec::new();
    for start in 0..n {
        let mut d = start;
        path.clear();
        while state[d] == 0 && heads[d] != d && path.len() <= n {
            path.push(d);
            d = heads[d];
        }
        let end = if state[d] == 1 { 1 } else { 2 };
        for &p in &path {
            state[p] = end;
        }
    }
    state.iter().map(|&s| s == 1).collect()
}
