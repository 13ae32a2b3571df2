#!/bin/sh
# The gate before a commit: runs every step, says how long each took, and names the ones that failed.
set -u

CDPATH="" cd -- "$(dirname -- "$0")/.." || exit 1
BIN=.venv/bin
SAID=$(mktemp -d) || exit 1
trap 'rm -rf "$SAID"' EXIT
trap 'exit 130' INT TERM
export SAID

CODE="bot actions tests benchmarks"
FAST="-m pytest -q -m 'not slow' --hypothesis-profile few"
# The tests in two halves, each of which imports and collects only its own: a program that hands them out costs more.
HALF="tests/unit tests/web"
IGNORED="--ignore tests/unit --ignore tests/web"

# Two steps at a time, on as many cores. Of what failed, all it said is kept, and what it was.
xargs -P 2 -L 1 sh -c '
    name=$0 verdict=ok began=$(date +%s)
    "$@" >"$SAID/$name.out" 2>&1 || verdict=FAILED
    printf "%-8s %-6s %3s s\n" "$name" "$verdict" "$(($(date +%s) - began))"
    [ "$verdict" = ok ] || echo "  $name: $*" >"$SAID/$name.failed"
' <<STEPS
content $BIN/python -m bot validate
types $BIN/mypy bot actions
imports $BIN/lint-imports
format $BIN/ruff format --check --output-format concise $CODE
lint $BIN/ruff check --output-format concise $CODE
others $BIN/python $FAST $IGNORED tests
units $BIN/python $FAST $HALF
STEPS
ended=$?

tail -qn 1 "$SAID/units.out" "$SAID/others.out"
for step in "$SAID"/*.failed; do
    [ -f "$step" ] || continue
    cat "${step%.failed}.out"
    ended=1
done
if [ "$ended" -ne 0 ]; then
    printf '\nmake check: these steps failed:\n'
    cat "$SAID"/*.failed
    exit 1
fi
echo "make check: everything passed."
