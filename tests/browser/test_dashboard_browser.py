"""The dashboard in a real browser: signing in, reading, taking along; on a phone, at night, by keyboard."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette

from bot.settings import ROOT
from bot.web.assets import static
from bot.web.programme.routes import routes
from tests.browser.serving import served
from tests.browser.webdriver import ENTER, TAB, Browser
from tests.fakes.boards import PASSWORD, Board

pytestmark = pytest.mark.slow
SIZES = {"phone": (390, 844), "desk": (1440, 900)}
PAGES = {
    "overview": "",
    "trend": "/trend",
    "theme": "/themes/data-trust",
    "groups": "/groups",
    "mentors": "/mentors",
    "invitations": "/invitations",
    "method": "/method",
    "missing": "/nowhere",
}
#: Where pictures of every page are left, for somebody to look at.
PICTURES = ROOT / "results" / "dashboard"


def look(window: Browser, size: str, dark: bool = False) -> None:
    """Be a phone or a desk, by day or by night."""
    window.look(*SIZES[size], dark=dark, touch=size == "phone")


@dataclass
class Desk:
    """A programme with six releases of synthetic leaders, its address, and a browser."""

    board: Board
    address: str
    window: Browser

    def open(self, path: str = "") -> Browser:
        self.window.get(f"{self.address}/programme{path}")
        return self.window

    def sign_in(self) -> None:
        self.window.forget()
        (programme,) = self.board.site.releases.programmes()
        self.open(f"/link/{self.board.account('anna', programme)}").follow("button.primary")
        assert self.window.address() == f"{self.address}/programme"


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory) -> Board:
    board = Board(tmp_path_factory.mktemp("board"))
    programme = board.launch("Supply chain leaders", 6, 80)
    board.account("anna", programme, PASSWORD)
    board.mentors()
    return board


@pytest.fixture(scope="module")
def desk(window: Browser, board: Board) -> Iterator[Desk]:
    with served(Starlette(routes=[*routes(board.site), static()])) as address:
        yield Desk(board, address, window)


@pytest.fixture
def inside(desk: Desk) -> Desk:
    look(desk.window, "desk")
    desk.sign_in()
    desk.window.complaints()
    return desk


def test_somebody_signs_in_with_a_password_reads_and_signs_out(desk: Desk) -> None:
    look(desk.window, "phone")
    window = desk.open()
    assert window.address().endswith("/programme/sign-in")
    PICTURES.mkdir(parents=True, exist_ok=True)
    window.picture(PICTURES / "sign-in-phone.png", whole=True)
    window.type("#name", "anna")
    window.type("#password", "not the password")
    window.follow("button.primary")
    assert "Name or password is not right" in window.text()
    window.type("#password", PASSWORD)
    window.follow("button.primary")
    assert "What leaders say stands in the way" in window.text("main") and "Release 6" in window.text()
    window.follow(".band li a")
    assert "Questions to raise in the next programme meeting" in window.text()
    window.click("details.topic summary")
    assert "How to begin" in window.text("details.topic")
    window.follow(".leave button")
    assert window.address().endswith("/programme/sign-in")
    assert desk.open("/trend").address().endswith("/programme/sign-in")


def test_a_release_is_downloaded_as_table_and_as_paper(inside: Desk, tmp_path: Path) -> None:
    window = inside.open()
    window.downloads(tmp_path)
    for ending in ("csv", "pdf"):
        window.click(f"a[href$='.{ending}']")
    script = "setTimeout(arguments[0], 300)"
    for _ in range(20):
        if {path.name for path in tmp_path.iterdir()} == {"release-6.csv", "release-6.pdf"}:
            break
        window.run_async(script)
    assert (tmp_path / "release-6.pdf").read_bytes().startswith(b"%PDF-")
    assert "Who contributed" in (tmp_path / "release-6.csv").read_text(encoding="utf-8-sig")


def test_a_code_is_made_shown_once_and_withdrawn(inside: Desk) -> None:
    window = inside.open("/invitations")
    window.follow("form[action$=invitations] button")
    code = window.text("#code")
    assert len(code) == 14 and "valid until" in window.text()
    assert window.run("return !document.querySelector('[data-copy]').hidden"), "the copy button is there with a script"
    assert code not in inside.open("/invitations").text()
    window.follow("form[action$=withdraw] button")
    assert "No code is valid" in window.text()


@pytest.mark.parametrize("dark", [False, True], ids=["day", "night"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("page", PAGES)
def test_every_page_fits_is_legible_and_breaks_no_rule(inside: Desk, page: str, size: str, dark: bool) -> None:
    window = inside.window
    look(window, size, dark)
    inside.open(PAGES[page])
    PICTURES.mkdir(parents=True, exist_ok=True)
    window.picture(PICTURES / f"{page}-{size}{'-night' if dark else ''}.png", whole=True)
    assert window.run("return document.documentElement.scrollWidth") <= SIZES[size][0], "nothing is cut off at the side"
    assert window.run(SMALLEST) >= 11.5, "letters in pixels, those in charts as they are drawn"
    assert [one for one in window.complaints() if "404" not in one or page != "missing"] == []


#: The smallest letters on the page; those in a picture are as large as the picture is drawn.
SMALLEST = """
const sizes = [...document.querySelectorAll("main *, header *")]
  .filter((e) => e.checkVisibility() && [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
  .map((e) => {
    const svg = e.closest("svg");
    const scale = svg && svg.viewBox.baseVal.width ? svg.getBoundingClientRect().width / svg.viewBox.baseVal.width : 1;
    return parseFloat(getComputedStyle(e).fontSize) * scale;
  });
return Math.min(...sizes);
"""
AXE_RUN = """
const done = arguments[arguments.length - 1];
axe.run(document, { resultTypes: ["violations"] }).then((found) => done(found.violations.map(
  (v) => `${v.impact}: ${v.id}: ${v.help}: ${v.nodes.slice(0, 3).map((n) => n.html).join(" | ")}`)));
"""


@pytest.mark.parametrize("dark", [False, True], ids=["day", "night"])
@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing_serious_on_any_page(inside: Desk, axe: str, size: str, dark: bool) -> None:
    window = inside.window
    look(window, size, dark)
    found: dict[str, Any] = {}
    for page, path in PAGES.items():
        inside.open(path)
        window.run("document.querySelectorAll('details').forEach((one) => one.open = true)")
        window.run(axe)
        found[page] = window.run_async(AXE_RUN)
    window.forget()
    inside.open("/sign-in")
    window.run(axe)
    found["sign-in"] = window.run_async(AXE_RUN)
    assert {page: said for page, said in found.items() if said} == {}


def test_the_keyboard_reaches_everything_and_shows_where_it_is(inside: Desk) -> None:
    window = inside.open()
    where = "return document.activeElement.className + ' ' + (document.activeElement.getAttribute('href') || '')"
    window.keys(TAB)
    assert window.run(where) == "skip #content"
    assert window.run("return document.activeElement.getBoundingClientRect().left") >= 0, "it shows when it is reached"
    window.keys(ENTER)
    assert window.run("return document.activeElement.id") == "content"
    window.keys(TAB)
    assert "/programme/themes/" in window.run(where)
    outline = (
        "const s = getComputedStyle(document.activeElement); return s.outlineStyle + ' ' + parseFloat(s.outlineWidth)"
    )
    assert window.run(outline) == "solid 3"
    with window.leaving():
        window.keys(ENTER)
    assert "/programme/themes/" in window.address()


def test_a_table_that_is_wider_than_a_phone_can_be_scrolled_by_keyboard(inside: Desk) -> None:
    window = inside.window
    look(window, "phone")
    inside.open("/trend").click("details.as-table summary")
    wide = "const s = document.querySelector('.scroll'); return [s.scrollWidth > s.clientWidth, s.tabIndex]"
    assert window.run(wide) == [True, 0]


def test_pages_work_without_a_script(inside: Desk) -> None:
    window = inside.window
    window.command("Emulation.setScriptExecutionDisabled", value=True)
    try:
        inside.open("/invitations").follow("form[action$=invitations] button")
        assert "Your new code" in window.text() and window.run("return document.querySelector('[data-copy]').hidden")
    finally:
        window.command("Emulation.setScriptExecutionDisabled", value=False)
