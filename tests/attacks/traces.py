"""Searches files for a text in every form in which it could lie there."""

import base64
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote


def forms(text: str) -> Iterator[bytes]:
    """Every way in which a text could lie in a file, but encrypted or compressed."""
    plain = text.encode()
    yield from (plain, text.lower().encode(), text.encode("utf-16-le"), text.encode("utf-16-be"), plain.hex().encode())
    yield from (json.dumps(text)[1:-1].encode(), json.dumps(text, ensure_ascii=False)[1:-1].encode())
    yield quote(text).encode()
    # Base64 groups three bytes: a text inside a longer one shows in one of three shapes, but for its two ends.
    for shift in range(3):
        for encode in (base64.b64encode, base64.urlsafe_b64encode):
            yield encode(b"\0" * shift + plain)[4:-4]


def traces(folder: Path, texts: Iterable[str]) -> list[tuple[str, str]]:
    """Return (file, text) for every text that some file under a folder holds in some form."""
    wanted = [(text, set(forms(text))) for text in texts]
    files = [(path.relative_to(folder).as_posix(), path.read_bytes()) for path in folder.rglob("*") if path.is_file()]
    return [(name, text) for name, held in files for text, ways in wanted if any(way in held for way in ways)]
