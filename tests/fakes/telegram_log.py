"""What the fake Bot API writes down: a line of JSON for every call and update, which outlives a kill of the process."""

import json
import time
from pathlib import Path
from typing import Any

Entry = dict[str, Any]


def read(path: Path) -> list[Entry]:
    """Return the entries in order; a last line that a kill has cut short is left out."""
    lines = path.read_bytes().split(b"\n") if path.exists() else [b""]
    return [json.loads(line) for line in lines[:-1] if line]


class Log:
    """Append-only. `seq` counts from 1 without gaps, also over restarts; `at` is monotonic, in seconds."""

    def __init__(self, path: Path | None) -> None:
        self.entries = read(path) if path else []
        # Unbuffered: each line is one write, so that it is with the operating system before anybody gets an answer.
        self._file = path.open("ab", buffering=0) if path else None
        if path and self._file and (kept := path.read_bytes()) and not kept.endswith(b"\n"):
            self._file.truncate(kept.rfind(b"\n") + 1)

    def add(self, kind: str, **fields: Any) -> Entry:
        """Write one entry and return it."""
        entry = {"seq": len(self.entries) + 1, "at": time.monotonic(), "kind": kind, **fields}
        line = json.dumps(entry, separators=(",", ":")).encode() + b"\n"
        if self._file:
            self._file.write(line)
        # As it was written: what the fake changes later must not change what is on record.
        self.entries.append(json.loads(line))
        return entry
