#!/bin/sh
# Prints requirements.lock without the packages named in deploy/not-served.txt, for the serving image.
# Usage: sh scripts/serving_lock.sh [LOCK [NAMES]]
set -eu
ROOT=$(CDPATH="" cd -- "$(dirname -- "$0")/.." && pwd -P)

# An entry begins at the left margin with name==version; its hashes are the indented lines after it.
awk '
    FNR == NR { sub(/#.*/, ""); if ($1 != "") left_out[$1]; next }
    /^[A-Za-z0-9]/ { name = tolower($1); sub(/[=;@[].*/, "", name); gsub(/[-_.]+/, "-", name); keep = !(name in left_out) }
    /^#/ || /^$/ { keep = 1 }
    keep
' "${2:-$ROOT/deploy/not-served.txt}" "${1:-$ROOT/requirements.lock}"
