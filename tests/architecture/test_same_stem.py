"""One word finds everything about a dialogue: the same stem in every folder."""

from tests.architecture.sources import ROOT

SIBLINGS = (
    "data/nlu/{}.yml",
    "content/responses/{}.yml",
    "actions/{}.py",
    "bot/services/{}.py",
    "tests/conversations/test_{}.yml",
)
# What belongs to no dialogue of its own, or needs no such file, with the reason.
NOT_A_DIALOGUE = {"common": "what may be said at any time, in every dialogue"}
NOT_NEEDED: dict[str, str] = {}


def dialogues() -> list[str]:
    """Return the stems of all dialogues that have rules or stories."""
    files = [path for folder in ("rules", "stories") for path in (ROOT / "data" / folder).glob("*.yml")]
    return sorted({path.stem for path in files} - NOT_A_DIALOGUE.keys())


def test_every_dialogue_has_a_file_of_its_name_in_every_folder() -> None:
    expected = [sibling.format(stem) for stem in dialogues() for sibling in SIBLINGS]
    missing = [path for path in expected if path not in NOT_NEEDED and not (ROOT / path).is_file()]
    assert not missing, f"make these files, or say in {__file__} why they are not needed"


def test_the_exceptions_are_still_needed_and_say_why() -> None:
    assert dialogues(), "data/rules is empty: nothing was checked"
    assert all(NOT_A_DIALOGUE.values()) and all(NOT_NEEDED.values())
    assert not [path for path in NOT_NEEDED if (ROOT / path).is_file()]
