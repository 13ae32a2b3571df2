"""The words of the web chat's pages: mistakes are named with file, line and remedy."""

from pathlib import Path

import pytest
import yaml

from bot import bootstrap, settings
from bot.catalogue.web import load_web
from bot.catalogue.yaml_text import ContentError
from bot.services.refusals import Refused
from bot.web.chat.conversation import _STATUS

CONTENT = settings.ROOT / "content"


def changed(folder: Path, change: str) -> Path:
    """A copy of the file, changed by a Python statement on its body."""
    body = yaml.safe_load((CONTENT / "web.yml").read_text(encoding="utf-8"))
    exec(change, {"body": body})  # noqa: S102
    (folder / "web.yml").write_text(yaml.safe_dump(body), encoding="utf-8")
    return folder


def test_the_words_are_valid_and_every_action_is_a_command() -> None:
    words = load_web(CONTENT, bootstrap.content().commands)
    assert words == bootstrap.content().web
    assert {action.group for action in words.actions} == {"do", "data"}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("del body['page']", "page: is missing"),
        ("body['script'] = []", "script: is missing"),
        ("body['page']['name'] = ''", "page.name: must be a text"),
        ("body['page']['name'] = 7", "page.name: must be a text"),
        ("del body['refusals']['loading']", "refusals.loading: is missing"),
        ("del body['voices']['default']", "voices.default: is missing"),
        ("body['actions'] = {}", "actions: is missing"),
        ("body['actions'][0] = 'coach'", "actions.1: must have the texts"),
        ("body['actions'][0]['more'] = 'x'", "actions.1: must have the texts"),
        ("body['actions'][0]['group'] = 'other'", "actions.1: group must be one of"),
        ("body['actions'][1]['send'] = '/dance'", "actions.2: /dance is not a command"),
    ],
)
def test_a_mistake_is_named_with_its_place(tmp_path: Path, change: str, told: str) -> None:
    with pytest.raises(ContentError, match=r"web\.yml: line \d+: ") as error:
        load_web(changed(tmp_path, change), bootstrap.content().commands)
    assert told in str(error.value)


def test_every_refusal_of_a_message_has_its_status() -> None:
    assert {kind.__name__ for kind in Refused.__subclasses__()} - {kind.__name__ for kind in _STATUS} == {
        "BadMessage",
        "BadButton",
    }, "what is not named is a 400"
