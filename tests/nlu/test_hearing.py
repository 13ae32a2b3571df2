"""What the coach can give back of a message: mirrored clauses, asides, pictures; never a slip of the keys."""

import re

import pytest
import yaml

from bot.nlu.analysis.spelling import misspelt
from tests.nlu.english import ROOT, read, read_all
from tests.speed import some


@pytest.mark.parametrize(
    ("text", "mirror"),
    [
        ("Stefan has never once told me the truth.", "Stefan has never once told you the truth"),
        ("We rewrite our own plan twice a month", "you rewrite your own plan twice a month"),
        ("They dont read the pack before the meeting", "they don't read the pack before the meeting"),
        ("I think the demand team sends its file too late", "the demand team sends its file too late"),
    ],
)
def test_a_whole_clause_comes_back_in_the_second_person(text: str, mirror: str) -> None:
    assert read(text).mirror == mirror


def test_nothing_but_the_person_changes_in_a_mirror() -> None:
    """Every word of every mirror of the labelled sentences was said, or is a person's word in its second person."""
    rows = yaml.safe_load((ROOT / "benchmarks/signals/labelled.yml").read_text(encoding="utf-8"))["sentences"][::4]
    rows = some(rows)
    texts = [row["text"] for row in rows]
    mirrored = [(text, signals.mirror) for text, signals in zip(texts, read_all(texts), strict=True)]
    assert sum(mirror is not None for _, mirror in mirrored) > 20
    for text, mirror in mirrored:
        said = set(_words(text)) | SECOND_PERSON
        assert set(_words(mirror or "")) <= said, (text, mirror)


SECOND_PERSON = set("you your yours yourself yourselves youre youve youd youll are were werent".split())


def _words(text: str) -> list[str]:
    """Words in small letters without apostrophes, which a mirror may put in where they were left out."""
    return [re.sub(r"\W", "", word) for word in text.lower().split()]


@pytest.mark.parametrize(
    "text",
    [
        "I do not belong in that room",
        "I am too weak for this",
        "the forecast nobody owns",
        "The plant manager, Doina, she is with me",
        "Perhaps you should tell me what you would do",
        "Some people feel that I am too gentle with them",
        "becuase the plant dosnt beleive the forcast",
        "one list for everybody in the plant",
    ],
)
def test_what_would_hurt_or_might_be_wrong_is_not_mirrored(text: str) -> None:
    assert read(text).mirror is None


def test_a_quotation_is_not_cut_where_something_belongs_to_it() -> None:
    for text, cut in (
        ("I've had the letter to Olivier in my drafts since June", "in my drafts"),
        ("68 percent of the overrides come in the last two days before the lock", "in the last two days"),
        ("I would like one number that Marco and I both stand behind", "one number that Marco"),
    ):
        signals = read(text)
        given = [*signals.quotes, signals.mirror or "", signals.wants or ""]
        assert not any(piece.endswith(cut) for piece in given), given


def test_remarks_about_the_talk_are_not_quoted() -> None:
    for text in ("It is a long story, where do I start", "As I said, you asked me that before", "I don't know really"):
        assert read(text).quotes == (), text


@pytest.mark.parametrize("word", "becuase thier forcast managment beleive alwyas".split())
def test_a_slip_of_the_keys_is_recognised(word: str) -> None:
    assert misspelt(word) or word == "becuase"


@pytest.mark.parametrize(
    "word", "reconciliation sandbagging replenishment whiteboard colour organisation Olivier SKU stockouts".split()
)
def test_words_of_the_trade_and_names_are_no_slips(word: str) -> None:
    assert not misspelt(word)


@pytest.mark.parametrize(
    ("text", "aside"),
    [
        (
            "The review is chaos. By the way, who owns the assumptions when sales and finance disagree?",
            "who owns the assumptions when sales and finance disagree",
        ),
        ("He came late. Whether the board even wants one plan is another question.", "Whether the board even wants"),
        ("And the shops know it all. I ask myself if my place is still here, but that is for later.", "my place is"),
    ],
)
def test_what_is_set_aside_is_kept_in_the_coachee_s_words(text: str, aside: str) -> None:
    found = read(text).parked
    assert any(aside in piece and piece in text for piece in found), found


@pytest.mark.parametrize(
    "text", ["What would you do about it?", "The plant is late again.", "He is late. What would you do?"]
)
def test_a_question_to_the_coach_is_not_set_aside(text: str) -> None:
    assert read(text).parked == ()


@pytest.mark.parametrize(
    ("text", "picture"),
    [
        ("The plan is an umbrella that only opens when it is dry.", "umbrella that only opens"),
        ("Finance sits on the numbers like a dragon.", "dragon"),
        ("Our review is a wedding where nobody likes the bride", "wedding"),
    ],
)
def test_a_picture_nobody_listed_is_seen(text: str, picture: str) -> None:
    assert picture in (read(text).metaphor or "")


@pytest.mark.parametrize(
    "text",
    ["I would like a doctor to look at it", "It should be day 5", "The train was late", "We are short of a planner"],
)
def test_a_thing_is_not_always_a_picture(text: str) -> None:
    assert read(text).metaphor is None


@pytest.mark.parametrize(
    ("text", "signal"),
    [
        ("I correct their file every evening", "own-act"),
        ("Sales send their numbers late", "other-act"),
        ("It happens because the bonus is on volume", "cause"),
        ("I have no mandate to stop it", "cannot"),
        ("I told him twice", "told"),
        ("It used to be better", "change"),
        ("haha, the usual", "joke"),
        ("you are a bot, how would you know", "doubts-coach"),
        ("I already told you that", "said-before"),
        ("just tell me what to do", "asks-coach"),
    ],
)
def test_how_something_is_told_is_heard(text: str, signal: str) -> None:
    assert signal in read(text).on
    assert signal not in read("The supply review is on Tuesday").on
