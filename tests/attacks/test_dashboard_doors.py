"""Attacks on the dashboard by answering times and by cookies: each fails here and succeeds against a weaker copy.

An attack returns what it learnt, empty for nothing. A weakened copy is ours with one rule taken out.
"""

from collections.abc import Callable
from dataclasses import replace
from random import Random
from time import perf_counter
from typing import Any

import pytest

from bot.domain.releases.calendar import midnight
from bot.services import accounts, contributions
from bot.services.attempts import Attempts
from bot.web.programme import access, document, files, routes
from bot.web.programme.access import Ask
from tests.attacks.dashboards import NOBODY, ONE, Worlds, member, pages
from tests.dashboard.conftest import Visitor, programme
from tests.fakes.boards import PASSWORD, Board

pytestmark = pytest.mark.slow

Patch = pytest.MonkeyPatch
#: How many pairs are timed, and from which share on the slower one tells what it is.
ROUNDS, CLEAR = 60, 0.68


# --- how long an answer takes


def told_by_time(one: Callable[[], Any], other: Callable[[], Any], rounds: int = ROUNDS) -> float:
    """How often the slower of two requests is the first kind: 0.5 where nothing can be told, 1 where everything can.

    Both are asked in turn, in random order, so that what else the machine does weighs on both.
    """
    random, taken = Random(1), ([], [])  # type: tuple[Random, tuple[list[float], list[float]]]
    for _ in range(rounds + 5):
        for which in random.sample((0, 1), 2):
            began = perf_counter()
            (one, other)[which]()
            taken[which].append(perf_counter() - began)
    first, second = (times[5:] for times in taken)  # The first few warm up.
    return sum((a > b) + (a == b) / 2 for a in first for b in second) / len(first) / len(second)


def by_theme(worlds: Worlds, rounds: int = ROUNDS) -> float:
    anna = member(worlds.some, "Twin")
    return told_by_time(lambda: anna.get(f"/themes/{ONE}"), lambda: anna.get(f"/themes/{NOBODY}"), rounds)


def by_name(board: Board, monkeypatch: Patch) -> float:
    monkeypatch.setattr(Attempts, "begin", lambda self, keys, now: 0)
    board.account("anna", programme(board, "North Star"), PASSWORD)
    guesser = Visitor(board)
    token = guesser.token("/sign-in")

    def tried(name: str) -> int:
        fields = {"token": token, "name": name, "password": "a wrong password"}
        return guesser.client.post("/programme/sign-in", data=fields).status_code

    assert (tried("anna"), tried("nobody")) == (403, 403)
    return told_by_time(lambda: tried("anna"), lambda: tried("nobody"))


def test_time_does_not_tell_a_suppressed_theme_from_one_that_nobody_named(worlds: Worlds) -> None:
    assert by_theme(worlds) < CLEAR


def test_a_copy_that_looks_at_the_voices_of_a_theme_is_told_by_its_time(worlds: Worlds, monkeypatch: Patch) -> None:
    ours = pages.theme

    def theme(ask: Ask) -> Any:
        with ask.site.unit_of_work() as uow:
            twin = ask.signed_in.programme
            for one in uow.programmes.roster(twin.id, ask.site.clock.now()):
                found = contributions.named(uow, one, midnight(twin.launched_on), ask.site.clock.now())
                if ask.request.path_params["theme"] in found:
                    files.draw_release(document.paper(ask.site, pages._made(ask)))  # What is known is worth drawing.
        return ours(ask)

    weak = [replace(one, handle=theme) if one.handle is ours else one for one in routes.ADDRESSES]
    monkeypatch.setattr(routes, "ADDRESSES", tuple(weak))
    assert by_theme(worlds, rounds=6) > CLEAR


def test_time_does_not_tell_which_names_have_an_account(board: Board, monkeypatch: Patch) -> None:
    assert abs(by_name(board, monkeypatch) - 0.5) < CLEAR - 0.5


def test_a_copy_that_checks_no_password_where_there_is_no_account_tells(board: Board, monkeypatch: Patch) -> None:
    ours = accounts.fits
    monkeypatch.setattr(accounts, "fits", lambda account, password: account is not None and ours(account, password))
    assert by_name(board, monkeypatch) > CLEAR


# --- cookies that were tampered with


def let_in_by(board: Board) -> list[str]:
    """Try altered, stolen and made-up cookies; return what kind was let in."""
    anna = member(board, "North Star")
    good = anna.client.cookies["__Host-board_session"]
    visit = Visitor(board)
    visit.get("/sign-in")
    turned = good[:-1] + ("A" if good[-1] != "A" else "B")
    tried = {
        "altered": ("__Host-board_session", turned),
        "other case": ("__Host-board_session", good.swapcase()),
        "shortened": ("__Host-board_session", good[:-1]),
        "lengthened": ("__Host-board_session", good + "A"),
        "quoted": ("__Host-board_session", f'"{good}" OR 1=1'),
        "stored digest": ("__Host-board_session", accounts.digest(good)),
        "account's name": ("__Host-board_session", "anna"),
        "visit": ("__Host-board_session", visit.client.cookies["__Host-board_visit"]),
        "empty": ("__Host-board_session", ""),
        "without the prefix": ("board_session", good),
        "as a visit": ("__Host-board_visit", good),
    }
    return [kind for kind, (name, value) in tried.items() if _entered(board, name, value)]


def _entered(board: Board, name: str, value: str) -> bool:
    stranger = Visitor(board)
    stranger.client.cookies.set(name, value)
    return stranger.get().status_code == 200


def test_no_altered_stolen_or_made_up_cookie_signs_in(board: Board) -> None:
    assert let_in_by(board) == []


def test_a_copy_that_stores_tokens_as_they_are_is_entered_with_what_was_stolen(
    board: Board, monkeypatch: Patch
) -> None:
    ours = accounts.digest
    monkeypatch.setattr(accounts, "digest", lambda token: token if len(token) == 64 else ours(token))
    assert let_in_by(board) == ["stored digest"]


def test_a_copy_that_forgives_an_ending_or_a_prefix_is_entered(board: Board, monkeypatch: Patch) -> None:
    ours = accounts.visitor
    monkeypatch.setattr(accounts, "visitor", lambda source, token, now: ours(source, token[:43], now))
    assert let_in_by(board) == ["lengthened"]
    monkeypatch.setattr(accounts, "visitor", ours)
    plain = access._name
    monkeypatch.setattr(access, "_name", lambda s, ask, name: name if name in ask.cookies else plain(s, ask, name))
    assert let_in_by(board) == ["without the prefix"]
