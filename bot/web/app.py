"""The HTTP application: turn API, health, what is stored for a user."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.services import entrance
from bot.services.conversations import overview
from bot.services.refusals import NotStored
from bot.services.turns import Turns
from bot.storage.errors import StorageError
from bot.web import ops
from bot.web.api import Refused, as_json, authorised, read_turn
from bot.web.headers import SafeHeaders

CHANNEL = "web"
RETRY_SECONDS = 2


@dataclass
class State:
    """What the routes share. `turns` is None until the model is loaded."""

    token: str
    turns: Turns | None = None
    health: ops.Health = field(default_factory=ops.Health)
    loading: asyncio.Task[None] | None = field(default=None, repr=False)


Handler = Callable[[Request], Awaitable[Response]]
Broken = Callable[[Exception], None]


def _stay(_: Exception) -> None:
    """Keep answering 503."""


def _no_figures() -> tuple[bytes, str]:
    return b"", "text/plain"


def make_app(
    build: Callable[[], Turns],
    token: str,
    broken: Broken = _stay,
    pages: Sequence[BaseRoute] = (),
    figures: ops.Text = _no_figures,
) -> Starlette:
    """Return the application. It answers at once; the model loads in a thread of its own.

    Args:
        build: makes the application's turns; may take seconds.
        token: the API token, or empty where only loopback can reach the server.
        broken: told why, when `build` fails or what was left unanswered cannot be answered.
        pages: more routes, which need no model.
        figures: what `/metrics` shows, to those who have the token.
    """
    state = State(token)
    health, alive, metrics = ops.routes(state.health, figures)

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        state.loading = asyncio.create_task(_load(state, build, broken))
        yield
        state.loading.cancel()

    routes = [
        health,
        alive,
        Route(metrics.path, _with_token(state, metrics.endpoint)),
        Route("/api/turns", _guarded(state, _turn(state)), methods=["POST"]),
        Route("/api/conversations/{user:path}", _guarded(state, _conversation(state))),
        *pages,
    ]
    handlers = {404: _not_found, 405: _not_allowed, 500: _broken}
    app = Starlette(routes=routes, lifespan=lifespan, exception_handlers=handlers, middleware=[Middleware(SafeHeaders)])
    # The web chat asks here for the turns, which are not there before the model is loaded.
    app.state.shared = state
    return app


async def _load(state: State, build: Callable[[], Turns], broken: Broken) -> None:
    try:
        turns = await asyncio.to_thread(build)
        for channel in (CHANNEL, entrance.CHANNEL):
            await turns.recover(channel)
    except Exception as problem:
        # A task would keep it to itself, and the server would say "still loading" for ever.
        broken(problem)
    else:
        state.turns, state.health.ping = turns, partial(ops.answers, turns.unit_of_work)
        await turns.every_day()


def _with_token(state: State, handle: Handler) -> Handler:
    async def guarded(request: Request) -> Response:
        if not authorised(request.headers.get("authorization", ""), state.token):
            return _error(401, "Send the API token: Authorization: Bearer <COACH_API_TOKEN>.")
        return await handle(request)

    return guarded


def _guarded(state: State, handle: Handler) -> Handler:
    """Check the token, then readiness, and turn refusals into JSON."""

    async def guarded(request: Request) -> Response:
        if state.turns is None:
            return _error(503, "The coach is still loading.", {"Retry-After": str(RETRY_SECONDS)})
        try:
            return await handle(request)
        except Refused as refused:
            return _error(refused.status, str(refused), refused.headers)
        except StorageError:
            return _error(503, "The database cannot be used just now.", {"Retry-After": str(NotStored.seconds)})

    return _with_token(state, guarded)


def _turn(state: State) -> Handler:
    async def handle(request: Request) -> Response:
        call = read_turn(await request.body())
        assert state.turns is not None
        return JSONResponse(as_json(await call.take(state.turns, CHANNEL)))

    return handle


def _conversation(state: State) -> Handler:
    async def handle(request: Request) -> Response:
        assert state.turns is not None
        with state.turns.unit_of_work() as uow:
            person = uow.people.by_identity(CHANNEL, request.path_params["user"])
            if person is None:
                raise Refused(404, "Nothing is stored for this user.")
            return JSONResponse(overview(uow, person))

    return handle


def _error(status: int, text: str, headers: dict[str, str] | None = None) -> JSONResponse:
    return JSONResponse({"error": text}, status, headers)


async def _not_found(request: Request, error: Exception) -> Response:
    return _error(404, "There is nothing at this address.")


async def _not_allowed(request: Request, error: Exception) -> Response:
    return _error(405, "This address does not take this method.")


async def _broken(request: Request, error: Exception) -> Response:
    return _error(500, "Something went wrong on our side. Nothing is lost; send the same id again.")
