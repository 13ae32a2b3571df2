"""The test's side of the fake, under `/_test/`: people act, calls go wrong, and everything can be read."""

import time
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.fakes.telegram_bot_api import BotApi
from tests.fakes.telegram_faults import fault
from tests.fakes.telegram_injections import People
from tests.fakes.telegram_limits import Flood, Refused, bad

LONGEST_WAIT = 60.0  # seconds


class Control:
    """What a test can ask for. Bodies are JSON; a request that makes no sense is answered with 400 and why."""

    def __init__(self, api: BotApi) -> None:
        self._api, self._world, self._updates = api, api.world, api.updates
        self._people = People(api.world, api.updates)

    def routes(self) -> list[Route]:
        """Return the routes, to be mounted."""
        told: dict[str, Callable[[Any], Any]] = {
            **{"people": self._does, "script": self._script, "unscript": self._unscript, "duplicate": self._duplicate},
            **{"hold": self._hold, "release": self._release, "settings": self._settings},
        }
        return [
            *(Route(f"/{name}", _told(act), methods=["POST"]) for name, act in told.items()),
            Route("/log", self._log),
            Route("/pending", self._pending),
            Route("/answers/{query}", self._answers),
            Route("/chats/{chat:int}", self._chat),
            Route("/files/{file_id}", self._file),
        ]

    def _does(self, body: Any) -> Any:
        """Several things at once come without a pause between them."""
        return [self._people.does(what) for what in body] if isinstance(body, list) else self._people.does(body)

    def _script(self, body: Any) -> Any:
        self._api.faults.append(fault(**body))
        return {}

    def _unscript(self, body: Any) -> Any:
        left = [asdict(one) for one in self._api.faults if one.times > 0]
        self._api.faults.clear()
        return {"left": left}

    def _duplicate(self, body: Any) -> Any:
        self._updates.again(body["update_id"])
        return {}

    def _hold(self, body: Any) -> Any:
        self._updates.hold()
        return {}

    def _release(self, body: Any) -> Any:
        self._updates.release(**body)
        return {}

    def _settings(self, body: Any) -> Any:
        if unknown := body.keys() - {"flood", "clock_offset", "date", "query_seconds"}:
            raise bad(f"there is no setting {' '.join(sorted(unknown))}")
        if "flood" in body:
            self._api.methods.flood = Flood() if body["flood"] else None
        self._world.clock.offset = body.get("clock_offset", self._world.clock.offset)
        self._world.clock.date = body.get("date", self._world.clock.date)
        self._world.query_seconds = body.get("query_seconds", self._world.query_seconds)
        return {}

    async def _log(self, request: Request) -> Response:
        return JSONResponse(self._api.log.entries[int(request.query_params.get("after", 0)) :])

    async def _pending(self, request: Request) -> Response:
        """Return the numbers of the updates that nobody has confirmed; wait until there are none if asked to."""
        await self._until(request, lambda: "empty" not in request.query_params or not self._updates.queue)
        return JSONResponse([pending.number for pending in self._updates.queue])

    async def _answers(self, request: Request) -> Response:
        query = self._world.queries.get(request.path_params["query"])
        await self._until(request, lambda: query is None or query.answer is not None)
        return JSONResponse(query.answer if query else None)

    async def _chat(self, request: Request) -> Response:
        """Return a transcript, waiting until the bot has sent so many messages there if asked to."""
        number, least = request.path_params["chat"], int(request.query_params.get("least", 0))
        await self._until(request, lambda: self._sent(number) >= least)
        chat = self._world.chats.get(number)
        return JSONResponse(chat.transcript() if chat else [])

    def _sent(self, number: int) -> int:
        chat = self._world.chats.get(number)
        bot = self._world.bot["id"]
        return sum(message["from"]["id"] == bot for message in chat.messages.values()) if chat else 0

    async def _until(self, request: Request, ready: Callable[[], bool]) -> None:
        until = time.monotonic() + min(float(request.query_params.get("seconds", 0)), LONGEST_WAIT)
        while not ready() and time.monotonic() < until:
            await self._world.bell.wait(until - time.monotonic())

    async def _file(self, request: Request) -> Response:
        if not (file := self._world.files.get(request.path_params["file_id"])):
            return Response(status_code=404)
        return Response(file.content, media_type=file.mime)


def _told(act: Callable[[Any], Any]) -> Callable[[Request], Any]:
    async def endpoint(request: Request) -> Response:
        try:
            return JSONResponse(act(await request.json()))
        except Refused as refusal:
            return JSONResponse({"error": refusal.description}, 400)
        except (KeyError, TypeError, ValueError) as error:
            return JSONResponse({"error": f"{type(error).__name__}: {error}"}, 400)

    return endpoint
