"""The words of a rehearsal: what an editor breaks is named with its place, and nothing stands there unused."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.catalogue.rehearsal import WORDS, load_playbook
from bot.catalogue.yaml_text import ContentError
from bot.domain.rehearsal.choosing import choice
from bot.domain.rehearsal.playbook import CHOICES
from tests.fakes.rehearsal import CONTENT, RESPONSES, playbook

ROOT = CONTENT.parent
CODE = [*(ROOT / "bot/domain/rehearsal").glob("*.py"), ROOT / "bot/services/rehearse.py"]


@pytest.fixture
def broken(tmp_path: Path) -> Callable[[str, str], str]:
    """Change one place of the file and return what loading it says."""

    def change(old: str, new: str) -> str:
        shutil.copy(CONTENT / WORDS, tmp_path / WORDS)
        text = (tmp_path / WORDS).read_text(encoding="utf-8")
        assert old in text
        (tmp_path / WORDS).write_text(text.replace(old, new, 1), encoding="utf-8")
        with pytest.raises(ContentError) as caught:
            load_playbook(tmp_path, playbook().book, playbook().rubric)
        return str(caught.value)

    return change


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("  feedback.try:", "  feedback.tries:", "feedback.try is missing"),
        ("Try this: {advice}", "Try this", "feedback.try must hold exactly these braces: advice"),
        ("  - they say\n", "  - 7\n", "own_leads must be a list of texts"),
        ("[mild, easy,", "[mild, hard, easy,", "'hard' stands under mild and hard"),
        ("  harder:\n    - That", "  hardest:\n    - That", "persona must have softer, harder, again and closing"),
        ("    -1: We", "    -3: We", "closing must have one text for each state"),
        ("I am still where I was. {line}", "I am still where I was.", "every wording must hold {line}"),
        ('  "3": [', "  3: [", "put the numbers in quotes"),
        ("phrases:", "phrases: [", "cannot be read"),
    ],
)
def test_a_mistake_is_named_with_its_place(broken: Callable[[str, str], str], old: str, new: str, named: str) -> None:
    message = broken(old, new)
    assert message.startswith(WORDS) and named in message


def test_every_choice_is_understood_as_it_is_listed_and_with_politeness_around_it() -> None:
    for name in CHOICES:
        for text in playbook().choices[name]:
            assert choice(text, playbook(), [name]) == name
            assert choice(f"Okay, {text} please!", playbook(), [name]) == name


def test_every_response_is_used_and_every_response_used_is_there() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in CODE)
    built = {f"{stem}_{end}" for stem, ends in BUILT.items() for end in ends}
    used = set(re.findall(r"\"(utter_rehearse_\w+[a-z])\"", code)) | built
    assert used == set(RESPONSES)


#: Names that the service puts together.
BUILT = {"utter_rehearse_begin": ("recalling", "again"), "utter_rehearse_whom": ("named", "again", "all")}


def test_only_the_persona_speaks_in_role() -> None:
    spoken = [name for name, (response,) in RESPONSES.items() if ", in role:" in response["text"]]
    assert spoken == ["utter_rehearse_persona"]
    assert RESPONSES["utter_rehearse_persona"][0]["text"] == "{voice}, in role:\n{line}"


def test_nothing_is_praised_or_shouted() -> None:
    texts = [response["text"] for (response,) in RESPONSES.values()] + [(CONTENT / WORDS).read_text(encoding="utf-8")]
    assert not re.findall(r"[!—]|\b(?:great|excellent|well done|good job|amazing|journey|leverage)\b", "\n".join(texts))
