#!/bin/sh
# The gate before a commit: runs every step, says how long each took, and names the ones that failed.
set -u

CDPATH="" cd -- "$(dirname -- "$0")/.." || exit 1
BIN=.venv/bin
SAID=$(mktemp -d) || exit 1
trap 'rm -rf "$SAID"' EXIT
trap 'exit 130' INT TERM
failed=

# run NAME COMMAND...: what it says is kept in a file, and then its exit code and seconds.
run() {
    name=$1
    shift
    printf '%s' "$*" >"$SAID/$name.command"
    began=$(date +%s)
    "$@" </dev/null >"$SAID/$name.out" 2>&1
    echo "$? $(($(date +%s) - began))" >"$SAID/$name.end"
}

# start NAME COMMAND...: the same beside others, for what is short: a Ctrl-C does not reach it.
start() { run "$@" & }

# report NAME...: waits for everything that was started; quiet about what passed, all it said about what did not.
report() {
    wait
    for name in "$@"; do
        [ -f "$SAID/$name.end" ] || echo "1 0" >"$SAID/$name.end"
        read -r code seconds <"$SAID/$name.end"
        verdict=ok
        if [ "$code" -ne 0 ]; then
            verdict=FAILED
            failed="$failed  $name: $(cat "$SAID/$name.command")
"
            cat "$SAID/$name.out"
        fi
        printf '%-8s %-6s %3s s\n' "$name" "$verdict" "$seconds"
    done
}

CODE="bot actions tests benchmarks"
start format "$BIN/ruff" format --check --output-format concise $CODE
start lint "$BIN/ruff" check --output-format concise $CODE
start types "$BIN/mypy" bot actions
start content "$BIN/python" -m bot validate
start imports "$BIN/lint-imports"
report format lint types imports content
run tests "$BIN/python" -m pytest -q -m "not slow" -n auto --dist worksteal --hypothesis-profile few
report tests
tail -n 1 "$SAID/tests.out"

if [ -n "$failed" ]; then
    printf '\nmake check: these steps failed:\n%s' "$failed"
    exit 1
fi
echo "make check: everything passed."
