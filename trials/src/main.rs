//! `trials predict TASK DOCS.jsonl > PRED.jsonl`: a reading, translated into a corpus's form.

fn main() {}
