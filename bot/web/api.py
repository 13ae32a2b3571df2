"""The turn API: what a call must look like, and what it answers."""

import hmac
import json
import uuid
from dataclasses import dataclass
from typing import Any

from bot.services import refusals
from bot.services.ports import Json
from bot.services.refusals import LONGEST, Flood, NotAnswered, NotStored, TooLong
from bot.services.turns import Turn, Turns

#: Longest user id and message id, in characters.
LONGEST_ID = 200
#: No body that holds an allowed text can be longer: six bytes a character as `\\uXXXX` pairs, and the rest.
LONGEST_BODY = LONGEST * 12 + 4_000


_STATUS = {TooLong: 413, Flood: 429, NotStored: 503, NotAnswered: 503}


class Refused(Exception):
    """A call that cannot be answered: status, a text that says what to do, headers."""

    def __init__(self, status: int, text: str, headers: dict[str, str] | None = None) -> None:
        """Keep the status beside the text."""
        super().__init__(text)
        self.status = status
        self.headers = headers


@dataclass(frozen=True)
class Call:
    """One checked call of `POST /api/turns`."""

    user: str
    payload: Json
    source_id: str

    async def take(self, turns: Turns, channel: str) -> Turn:
        """Have the turn taken.

        Raises:
            Refused: 400, 413, 429 or 503.
        """
        try:
            return await turns.take(channel, self.user, self.payload, self.source_id)
        except refusals.Refused as refused:
            status = _STATUS.get(type(refused), 400)
            headers = {"Retry-After": str(refused.seconds)} if refused.seconds else None
            raise Refused(status, turns.refusal(refused), headers) from None


def authorised(header: str, token: str) -> bool:
    """Whether an Authorization header carries the token; anything does where no token is set."""
    given = header[7:] if header.lower().startswith("bearer ") else ""
    return not token or hmac.compare_digest(given.encode(), token.encode())


def read_turn(body: bytes) -> Call:
    """Check a request body.

    Raises:
        Refused: 400 or 413, with what is wrong and what it takes.
    """
    if len(body) > LONGEST_BODY:
        raise Refused(413, f"A message may have {LONGEST:,} characters.")
    call = _object(body)
    user = _text(call, "user", LONGEST_ID)
    kinds = [key for key in ("text", "button") if key in call]
    if len(kinds) != 1:
        raise Refused(400, "Send either 'text' or 'button'.")
    payload: Json = {kinds[0]: _text(call, kinds[0], None)}
    source = _text(call, "id", LONGEST_ID) if "id" in call else uuid.uuid4().hex
    return Call(user, payload, source)


def _object(body: bytes) -> dict[str, Any]:
    try:
        call = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError):
        raise Refused(400, "The body must be JSON in UTF-8.") from None
    if not isinstance(call, dict):
        raise Refused(400, "The body must be a JSON object with 'user' and 'text' or 'button'.")
    return call


def _text(call: dict[str, Any], key: str, longest: int | None) -> str:
    value = call.get(key)
    if not isinstance(value, str) or not value.strip():
        raise Refused(400, f"'{key}' must be a text that is not empty.")
    if longest is not None and len(value) > longest:
        raise Refused(400, f"'{key}' may have {longest} characters.")
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        raise Refused(400, f"'{key}' holds characters that are not Unicode text.") from None
    return value


def as_json(turn: Turn) -> Json:
    """Return a turn as CONTRACT says: turn, step, ref, replies with kind, ref, text, buttons, image."""
    return {"turn": turn.id, "step": turn.step, "ref": turn.ref, "replies": list(turn.replies)}
