//! Rows times matrices in bytes: four products an instruction where floats give one.
//!
//! Weights are signed bytes with one scale a column; inputs are unsigned bytes about 128 with one scale a matrix, fixed in
//! training. Sums are whole numbers, so every processor gives the same.

use crate::kernels::PANEL;

/// A matrix of bytes in panels of [`PANEL`] columns, four rows side by side for each column.
pub struct Bytes {
    rows: usize,
    wide: usize,
    data: Vec<i8>,
    /// Input scale times column scale.
    scale: Vec<f32>,
    /// 128 times the sum of each column: what the offset of the inputs adds.
    base: Vec<i32>,
    /// Inputs are multiplied by this before they become bytes.
    into: f32,
}

impl Bytes {
    /// From the row-major `w` of `cols` columns; inputs beyond `clip` are cut off.
    pub fn new(w: &[f32], cols: usize, clip: f32) -> Bytes {
        let rows = w.len() / cols.max(1);
        let groups = rows.div_ceil(4);
        let wide = cols.div_ceil(PANEL) * PANEL;
        let mut b = Bytes {
            rows,
            wide,
            data: vec![0; groups * 4 * wide],
            scale: vec![0.0; wide],
            base: vec![0; wide],
            into: 127.0 / clip.max(1e-6),
        };
        let mut tops = vec![1e-8f32; cols];
        for row in w.chunks_exact(cols) {
            for (t, x) in tops.iter_mut().zip(row) {
                *t = t.max(x.abs());
            }
        }
        for (r, row) in w.chunks_exact(cols).enumerate() {
            for (c, (x, top)) in row.iter().zip(&tops).enumerate() {
                let q = (x / top * 127.0).round() as i8;
                let at = (c / PANEL * groups + r / 4) * PANEL * 4 + c % PANEL * 4 + r % 4;
                b.data[at] = q;
                b.base[c] += 128 * i32::from(q);
            }
        }
        for (s, top) in b.scale.iter_mut().zip(&tops) {
            *s = top / 127.0 / b.into;
        }
        b
    }

    /// Rows of the matrix: the depth of the products.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Columns with the padding.
    pub fn wide(&self) -> usize {
        self.wide
    }

    /// `out[i] = a[i] · self + bias` for `n` rows, as [`crate::kernels::multiply`]; `bytes` is working memory.
    pub fn multiply(&self, a: &[f32], a_step: usize, n: usize, bias: &[f32], bytes: &mut Vec<u8>, out: &mut [f32]) {
        if n == 0 {
            return;
        }
        bytes.resize(a.len(), 0);
        crate::kernels::to_bytes(a, self.into, bytes);
        assert!(self.rows.is_multiple_of(4) && bytes.len() >= (n - 1) * a_step + self.rows);
        assert!(out.len() >= n * self.wide && bias.len() >= self.wide);
        #[cfg(target_arch = "x86_64")]
        {
            if is_x86_feature_detected!("avx512vnni") && is_x86_feature_detected!("avx512bw") {
                // SAFETY: the features were just detected; the bounds were just checked.
                return unsafe { x86::multiply512(self, bytes, a_step, n, bias, out) };
            }
            if is_x86_feature_detected!("avx2") {
                // SAFETY: as above.
                return unsafe { x86::multiply256(self, bytes, a_step, n, bias, out) };
            }
        }
        self.plain(bytes, a_step, n, bias, out);
    }

