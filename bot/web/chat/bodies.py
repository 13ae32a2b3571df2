"""What browsers send, read with limits: a form on the way in, a message as JSON."""

import json
from typing import Any
from urllib.parse import parse_qs

from starlette.requests import Request

from bot.services.ports import Json
from bot.web.api import LONGEST_BODY, LONGEST_ID

LONGEST_FORM = 4_000


class Malformed(ValueError):
    """A body that no page of ours sends."""


async def form(request: Request) -> dict[str, str]:
    """Return the fields of a form, the first value of each. Raises Malformed."""
    body = await _body(request, LONGEST_FORM)
    try:
        fields = parse_qs(body.decode("ascii"), max_num_fields=10, errors="strict")
    except ValueError:
        raise Malformed from None
    return {name: values[0] for name, values in fields.items()}


async def message(request: Request) -> tuple[Json, str]:
    """Return a message and its id: a payload as `Turns.take` has it. Raises Malformed."""
    try:
        call = json.loads((await _body(request, LONGEST_BODY)).decode("utf-8"))
    except (ValueError, RecursionError):
        raise Malformed from None
    if not isinstance(call, dict) or {*call} not in ({"id", "text"}, {"id", "button"}):
        raise Malformed
    source, kind = call.pop("id"), next(iter(call.keys() - {"id"}))
    if not _is_text(call[kind]) or not _is_text(source) or not 1 <= len(source) <= LONGEST_ID:
        raise Malformed
    return call, source


def _is_text(value: Any) -> bool:
    """Whether a value is a text that can be stored: half a character is none."""
    try:
        return isinstance(value, str) and bool(value.encode("utf-8") or True)
    except UnicodeEncodeError:
        return False


async def _body(request: Request, most: int) -> bytes:
    """Read a body, no more than is allowed."""
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > most:
            raise Malformed
    return body
