#!/bin/sh
# Builds .venv from requirements.lock: finds Python 3.10, makes the environment, installs what is locked.
# Silent and instant when there is nothing to do. Every `make` target runs it first.
set -eu

ROOT=$(CDPATH="" cd -- "$(dirname -- "$0")/.." && pwd -P)
cd "$ROOT"
VENV=.venv
LOCK=requirements.lock
STAMP=$VENV/installed    # the folder's place and the lock that was installed: written last
BUSY=$VENV/busy          # the number of the process that is at work: gone once it has finished
TICK=${SETUP_TICK:-5}    # seconds between two progress lines

say() { printf '%s\n' "$*" >&2; }

is_310() {
    "$1" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 10) or sys.implementation.name != "cpython")' \
        </dev/null >/dev/null 2>&1
}

# One candidate a line, best first. pyenv's own folders are looked at because its `python3.10`
# refuses to start while another version is the default.
candidates() {
    if [ -n "${PYTHON:-}" ]; then printf '%s\n' "$PYTHON"; fi
    printf '%s\n' python3.10
    for pyenv in "${PYENV_ROOT:-}" "$(pyenv root 2>/dev/null || :)" "${HOME:-}/.pyenv"; do
        if [ -z "$pyenv" ]; then continue; fi
        for python in "$pyenv"/versions/3.10*/bin/python; do printf '%s\n' "$python"; done
    done
    uv python find --no-project 3.10 2>/dev/null || :
    printf '%s\n' python3 python
}

# Prints the interpreter itself: not a shim, and not the python of the environment we may be about to replace.
find_python() {
    candidates | while IFS= read -r candidate; do
        if is_310 "$candidate"; then
            "$candidate" -c 'import sys; print(getattr(sys, "_base_executable", "") or sys.executable)' </dev/null
            break
        fi
    done
}

no_python() {
    say "Sounding Board needs Python 3.10 (its dialogue engine runs on nothing newer), and none was found.
Get it in one of these ways, then run the same command again:
  pyenv           pyenv install 3.10
  uv              uv python install 3.10
  Debian, Ubuntu  sudo apt install python3.10 python3.10-venv   (where the release has it; else pyenv or uv)
  macOS           brew install python@3.10
If you have it in an unusual place: PYTHON=/path/to/python3.10 make chat"
    exit 1
}

stamp() { printf '%s\n' "$ROOT"; cat "$LOCK"; }

ready() { [ -f "$STAMP" ] && stamp | cmp -s - "$STAMP" && is_310 "$VENV/bin/python"; }

moved() { [ -f "$STAMP" ] && [ "$(head -n 1 "$STAMP")" != "$ROOT" ]; }

has_uv() { command -v uv >/dev/null 2>&1; }

# An environment that can be installed into as it is.
usable() {
    if [ -f "$BUSY" ] || moved || ! is_310 "$VENV/bin/python"; then return 1; fi
    has_uv || "$VENV/bin/python" -m pip --version >/dev/null 2>&1
}

# Another set-up of the same folder may be at work, started from a second terminal.
wait_for_other() {
    while other=$(cat "$BUSY" 2>/dev/null) && kill -0 "$other" 2>/dev/null; do
        say "Another set-up is at work here (process $other). Waiting. If there is none, remove $VENV."
        sleep "$TICK"
    done
}

# Prints a line every few seconds until it is stopped, or until this script is gone.
tick() {
    began=$(date +%s)
    while sleep "$TICK" </dev/null >/dev/null 2>&1 && kill -0 $$ 2>/dev/null; do
        say "$1: $(($(date +%s) - began)) s"
    done
}

# with_progress TITLE COMMAND...: runs it quietly, with a line every few seconds and its last lines if it fails.
with_progress() {
    title=$1
    log=$VENV/setup.log
    shift
    say "$title"
    tick "$title" &
    ticker=$!
    trap 'kill "$ticker" 2>/dev/null; exit 130' INT TERM
    code=0
    "$@" </dev/null >"$log" 2>&1 || code=$?
    kill "$ticker" 2>/dev/null || :
    trap - INT TERM
    if [ "$code" -ne 0 ]; then
        tail -n 20 "$log" >&2
        say "$title: failed. Its last lines are above, all of them in $log. The same command tries again."
        exit 1
    fi
}

build() {
    if [ -n "${PYTHON:-}" ] && ! is_310 "$PYTHON"; then say "PYTHON=$PYTHON is not a Python 3.10; looking for another."; fi
    python=$(find_python)
    if [ -z "$python" ]; then no_python; fi
    if [ -d "$VENV" ]; then say "Removing an environment that is unfinished, or was made elsewhere"; fi
    rm -rf "$VENV"
    mkdir "$VENV"
    echo $$ >"$BUSY"
    if has_uv; then
        with_progress "Making the environment with $python" uv venv --quiet --allow-existing --no-project --python "$python" "$VENV"
    elif "$python" -c 'import ensurepip' 2>/dev/null; then
        with_progress "Making the environment with $python" "$python" -m venv "$VENV"
    else
        rm -rf "$VENV"
        say "$python cannot make environments. On Debian and Ubuntu: sudo apt install python3.10-venv. Or install uv."
        exit 1
    fi
}

# The lock is the whole closure with hashes, so nothing is resolved and nothing else can come in.
install() {
    echo $$ >"$BUSY"
    title="Installing $(grep -c '^[A-Za-z0-9].*==' "$LOCK") locked packages (some minutes the first time)"
    if has_uv; then
        with_progress "$title" uv pip install --python "$VENV/bin/python" --compile-bytecode \
            --no-deps --require-hashes -r "$LOCK"
    else
        with_progress "$title" "$VENV/bin/python" -m pip install --disable-pip-version-check --no-input \
            --progress-bar off --no-deps --require-hashes -r "$LOCK"
    fi
    "$VENV/bin/python" -c 'from importlib.metadata import version; version("rasa")' 2>/dev/null || {
        say "The locked packages are for Linux on x86_64 and for macOS; this is $(uname -sm), so none were installed."
        exit 1
    }
    stamp >"$STAMP"
    rm -f "$BUSY"
    say "The environment is ready."
}

wait_for_other
if ready; then exit 0; fi
if ! usable; then build; fi
install
