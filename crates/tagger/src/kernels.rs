//! The arithmetic: rows times packed matrices, layer norm, the activation, softmax. Plain loops everywhere, wide
//! registers where the processor has them.
//!
//! The order of every sum is fixed by the shapes alone, so a sentence gets the same numbers in any batch and on any
//! thread.

/// Columns of one packed panel.
pub const PANEL: usize = 32;

/// A matrix cut into panels of [`PANEL`] columns, each panel row after row, so that the inner loop reads straight on.
#[derive(Clone, Debug, Default)]
pub struct Packed {
    pub rows: usize,
    pub cols: usize,
    data: Vec<f32>,
}

impl Packed {
    /// Packs the row-major `rows × cols` matrix that `at(row, col)` describes; missing columns are zero.
    pub fn new(rows: usize, cols: usize, at: impl Fn(usize, usize) -> f32) -> Packed {
        let mut packed = Packed::default();
        packed.fill(rows, cols, at);
        packed
    }

    /// As [`Packed::new`], into the memory this matrix already holds.
    pub fn fill(&mut self, rows: usize, cols: usize, at: impl Fn(usize, usize) -> f32) {
        let panels = cols.div_ceil(PANEL);
        self.rows = rows;
        self.cols = cols;
        self.data.clear();
        self.data.resize(panels * rows * PANEL, 0.0);
        for p in 0..panels {
            let first = p * PANEL;
            let width = PANEL.min(cols - first);
            for r in 0..rows {
                let to = &mut self.data[(p * rows + r) * PANEL..][..width];
                for (c, x) in to.iter_mut().enumerate() {
                    *x = at(r, first + c);
                }
            }
        }
    }

    /// Columns with the padding.
    pub fn wide(&self) -> usize {
        self.cols.div_ceil(PANEL) * PANEL
    }
}

/// `out[i] = a[i] · b + bias` for `n` rows: row `i` of `a` starts at `i * a_step`, row `i` of `out` at `i * b.wide()`.
/// `bias` is empty or as wide as `b`.
pub fn multiply(a: &[f32], a_step: usize, n: usize, b: &Packed, bias: &[f32], out: &mut [f32]) {
    if n == 0 {
        return;
    }
    let wide = b.wide();
    assert!(a.len() >= (n - 1) * a_step + b.rows && out.len() >= n * wide && (bias.is_empty() || bias.len() >= wide));
    #[cfg(target_arch = "x86_64")]
    {
        if is_x86_feature_detected!("avx512f") {
            // SAFETY: the feature was just detected; the bounds were just checked.
            return unsafe { x86::multiply512(a, a_step, n, b, bias, out) };
        }
        if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
            // SAFETY: as above.
            return unsafe { x86::multiply256(a, a_step, n, b, bias, out) };
        }
    }
    plain(a, a_step, n, b, bias, out);
}

