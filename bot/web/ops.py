"""For those who watch the service: is it ready, is it alive, how much does it do. No word and no name is here."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

#: Seconds in which the database has to answer.
PATIENCE = 2.0

Handler = Callable[[Request], Awaitable[Response]]
#: Returns the figures and their content type.
Text = Callable[[], tuple[bytes, str]]


@dataclass
class Health:
    """Whether this process can take work: loaded, and the database answers.

    Attributes:
        ping: asks the database anything; raises where it does not answer.
    """

    ping: Callable[[], object] | None = None
    _asking: "asyncio.Task[bool] | None" = field(default=None, repr=False)

    async def ready(self) -> bool:
        """Ask now. One question at a time: what hangs must not pile up."""
        if self.ping is None:
            return False
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self._ask(self.ping))
        done, _ = await asyncio.wait([self._asking], timeout=PATIENCE)
        return bool(done) and self._asking.result()

    async def _ask(self, ping: Callable[[], object]) -> bool:
        try:
            await asyncio.to_thread(ping)
        except Exception:
            return False
        return True


def answers(unit_of_work: Callable[[], AbstractContextManager[object]]) -> None:
    """Take a connection to the database, which proves itself, and give it back. Raises what the database raises."""
    with unit_of_work():
        pass


def routes(health: Health, text: Text) -> list[Route]:
    """Return `/healthz` (200 or 503), `/livez` (200 as long as the process answers at all) and `/metrics`."""

    async def healthz(request: Request) -> Response:
        well = await health.ready()
        return JSONResponse({"ready": well}, 200 if well else 503)

    async def livez(request: Request) -> Response:
        return JSONResponse({"alive": True})

    async def metrics(request: Request) -> Response:
        # The figures are looked up in the database.
        body, kind = await asyncio.to_thread(text)
        return Response(body, headers={"content-type": kind})

    return [Route("/healthz", healthz), Route("/livez", livez), Route("/metrics", metrics)]


class CannotListen(RuntimeError):
    """The port is taken, or the address is not this machine's."""


class _Server(uvicorn.Server):
    """Leaves the signals to the process that it is a part of."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield


async def listen(health: Health, text: Text, host: str, port: int) -> None:
    """Serve these three until cancelled.

    Raises:
        CannotListen: with what to do.
    """
    app = Starlette(routes=routes(health, text))
    # Nothing is to be started or stopped with it, and uvicorn's own log handlers would write what is no JSON.
    config = uvicorn.Config(app, host, port, ws="none", lifespan="off", log_config=None, access_log=False)
    try:
        await _Server(config).serve()
    except SystemExit:  # uvicorn's way of saying so
        raise CannotListen(
            f"Nothing can listen on {host}:{port}: another program has it, or the address is not this machine's. "
            "Set COACH_METRICS_PORT or COACH_METRICS_HOST."
        ) from None
