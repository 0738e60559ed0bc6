//! A compressed stream → its bytes, with an end put to bombs.

use flate2::read::MultiGzDecoder;
use std::io::{Error, Read, Result};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Text shrinks four- to tenfold; pages of a crawl that repeat themselves up to fiftyfold.
const MOST: u64 = 200;
/// Up to here nobody asks how much a stream has grown.
const FREE: u64 = 32 << 20;

/// What a gzip stream unfolds into; a stream that grows more than two-hundredfold is refused.
pub fn gunzip<R: Read>(packed: R) -> impl Read + use<R> {
    let taken = Arc::new(AtomicU64::new(0));
    Unpacked { inner: MultiGzDecoder::new(Counted { inner: packed, taken: taken.clone() }), taken, given: 0 }
}

/// True where so many bytes cannot honestly come out of so few.
pub fn is_bomb(packed: u64, unpacked: u64) -> bool {
    unpacked > FREE && unpacked / MOST > packed
}

pub fn bomb() -> Error {
    Error::other(format!("one that unfolds more than {MOST}-fold"))
}

struct Counted<R> {
    inner: R,
    taken: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, into: &mut [u8]) -> Result<usize> {
        let n = self.inner.read(into)?;
        self.taken.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}

struct Unpacked<D> {
    inner: D,
    taken: Arc<AtomicU64>,
    given: u64,
}

impl<D: Read> Read for Unpacked<D> {
    fn read(&mut self, into: &mut [u8]) -> Result<usize> {
        let n = self.inner.read(into)?;
        self.given += n as u64;
        if is_bomb(self.taken.load(Ordering::Relaxed), self.given) {
            return Err(bomb());
        }
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        out.write_all(bytes).and_then(|()| out.finish()).expect("memory does not fail")
    }

    #[test]
    fn bombs_are_refused_and_texts_are_not() {
        let mut out = Vec::new();
        gunzip(&gzip(b"Gunmen came.")[..]).read_to_end(&mut out).expect("a text");
        assert_eq!(out, b"Gunmen came.");
        let bomb = gzip(&vec![b' '; 64 << 20]);
        let fault = std::io::copy(&mut gunzip(&bomb[..]), &mut std::io::sink()).expect_err("a bomb");
        assert!(fault.to_string().contains("unfolds"));
    }
}
