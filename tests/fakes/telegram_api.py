"""A Bot API server for tests, as a process of its own: `python -m tests.fakes.telegram_api --port 0 --log FILE`.

Prints `READY http://127.0.0.1:PORT` once it listens, on this machine only. What the bot calls is in
`telegram_bot_api`, what a test asks for in `telegram_control`; tests speak to it through `telegram_person`.
Started again with the same log it knows again what was in chats and which updates nobody has confirmed; files, scripted
faults and settings are forgotten.
"""

import argparse
import asyncio
import os
import socket
import sys
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from tests.fakes.telegram_bot_api import BotApi
from tests.fakes.telegram_control import Control
from tests.fakes.telegram_log import Log

#: Like a real one: a number, a colon and 35 characters; a real number is longer.
TOKEN = "4242424:" + "Fake_bot-token" * 2 + "forTest"


def application(token: str, log: Log, flood: bool, ready: Callable[[], None]) -> ASGIApp:
    """Return the server as an ASGI application, which says when it is ready."""
    api = BotApi(token, log, flood)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        posting = asyncio.create_task(api.updates.post(api.world.clock.now))
        ready()
        yield
        posting.cancel()

    routes = [
        Route("/bot{token}/{method}", api.call, methods=["GET", "POST"]),
        Route("/file/bot{token}/{path:path}", api.file),
        Mount("/_test", routes=Control(api).routes()),
    ]
    return _with_hang_up(Starlette(routes=routes, lifespan=lifespan))


def _with_hang_up(app: ASGIApp) -> ASGIApp:
    """Give requests a way to close their connection without an answer, for which ASGI has none."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            # `send` is a method of uvicorn's request cycle, which holds the connection.
            scope.setdefault("state", {})["hang_up"] = send.__self__.transport.abort  # type: ignore[attr-defined]
        await app(scope, receive, send)

    return wrapped


def _exit_with_parent() -> None:
    """End when standard input is closed: a test run that was killed leaves no server behind."""
    sys.stdin.buffer.read()
    os._exit(0)


def main() -> None:
    """Serve until ended by a signal."""
    parser = argparse.ArgumentParser(description="A Telegram Bot API server for tests.")
    parser.add_argument("--port", type=int, default=0, help="0 (default): any free one")
    parser.add_argument("--log", type=Path, required=True, help="file of JSON lines, continued if it exists")
    parser.add_argument("--token", default=TOKEN)
    parser.add_argument("--no-flood", action="store_true", help="no limit on messages per second")
    parser.add_argument("--with-parent", action="store_true", help="end when standard input is closed")
    options = parser.parse_args()
    if options.with_parent:
        threading.Thread(target=_exit_with_parent, daemon=True).start()
    listening = socket.create_server(("127.0.0.1", options.port), backlog=512)

    def ready() -> None:
        sys.stdout.write(f"READY http://127.0.0.1:{listening.getsockname()[1]}\n")
        sys.stdout.flush()

    app = application(options.token, Log(options.log), not options.no_flood, ready)
    config = uvicorn.Config(
        app, log_level="error", access_log=False, proxy_headers=False, ws="none", timeout_keep_alive=75
    )
    uvicorn.Server(config).run(sockets=[listening])


if __name__ == "__main__":
    main()
