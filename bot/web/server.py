"""Runs the HTTP application on an address."""

from collections.abc import Callable, Sequence

import uvicorn
from starlette.routing import BaseRoute

from bot.services.turns import Turns
from bot.web import ops
from bot.web.app import make_app
from bot.web.loopback import is_loopback


class OpenToTheWorld(RuntimeError):
    """Without a token, the server listens on loopback only."""


def serve(
    build: Callable[[], Turns],
    host: str,
    port: int,
    token: str,
    pages: Sequence[BaseRoute] = (),
    figures: ops.Text = lambda: (b"", "text/plain"),
) -> None:
    """Serve until stopped, or until it turns out that `build` fails; what it raised is raised again.

    Args:
        pages: routes beside those of the turn API.
        figures: what `/metrics` shows.

    Raises:
        OpenToTheWorld: no token is set and the host is not loopback.
    """
    if not token and not is_loopback(host):
        raise OpenToTheWorld(
            f"Refusing to listen on {host} without a token. Set COACH_API_TOKEN, or COACH_HTTP_HOST=127.0.0.1."
        )
    problems: list[Exception] = []

    def stop(problem: Exception) -> None:
        problems.append(problem)
        server.should_exit = True

    app = make_app(build, token, stop, pages, figures)
    # Without web sockets: nothing here uses them, and uvicorn cannot import the old `websockets` that Rasa pins.
    config = uvicorn.Config(app, host=host, port=port, ws="none", log_level="warning", access_log=False)
    server = uvicorn.Server(config)
    server.run()
    if problems:
        raise problems[0]
