"""What the pages show, and what every answer carries."""

import re
import threading
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bot import bootstrap
from bot.domain.releases.history import ALL
from bot.services import board as services
from bot.storage.errors import Unavailable
from bot.web import programme as dashboard
from bot.web.app import make_app
from bot.web.assets import STATIC, static
from bot.web.programme import routes as routing
from tests.dashboard.conftest import NASTY, ORIGIN, Visitor, programme, some
from tests.fakes.boards import Board

New = Callable[..., Visitor]
PAGES = ["", "/releases/1", "/trend", "/themes/forecast-bias", "/groups", "/method", "/mentors", "/invitations"]


def text(page: str) -> str:
    """What somebody reads of a page, tags and spaces taken out."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.partition("<main")[2])).split())


@pytest.mark.parametrize("path", [*PAGES, "/sign-in", "/nowhere", "/releases/1.csv", "/releases/1.pdf"])
def test_every_answer_keeps_scripts_frames_and_strangers_out(visitor: New, path: str) -> None:
    headers = visitor().get(path).headers
    policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'" and policy["frame-ancestors"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff" and headers["referrer-policy"] == "same-origin"
    assert headers["cache-control"] in ("no-store", "private, no-cache")


@pytest.mark.parametrize("path", [*PAGES, "/sign-in", "/nowhere"])
def test_no_page_needs_an_inline_script_or_style_or_anything_from_elsewhere(visitor: New, path: str) -> None:
    page = (visitor(None) if path == "/sign-in" else visitor()).get(path).text
    assert not re.search(r"\son\w+=|\sstyle=|<style|javascript:", page)
    assert not re.search(r"<script(?![^>]*src=)", page)
    addresses = re.findall(r"(?:src|href|action)=\"([^\"]+)\"", page)
    assert addresses and all(one.startswith(("/programme", "/static/", "#")) for one in addresses)


def test_assets_exist_and_are_small(visitor: New) -> None:
    stranger = visitor(None)
    page = stranger.get("/sign-in").text
    for address in re.findall(r"(?:src|href)=\"(/static/[^\"]+)\"", page):
        assert stranger.client.get(address).status_code == 200
    assert sum(path.stat().st_size for path in STATIC.glob("board.*")) < 40_000
    assert not re.search(r"@import|url\(", (STATIC / "board.css").read_text())


@pytest.mark.parametrize("path", [*PAGES, "/nowhere"])
def test_a_name_with_markup_is_shown_as_it_is(visitor: New, path: str) -> None:
    page = visitor(NASTY).get(path).text
    assert "<b " not in page and "&lt;b onclick=&#34;x&#34;&gt;" in page
    assert NASTY in unescape(page)


def test_the_overview_shows_bands_days_and_what_moved(visitor: New) -> None:
    page = visitor().get().text
    read = text(page)
    assert "Release 3" in read and "Most of the leaders contributed" in read
    most, half, few = (page.index(f'<h3 id="{name}"') for name in ("most", "about-half", "some"))
    places = {name: page.index(f"/themes/{name}") for name in ("silo-thinking", "forecast-bias", "data-trust")}
    assert most < places["silo-thinking"] < half < places["forecast-bias"] < few < places["data-trust"]
    assert read.count("newly shown") == 2 and "fewer than before" not in read
    assert "21 themes without enough voices" in read


def test_a_theme_that_is_no_longer_shown_is_among_those_without_enough_voices(visitor: New, board: Board) -> None:
    page = visitor().get().text
    assert page.index("/themes/master-data") > page.index("themes without enough voices")


def test_an_older_release_says_so_and_one_that_is_not_there_is_missing(visitor: New) -> None:
    anna = visitor()
    assert "This is an older release" in text(anna.get("/releases/2").text)
    assert "This is an older release" not in text(anna.get("/releases/3").text)
    assert [anna.get(f"/releases/{n}").status_code for n in (0, 4, 10**30)] == [404, 404, 404]


def test_before_the_first_release_every_page_of_figures_says_when_it_comes(visitor: New, board: Board) -> None:
    newcomer = visitor("Newcomers")
    due = board.clock.at.date() + timedelta(weeks=4)
    for path in ("", "/trend", "/groups"):
        assert f"{due.day} {due:%B %Y}" in text(newcomer.get(path).text)
    for path in ("/method", "/mentors", "/invitations"):
        assert newcomer.get(path).status_code == 200
    theme = text(newcomer.get("/themes/forecast-bias").text)
    assert "There is no release yet." in theme and "Not enough voices" not in theme


def test_the_trend_tells_listeners_every_value(visitor: New) -> None:
    page = unescape(visitor().get("/trend").text)
    assert "release 1, not enough voices; release 2, not enough voices; release 3, most" in page
    assert "release 1, some; release 2, some; release 3, not enough voices" in page
    assert "20 themes never had enough voices" in text(page)


@pytest.mark.parametrize("until", ["0", "-1", "1", "3", "99", "x", "9" * 50, "٣", "%00", "3.5", ""])
def test_the_trend_takes_any_release_that_somebody_types(visitor: New, until: str) -> None:
    assert visitor().get(f"/trend?until={until}").status_code == 200


def test_a_long_trend_is_shown_a_year_at_a_time(visitor: New, board: Board) -> None:
    anna, north = visitor(), programme(board, "North Star")
    for _ in range(27):
        board.publish(north, {"forecast-bias": {ALL: some()}}, ("asia", "europe"))
    pages = [text(anna.get(f"/trend{query}").text) for query in ("", "?until=17", "?until=4")]
    assert ["Releases 18 to 30" in pages[0], "Releases 5 to 17" in pages[1], "Releases 1 to 13" in pages[2]] == [
        True
    ] * 3
    assert ["Earlier releases" in page for page in pages] == [True, True, False]
    assert ["Later releases" in page for page in pages] == [False, True, True]


def test_a_theme_page_has_meaning_help_topics_questions_and_groups(visitor: New, board: Board) -> None:
    theme = board.site.themes["forecast-bias"]
    read = text(visitor().get("/themes/forecast-bias").text)
    topics = [board.site.topics[name].title for name in theme.topics]
    for words in (theme.title, theme.means, *theme.helps, *theme.questions, *topics, "About half", "Europe Some"):
        assert words in read
    assert visitor().get("/themes/no-theme").status_code == 404


def test_a_theme_without_enough_voices_explains_and_shows_no_figure(visitor: New) -> None:
    read = text(visitor().get("/themes/decision-rights").text)
    assert "Not enough voices: fewer than 5 leaders named it" in read and "In the groups" not in read


def test_groups_are_shown_or_it_is_said_why_not(visitor: New) -> None:
    read = text(visitor().get("/groups").text)
    assert "All leaders Asia Europe" in read and "About half Not enough voices Some" in read
    assert "No levels were named" in text(visitor(NASTY).get("/groups").text)


def test_the_method_page_has_the_programmes_own_figures(visitor: New, board: Board) -> None:
    read = text(visitor().get("/method").text)
    assert "at least 8 leaders contributed" in read and "24 fixed themes" in read
    assert services.published(board.site.releases, programme(board, "North Star").id)[-1].digest in read


def test_mentors_are_shown_with_their_places_and_never_with_contact_or_leader(visitor: New) -> None:
    page = visitor().get("/mentors").text
    read = text(page)
    assert "Ben Okafor 1 of 2 places free" in read and "Getting Sales to the table" in read
    assert not [secret for secret in ("ann@example.org", "ext. 4411", "room 2.14", "leader with") if secret in page]


def test_a_code_is_shown_once_lets_people_join_and_can_be_withdrawn(visitor: New, board: Board) -> None:
    anna, north = visitor(), programme(board, "North Star")
    made = anna.post("/invitations", level="asia", uses="2", days="5")
    code = re.search(r'<code id="code">([^<]+)</code>', made.text)
    assert made.status_code == 200 and code
    assert f'<code id="link">https://board.example/join/{code[1]}</code>' in made.text
    assert code[1] not in anna.get("/invitations").text
    with board.work() as uow:
        assert uow.programmes.redeem(code[1].replace("-", ""), board.clock.at) == (north.id, "asia")
    before = anna.get("/invitations").text
    with board.work() as uow:
        uow.programmes.redeem(code[1].replace("-", ""), board.clock.at)
    assert anna.get("/invitations").text == before, "that somebody joined does not show"
    name = re.search(r'name="id" value="(\w+)"', before)
    assert name and anna.post("/invitations/withdraw", seen="/invitations", id=name[1]).status_code == 303
    assert "No code is valid" in anna.get("/invitations").text


@pytest.mark.parametrize(
    "wrong",
    [
        {"level": "mars"},
        {"level": NASTY},
        {"uses": "0"},
        {"uses": "1001"},
        {"days": "366"},
        {"days": "x"},
        {"uses": "²"},
    ],
)
def test_a_code_that_cannot_be_made_is_explained(visitor: New, wrong: dict[str, str]) -> None:
    answer = visitor().post("/invitations", **{"level": "asia", "uses": "2", "days": "5", **wrong})
    assert answer.status_code == 422 and "Please correct this" in answer.text and "<b onclick" not in answer.text


def test_a_database_that_is_busy_is_said_and_tried_again(visitor: New, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> Any:
        raise Unavailable("locked")

    anna = visitor()
    monkeypatch.setattr(type(anna.board.site.releases), "releases", fail)
    answer = anna.get()
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")
    assert "content-security-policy" in answer.headers and "locked" not in answer.text


def test_a_release_that_was_changed_is_not_shown(visitor: New, board: Board) -> None:
    anna = visitor()
    with sa.create_engine(board.url).begin() as connection:
        connection.execute(sa.text("UPDATE releases SET body = replace(body, '\"about-half\"', '\"most\"')"))
    answer = anna.get()
    assert answer.status_code == 503 and "not what was published" in answer.text


def test_what_breaks_unexpectedly_is_a_page_too(visitor: New, monkeypatch: pytest.MonkeyPatch) -> None:
    anna = visitor()
    monkeypatch.setattr(routing, "_answer", lambda *_: 1 / 0)
    answer = anna.get()
    assert answer.status_code == 500 and "Something went wrong on our side" in answer.text


def test_a_form_that_is_too_long_is_refused(visitor: New) -> None:
    answer = visitor().client.post("/programme/invitations", content=b"x" * 20_000)
    assert answer.status_code == 413


def test_the_reading_connection_knows_two_tables(board: Board, tmp_path: Path) -> None:
    with pytest.raises(Exception, match=r"prohibited|not authorized"), board.site.releases.engine.connect() as held:
        held.execute(sa.text("SELECT * FROM members"))
    with pytest.raises(Exception, match=r"prohibited|not authorized"), board.site.sessions.engine.connect() as held:
        held.execute(sa.text("SELECT * FROM records"))


def test_the_dashboard_answers_while_the_model_is_still_loading(board: Board) -> None:
    def never() -> Any:
        loading.wait(5)
        raise Unavailable("stopped")

    loading = threading.Event()
    app = make_app(never, "", pages=[*routing.routes(board.site), static()])
    with TestClient(app, ORIGIN) as client:
        assert client.get("/healthz").status_code == 503
        assert client.get("/programme/sign-in").status_code == 200
        assert client.get("/static/board.css").headers["content-type"].startswith("text/css")
        loading.set()


def test_the_pages_of_an_installation_are_built_from_its_own_settings() -> None:
    bootstrap.config.cache_clear()
    bootstrap.storage.cache_clear()
    with TestClient(Starlette(routes=dashboard.pages()), ORIGIN, follow_redirects=False) as client:
        assert client.get("/programme").headers["location"] == "/programme/sign-in"
        assert client.get("/programme/sign-in").status_code == 200
        assert client.get(f"/programme/link/{'x' * 43}").status_code == 404
