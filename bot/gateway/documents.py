"""Documents in a terminal: files in a folder of their own, readable by their owner only, gone when the person is."""

import base64
import os
from dataclasses import dataclass
from pathlib import Path

from bot.services.ports import Json


@dataclass(frozen=True)
class Documents:
    """Where the documents of the one person at the terminal are put."""

    folder: Path

    def save(self, document: Json) -> Path:
        """Write a document of a reply (`name`, and `data` as a base64 data URI), over an older one of its name.

        Only the last part of its name is used. Raises OSError where the disk does not take it.
        """
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = self.folder / Path(document["name"]).name
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(base64.b64decode(document["data"].partition(",")[2]))
        return path

    def clear(self) -> None:
        """Overwrite and remove every document, because the person is erased or not known."""
        for path in self.folder.glob("*"):
            path.write_bytes(b"\0" * path.stat().st_size)
            path.unlink()
