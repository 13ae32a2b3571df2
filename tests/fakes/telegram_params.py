"""Parameters of a Bot API call: JSON, form or multipart body, or query, read as Telegram reads them."""

import hashlib
import io
import json
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request
from werkzeug.formparser import FormDataParser
from werkzeug.http import parse_options_header

from tests.fakes.telegram_limits import Refused


@dataclass(frozen=True)
class Upload:
    """A file in a multipart body."""

    name: str
    mime: str
    content: bytes

    def shown(self) -> dict[str, Any]:
        """Return what the log says about the file."""
        digest = hashlib.sha256(self.content).hexdigest()
        return {"file": self.name, "mime": self.mime, "size": len(self.content), "sha256": digest}


@dataclass(frozen=True)
class Params:
    """Values as they came: strings from a form, anything from JSON. Readers return None for what is absent."""

    values: dict[str, Any]
    files: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str | None:
        value = self.values.get(name)
        return value if value is None or isinstance(value, str) else json.dumps(value)

    def integer(self, name: str) -> int | None:
        value = self.values.get(name)
        if value is None or value == "":
            return None
        try:
            return int(value)
        except (TypeError, ValueError):
            raise Refused(400, f"Bad Request: invalid {name} specified") from None

    def flag(self, name: str) -> bool:
        return str(self.values.get(name, "")).lower() in ("true", "1", "yes")

    def json(self, name: str) -> Any:
        """Return an object that a form carries as JSON in a string."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except ValueError:
            raise Refused(400, f"Bad Request: can't parse {name} JSON object") from None

    def upload(self, name: str) -> Upload | None:
        """Return the file sent under this name, or the one it points to (`attach://other`)."""
        value = self.values.get(name)
        if isinstance(value, str) and value.startswith("attach://"):
            return self.files.get(value.removeprefix("attach://"))
        return self.files.get(name)

    def shown(self) -> dict[str, Any]:
        """Return all of it for the log, objects as objects, files as name, size and hash."""
        return {name: _opened(value) for name, value in self.values.items()} | {
            name: upload.shown() for name, upload in self.files.items()
        }


def _opened(value: Any) -> Any:
    if isinstance(value, str) and value[:1] in ("{", "["):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


async def read(request: Request) -> Params:
    """Read a request; the body counts more than the query."""
    body = await request.body()
    values: dict[str, Any] = dict(request.query_params)
    mime, options = parse_options_header(request.headers.get("content-type", ""))
    if not body:
        return Params(values)
    if mime == "application/json":
        return Params(values | _object(body))
    parsed = FormDataParser(max_form_memory_size=None).parse(io.BytesIO(body), mime, len(body), options)
    files = {
        name: Upload(part.filename or name, part.mimetype or "application/octet-stream", part.read())
        for name, part in parsed[2].items()
    }
    return Params(values | dict(parsed[1].items()), files)


def _object(body: bytes) -> dict[str, Any]:
    try:
        read = json.loads(body)
    except ValueError:
        read = None
    if not isinstance(read, dict):
        raise Refused(400, "Bad Request: can't parse request body as JSON object")
    return read
