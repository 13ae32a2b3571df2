"""Who gets into the dashboard: nobody without a sign-in, nobody into another programme, no form from elsewhere."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.services import accounts
from bot.services.attempts import PER_ACCOUNT, PER_ADDRESS
from bot.web.programme.routes import ADDRESSES
from tests.dashboard.conftest import NASTY, ORIGIN, Visitor, programme
from tests.fakes.boards import PASSWORD, Board

New = Callable[..., Visitor]
CLOSED = [one for one in ADDRESSES if not one.open]


def filled_in(path: str) -> str:
    path = path.replace("{number}", "1").replace("{theme}", "forecast-bias").replace("{token}", "x" * 43)
    return path.removeprefix("/programme")


@pytest.mark.parametrize("address", CLOSED, ids=lambda one: f"{one.method} {one.path}")
def test_without_a_session_every_page_leads_to_the_sign_in(visitor: New, address) -> None:
    stranger = visitor(None)
    path = filled_in(address.path)
    answer = stranger.get(path) if address.method == "GET" else stranger.post(path, seen="/sign-in")
    assert (answer.status_code, answer.headers["location"], answer.content) == (303, "/programme/sign-in", b"")


def test_a_session_that_was_made_up_is_none(visitor: New) -> None:
    stranger = visitor(None)
    for name in ("__Host-board_session", "board_session"):
        stranger.client.cookies.set(name, "A" * 43)
    assert stranger.get().headers["location"] == "/programme/sign-in"


def test_a_visit_cookie_is_no_session(visitor: New, board: Board) -> None:
    stranger = visitor(None)
    stranger.get("/sign-in")
    stranger.client.cookies.set("__Host-board_session", stranger.client.cookies["__Host-board_visit"])
    assert stranger.get().status_code == 303


def test_a_link_asks_first_signs_in_once_and_then_never_again(board: Board) -> None:
    path = f"/link/{board.account('anna', programme(board, 'North Star'))}"
    anna, bela = Visitor(board), Visitor(board)
    assert [anna.get(path).status_code, anna.get(path).status_code] == [200, 200], "looking does not use it up"
    token = bela.token(path)
    assert anna.post(path).headers["location"] == "/programme"
    assert anna.get().status_code == 200
    assert bela.client.post(f"/programme{path}", data={"token": token}).status_code == 404
    assert (bela.get(path).status_code, bela.get().status_code) == (404, 303)


def test_a_link_ends_after_a_day(board: Board) -> None:
    path = f"/link/{board.account('anna', programme(board, 'North Star'))}"
    anna = Visitor(board)
    token = anna.token(path)
    board.clock.at += accounts.LINK_LIFE
    assert anna.client.post(f"/programme{path}", data={"token": token}).status_code == 404


def test_a_session_ends_after_half_a_day_and_with_signing_out(visitor: New, board: Board) -> None:
    anna, bela = visitor(), visitor("Newcomers")
    kept = anna.client.cookies["__Host-board_session"]
    assert anna.post("/sign-out", seen="").headers["location"] == "/programme/sign-in"
    assert "__Host-board_session" not in anna.client.cookies
    anna.client.cookies.set("__Host-board_session", kept)
    assert anna.get().status_code == 303, "the session is gone, not only the cookie"
    board.clock.at += accounts.SESSION_LIFE - timedelta(seconds=1)
    assert bela.get().status_code == 200
    board.clock.at += timedelta(seconds=1)
    assert bela.get().status_code == 303


def test_a_password_signs_in_and_a_wrong_one_or_none_does_not(board: Board) -> None:
    board.account("anna", programme(board, "North Star"), PASSWORD)
    board.account("links.only", programme(board, "North Star"))
    anna = Visitor(board)
    for name, password in (
        ("anna", PASSWORD + "x"),
        ("nobody", PASSWORD),
        ("links.only", ""),
        ("links.only", PASSWORD),
    ):
        refused = anna.sign_in(name, password)
        assert refused.status_code == 403 and "board_session" not in refused.headers.get("set-cookie", "")
        assert "Name or password is not right" in refused.text
    assert anna.sign_in(" Anna ").headers["location"] == "/programme"
    assert anna.get().status_code == 200


def test_a_session_is_new_at_every_sign_in(board: Board) -> None:
    board.account("anna", programme(board, "North Star"), PASSWORD)
    anna = Visitor(board)
    planted = "planted" * 6
    anna.client.cookies.set("__Host-board_session", planted)
    anna.sign_in("anna")
    cookies = {cookie.value for cookie in anna.client.cookies.jar if cookie.name == "__Host-board_session"}
    assert any(len(value) == 43 for value in cookies)
    fresh = Visitor(board)
    fresh.client.cookies.set("__Host-board_session", planted)
    assert fresh.get().status_code == 303


def test_who_fails_too_often_waits_even_with_the_right_password(board: Board) -> None:
    board.account("anna", programme(board, "North Star"), PASSWORD)
    anna = Visitor(board)
    assert [anna.sign_in("anna", "wrong").status_code for _ in range(PER_ACCOUNT)] == [403] * PER_ACCOUNT
    refused = anna.sign_in("anna")
    assert refused.status_code == 429 and 0 < int(refused.headers["retry-after"]) <= 901
    assert "Too many attempts" in refused.text
    board.clock.pass_by(seconds=int(refused.headers["retry-after"]))
    assert anna.sign_in("anna").status_code == 303


def test_one_address_cannot_try_many_names(board: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accounts, "fits", lambda account, password: False)
    guesser = Visitor(board)
    tried = [guesser.sign_in(f"name{n}", "wrong").status_code for n in range(PER_ADDRESS + 1)]
    assert tried == [403] * PER_ADDRESS + [429]


def test_nobody_reads_another_programme_whatever_they_type(visitor: New, board: Board) -> None:
    south, north = visitor(NASTY), programme(board, "North Star")
    paths = ["", "/releases/1", "/trend", "/groups", "/themes/forecast-bias", "/method", "/invitations", "/mentors"]
    queries = ["", f"?programme={north.id}", f"?programme_id={north.id}&id={north.id}", "?until=3"]
    for path in [*paths, "/releases/1.csv"]:
        for query in queries:
            body = south.get(path + query).text
            assert north.id not in body and "North Star" not in body and "europe" not in body.lower()
    assert [south.get(f"/releases/{n}{end}").status_code for n in (2, 3) for end in ("", ".csv", ".pdf")] == [404] * 6
    for header in ("x-programme", "x-original-url", "x-rewrite-url"):
        assert "North Star" not in south.get("", **{header: f"/programme/{north.id}"}).text


def test_nobody_withdraws_another_programmes_code(visitor: New, board: Board) -> None:
    south, north = visitor(NASTY), programme(board, "North Star")
    with board.work() as uow:
        uow.programmes.invite("CODE", north.id, "europe", 5, board.clock.at + timedelta(days=1))
    with board.work() as uow:
        (code,) = uow.programmes.invites(north.id, board.clock.at)
    assert south.post("/invitations/withdraw", seen="/invitations", id=code.id).status_code == 303
    with board.work() as uow:
        assert uow.programmes.invites(north.id, board.clock.at) == [code]


FORMS = ["/sign-out", "/invitations", "/invitations/withdraw"]


@pytest.mark.parametrize("path", FORMS)
@pytest.mark.parametrize("token", [None, "", "0" * 64, "é", "of somebody else"])
def test_a_form_without_the_visitors_own_token_changes_nothing(visitor: New, board: Board, path: str, token) -> None:
    anna = visitor()
    given = visitor("Newcomers").token("/invitations") if token == "of somebody else" else token
    fields = {"level": "europe", "uses": "5", "days": "5", "id": "x"} | ({} if given is None else {"token": given})
    assert anna.client.post(f"/programme{path}", data=fields).status_code == 403
    assert anna.get().status_code == 200
    with board.work() as uow:
        assert uow.programmes.invites(programme(board, "North Star").id, board.clock.at) == []


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_form_sent_from_another_site_changes_nothing(visitor: New, site: str) -> None:
    anna = visitor()
    fields = {"token": anna.token("")}
    refused = anna.client.post("/programme/sign-out", data=fields, headers={"sec-fetch-site": site})
    assert (refused.status_code, anna.get().status_code) == (403, 200)


@pytest.mark.parametrize("path", ["/sign-in", "/link/{}"])
def test_nobody_is_signed_in_by_a_form_from_elsewhere(board: Board, path: str) -> None:
    path = path.format(board.account("anna", programme(board, "North Star"), PASSWORD))
    stranger, other = Visitor(board), Visitor(board)
    fields = {"name": "anna", "password": PASSWORD, "token": other.token("/sign-in")}
    refused = stranger.client.post(f"/programme{path}", data=fields)
    assert refused.status_code == 403 and "board_session" not in refused.headers.get("set-cookie", "")


def test_cookies_are_for_this_host_over_https_and_no_script(board: Board) -> None:
    anna = Visitor(board)
    visit = anna.get("/sign-in").headers["set-cookie"].lower()
    token = board.account("anna", programme(board, "North Star"))
    session = anna.post(f"/link/{token}").headers["set-cookie"].lower()
    assert visit.startswith("__host-board_visit=") and "samesite=strict" in visit
    assert session.startswith("__host-board_session=") and "samesite=lax" in session
    for cookie in (visit, session):
        assert "secure" in cookie and "httponly" in cookie and "path=/" in cookie and "domain" not in cookie


@pytest.mark.parametrize(
    ("origin", "secure"),
    [(ORIGIN, True), ("http://board.example.org", True), ("http://127.0.0.1:8080", False), ("http://localhost", False)],
)
def test_only_this_machine_itself_does_without_https(board: Board, origin: str, secure: bool) -> None:
    cookie = Visitor(board, origin).get("/sign-in").headers["set-cookie"].lower()
    assert (("; secure" in cookie), cookie.startswith("__host-")) == (secure, secure)


def test_behind_a_proxy_the_public_address_decides(board: Board) -> None:
    board.site = replace(board.site, https=True)
    cookie = Visitor(board, "http://127.0.0.1:8080").get("/sign-in").headers["set-cookie"].lower()
    assert cookie.startswith("__host-") and "; secure" in cookie


def test_nothing_of_a_token_or_password_is_stored_as_it_is(board: Board) -> None:
    link = board.account("anna", programme(board, "North Star"), PASSWORD)
    anna = Visitor(board)
    anna.sign_in("anna")
    session = anna.client.cookies["__Host-board_session"]
    stored = b"".join(path.read_bytes() for path in board.folder.glob("main.db*"))
    assert not [word for word in (link, session, PASSWORD) if word.encode() in stored]
