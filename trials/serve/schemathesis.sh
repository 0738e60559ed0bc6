#!/usr/bin/env bash
# Puts thousands of odd questions to a server and holds its answers against its own OpenAPI document.
#
# In: the `tarikh` program and a record. Out: schemathesis' report; it fails where an answer is a 5xx or not as described.
# Needs Python; schemathesis is installed into a folder of its own. Example: trials/serve/schemathesis.sh target/debug/tarikh mali.gpkg
set -euo pipefail
tarikh=${1:?expected the tarikh program, but found nothing}
record=${2:?expected a record, but found nothing}
port=${PORT:-8847}
work=$(mktemp -d)
server=
trap 'test -z "$server" || kill "$server"; rm -rf "$work"' EXIT

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q 'schemathesis>=4,<5'
cp "$record" "$work/record.gpkg"
"$tarikh" serve "$work/record.gpkg" --no-open --port "$port" &
server=$!
sleep 2
# The line of events never ends, so it is left out.
"$work/venv/bin/schemathesis" run "http://127.0.0.1:$port/api/openapi.json" --exclude-path /api/live \
  --max-examples "${EXAMPLES:-20}" --request-timeout 20 -H "Origin: http://127.0.0.1:$port" \
  --checks not_a_server_error,response_schema_conformance,status_code_conformance,content_type_conformance
