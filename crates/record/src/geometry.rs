//! Points as GeoPackage stores them, and the functions its R-tree triggers call.

use rusqlite::Connection;
use rusqlite::functions::FunctionFlags;

/// A point in WGS 84 as a GeoPackage blob: header `GP`, version 0, little endian without envelope, then WKB.
pub fn point(lat: f64, lon: f64) -> Vec<u8> {
    let mut out = vec![b'G', b'P', 0, 1];
    out.extend(4326_i32.to_le_bytes());
    out.push(1);
    out.extend(1_u32.to_le_bytes());
    out.extend(lon.to_le_bytes());
    out.extend(lat.to_le_bytes());
    out
}

/// Longitude and latitude of a point blob; none for anything else.
fn xy(blob: &[u8]) -> Option<(f64, f64)> {
    if blob.get(..2)? != b"GP" {
        return None;
    }
    let envelope = match (blob.get(3)? >> 1) & 7 {
        0 => 0,
        1 => 32,
        2 | 3 => 48,
        4 => 64,
        _ => return None,
    };
    let wkb = blob.get(8 + envelope..)?;
    let read = |at: usize| Some(f64::from_le_bytes(wkb.get(at..at + 8)?.try_into().ok()?));
    if wkb.first()? != &1 || wkb.get(1..5)? != 1_u32.to_le_bytes() {
        return None;
    }
    Some((read(5)?, read(13)?)).filter(|(x, y)| x.is_finite() && y.is_finite())
}

/// Makes `ST_IsEmpty`, `ST_MinX` … known to a connection.
pub fn register(db: &Connection) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_INNOCUOUS;
    db.create_scalar_function("ST_IsEmpty", 1, flags, |c| {
        Ok(c.get::<Option<Vec<u8>>>(0)?.is_none_or(|b| xy(&b).is_none()))
    })?;
    for (name, is_x) in [("ST_MinX", true), ("ST_MaxX", true), ("ST_MinY", false), ("ST_MaxY", false)] {
        db.create_scalar_function(name, 1, flags, move |c| {
            let p = c.get::<Option<Vec<u8>>>(0)?.and_then(|b| xy(&b));
            Ok(p.map(|(x, y)| if is_x { x } else { y }))
        })?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #[test]
    fn points_come_back() {
        assert_eq!(super::xy(&super::point(12.5, -8.25)), Some((-8.25, 12.5)));
        assert_eq!(super::xy(b"GP"), None);
    }
}
