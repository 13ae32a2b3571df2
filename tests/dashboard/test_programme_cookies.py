"""Who is asking, told by cookies: their names, their lives, and what a form must bring back."""

from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import Response

from bot.services import accounts
from bot.services.accounts import SESSION_LIFE
from bot.web.programme.access import Ask, identify, let_in, let_out, remember, whole
from tests.dashboard.conftest import programme
from tests.fakes.boards import PASSWORD, Board

VISIT, SESSION = "board_visit", "board_session"
A_VISIT = "v" * 43


def request(url: str = "https://board.example.org/programme", cookie: str = "", peer: Any = ("9.9.9.9", 1)) -> Request:
    """A request to an address, with cookies."""
    scheme, _, rest = url.partition("://")
    host, _, path = rest.partition("/")
    headers = [(b"host", host.encode()), *([(b"cookie", cookie.encode())] if cookie else [])]
    scope = {"type": "http", "scheme": scheme, "path": f"/{path}", "headers": headers, "client": peer}
    return Request({**scope, "query_string": b"", "server": (host, 443), "method": "GET"})


def ask(board: Board, *, form: dict[str, str] | None = None, **more: Any) -> Ask:
    return identify(board.site, request(**more), form or {})


def cookies(response: Response) -> list[str]:
    return response.headers.getlist("set-cookie")


def session_of(board: Board) -> str:
    """The token of somebody who is signed in."""
    token = board.account("anna", programme(board, "North Star"), PASSWORD)
    with board.work() as uow:
        session = accounts.use_link(uow, token, board.clock.now())
    assert session is not None
    return session


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1", 1),
        ("0", 0),
        ("99999", 99_999),
        ("100000", 0),
        ("", 0),
        ("-1", 0),
        ("1.5", 0),
        ("x", 0),
        ("٣", 0),
        ("²", 0),
    ],
)
def test_a_number_in_an_address_is_read_as_typed_or_as_none(text: str, number: int) -> None:
    assert whole(text) == number


def test_a_stranger_is_nobody_and_gets_a_new_token_each_time(board: Board) -> None:
    first, second = ask(board), ask(board)
    assert first.visitor is None and second.visitor is None
    assert first.token != second.token and len(first.token) >= 32


def test_a_visit_is_known_by_its_cookie_and_a_short_one_is_made_anew(board: Board) -> None:
    assert ask(board, cookie=f"__Host-{VISIT}={A_VISIT}").token == A_VISIT
    assert ask(board, cookie=f"__Host-{VISIT}={'v' * 32}").token == "v" * 32
    assert ask(board, cookie=f"__Host-{VISIT}={'v' * 31}").token != "v" * 31


def test_somebody_who_is_signed_in_is_known_by_the_session_and_not_by_the_visit(board: Board) -> None:
    session = session_of(board)
    found = ask(board, cookie=f"__Host-{SESSION}={session}; __Host-{VISIT}={A_VISIT}")
    assert found.token == session
    assert found.signed_in.account.name == "anna" and found.signed_in.programme.name == "North Star"


def test_a_session_that_ended_leaves_the_visit(board: Board) -> None:
    session = session_of(board)
    board.clock.at += SESSION_LIFE
    found = ask(board, cookie=f"__Host-{SESSION}={session}; __Host-{VISIT}={A_VISIT}")
    assert found.visitor is None and found.token == A_VISIT


@pytest.mark.parametrize(
    ("url", "prefix"),
    [
        ("https://board.example.org/programme", "__Host-"),
        ("http://board.example.org/programme", "__Host-"),
        ("http://192.168.1.5/programme", "__Host-"),
        ("http://127.0.0.1/programme", ""),
        ("http://localhost/programme", ""),
        ("https://localhost/programme", "__Host-"),
    ],
)
def test_only_a_browser_on_this_machine_gets_cookies_without_https(board: Board, url: str, prefix: str) -> None:
    response = Response()
    remember(ask(board, url=url), response)
    (cookie,) = cookies(response)
    assert cookie.startswith(f"{prefix}{VISIT}=")
    assert ("Secure" in cookie) == bool(prefix)


def test_a_visit_cookie_is_for_this_site_only_and_until_the_browser_closes(board: Board) -> None:
    response, asked = Response(), ask(board)
    remember(asked, response)
    (cookie,) = cookies(response)
    assert cookie.startswith(f"__Host-{VISIT}={asked.token};")
    assert "HttpOnly" in cookie and "SameSite=strict" in cookie and "Path=/" in cookie
    assert "Max-Age" not in cookie


def test_a_visit_that_is_known_and_a_session_get_no_further_cookie(board: Board) -> None:
    for cookie in (f"__Host-{VISIT}={A_VISIT}", f"__Host-{SESSION}={session_of(board)}"):
        response = Response()
        remember(ask(board, cookie=cookie), response)
        assert cookies(response) == []


def test_a_session_cookie_lives_twelve_hours_and_ends_the_visit(board: Board) -> None:
    response = Response()
    let_in(ask(board), response, "the session")
    session, visit = cookies(response)
    assert session.startswith(f'__Host-{SESSION}="the session"') and "SameSite=lax" in session
    assert f"Max-Age={12 * 3600}" in session and "HttpOnly" in session
    assert visit.startswith(f'__Host-{VISIT}=""') and "Max-Age=0" in visit


def test_signing_out_takes_the_session_cookie_away(board: Board) -> None:
    response = Response()
    let_out(ask(board), response)
    (cookie,) = cookies(response)
    assert cookie.startswith(f'__Host-{SESSION}=""') and "Max-Age=0" in cookie


def test_a_form_must_bring_back_the_token_of_this_visitor(board: Board) -> None:
    mine = f"__Host-{VISIT}={A_VISIT}"
    token = ask(board, cookie=mine).form_token
    assert ask(board, cookie=mine, form={"token": token}).form_is_ours
    assert not ask(board, cookie=mine).form_is_ours
    assert not ask(board, cookie=mine, form={"token": token[:-1]}).form_is_ours
    assert not ask(board, cookie=mine, form={"token": "é\ud800"}).form_is_ours
    other = f"__Host-{VISIT}={'w' * 43}"
    assert not ask(board, cookie=other, form={"token": token}).form_is_ours
    assert token not in mine, "it is derived from the cookie and does not give it away"


def test_where_a_request_came_from_is_its_peer(board: Board) -> None:
    assert ask(board, peer=("9.9.9.9", 5)).address == "9.9.9.9"
    assert ask(board, peer=None).address == "unknown"
