"""Attacks on what the dashboard shows: each fails against ours and succeeds against a weakened copy.

An attack returns what it learnt, empty for nothing. A weakened copy is ours with one rule taken out.
"""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from bot.services import programmes
from bot.services.ports import Programme
from bot.web.programme import document, files
from bot.web.programme.access import Ask
from tests.attacks.dashboards import NOBODY, ONE, Worlds, counts, member, named, pages
from tests.dashboard.conftest import NASTY, Visitor, programme
from tests.fakes.boards import Board

pytestmark = pytest.mark.slow

Patch = pytest.MonkeyPatch
SEEN = ("", "/releases/1", "/releases/1.csv", "/trend", f"/themes/{ONE}", f"/themes/{NOBODY}", "/groups", "/method")
#: What an attacker adds to an address, in the hope that some of it means something.
TAMPERED = (
    *("?voices=1", "?contributors=1", "?threshold=0", "?min=1", "?level=1", "?all=1", "?raw=1", "?debug=true"),
    *("?suppressed=1", "?group=all&group=europe", "?person=1", "?from=2026-01-01&to=2026-01-02", "?until=0"),
    *("?until=-1", "?fields=count", "?format=json", "?sort=voices", "?page=2", "?rules[voices]=1"),
    *("?voices=1&voices=5", "#voices=1"),
)


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
