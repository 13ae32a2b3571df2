"""Whatever is sent to the dashboard, it answers: never a 5xx, never a page to a stranger, never another programme."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import strategies as st

from bot.services import passwords
from bot.web.programme.routes import ADDRESSES
from tests.dashboard.conftest import NASTY, ORIGIN, Visitor, programme
from tests.fakes.boards import Board
from tests.speed import examples

SHARED = examples(150, suppress_health_check=[HealthCheck.function_scoped_fixture])
METHODS = st.sampled_from(["GET", "POST", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS"])
WORDS = st.text(max_size=40) | st.sampled_from(
    ["..", "%2e%2e", "%00", "\x00", "' OR 1=1 --", "<script>", "{{7*7}}", "-1", "9" * 40, "1.csv", "\ud800", "💥"]
)


def _path() -> st.SearchStrategy[str]:
    """Addresses of ours with anything in their gaps, and addresses of nobody's."""

    def fill(template: str) -> st.SearchStrategy[str]:
        numbers = st.integers().map(str) | st.sampled_from(["1", "2", "3"]) | WORDS
        gaps = {"{number}": numbers, "{theme}": WORDS | st.just("forecast-bias"), "{token}": WORDS}
        gap = next((name for name in gaps if name in template), None)
        return st.just(template) if gap is None else gaps[gap].map(lambda value: template.replace(gap, value))

    known = st.sampled_from([one.path for one in ADDRESSES]).flatmap(fill)
    return known | WORDS.map(lambda word: f"/programme/{word}") | WORDS.map(lambda word: f"/static/{word}")


PATHS = _path()
FIELDS = st.dictionaries(
    st.sampled_from(["name", "password", "token", "level", "uses", "days", "id", "x"]), WORDS | st.integers().map(str)
)
BODIES = FIELDS | st.binary(max_size=200)
HEADERS = st.dictionaries(
    st.sampled_from(["if-none-match", "range", "x-forwarded-for", "content-type", "sec-fetch-site", "cookie", "host"]),
    st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=40),
    max_size=3,
)


@pytest.fixture(scope="module")
def crowd(filled: Board, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Visitor]]:
    """A stranger, and somebody of each programme, over one database."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "NOBODY", passwords.NOBODY.replace(str(passwords.N), "16"))
        board = filled.copy(Path(tmp_path_factory.mktemp("fuzz")))
        crowd = {"": Visitor(board)}
        for name in ("North Star", NASTY):
            crowd[name] = Visitor(board)
            crowd[name].post(f"/link/{board.account(f'of-{len(name)}', programme(board, name))}")
        yield crowd


def send(visitor: Visitor, method: str, path: str, query: str, body: Any, headers: dict[str, str]) -> Any:
    """Send a request as raw as the client lets us; what it cannot even write is no request."""
    kind = {"data": {k: v.encode("utf-8", "replace") for k, v in body.items()}} if isinstance(body, dict) else {}
    raw = {} if kind or method in ("GET", "HEAD") else {"content": body}
    address = ORIGIN + path.encode("utf-8", "replace").decode()
    try:
        request = visitor.client.build_request(method, address, params={"until": query}, headers=headers, **kind, **raw)
    except Exception:
        return None
    return visitor.client.send(request)


@SHARED
@given(METHODS, PATHS, WORDS, BODIES, HEADERS)
@example("GET", "/programme/releases/" + "9" * 5000, "", {}, {})
@example("GET", "/static/%00", "", {}, {})
@example("GET", "/static/../programme/site.py", "", {}, {})
@example("POST", "/programme/sign-in", "", {"name": "\x00", "password": "\ud800"}, {})
@example("GET", "/programme/themes/%ff", "", {}, {"cookie": "__Host-board_session=" + "é".encode().decode("latin-1")})
@example("GET", "/programme", "", {}, {"host": "["})
def test_a_stranger_gets_the_doors_and_nothing_else(
    crowd: dict[str, Visitor], method: str, path: str, query: str, body: Any, headers: dict[str, str]
) -> None:
    answer = send(crowd[""], method, path, query, body, headers)
    if answer is not None:
        assert answer.status_code < 500
        assert not [word for word in ("North Star", "S&ouml;hne", "Ben Okafor") if word in answer.text]


@SHARED
@given(METHODS, PATHS, WORDS, BODIES, HEADERS)
def test_somebody_of_one_programme_never_reads_the_other(
    crowd: dict[str, Visitor], method: str, path: str, query: str, body: Any, headers: dict[str, str]
) -> None:
    anna = crowd[NASTY]
    # A form of theirs, so that the pages behind it are reached as well.
    fields = {"token": anna.token("/method"), **body} if isinstance(body, dict) else body
    answer = send(anna, method, path, query, fields, {k: v for k, v in headers.items() if k != "cookie"})
    if answer is not None and "sign-out" not in path:
        assert answer.status_code < 500
        assert "North Star" not in answer.text and "Europe" not in answer.text