    fn plain(&self, a: &[u8], a_step: usize, n: usize, bias: &[f32], out: &mut [f32]) {
        let groups = self.rows / 4;
        for (p, panel) in self.data.chunks_exact(groups * PANEL * 4).enumerate() {
            for i in 0..n {
                let mut sums = [0i32; PANEL];
                for (x, line) in a[i * a_step..][..self.rows].chunks_exact(4).zip(panel.chunks_exact(PANEL * 4)) {
                    for (s, w) in sums.iter_mut().zip(line.chunks_exact(4)) {
                        *s += x.iter().zip(w).map(|(&x, &w)| i32::from(x) * i32::from(w)).sum::<i32>();
                    }
                }
                for (c, s) in sums.iter().enumerate() {
                    let at = p * PANEL + c;
                    out[i * self.wide + at] = (s - self.base[at]) as f32 * self.scale[at] + bias[at];
                }
            }
        }
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use super::{Bytes, PANEL};
    use std::arch::x86_64::*;

    #[target_feature(enable = "avx512f,avx512bw,avx512vnni")]
    pub(super) unsafe fn multiply512(b: &Bytes, a: &[u8], a_step: usize, n: usize, bias: &[f32], out: &mut [f32]) {
        for p in 0..b.wide / PANEL {
            let mut i = 0;
            // SAFETY: the caller checked the bounds of all slices.
            unsafe {
                while i + 8 <= n {
                    rows512::<8>(b, p, a.as_ptr().add(i * a_step), a_step, bias, out.as_mut_ptr().add(i * b.wide));
                    i += 8;
                }
                while i < n {
                    rows512::<1>(b, p, a.as_ptr().add(i * a_step), a_step, bias, out.as_mut_ptr().add(i * b.wide));
                    i += 1;
                }
            }
        }
    }

    #[target_feature(enable = "avx512f,avx512bw,avx512vnni")]
    #[inline]
    unsafe fn rows512<const R: usize>(b: &Bytes, p: usize, a: *const u8, a_step: usize, bias: &[f32], out: *mut f32) {
        let groups = b.rows / 4;
        let mut s0 = [_mm512_setzero_si512(); R];
        let mut s1 = [_mm512_setzero_si512(); R];
        // SAFETY: the caller checked the bounds.
        unsafe {
            let panel = b.data.as_ptr().add(p * groups * PANEL * 4);
            for g in 0..groups {
                let w0 = _mm512_loadu_si512(panel.add(g * PANEL * 4).cast());
                let w1 = _mm512_loadu_si512(panel.add(g * PANEL * 4 + 64).cast());
                for r in 0..R {
                    let x = _mm512_set1_epi32(a.add(r * a_step + g * 4).cast::<i32>().read_unaligned());
                    s0[r] = _mm512_dpbusd_epi32(s0[r], x, w0);
                    s1[r] = _mm512_dpbusd_epi32(s1[r], x, w1);
                }
            }
            for half in 0..2 {
                let at = p * PANEL + half * 16;
                let base = _mm512_loadu_si512(b.base.as_ptr().add(at).cast());
                let scale = _mm512_loadu_ps(b.scale.as_ptr().add(at));
                let shift = _mm512_loadu_ps(bias.as_ptr().add(at));
                for r in 0..R {
                    let s = if half == 0 { s0[r] } else { s1[r] };
                    let y = _mm512_mul_ps(_mm512_cvtepi32_ps(_mm512_sub_epi32(s, base)), scale);
                    _mm512_storeu_ps(out.add(r * b.wide + at), _mm512_add_ps(y, shift));
                }
            }
        }
    }

    #[target_feature(enable = "avx2")]
    pub(super) unsafe fn multiply256(b: &Bytes, a: &[u8], a_step: usize, n: usize, bias: &[f32], out: &mut [f32]) {
        let groups = b.rows / 4;
        for p in 0..b.wide / PANEL {
            for i in 0..n {
                // SAFETY: the caller checked the bounds of all slices.
                unsafe {
                    let panel = b.data.as_ptr().add(p * groups * PANEL * 4);
                    let row = a.as_ptr().add(i * a_step);
                    // Four columns a register, two half sums for each.
                    let mut sums = [_mm256_setzero_si256(); 8];
                    for g in 0..groups {
                        let x = _mm_cvtsi32_si128(row.add(g * 4).cast::<i32>().read_unaligned());
                        let x = _mm256_broadcastq_epi64(_mm_cvtepu8_epi16(x));
                        for (k, s) in sums.iter_mut().enumerate() {
                            let w = _mm256_cvtepi8_epi16(_mm_loadu_si128(panel.add(g * PANEL * 4 + k * 16).cast()));
                            *s = _mm256_add_epi32(*s, _mm256_madd_epi16(x, w));
                        }
                    }
                    let mut halves = [0i32; 64];
                    for (k, s) in sums.iter().enumerate() {
                        _mm256_storeu_si256(halves.as_mut_ptr().add(k * 8).cast(), *s);
                    }
                    for (c, pair) in halves.chunks_exact(2).enumerate() {
                        let at = p * PANEL + c;
                        out[i * b.wide + at] = (pair[0] + pair[1] - b.base[at]) as f32 * b.scale[at] + bias[at];
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_ways_give_the_same_and_nearly_what_floats_give() {
        let (rows, cols, n) = (96, 40, 13);
        let noise = |i: usize| ((i * 7919 % 1009) as f32 / 504.5) - 1.0;
        let w: Vec<f32> = (0..rows * cols).map(noise).collect();
        let a: Vec<f32> = (0..n * rows).map(|i| noise(i * 31 + 5) * 2.0).collect();
        let b = Bytes::new(&w, cols, 2.0);
        let bias = vec![0.5; b.wide()];
        let (mut bytes, mut fast) = (Vec::new(), vec![0.0; n * b.wide()]);
        b.multiply(&a, rows, n, &bias, &mut bytes, &mut fast);
        let mut plain = fast.clone();
        b.plain(&bytes, rows, n, &bias, &mut plain);
        assert_eq!(fast, plain);
        #[cfg(target_arch = "x86_64")]
        if is_x86_feature_detected!("avx2") {
            let mut middle = fast.clone();
            // SAFETY: the feature was just detected; the bounds are those of the call above.
            unsafe { x86::multiply256(&b, &bytes, rows, n, &bias, &mut middle) };
            assert_eq!(fast, middle);
        }
        for i in 0..n {
            for c in 0..cols {
                let exact: f32 = (0..rows).map(|r| a[i * rows + r] * w[r * cols + c]).sum::<f32>() + 0.5;
                assert!((exact - fast[i * b.wide() + c]).abs() < 0.35, "{exact} {}", fast[i * b.wide() + c]);
            }
        }
    }
}
