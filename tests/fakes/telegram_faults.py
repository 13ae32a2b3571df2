"""What the fake Bot API does wrong on purpose, as scripted by a test."""

import asyncio
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import Receive, Scope, Send

from tests.fakes.telegram_limits import bad

ERRORS = {
    "400": "Bad Request: scripted refusal",
    "401": "Unauthorized",
    "403": "Forbidden: bot was blocked by the user",
    "404": "Not Found",
    "409": "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    "429": "Too Many Requests: retry after {}",
    "500": "Internal Server Error",
    "502": "Bad Gateway",
}
#: Without effect: errors, no answer at all, the connection closed. With effect, though the bot cannot know: the rest.
BEFORE = (*ERRORS, "hang", "disconnect")
AFTER = ("hang_after", "disconnect_after", "slow")
LONGEST_HANG = 120.0  # seconds; a client that is still there then is cut off


@dataclass
class Fault:
    """So many of the next calls of a method (any: `*`), in one chat or in all, after letting some pass, go wrong."""

    fault: str
    method: str = "*"
    times: int = 1
    skip: int = 0
    chat_id: int | None = None
    retry_after: int = 1
    seconds: float = 1.0
    description: str = ""

    def concerns(self, method: str, chat: Any) -> bool:
        """Tell whether a call is one of those meant, and count it."""
        right_method = self.method == "*" or self.method.lower() == method.lower()
        if not right_method or self.times < 1 or (self.chat_id is not None and str(self.chat_id) != str(chat)):
            return False
        self.skip, passed = max(0, self.skip - 1), self.skip > 0
        self.times -= not passed
        return not passed

    @property
    def before(self) -> bool:
        return self.fault in BEFORE

    @property
    def status(self) -> int | None:
        """HTTP status of the answer; None: there is no answer."""
        return int(self.fault) if self.fault in ERRORS else 200 if self.fault == "slow" else None

    @property
    def error(self) -> str | None:
        return (self.description or ERRORS[self.fault].format(self.retry_after)) if self.fault in ERRORS else None

    async def answer(self, request: Request, otherwise: Response) -> Response:
        """Return what the bot gets in the place of the right answer."""
        if self.fault == "502":
            return HTMLResponse("<html><body><h1>502 Bad Gateway</h1></body></html>", 502)
        if self.fault in ERRORS:
            parameters = {"retry_after": self.retry_after} if self.fault == "429" else {}
            return error(int(self.fault), str(self.error), parameters)
        if self.fault == "slow":
            await asyncio.sleep(self.seconds)
            return otherwise
        return HangUp(LONGEST_HANG if self.fault.startswith("hang") else 0.0)


def fault(**fields: Any) -> Fault:
    """Return a fault as a test has described it."""
    if fields.get("fault") not in (*BEFORE, *AFTER):
        raise bad(f"a fault is one of {' '.join((*BEFORE, *AFTER))}")
    return Fault(**fields)


def error(code: int, description: str, parameters: dict[str, Any]) -> Response:
    """Return an answer with `ok: false`."""
    body: dict[str, Any] = {"ok": False, "error_code": code, "description": description}
    return JSONResponse(body | ({"parameters": parameters} if parameters else {}), code)


class HangUp(Response):
    """No answer: the connection is closed at once, or when the client gives up, or after so many seconds."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        disconnected = asyncio.ensure_future(_disconnected(receive))
        await asyncio.wait({disconnected}, timeout=self._seconds)
        scope["state"]["hang_up"]()
        await disconnected


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
