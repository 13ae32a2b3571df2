"""What the page's script asks for, in JSON: the conversation so far, one message, a link for another browser."""

from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.services import entrance, refusals
from bot.services.farewells import Farewells
from bot.services.ports import Json
from bot.services.recent import recent
from bot.services.refusals import Flood, NotAnswered, NotStored, TooLong
from bot.services.turns import Turn, Turns
from bot.web.api import as_json
from bot.web.chat.bodies import Malformed, message
from bot.web.chat.door import Door, Visitor
from bot.web.chat.given import Chat
from bot.web.chat.origin import from_own_page
from bot.web.chat.passes import LIFE, LINK

#: Seconds after which to ask again while the model is loading, or the database is away.
LOADING_SECONDS = 2
TOKEN_HEADER = "x-page-token"  # noqa: S105
_STATUS = {TooLong: 413, Flood: 429, NotStored: 503, NotAnswered: 503}


@dataclass
class Conversation:
    """Answers the script of a page whose visitor is known."""

    chat: Chat
    door: Door
    _farewells: Farewells[Turn] = field(default_factory=Farewells)

    async def so_far(self, request: Request) -> Response:
        """Return the last turns, read from storage, and whether the coach is ready."""
        visitor = self.door.visitor(request)
        if visitor is None:
            return self.refusal(401, "signed-out")
        with self.chat.unit_of_work() as uow:
            told = recent(uow, visitor.person)
        return JSONResponse({**told, "ready": _turns(request) is not None})

    async def turn(self, request: Request) -> Response:
        """Take one message and return its turn; the same id again returns the same turn."""
        turns = _turns(request)
        try:
            payload, source = await message(request)
        except Malformed:
            return self.refusal(400, "malformed")
        if told := self._farewells.get(self.door.claims(request) or "", source):
            return self._last(request, told)
        visitor, problem = self._allowed(request)
        if problem or visitor is None:
            return problem or self.refusal(401, "signed-out")
        if turns is None:
            return self.refusal(503, "loading", LOADING_SECONDS)
        try:
            turn = await turns.take(entrance.CHANNEL, visitor.who, payload, source)
        except refusals.Refused as refused:
            status = _STATUS.get(type(refused), 400)
            return _error(status, refused.phrase.partition(".")[2], turns.refusal(refused), refused.seconds)
        if turn.last:
            self._farewells.keep(turn, visitor.who, source)
            return self._last(request, turn)
        return JSONResponse(as_json(turn))

    async def link(self, request: Request) -> Response:
        """Make a link with which the visitor goes on in another browser."""
        visitor, problem = self._allowed(request)
        if problem or visitor is None:
            return problem or self.refusal(401, "signed-out")
        address = request.headers.get("origin") or self.chat.address
        token = self.door.passes.issue(LINK, visitor.who)
        return JSONResponse({"link": f"{address}/pass/{token}", "minutes": int(LIFE[LINK].total_seconds() // 60)})

    async def leave(self, request: Request) -> Response:
        """Have this browser forget the visitor; what they wrote stays."""
        _, problem = self._allowed(request)
        if problem:
            return problem
        response = JSONResponse({})
        self.door.drop(response, request)
        return response

    def refusal(self, status: int, key: str, seconds: int = 0) -> Response:
        """Say why a request is refused, by a key of `refusals` in content/web.yml."""
        return _error(status, key, self.chat.words.refusals[key], seconds)

    def _allowed(self, request: Request) -> tuple[Visitor | None, Response | None]:
        """The visitor, if a page of theirs on this server sends this; otherwise the refusal."""
        visitor = self.door.visitor(request)
        if visitor is None:
            return None, self.refusal(401, "signed-out")
        own = from_own_page(request, self.chat.address)
        if not own or not self.door.passes.from_page(visitor.who, request.headers.get(TOKEN_HEADER, "")):
            return None, self.refusal(403, "foreign")
        return visitor, None

    def _last(self, request: Request, turn: Turn) -> Response:
        """The last answer to somebody who is erased: the browser forgets them with it."""
        response = JSONResponse({**as_json(turn), "last": True})
        self.door.drop(response, request)
        return response


def _turns(request: Request) -> Turns | None:
    """The application's turns; None while the model is loading."""
    turns: Turns | None = request.app.state.shared.turns
    return turns


def _error(status: int, code: str, text: str, seconds: int = 0) -> Response:
    body: Json = {"error": code, "text": text}
    headers: dict[str, Any] = {"Retry-After": str(seconds)} if seconds else {}
    return JSONResponse({**body, "seconds": seconds} if seconds else body, status, headers)
