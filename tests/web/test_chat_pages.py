"""The pages themselves: everything escaped, nothing inline, nothing from elsewhere, every word there."""

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote

import pytest

from bot import bootstrap
from bot.web.assets import STATIC
from bot.web.chat.pages import HERE
from tests.web.chatting import HOME, Site, inside

HOSTILE = "\"><script>alert(1)</script>'{{ 7*7 }}<img src=x onerror=alert(1)>"
PAGES = ("/", "/join/ABCD-EFGH-JKMN", "/pass/x")


class Reader(HTMLParser):
    """Every tag of a page with its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def pages() -> dict[str, str]:
    """Every page by its address, seen from outside and from inside."""
    site = Site()
    outside = {path: site.browser().get(path).text for path in PAGES}
    with inside(site) as browser:
        return outside | {"the conversation": browser.get("/").text}


@pytest.mark.parametrize("path", [*PAGES, "/enter", "/chat/conversation", "/static/chat.js", "/healthz", "/nothing"])
def test_every_answer_carries_the_headers_that_keep_others_out(path: str) -> None:
    headers = Site().browser().get(path).headers
    policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'" and policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'" and policy["form-action"] == "'self'"
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == ("no-cache" if path.startswith("/static/") else "no-store")


def test_nothing_runs_inside_a_page_and_nothing_comes_from_elsewhere() -> None:
    for path, page in pages().items():
        for tag, attributes in Reader(page).tags:
            assert tag != "style" and "style" not in attributes, path
            assert tag != "script" or (attributes.get("src") or "").startswith("/static/"), path
            assert not [name for name in attributes if name.startswith("on")], path
            for name in ("src", "href", "action"):
                assert (attributes.get(name) or "/").startswith(("/", "#")), f"{path}: {attributes}"


def test_no_asset_names_another_host() -> None:
    for file in STATIC.iterdir():
        text = file.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"https?:|//\w+\.\w+/|@import|\beval\b|innerHTML|outerHTML|insertAdjacentHTML", text), (
            file.name
        )


def test_what_is_typed_or_linked_is_never_read_as_markup() -> None:
    browser = Site(home=False).browser(HOME)
    linked = HOSTILE.replace("/", "")
    for given, page in ((linked, browser.get(f"/join/{quote(linked)}").text), (HOSTILE, browser.enter(HOSTILE).text)):
        assert "script>alert" not in page.replace("&lt;script&gt;alert", "")
        fields = [attributes for tag, attributes in Reader(page).tags if attributes.get("name") == "code"]
        assert [field["value"] for field in fields] == [given]
        assert not [tag for tag, attributes in Reader(page).tags if tag == "script" or "onerror" in attributes]


def test_the_parts_of_a_page_have_names_for_who_hears_it() -> None:
    for path, page in pages().items():
        tags = Reader(page).tags
        names = {a["for"] for tag, a in tags if tag == "label"}
        fields = [a for tag, a in tags if tag in ("input", "textarea") and a.get("type") != "hidden"]
        assert all(field["id"] in names for field in fields), path
        assert [a["lang"] for tag, a in tags if tag == "html"] == ["en-GB"] and "main" in {tag for tag, _ in tags}, path
    log = next(a for _, a in tags if a.get("id") == "log")
    assert (log["role"], log["aria-live"]) == ("log", "polite")


def test_every_word_that_pages_and_script_use_is_there_and_every_word_that_is_there_is_used() -> None:
    words = bootstrap.web_words()
    templates = "".join(file.read_text(encoding="utf-8") for file in (HERE / "templates").glob("*.html"))
    code = "".join(file.read_text(encoding="utf-8") for file in HERE.glob("*.py"))
    script = (STATIC / "chat.js").read_text(encoding="utf-8")
    used = set(re.findall(r'words\["([\w-]+)"\]', templates)) | set(re.findall(r'"((?:entry|code)-[\w-]+)"', code))
    used |= {"do", "data"} | {f"phase-{name}" for name in ("goal", "reality", "options", "will")}
    assert used == set(words.page)
    said = set(re.findall(r"\btexts\.(\w+)|\btexts\[\"([\w-]+)\"\]|\bsay\(\"([\w-]+)\"", script))
    assert {a or b or c for a, b, c in said} | {"phase-done", "phase-now"} == set(words.script)
    assert {*re.findall(r'refusal\(\d+, "([\w-]+)"', code)} == set(words.refusals)


def test_files_are_served_and_nothing_beside_them() -> None:
    browser = Site().browser()
    kinds = {"chat.js": "javascript", "chat.css": "css", "mark.svg": "svg"}
    for name, kind in kinds.items():
        answer = browser.get(f"/static/{name}")
        assert answer.status_code == 200 and kind in answer.headers["content-type"]
    for path in (
        "/static/",
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static//etc/passwd",
        "/templates/base.html",
    ):
        assert browser.get(path).status_code == 404
    assert not [file for file in Path(STATIC).iterdir() if file.stat().st_size > 40_000], "a page loads in a moment"
