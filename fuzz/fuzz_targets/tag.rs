//! cargo-fuzz entry: any text in either language is tagged, and its tokens lie in order on character boundaries.
#![no_main]

use tarikh::types::Lang;

libfuzzer_sys::fuzz_target!(|text: &str| {
    for lang in [Lang::En, Lang::Fr] {
        let tagged = tarikh::tagger::tag(text, lang);
        let mut end = 0;
        for t in &tagged.tokens {
            assert!(t.span.start >= end && text.get(t.span.start as usize..t.span.end as usize).is_some());
            end = t.span.end;
        }
    }
});
