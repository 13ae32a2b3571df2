"""The address to which Telegram sends updates, for those who prefer that to polling."""

import hmac
import json
from collections.abc import Awaitable, Callable, Sequence
from urllib.parse import urlsplit

import structlog
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.services.ports import Json
from bot.storage.errors import StorageError

HEADER = "x-telegram-bot-api-secret-token"
#: Bytes; an update with the longest text has about a tenth of that.
LONGEST = 1_000_000

#: Stores updates; when it returns they are committed.
Take = Callable[[Sequence[Json]], Awaitable[None]]

log = structlog.get_logger()


def make_hook(take: Take, secret: str, address: str) -> Starlette:
    """Return the application.

    Args:
        take: stores updates; only then is Telegram told that they have arrived.
        secret: what Telegram sends with each; without it nothing is read.
        address: the whole https address; its path is served.
    """

    async def handle(request: Request) -> Response:
        given = request.headers.get(HEADER, "")
        if not hmac.compare_digest(given.encode(), secret.encode()):
            return Response(status_code=401)
        update = _update(await _body(request))
        if update is None:
            return Response(status_code=400)
        try:
            await take([update])
        except StorageError as error:
            # Telegram sends it again.
            log.warning("update_not_stored", failed=type(error).__name__)
            return Response(status_code=503)
        return Response(status_code=200)

    return Starlette(routes=[Route(urlsplit(address).path or "/", handle, methods=["POST"])])


async def listen(take: Take, secret: str, address: str, host: str, port: int) -> None:
    """Serve until told to stop."""
    app = make_hook(take, secret, address)
    config = uvicorn.Config(app, host=host, port=port, ws="none", log_level="warning", access_log=False)
    await uvicorn.Server(config).serve()


async def _body(request: Request) -> bytes:
    """Read a body, no more than is allowed."""
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > LONGEST:
            return b""
    return body


def _update(body: bytes) -> Json | None:
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return update if isinstance(update, dict) and isinstance(update.get("update_id"), int) else None
