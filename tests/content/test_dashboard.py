"""The words of the dashboard: each is used, each that is used is there, and mistakes name their place."""

import re
from pathlib import Path

import pytest

from bot.catalogue.dashboard import FILE, load_dashboard, load_wording
from bot.catalogue.themes import load_themes
from bot.catalogue.yaml_text import ContentError
from bot.domain.releases.rules import BANDS
from bot.settings import ROOT

CONTENT = ROOT / "content"
TEMPLATES = sorted((ROOT / "bot" / "web" / "templates" / "programme").glob("*.html"))
CODE = sorted((ROOT / "bot" / "web" / "programme").glob("*.py"))
#: Keys whose last part is a value.
PATTERNS = (
    r"menu\.\w+",
    r"band\..+",
    r"range\..+",
    r"group\..+",
    r"problem\.\w+",
    r"method\..+",
    r"overview\.(new|up|down)",
)


def used() -> set[str]:
    texts = [path.read_text(encoding="utf-8") for path in (*TEMPLATES, *CODE)]
    return {key for text in texts for key in re.findall(r"[\"']([a-z_]+\.[a-z_.-]+[a-z])[\"']", text)}


def test_every_text_is_used_and_every_text_used_is_there() -> None:
    texts = set(load_wording(CONTENT).texts)
    unused = {key for key in texts - used() if not any(re.fullmatch(one, key) for one in PATTERNS)}
    # Columns of the table are named by their ids.
    assert {key for key in unused if not key.startswith("file.")} == set()
    heads = {key.partition(".")[0] for key in texts}
    assert {key for key in used() if key.partition(".")[0] in heads} - texts == set()


def test_templates_hold_no_words_of_their_own() -> None:
    for path in TEMPLATES:
        bare = re.sub(
            r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<[^>]*>", " ", path.read_text(encoding="utf-8"), flags=re.DOTALL
        )
        assert not re.findall(r"[A-Za-z]{2,}", bare), path.name


def test_every_band_and_theme_has_words() -> None:
    words = load_dashboard(CONTENT)
    for name, _ in BANDS:
        assert words.wording.say(f"band.{name}") and words.wording.say(f"range.{name}")
    assert words.themes == load_themes(CONTENT, words.topics)
    assert words.functions["supply-chain"] == "Supply chain"


@pytest.mark.parametrize(
    ("body", "mistake"),
    [
        ("a:\n  b: ''", "line 2: a.b: must be a text"),
        ("a:\n  b: 5", "line 2: a.b: must be a text"),
        ("a: Well done!", "no exclamation mark"),
        ("a: <b>x</b>", "no markup"),
        ("a: '{name'", "brace without its partner"),
    ],
)
def test_a_mistake_is_shown_where_it_stands(tmp_path: Path, body: str, mistake: str) -> None:
    (tmp_path / FILE).write_text(body, encoding="utf-8")
    with pytest.raises(ContentError, match=re.escape(mistake)):
        load_wording(tmp_path)
