"""The words of reflections are complete, and what they promise about counting says what is counted and what is not."""

from pathlib import Path

import pytest
import yaml

from bot.catalogue.reflecting import check_reflecting
from bot.catalogue.yaml_text import ContentError
from bot.domain.phrases import Phrases

CONTENT = Path(__file__).resolve().parents[2] / "content"
PIECES = yaml.safe_load((CONTENT / "reflect.yml").read_text(encoding="utf-8"))


def phrases(without: str = "") -> Phrases:
    return Phrases({key: tuple(value) for key, value in PIECES.items() if key != without})


def test_every_theme_and_every_question_has_its_words() -> None:
    check_reflecting(phrases())


@pytest.mark.parametrize("key", ["theme.data-trust", "reflect.prompt.double.2", "reflect.prompt.free"])
def test_what_is_missing_is_named_with_file_and_remedy(key: str) -> None:
    with pytest.raises(ContentError, match=rf"reflect.yml: {key} is missing; add it"):
        check_reflecting(phrases(without=key))


def test_the_names_of_themes_differ_so_that_a_person_can_name_one() -> None:
    names = [value[0] for key, value in PIECES.items() if key.startswith("theme.")]
    assert len(set(names)) == len(names) == 24


@pytest.mark.parametrize("name", ["utter_reflect_share", "utter_reflect_share_none"])
def test_the_question_of_sharing_says_what_is_counted_and_that_it_can_be_changed(name: str) -> None:
    responses = yaml.safe_load((CONTENT / "responses" / "reflect.yml").read_text(encoding="utf-8"))["responses"]
    text = responses[name][0]["text"]
    assert all(words in text for words in ("nothing else", "groups", "Never a word of yours", "change it at any time"))
