"""Signing in, by password or by a link that works once, and signing out."""

from math import ceil
from threading import BoundedSemaphore

from starlette.responses import Response

from bot.services import accounts
from bot.web.programme.access import Ask, let_in, let_out
from bot.web.programme.respond import HOME, SIGN_IN, go, page

#: A password takes 32 MiB and a third of a second to check: no more than these at once.
_CHECKING = BoundedSemaphore(2)


def show(ask: Ask) -> Response:
    """Show the form, or go on if somebody is signed in."""
    return go(HOME) if ask.visitor else page(ask, "sign_in", wrong="", name="")


def sign_in(ask: Ask) -> Response:
    """Check name and password. Failures are counted for the name and for the address."""
    name = ask.form.get("name", "").strip().lower()[:64]
    keys = (f"account:{name}", f"address:{ask.address}", "all:")
    if wait := ask.site.attempts.begin(keys, ask.site.seconds()):
        response = page(
            ask, "sign_in", 429, wrong=ask.site.words.say("sign_in.wait", minutes=ceil(wait / 60)), name=name
        )
        response.headers["Retry-After"] = str(wait)
        return response
    session = _session(ask, name)
    if session is None:
        return page(ask, "sign_in", 403, wrong=ask.site.words.say("sign_in.wrong"), name=name)
    ask.site.attempts.succeeded(keys[0], keys[1:])
    return _in(ask, session)


def _session(ask: Ask, name: str) -> str | None:
    with ask.site.unit_of_work() as uow:
        account = uow.team.named(name)
    with _CHECKING:
        right = accounts.fits(account, ask.form.get("password", ""))
    if account is None or not right:
        return None
    with ask.site.unit_of_work() as uow:
        session = accounts.start_session(uow, account, ask.site.clock.now())
        uow.commit()
    return session


def show_link(ask: Ask) -> Response:
    """Ask before a link is used up: programs that look at every address in a mail must not use it."""
    good = accounts.opens(ask.site.sessions, ask.request.path_params["token"], ask.site.clock.now())
    return page(ask, "link", 200 if good else 404, good=good)


def use_link(ask: Ask) -> Response:
    """Use the link up and sign in."""
    with ask.site.unit_of_work() as uow:
        session = accounts.use_link(uow, ask.request.path_params["token"], ask.site.clock.now())
        uow.commit()
    return _in(ask, session) if session else page(ask, "link", 404, good=False)


def sign_out(ask: Ask) -> Response:
    """End the session."""
    with ask.site.unit_of_work() as uow:
        accounts.end_session(uow, ask.token)
        uow.commit()
    response = go(SIGN_IN)
    let_out(ask, response)
    return response


def _in(ask: Ask, session: str) -> Response:
    response = go(HOME)
    let_in(ask, response, session)
    return response
