//! The dependency tree turned round: the children and the extent of every token.
//!
//! In: the tags. Out: [`Tree`], built once in linear time, so that no rule walks a sentence for every token. Heads that
//! form a ring (a model may err) leave their tokens with their own extent.

use types::Tagged;

/// A range of tokens, end exclusive.
pub type Range = (u32, u32);

/// Children and extents.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    first: Vec<u32>,
    kids: Vec<u32>,
    left: Vec<u32>,
    right: Vec<u32>,
}

impl Tree {
    /// Turns the heads of `tagged` round.
    pub fn new(tagged: &Tagged) -> Tree {
        let n = tagged.tokens.len();
        let head = |i: usize| (tagged.tokens[i].head as usize).min(n.saturating_sub(1));
        let mut first = vec![0u32; n + 1];
        for i in 0..n {
            if head(i) != i {
                first[head(i) + 1] += 1;
            }
        }
        for i in 0..n {
            first[i + 1] += first[i];
        }
        let mut next = first.clone();
        let mut kids = vec![0u32; first[n] as usize];
        let mut waiting: Vec<u32> = (0..n).map(|i| first[i + 1] - first[i]).collect();
        for i in 0..n {
            if head(i) != i {
                kids[next[head(i)] as usize] = i as u32;
                next[head(i)] += 1;
            }
        }
        let mut left: Vec<u32> = (0..n as u32).collect();
        let mut right: Vec<u32> = (1..=n as u32).collect();
        let mut ready: Vec<usize> = (0..n).filter(|&i| waiting[i] == 0).collect();
        while let Some(i) = ready.pop() {
            let h = head(i);
            if h == i {
                continue;
            }
            left[h] = left[h].min(left[i]);
            right[h] = right[h].max(right[i]);
            waiting[h] = waiting[h].saturating_sub(1);
            if waiting[h] == 0 {
                ready.push(h);
            }
        }
        Tree { first, kids, left, right }
    }

    /// The tokens whose head is `head`, in text order.
    pub fn kids(&self, head: u32) -> &[u32] {
        let at = |i: u32| self.first.get(i as usize).copied().unwrap_or(0) as usize;
        self.kids.get(at(head)..at(head + 1)).unwrap_or(&[])
    }

    /// From the first to the last token that hangs under `head`.
    pub fn extent(&self, head: u32) -> Range {
        match (self.left.get(head as usize), self.right.get(head as usize)) {
            (Some(&l), Some(&r)) => (l, r),
            _ => (head, head),
        }
    }
}

/// `ranges` without `hole`.
pub fn without(ranges: &[Range], hole: Range) -> Vec<Range> {
    let mut out = Vec::new();
    for &(s, e) in ranges {
        if hole.1 <= s || e <= hole.0 {
            out.push((s, e));
            continue;
        }
        if s < hole.0 {
            out.push((s, hole.0));
        }
        if hole.1 < e {
            out.push((hole.1, e));
        }
    }
    out
}

/// Sorted, joined where they touch or overlap.
pub fn joined(mut ranges: Vec<Range>) -> Vec<Range> {
    ranges.retain(|r| r.0 < r.1);
    ranges.sort_unstable();
    let mut out: Vec<Range> = Vec::new();
    for r in ranges {
        match out.last_mut() {
            Some(last) if r.0 <= last.1 => last.1 = last.1.max(r.1),
            _ => out.push(r),
        }
    }
    out
}

/// True where a range holds token `i`.
pub fn holds(ranges: &[Range], i: u32) -> bool {
    ranges.iter().any(|r| r.0 <= i && i < r.1)
}
