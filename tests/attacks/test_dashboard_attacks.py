"""Attacks on the dashboard by whoever can reach it: each fails against ours and succeeds against a weakened copy.

An attack returns what it learnt, empty for nothing. A weakened copy is ours with one rule taken out.
"""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path
from random import Random
from secrets import token_hex
from time import perf_counter
from typing import Any

import pytest

from bot.domain.releases.calendar import midnight
from bot.domain.releases.rules import FLOOR
from bot.services import accounts, contributions, passwords, programmes, releases, synthetic
from bot.services.attempts import Attempts
from bot.services.ports import Person, Programme, Record
from bot.services.synthetic import Crowd
from bot.web.programme import access, document, files, routes
from bot.web.programme.access import Ask
from tests.dashboard.conftest import NASTY, Visitor, programme
from tests.fakes.boards import PASSWORD, Board, fill

Patch = pytest.MonkeyPatch
#: The package has a function of the same name.
pages = import_module("bot.web.programme.pages")
#: One leader names the first, nobody the second: neither may be told from the other.
ONE, NOBODY = "copied-design", "global-vs-local"
SEEN = ("", "/releases/1", "/releases/1.csv", "/trend", f"/themes/{ONE}", f"/themes/{NOBODY}", "/groups", "/method")
#: What an attacker adds to an address, in the hope that some of it means something.
TAMPERED = (
    *("?voices=1", "?contributors=1", "?threshold=0", "?min=1", "?level=1", "?all=1", "?raw=1", "?debug=true"),
    *("?suppressed=1", "?group=all&group=europe", "?person=1", "?from=2026-01-01&to=2026-01-02", "?until=0"),
    *("?until=-1", "?fields=count", "?format=json", "?sort=voices", "?page=2", "?rules[voices]=1"),
    *("?voices=1&voices=5", "#voices=1"),
)
ROUNDS, CLEAR = 60, 0.68


@pytest.fixture(autouse=True)
def quick_passwords(monkeypatch: Patch) -> None:
    """The real figures are tested in tests/unit/test_passwords.py; here they would only take time."""
    monkeypatch.setattr(passwords, "NOBODY", passwords.NOBODY.replace(str(passwords.N), "1024"))
    monkeypatch.setattr(passwords, "N", 1024)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Board:
    """Two programmes with releases; no test changes it."""
    board = Board(tmp_path_factory.mktemp("filled"))
    fill(board)
    return board


@pytest.fixture
def board(filled: Board, tmp_path: Path) -> Board:
    return filled.copy(tmp_path)


def member(board: Board, name: str, account: str = "anna") -> Visitor:
    """Somebody of a programme's team, signed in."""
    visitor = Visitor(board)
    assert visitor.post(f"/link/{board.account(account, programme(board, name))}").status_code == 303
    return visitor


# --- addresses of another programme


def reads_another(board: Board) -> list[str]:
    """Ask in every way for the programme that one is not in; return what of it came back."""
    south, north = member(board, NASTY), programme(board, "North Star")
    ways = (f"?programme={north.id}", f"?programme_id={north.id}", "?programme=North%20Star", f"?id={north.id}")
    asked = [south.get(path + way).text for path in (*SEEN, "/invitations", "/mentors") for way in ways]
    asked += [south.get(f"/{north.id}{path}").text for path in SEEN]
    asked += [south.get("", **{name: north.id}).text for name in ("x-programme", "x-original-url", "cookie2")]
    return [sign for sign in ("north star", "europe", north.id) if any(sign in page.lower() for page in asked)]


def test_no_address_and_no_parameter_leads_to_another_programme(board: Board) -> None:
    assert reads_another(board) == []


def test_a_copy_that_takes_the_programme_from_the_address_is_read(board: Board, monkeypatch: Patch) -> None:
    def asked_for(ask: Ask) -> Programme:
        wanted = ask.request.query_params.get("programme", ask.signed_in.programme.id)
        return next((p for p in ask.site.releases.programmes() if p.id == wanted), ask.signed_in.programme)

    monkeypatch.setattr(pages, "_programme", asked_for)
    assert "europe" in reads_another(board)


# --- two worlds: in one a single leader has named a theme, in the other nobody has


@dataclass
class Worlds:
    """The same programme twice; in `some` one leader named what nobody named in `none`."""

    some: Board
    none: Board
    people: list[Person]

    def visitors(self) -> tuple[Visitor, Visitor]:
        return member(self.some, "Twin"), member(self.none, "Twin")


def named(board: Board, people: Sequence[Person], theme: str, at: datetime) -> None:
    """One more shared reflection of some leaders."""
    body = {"text": "", "themes": [{"id": theme, "because": ""}], "shared": True}
    with board.work() as uow:
        for person in people:
            uow.records.put(Record(token_hex(8), person.id, "reflection", "kept", at, at, body))


