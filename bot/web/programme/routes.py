"""The addresses of the dashboard, and what holds for each of them."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import parse_qsl

import structlog
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.domain.releases.release import BadRelease
from bot.storage.errors import StorageError
from bot.web.assets import templates
from bot.web.programme import entry, files, manage, pages
from bot.web.programme.access import FIELDS, LONGEST, Ask, identify
from bot.web.programme.respond import SIGN_IN, go, problem, protect
from bot.web.programme.site import Site

log = structlog.get_logger()
Handler = Callable[[Ask], Response]
EVERY = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


class _TooLarge(ValueError):
    """A form is longer than any of ours."""


@dataclass(frozen=True)
class Address:
    """One address: what answers it, by which method, and whether without being signed in."""

    path: str
    handle: Handler
    method: str = "GET"
    open: bool = False


ADDRESSES = (
    Address("/programme/sign-in", entry.show, open=True),
    Address("/programme/sign-in", entry.sign_in, "POST", open=True),
    Address("/programme/link/{token}", entry.show_link, open=True),
    Address("/programme/link/{token}", entry.use_link, "POST", open=True),
    Address("/programme/sign-out", entry.sign_out, "POST"),
    Address("/programme", pages.newest),
    Address("/programme/releases/{number}.csv", files.csv_file),
    Address("/programme/releases/{number}.pdf", files.pdf_file),
    Address("/programme/releases/{number}", pages.release),
    Address("/programme/trend", pages.trend),
    Address("/programme/themes/{theme}", pages.theme),
    Address("/programme/groups", pages.groups),
    Address("/programme/method", pages.method),
    Address("/programme/mentors", manage.mentors),
    Address("/programme/invitations", manage.invites),
    Address("/programme/invitations", manage.invite, "POST"),
    Address("/programme/invitations/withdraw", manage.withdraw, "POST"),
)


def routes(site: Site) -> list[BaseRoute]:
    """Return every route of the dashboard; the last one answers whatever else begins with /programme."""
    templates()
    known: list[BaseRoute] = [Route(one.path, _guarded(site, one), methods=[one.method]) for one in ADDRESSES]
    rest = _guarded(site, Address("", lambda ask: problem(site, 404, "missing", ask.visitor), open=True))
    return [*known, *(Route(path, rest, methods=EVERY) for path in ("/programme", "/programme/{rest:path}"))]


def _guarded(site: Site, address: Address) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        try:
            form = await _form(request) if request.method == "POST" else {}
            return protect(await run_in_threadpool(_answer, site, address, request, form))
        except _TooLarge:
            return protect(problem(site, 413, "large"))
        except StorageError:
            return protect(_retry(problem(site, 503, "busy")))
        except BadRelease:
            log.error("release_not_as_published")
            return protect(problem(site, 503, "bad"))
        except Exception as error:
            # Its text may hold anything; what it was is enough to find it.
            log.error("page_failed", failed=type(error).__name__)
            return protect(problem(site, 500, "broken"))

    return answer


def _answer(site: Site, address: Address, request: Request, form: dict[str, str]) -> Response:
    ask = identify(site, request, form)
    if ask.visitor is None and not address.open:
        return go(SIGN_IN)
    if address.method == "POST" and not ask.form_is_ours:
        return problem(site, 403, "stale", ask.visitor)
    return address.handle(ask)


def _retry(response: Response) -> Response:
    response.headers["Retry-After"] = "2"
    return response


async def _form(request: Request) -> dict[str, str]:
    """Read a form; what is no form has no fields."""
    body = b""
    try:
        async for piece in request.stream():
            body += piece
            if len(body) > LONGEST:
                raise _TooLarge
        pairs = parse_qsl(body.decode("latin-1"), keep_blank_values=True, max_num_fields=FIELDS)
    except _TooLarge:
        raise
    except (ValueError, ClientDisconnect):
        return {}
    return dict(pairs)
