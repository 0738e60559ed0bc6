//! Words without case and accents, in pieces: "Al-Qaïda" → `al`, `qaida`.
//!
//! Names are compared piece by piece, so that hyphens, apostrophes and the tokeniser's habits do not matter. A mark other
//! than a hyphen or an apostrophe parts two names ("Mali, Niger") and becomes an empty piece.

use types::Tagged;

/// A piece of a token.
#[derive(Clone, Copy, Debug)]
pub struct Piece {
    /// Its token.
    pub token: u32,
    /// True for the first piece of its token.
    pub first: bool,
    /// True for the last piece of its token.
    pub last: bool,
    /// True where it begins with a capital.
    pub capital: bool,
    /// True where every letter is a capital, and there are two or more, or it is a single capital.
    pub upper: bool,
    start: u32,
    end: u32,
}

/// A text in folded pieces.
#[derive(Debug, Default)]
pub struct Pieces {
    buffer: String,
    /// In text order.
    pub list: Vec<Piece>,
    /// The first piece of each token, and one past the last piece.
    pub of_token: Vec<u32>,
}

impl Pieces {
    /// The pieces of a tagged text.
    pub fn of(text: &str, tagged: &Tagged) -> Pieces {
        let mut pieces = Pieces { buffer: String::with_capacity(text.len()), ..Pieces::default() };
        for (i, token) in tagged.tokens.iter().enumerate() {
            pieces.of_token.push(pieces.list.len() as u32);
            pieces.add(token.span.of(text), i as u32);
        }
        pieces.of_token.push(pieces.list.len() as u32);
        pieces
    }

    fn add(&mut self, word: &str, token: u32) {
        let from = self.list.len();
        let mut parts = false;
        let mut start = self.buffer.len();
        let (mut capital, mut upper, mut letters) = (false, true, 0);
        for c in word.chars() {
            if c.is_alphanumeric() {
                if letters == 0 {
                    capital = c.is_uppercase();
                }
                upper &= !c.is_lowercase();
                letters += 1;
                fold_char(c, &mut self.buffer);
            } else {
                parts |= !matches!(c, '-' | '\'' | '’' | '‘' | '‑' | '`' | '.' | 'ʼ' | '–');
                self.close(token, &mut start, capital, upper && letters > 0);
                (capital, upper, letters) = (false, true, 0);
            }
        }
        self.close(token, &mut start, capital, upper && letters > 0);
        // A mark of its own parts names; so does a full stop that stands alone.
        if self.list.len() == from && (parts || word == ".") {
            let at = self.buffer.len() as u32;
            self.list.push(Piece { token, first: true, last: true, capital: false, upper: false, start: at, end: at });
        }
        if let [first, ..] = &mut self.list[from..] {
            first.first = true;
        }
        if let [.., last] = &mut self.list[from..] {
            last.last = true;
        }
    }

    fn close(&mut self, token: u32, start: &mut usize, capital: bool, upper: bool) {
        let end = self.buffer.len();
        if end > *start {
            let (s, e) = (*start as u32, end as u32);
            self.list.push(Piece { token, first: false, last: false, capital, upper, start: s, end: e });
        }
        *start = end;
    }

    /// The folded letters of piece `i`; empty past the end and for a mark.
    pub fn text(&self, i: usize) -> &str {
        self.list.get(i).and_then(|p| self.buffer.get(p.start as usize..p.end as usize)).unwrap_or("")
    }

    /// The folded letters of token `i` without its marks; the pieces stand side by side.
    pub fn token(&self, i: u32) -> &str {
        let (a, b) = (self.of_token[i as usize] as usize, self.of_token[i as usize + 1] as usize);
        if a == b {
            return "";
        }
        self.buffer.get(self.list[a].start as usize..self.list[b - 1].end as usize).unwrap_or("")
    }

    /// True where token `i` begins with a capital.
    pub fn capital(&self, i: u32) -> bool {
        self.list.get(self.of_token[i as usize] as usize).is_some_and(|p| p.token == i && p.capital)
    }

    /// True where token `i` is written in capitals.
    pub fn upper(&self, i: u32) -> bool {
        let (a, b) = (self.of_token[i as usize] as usize, self.of_token[i as usize + 1] as usize);
        a < b && self.list[a..b].iter().all(|p| p.upper)
    }
}

/// The pieces of a name: "Al-Qaïda" → ["al", "qaida"].
pub fn pieces_of(name: &str) -> Vec<Box<str>> {
    let mut pieces = Vec::new();
    let mut piece = String::new();
    for c in name.chars() {
        if c.is_alphanumeric() {
            fold_char(c, &mut piece);
        } else if !piece.is_empty() {
            pieces.push(std::mem::take(&mut piece).into_boxed_str());
        }
    }
    if !piece.is_empty() {
        pieces.push(piece.into_boxed_str());
    }
    pieces
}

/// A name folded, pieces parted by a space.
pub fn fold(name: &str) -> String {
    pieces_of(name).join(" ")
}

fn fold_char(c: char, out: &mut String) {
    if c.is_ascii() {
        out.push(c.to_ascii_lowercase());
        return;
    }
    for c in c.to_lowercase() {
        let plain = match c {
            'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' => "a",
            'ç' | 'ć' | 'č' => "c",
            'ď' | 'đ' | 'ḍ' => "d",
            'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ė' | 'ę' | 'ě' => "e",
            'ğ' | 'ģ' => "g",
            'ḥ' | 'ħ' => "h",
            'ì' | 'í' | 'î' | 'ï' | 'ī' | 'ı' | 'į' => "i",
            'ł' => "l",
            'ñ' | 'ń' | 'ň' => "n",
            'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' | 'ő' => "o",
            'ř' => "r",
            'ś' | 'š' | 'ş' | 'ș' | 'ṣ' => "s",
            'ţ' | 'ț' | 'ť' | 'ṭ' => "t",
            'ù' | 'ú' | 'û' | 'ü' | 'ū' | 'ů' | 'ű' => "u",
            'ý' | 'ÿ' => "y",
            'ź' | 'ż' | 'ž' | 'ẓ' => "z",
            'œ' => "oe",
            'æ' => "ae",
            'ß' => "ss",
            '\u{300}'..='\u{36f}' => "",
            c => {
                out.push(c);
                continue;
            }
        };
        out.push_str(plain);
    }
}