@pytest.fixture(scope="module")
def twins(tmp_path_factory: pytest.TempPathFactory) -> Worlds:
    """Both worlds with one release; no test changes them."""
    none = Board(tmp_path_factory.mktemp("none"))
    start = (none.clock.at - timedelta(weeks=FLOOR.weeks)).date()
    themes = [theme for theme in none.site.themes if theme not in (ONE, NOBODY)]
    with none.work() as uow:
        twin = programmes.create(uow, "Twin", (), start, FLOOR, none.clock.at)
        people = synthetic.gather(uow, twin, Crowd(24), midnight(start))
        synthetic.write(uow, people, Crowd(24), themes, midnight(start), FLOOR.weeks)
    some = none.copy(tmp_path_factory.mktemp("some"))
    named(some, people[:1], ONE, midnight(start))
    for world in (some, none):
        with world.work() as uow:
            assert releases.make_due(uow, twin, tuple(world.site.themes), world.clock.at)
    return Worlds(some, none, people)


@pytest.fixture
def worlds(twins: Worlds, tmp_path: Path) -> Worlds:
    for name in ("some", "none"):
        (tmp_path / name).mkdir()
    return Worlds(twins.some.copy(tmp_path / "some"), twins.none.copy(tmp_path / "none"), twins.people)


def bare(visitor: Visitor, path: str, **headers: str) -> tuple[int, str, str]:
    """Status, fingerprint and body of an answer, without the visitor's own name and form token."""
    answer = visitor.get(path, **headers)
    body = re.sub(r'value="[0-9a-f]{64}"|\b(anna|bela)\b', "", answer.text)
    return answer.status_code, answer.headers.get("etag", ""), body


def told_apart(worlds: Worlds) -> list[str]:
    """Return the addresses whose answers differ between the worlds."""
    some, none = worlds.visitors()
    asked = [path + added for path in SEEN for added in ("", *TAMPERED)]
    return [path for path in asked if bare(some, path) != bare(none, path)]


def counts(ask: Ask) -> dict[str, int]:
    """How many people name each theme now: what no page may know."""
    with ask.site.unit_of_work() as uow:
        twin = ask.signed_in.programme
        found = [
            set(contributions.named(uow, one, midnight(twin.launched_on), ask.site.clock.now()))
            for one in uow.programmes.roster(twin.id, ask.site.clock.now())
        ]
    return {theme: sum(theme in themes for themes in found) for theme in ask.site.themes}


def with_counts(monkeypatch: Patch, wanted: Callable[[Ask], bool]) -> None:
    """Weaken the pages: where `wanted`, the counts stand below."""
    ours = pages.page

    def page(ask: Ask, template: str, *args: Any, **values: Any) -> Any:
        made = ours(ask, template, *args, **values)
        if wanted(ask):
            made.body += json.dumps(counts(ask)).encode()
            made.headers["content-length"] = str(len(made.body))
        return made

    monkeypatch.setattr(pages, "page", page)


def test_no_parameter_shows_a_suppressed_cell_or_tells_it_from_zero(worlds: Worlds) -> None:
    assert told_apart(worlds) == []


@pytest.mark.parametrize("parameter", ["voices", "sort"])
def test_a_copy_that_lets_an_address_set_the_threshold_tells(
    worlds: Worlds, monkeypatch: Patch, parameter: str
) -> None:
    with_counts(monkeypatch, lambda ask: parameter in ask.request.query_params)
    found = told_apart(worlds)
    assert found and all(parameter in path for path in found)


# --- the same request again, and what happened in between


def changed_between(worlds: Worlds) -> list[str]:
    """Ask, let a leader write, ask again as two members of the team; return the addresses that answer otherwise."""
    board, (anna, _) = worlds.none, worlds.visitors()
    before = {path: bare(anna, path) for path in SEEN}
    named(board, worlds.people[:3], ONE, board.clock.at)
    with board.work() as uow:
        programmes.leave(uow, worlds.people[5], board.clock.at)
    board.clock.pass_by(hours=1)
    bela = member(board, "Twin", "bela")
    again = [path for path in SEEN if bare(anna, path) != before[path] or bare(bela, path)[2] != bare(anna, path)[2]]
    kept = [p for p in SEEN if before[p][1] and anna.get(p, **{"if-none-match": before[p][1]}).status_code != 304]
    return [*again, *kept]


def test_the_same_request_gives_the_same_bytes_whatever_was_written_meanwhile(worlds: Worlds) -> None:
    assert changed_between(worlds) == []


def test_a_copy_with_a_live_counter_tells_that_somebody_wrote(worlds: Worlds, monkeypatch: Patch) -> None:
    with_counts(monkeypatch, lambda ask: True)
    assert changed_between(worlds)


def test_a_copy_whose_file_carries_the_hour_changes_its_fingerprint(worlds: Worlds, monkeypatch: Patch) -> None:
    ours = document.table

    def table(site: Any, made: Any) -> Iterator[list[str]]:
        yield [site.clock.now().isoformat()]
        yield from ours(site, made)

    monkeypatch.setattr(files.document, "table", table)
    assert "/releases/1.csv" in changed_between(worlds)


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