fn plain(a: &[f32], a_step: usize, n: usize, b: &Packed, bias: &[f32], out: &mut [f32]) {
    let wide = b.wide();
    for p in 0..wide / PANEL {
        let panel = &b.data[p * b.rows * PANEL..][..b.rows * PANEL];
        for i in 0..n {
            let row = &a[i * a_step..][..b.rows];
            let mut sum = [0.0f32; PANEL];
            if !bias.is_empty() {
                sum.copy_from_slice(&bias[p * PANEL..][..PANEL]);
            }
            for (x, line) in row.iter().zip(panel.chunks_exact(PANEL)) {
                for (s, w) in sum.iter_mut().zip(line) {
                    *s += x * w;
                }
            }
            out[i * wide + p * PANEL..][..PANEL].copy_from_slice(&sum);
        }
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use super::{PANEL, Packed};
    use std::arch::x86_64::*;

    #[target_feature(enable = "avx512f")]
    pub(super) unsafe fn multiply512(a: &[f32], a_step: usize, n: usize, b: &Packed, bias: &[f32], out: &mut [f32]) {
        let wide = b.wide();
        for p in 0..wide / PANEL {
            // SAFETY: the caller checked the bounds of all slices.
            unsafe {
                let panel = b.data.as_ptr().add(p * b.rows * PANEL);
                let bias = if bias.is_empty() { std::ptr::null() } else { bias.as_ptr().add(p * PANEL) };
                let mut i = 0;
                while i + 8 <= n {
                    rows512::<8>(
                        a.as_ptr().add(i * a_step),
                        a_step,
                        b.rows,
                        panel,
                        bias,
                        out.as_mut_ptr().add(i * wide + p * PANEL),
                        wide,
                    );
                    i += 8;
                }
                while i < n {
                    rows512::<1>(
                        a.as_ptr().add(i * a_step),
                        a_step,
                        b.rows,
                        panel,
                        bias,
                        out.as_mut_ptr().add(i * wide + p * PANEL),
                        wide,
                    );
                    i += 1;
                }
            }
        }
    }

    #[target_feature(enable = "avx512f")]
    #[inline]
    unsafe fn rows512<const R: usize>(
        a: *const f32,
        a_step: usize,
        depth: usize,
        panel: *const f32,
        bias: *const f32,
        out: *mut f32,
        wide: usize,
    ) {
        // SAFETY: the caller checked the bounds.
        unsafe {
            let (b0, b1) = if bias.is_null() {
                (_mm512_setzero_ps(), _mm512_setzero_ps())
            } else {
                (_mm512_loadu_ps(bias), _mm512_loadu_ps(bias.add(16)))
            };
            let mut s0 = [b0; R];
            let mut s1 = [b1; R];
            for k in 0..depth {
                let w0 = _mm512_loadu_ps(panel.add(k * PANEL));
                let w1 = _mm512_loadu_ps(panel.add(k * PANEL + 16));
                for r in 0..R {
                    let x = _mm512_set1_ps(*a.add(r * a_step + k));
                    s0[r] = _mm512_fmadd_ps(x, w0, s0[r]);
                    s1[r] = _mm512_fmadd_ps(x, w1, s1[r]);
                }
            }
            for r in 0..R {
                _mm512_storeu_ps(out.add(r * wide), s0[r]);
                _mm512_storeu_ps(out.add(r * wide + 16), s1[r]);
            }
        }
    }

    #[target_feature(enable = "avx2,fma")]
    pub(super) unsafe fn multiply256(a: &[f32], a_step: usize, n: usize, b: &Packed, bias: &[f32], out: &mut [f32]) {
        let wide = b.wide();
        for p in 0..wide / PANEL {
            for half in [0, 16] {
                // SAFETY: the caller checked the bounds of all slices.
                unsafe {
                    let panel = b.data.as_ptr().add(p * b.rows * PANEL + half);
                    let bias = if bias.is_empty() { std::ptr::null() } else { bias.as_ptr().add(p * PANEL + half) };
                    let at = p * PANEL + half;
                    let mut i = 0;
                    while i + 6 <= n {
                        rows256::<6>(
                            a.as_ptr().add(i * a_step),
                            a_step,
                            b.rows,
                            panel,
                            bias,
                            out.as_mut_ptr().add(i * wide + at),
                            wide,
                        );
                        i += 6;
                    }
                    while i < n {
                        rows256::<1>(
                            a.as_ptr().add(i * a_step),
                            a_step,
                            b.rows,
                            panel,
                            bias,
                            out.as_mut_ptr().add(i * wide + at),
                            wide,
                        );
                        i += 1;
                    }
                }
            }
        }
    }

    #[target_feature(enable = "avx2,fma")]
    #[inline]
    unsafe fn rows256<const R: usize>(
        a: *const f32,
        a_step: usize,
        depth: usize,
        panel: *const f32,
        bias: *const f32,
        out: *mut f32,
        wide: usize,
    ) {
        // SAFETY: the caller checked the bounds.
        unsafe {
            let (b0, b1) = if bias.is_null() {
                (_mm256_setzero_ps(), _mm256_setzero_ps())
            } else {
                (_mm256_loadu_ps(bias), _mm256_loadu_ps(bias.add(8)))
            };
            let mut s0 = [b0; R];
            let mut s1 = [b1; R];
            for k in 0..depth {
                let w0 = _mm256_loadu_ps(panel.add(k * PANEL));
                let w1 = _mm256_loadu_ps(panel.add(k * PANEL + 8));
                for r in 0..R {
                    let x = _mm256_set1_ps(*a.add(r * a_step + k));
                    s0[r] = _mm256_fmadd_ps(x, w0, s0[r]);
                    s1[r] = _mm256_fmadd_ps(x, w1, s1[r]);
                }
            }
            for r in 0..R {
                _mm256_storeu_ps(out.add(r * wide), s0[r]);
                _mm256_storeu_ps(out.add(r * wide + 8), s1[r]);
            }
        }
    }
}

/// Compiles a loop thrice, for plain, 256-bit and 512-bit registers, and takes the widest the processor has. The loops
/// add in fixed lanes, so all three give the same bits.
macro_rules! wide {
    ($(#[$doc:meta])* pub fn $name:ident($($arg:ident: $ty:ty),*) $body:block) => {
        $(#[$doc])*
        pub fn $name($($arg: $ty),*) {
            #[inline(always)]
            fn body($($arg: $ty),*) $body
            #[cfg(target_arch = "x86_64")]
            {
                #[target_feature(enable = "avx512f,avx512bw,avx512vl")]
                fn wide512($($arg: $ty),*) {
                    body($($arg),*)
                }
                #[target_feature(enable = "avx2")]
                fn wide256($($arg: $ty),*) {
                    body($($arg),*)
                }
                if is_x86_feature_detected!("avx512bw") && is_x86_feature_detected!("avx512vl") {
                    // SAFETY: the features were just detected.
                    return unsafe { wide512($($arg),*) };
                }
                if is_x86_feature_detected!("avx2") {
                    // SAFETY: as above.
                    return unsafe { wide256($($arg),*) };
                }
            }
            body($($arg),*)
        }
    };
}

wide! {
    /// Layer norm of rows of `width`: `(x - mean) / deviation * gain + shift`.
    pub fn normalise(x: &[f32], width: usize, gain: &[f32], shift: &[f32], out: &mut [f32]) {
        for (x, out) in x.chunks_exact(width).zip(out.chunks_exact_mut(width)) {
            let n = width as f32;
            let mean = lanes(x, |v| v) / n;
            let spread = lanes(x, |v| (v - mean) * (v - mean)) / n;
            let scale = 1.0 / (spread + 1e-5).sqrt();
            for (((o, v), g), s) in out.iter_mut().zip(x).zip(gain).zip(shift) {
                *o = (v - mean) * scale * g + s;
            }
        }
    }
}

wide! {
    /// `x += z`.
    pub fn add(x: &mut [f32], z: &[f32]) {
        for (x, z) in x.iter_mut().zip(z) {
            *x += z;
        }
    }
}

wide! {
    /// `x += activate(z)`.
    pub fn add_activated(x: &mut [f32], z: &[f32]) {
        for (x, z) in x.iter_mut().zip(z) {
            *x += activate(*z);
        }
    }
}

wide! {
    /// `x = activate(z)`.
    pub fn set_activated(x: &mut [f32], z: &[f32]) {
        for (x, z) in x.iter_mut().zip(z) {
            *x = activate(*z);
        }
    }
}

wide! {
    /// `x = activate(a + b)`.
    pub fn set_sum_activated(x: &mut [f32], a: &[f32], b: &[f32]) {
        for ((x, a), b) in x.iter_mut().zip(a).zip(b) {
            *x = activate(a + b);
        }
    }
}

wide! {
    /// `x = a * scale + bias`, then likelihoods: one row of attention.
    pub fn attention(x: &mut [f32], scale: f32, bias: &[f32]) {
        for (x, b) in x.iter_mut().zip(bias) {
            *x = *x * scale + b;
        }
        softmax(x);
    }
}

wide! {
    /// `x * scale` rounded, about 128, cut to a byte.
    pub fn to_bytes(x: &[f32], scale: f32, out: &mut [u8]) {
        for (o, x) in out.iter_mut().zip(x) {
            // Above 2^23 a float has no fraction left: the sum rounds, and its low byte is the number.
            *o = ((x * scale + 128.0).clamp(1.0, 255.0) + 8_388_608.0).to_bits() as u8;
        }
    }
}

wide! {
    /// The sum of the scaled byte rows `rows` of `table`, each `to.len()` long; row 0 is nothing.
    pub fn sum_rows(to: &mut [f32], rows: &[u16], scales: &[f32], table: &[u8]) {
        let e = to.len();
        for &row in rows.iter().filter(|&&r| r != 0) {
            let row = usize::from(row);
            let (Some(&scale), Some(line)) = (scales.get(row), table.get(row * e..(row + 1) * e)) else { continue };
            for (t, &b) in to.iter_mut().zip(line) {
                *t += f32::from(b as i8) * scale;
            }
        }
    }
}

/// A sum in sixteen lanes, which the compiler turns into wide registers.
#[inline(always)]
fn lanes(x: &[f32], f: impl Fn(f32) -> f32) -> f32 {
    let mut sums = [0.0f32; 16];
    let chunks = x.chunks_exact(16);
    let mut rest = 0.0;
    for &v in chunks.remainder() {
        rest += f(v);
    }
    for chunk in chunks {
        for (s, &v) in sums.iter_mut().zip(chunk) {
            *s += f(v);
        }
    }
    sums.iter().sum::<f32>() + rest
}

/// The activation: `x * clamp(x + 3, 0, 6) / 6`.
#[inline(always)]
pub fn activate(x: f32) -> f32 {
    x * (x + 3.0).clamp(0.0, 6.0) * (1.0 / 6.0)
}

/// Turns `x` into likelihoods in place.
#[inline(always)]
pub fn softmax(x: &mut [f32]) {
    let top = x.iter().fold(f32::MIN, |a, &b| a.max(b));
    for v in x.iter_mut() {
        *v = exp(*v - top);
    }
    let sum = lanes(x, |v| v);
    for v in x.iter_mut() {
        *v /= sum;
    }
}

/// `e^x` for `x <= 0`, to about seven digits, without a call, so that loops over it become wide.
#[inline(always)]
fn exp(x: f32) -> f32 {
    let x = x.max(-87.0);
    let k = (x * std::f32::consts::LOG2_E).round();
    let r = x - k * 0.693_359_4 - k * -2.121_944_4e-4;
    let p =
        1.0 + r * (1.0 + r * (0.5 + r * (0.166_666_55 + r * (0.041_665_795 + r * (0.008_333_452 + r * 0.001_388_9)))));
    p * f32::from_bits((((k as i32) + 127) << 23) as u32)
}
