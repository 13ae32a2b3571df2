#!/bin/sh
# The gate before a commit: runs every step, says how long each took, and names the ones that failed.
set -u

CDPATH="" cd -- "$(dirname -- "$0")/.." || exit 1
BIN=.venv/bin
failed=

# step NAME COMMAND...: quiet when it passes, everything it said when it does not.
step() {
    name=$1
    shift
    began=$(date +%s)
    if output=$("$@" </dev/null 2>&1); then
        verdict=ok
    else
        verdict=FAILED
        failed="$failed  $name: $*
"
        printf '%s\n' "$output"
    fi
    printf '%-8s %-6s %3s s\n' "$name" "$verdict" "$(($(date +%s) - began))"
    last=$output
}

CODE="bot actions tests benchmarks"
step format "$BIN/ruff" format --check --output-format concise $CODE
step lint "$BIN/ruff" check --output-format concise $CODE
step types "$BIN/mypy" bot actions
step imports "$BIN/lint-imports"
step content "$BIN/python" -m bot validate
step tests "$BIN/python" -m pytest -q -m "not slow" -n auto --dist worksteal
printf '%s\n' "$last" | tail -n 1

if [ -n "$failed" ]; then
    printf '\nmake check: these steps failed:\n%s' "$failed"
    exit 1
fi
echo "make check: everything passed."
