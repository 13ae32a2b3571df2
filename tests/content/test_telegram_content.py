"""The words for Telegram and reminders fit where they are shown, and every one that is asked for is there."""

import re
from pathlib import Path

import pytest
import yaml

from bot import bootstrap
from bot.domain.zones import known
from bot.gateway.telegram.formatting import LONGEST_TEXT, units

ROOT = Path(__file__).resolve().parents[2]
RESPONSES = yaml.safe_load((ROOT / "content/responses/reminders.yml").read_text(encoding="utf-8"))["responses"]


def test_the_menu_of_commands_is_one_that_telegram_takes() -> None:
    shown = {name: command.about for name, command in bootstrap.content().commands.items() if command.about}
    assert 0 < len(shown) <= 100
    assert not [name for name in shown if not re.fullmatch(r"[a-z0-9_]{1,32}", name)]
    assert not [about for about in shown.values() if not 3 <= len(about) <= 256]


@pytest.mark.parametrize("path", sorted((ROOT / "content/responses").glob("*.yml")), ids=lambda path: path.stem)
def test_every_button_has_a_title_that_a_phone_shows(path: Path) -> None:
    replies = yaml.safe_load(path.read_text(encoding="utf-8"))["responses"].values()
    titles = [button["title"] for variants in replies for one in variants for button in one.get("buttons") or []]
    assert not [title for title in titles if not 0 < len(title) <= 40]


def test_every_place_leads_to_a_zone_that_exists() -> None:
    places = dict(line.split("=", 1) for line in bootstrap.content().board.phrases.get("reminder.places"))
    assert len(places) > 50
    assert not {place: zone for place, zone in places.items() if place != place.lower() or not known(zone)}


def test_every_reply_and_phrase_about_reminders_is_used_and_every_one_used_is_there() -> None:
    code = "".join((ROOT / f"bot/services/{name}.py").read_text(encoding="utf-8") for name in ("reminders", "nudges"))
    named = set(re.findall(r"\"(utter_reminders_\w+)\"", code))
    asked = {f"utter_reminders_ask_{step}" for step in ("zone", "hour", "promises", "weeks", "reflect")}
    assert named | asked == set(RESPONSES)
    phrases = set(re.findall(r"\"((?:reminder|edited|telegram)\.[a-z.]+[a-z])\"", code))
    assert not [key for key in phrases if key not in bootstrap.content().board.phrases]


def test_no_reply_about_reminders_is_long_or_blames() -> None:
    texts = [one["text"] for variants in RESPONSES.values() for one in variants]
    texts += [
        text
        for key in ("dated", "undated")
        for text in bootstrap.content().board.phrases.get(f"reminder.promise.{key}")
    ]
    assert max(map(units, texts)) < LONGEST_TEXT // 4
    assert not [text for text in texts if re.search(r"\b(?:should have|failed|forgot|overdue|late|missed)\b|!", text)]
