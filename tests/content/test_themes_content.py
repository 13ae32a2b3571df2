"""The themes are complete, and a mistake in them is named with its place and remedy."""

import shutil
from pathlib import Path

import pytest

from bot.catalogue.cues import THEMES
from bot.catalogue.themes import load_themes
from bot.catalogue.yaml_text import ContentError

CONTENT = Path(__file__).resolve().parents[2] / "content"
TOPICS = {path.stem for path in (CONTENT / "mentoring").glob("*.yml")}
CLICHES = ("journey", "leverage", "deep dive", "low-hanging", "move the needle", "buy-in", "—", "!")


def test_every_theme_has_its_entry_in_the_order_of_the_ids() -> None:
    themes = load_themes(CONTENT, TOPICS)
    assert tuple(themes) == THEMES
    assert len({theme.title for theme in themes.values()}) == len(THEMES)


def test_no_theme_names_or_blames_a_function_in_its_title() -> None:
    blamed = ("sales", "marketing", "procurement", "logistics", "manufacturing")
    assert not [t.title for t in load_themes(CONTENT, TOPICS).values() if any(b in t.title.lower() for b in blamed)]


def test_the_texts_keep_to_the_voice() -> None:
    for theme in load_themes(CONTENT, TOPICS).values():
        text = " ".join((theme.title, theme.means, *theme.helps, *theme.questions)).lower()
        assert not [cliche for cliche in CLICHES if cliche in text], theme.id


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("calendar-discipline:", "calendar:", "calendar-discipline: is missing"),
        ("title: Dates that slip", "title: ''", "calendar-discipline.title: must be a text"),
        (
            "[monthly-calendar,",
            "[no-such-topic,",
            "calendar-discipline.topics.1: 'no-such-topic' is not a mentor topic",
        ),
        ("and who felt it?", "and who felt it.", "calendar-discipline.questions.1: must be one question"),
        ("Fix the dates", "Fix {all} the dates!", "calendar-discipline.helps.1: must hold no braces"),
        ("  topics: [monthly", "  extra: x\n  topics: [monthly", "calendar-discipline: must have the keys"),
        ("[monthly-calendar, sop-leader-role, executive-sponsor]", "[monthly-calendar]", "must be a list of 2 to 4"),
    ],
)
def test_a_mistake_is_named_with_file_line_place_and_remedy(tmp_path: Path, old: str, new: str, said: str) -> None:
    file = shutil.copy(CONTENT / "themes.yml", tmp_path / "themes.yml")
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ContentError) as problem:
        load_themes(tmp_path, TOPICS)
    assert said in str(problem.value)
    assert "themes.yml: line " in str(problem.value)
