//! The model file: named matrices and texts, read in place.
//!
//! Layout, all little-endian: `TARIKHT1`, u32 count, then for each entry u8 length and name, u8 kind, u32 rows, u32
//! columns, data. Kinds: 1 half floats; 2 signed bytes, after one f32 scale for each row; 3 UTF-8 text of `rows` bytes;
//! 4 u32; 5 u16.

use std::collections::BTreeMap;

/// Why a model file could not be read.
#[derive(Debug, PartialEq, Eq)]
pub struct BadModel(pub String);

impl std::fmt::Display for BadModel {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for BadModel {}

/// One entry of a model file.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'m> {
    kind: u8,
    pub rows: usize,
    pub cols: usize,
    data: &'m [u8],
}

/// A model file by the names of its entries.
pub struct Model<'m> {
    entries: BTreeMap<&'m str, Entry<'m>>,
}

impl<'m> Model<'m> {
    /// Reads the directory of `bytes`; the data stay where they are.
    pub fn read(bytes: &'m [u8]) -> Result<Model<'m>, BadModel> {
        let short = || BadModel("expected a whole model file, but found its end".into());
        let mut rest = bytes
            .strip_prefix(b"TARIKHT1")
            .ok_or_else(|| BadModel("expected a model file, but found other bytes".into()))?;
        let mut take = |n: usize| -> Result<&'m [u8], BadModel> {
            let (head, tail) = rest.split_at_checked(n).ok_or_else(short)?;
            rest = tail;
            Ok(head)
        };
        let number = |b: &[u8]| b.iter().rev().fold(0usize, |n, &x| n << 8 | usize::from(x));
        let count = number(take(4)?);
        let mut entries = BTreeMap::new();
        for _ in 0..count {
            let len = usize::from(take(1)?[0]);
            let name = std::str::from_utf8(take(len)?)
                .map_err(|_| BadModel("expected a name, but found other bytes".into()))?;
            let kind = take(1)?[0];
            let (rows, cols) = (number(take(4)?), number(take(4)?));
            let size = match kind {
                1 | 5 => rows.saturating_mul(cols).saturating_mul(2),
                2 => rows.saturating_mul(cols.saturating_add(4)),
                3 => rows,
                4 => rows.saturating_mul(cols).saturating_mul(4),
                _ => return Err(BadModel(format!("expected a known kind of entry, but found {kind} for `{name}`"))),
            };
            entries.insert(name, Entry { kind, rows, cols, data: take(size)? });
        }
        Ok(Model { entries })
    }

    /// The entry called `name`.
    pub fn entry(&self, name: &str) -> Result<Entry<'m>, BadModel> {
        self.entries.get(name).copied().ok_or_else(|| BadModel(format!("expected an entry `{name}`, but found none")))
    }

    /// All numbers of the matrix called `name`, row after row, and its columns. Where they stand as bytes, each column has
    /// a scale and the file holds column after column.
    pub fn matrix(&self, name: &str) -> Result<(Vec<f32>, usize), BadModel> {
        let e = self.entry(name)?;
        if e.kind == 2 {
            let (scales, data, rows) = self.bytes(name)?;
            let mut out = vec![0.0; data.len()];
            for (c, (scale, column)) in scales.iter().zip(data.chunks_exact(rows.max(1))).enumerate() {
                for (r, &b) in column.iter().enumerate() {
                    out[r * e.rows + c] = f32::from(b as i8) * scale;
                }
            }
            return Ok((out, e.rows));
        }
        if e.kind != 1 {
            return Err(BadModel(format!("expected half floats in `{name}`, but found kind {}", e.kind)));
        }
        Ok((e.data.chunks_exact(2).map(|b| half(u16::from_le_bytes([b[0], b[1]]))).collect(), e.cols))
    }

    /// The lines of the text called `name`.
    pub fn lines(&self, name: &str) -> Result<Vec<&'m str>, BadModel> {
        let e = self.entry(name)?;
        let text = std::str::from_utf8(e.data)
            .map_err(|_| BadModel(format!("expected text in `{name}`, but found other bytes")))?;
        Ok(text.lines().collect())
    }

    /// The whole numbers of the entry called `name`.
    pub fn numbers(&self, name: &str) -> Result<Vec<u32>, BadModel> {
        let e = self.entry(name)?;
        let width = if e.kind == 4 { 4 } else { 2 };
        Ok(e.data.chunks_exact(width).map(|b| b.iter().rev().fold(0u32, |n, &x| n << 8 | u32::from(x))).collect())
    }

    /// The byte matrix called `name`: one scale for each row, and the rows.
    pub fn bytes(&self, name: &str) -> Result<(Vec<f32>, &'m [u8], usize), BadModel> {
        let e = self.entry(name)?;
        if e.kind != 2 {
            return Err(BadModel(format!("expected bytes in `{name}`, but found kind {}", e.kind)));
        }
        let (scales, data) = e.data.split_at(e.rows * 4);
        let scales = scales.chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect();
        Ok((scales, data, e.cols))
    }
}

/// A half float as a float.
fn half(h: u16) -> f32 {
    let sign = u32::from(h & 0x8000) << 16;
    let exponent = u32::from(h >> 10) & 0x1f;
    let fraction = u32::from(h & 0x3ff);
    match (exponent, fraction) {
        (0, f) => f32::from_bits(sign) + if sign == 0 { 1.0 } else { -1.0 } * f as f32 * 2f32.powi(-24),
        (31, f) => f32::from_bits(sign | 0x7f80_0000 | f << 13),
        (e, f) => f32::from_bits(sign | (e + 112) << 23 | f << 13),
    }
}
