"""Options as people list them, and the choice among them, as the coach takes them in."""

import pytest

from bot.domain.coaching.listed import split_options
from tests.unit.coaching import OPTIONS, Chat


def listed(*replies: str) -> list[str]:
    """The options kept from these replies."""
    chat = Chat().until_asked("option")
    for text in replies:
        chat.say(text)
    return chat.words("option")


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("Talk to Anna before the meeting", ["Talk to Anna before the meeting"]),
        ("1. Talk to Anna 2. Cut the pack 3. Invite finance", ["Talk to Anna", "Cut the pack", "Invite finance"]),
        ("1) Talk to Anna\n2) Cut the pack", ["Talk to Anna", "Cut the pack"]),
        ("- Talk to Anna\n- Cut the pack", ["Talk to Anna", "Cut the pack"]),
        ("Talk to Anna\nCut the pack\n\nInvite finance", ["Talk to Anna", "Cut the pack", "Invite finance"]),
        ("Talk to Anna; cut the pack; invite finance", ["Talk to Anna", "cut the pack", "invite finance"]),
        ("I talk to Anna, or I cut the pack", ["I talk to Anna", "I cut the pack"]),
        ("Maybe ask Anna to open", ["ask Anna to open"]),
        ("Ask Anna or Paul to open", ["Ask Anna or Paul to open"]),
        ("Start at 9.30 with 3.5 % of the range", ["Start at 9.30 with 3.5 % of the range"]),
        ("Sales and operations agree one number", ["Sales and operations agree one number"]),
    ],
)
def test_several_options_in_one_reply_are_kept_apart_and_one_is_kept_whole(text: str, options: list[str]) -> None:
    assert listed(text) == options


def test_the_same_option_again_is_not_a_new_one() -> None:
    assert listed("Talk to Anna", "talk to anna") == ["Talk to Anna"]


def test_three_in_one_reply_are_enough_to_choose() -> None:
    chat = Chat().until_asked("option")
    chat.say("1. Talk to Anna 2. Cut the pack 3. Invite finance")
    assert chat.waiting.captures == "choice"


def test_a_description_of_how_things_are_is_no_option_at_first() -> None:
    chat = Chat().until_asked("option")
    chat.say("Nobody wants to talk about it here")
    assert chat.words("option") == []
    assert chat.waiting.captures == "option"


def chosen(text: str, *options: str) -> str:
    """What is kept as the choice when a reply meets these options."""
    chat = Chat().until_asked("option")
    for option in options:
        chat.say(option)
    assert chat.waiting.captures == "choice"
    chat.say(text)
    return chat.words("choice")[-1]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("the first one", 0),
        ("1", 0),
        ("Option two", 1),
        ("number 2", 1),
        ("the 2nd", 1),
        ("third", 2),
        ("3.", 2),
        ("the last one", 2),
        ("finance opens with the gap", 1),
        ("cutting the pack to ten slides", 2),
        ("I would talk to the director first", 0),
    ],
)
def test_a_choice_is_understood_by_its_place_or_its_words(text: str, place: int) -> None:
    assert chosen(text, *OPTIONS[:3]) == OPTIONS[place]


@pytest.mark.parametrize("text", ["something else: we close the other meeting", "none of them, I wait"])
def test_a_choice_of_something_new_is_kept_as_it_was_said(text: str) -> None:
    assert chosen(text, *OPTIONS[:3]) == text


def test_a_word_that_all_options_share_chooses_none_of_them() -> None:
    options = ("ask the director for time", "ask the director for money", "ask the director for people")
    assert chosen("not the director again", *options) == "not the director again"
    assert chosen("ask the director for more people", *options) == options[2]


def test_a_number_in_an_answer_is_not_a_place() -> None:
    text = "the one that costs us no more than 3 hours a month in total"
    assert chosen(text, *OPTIONS[:3]) == text


def test_someone_who_chooses_while_still_listing_has_chosen() -> None:
    chat = Chat().until_asked("option")
    chat.say("1. Talk to Anna 2. Cut the pack")
    chat.say("the first one")
    assert chat.words("choice") == ["Talk to Anna"]
    assert chat.words("option") == ["Talk to Anna", "Cut the pack"]


def test_an_only_option_needs_no_choice() -> None:
    chat = Chat().until_asked("option")
    chat.say("Talk to Anna before the meeting")
    for _ in range(8):
        if chat.step != "options":
            break
        chat.say("nothing else")
    assert "choice" not in {exchange.captures for exchange in chat.session.exchanges}


def test_a_choice_that_says_what_i_will_do_is_the_action_too() -> None:
    chat = Chat().until_asked("choice")
    text = "I will talk to the director before the meeting on Monday"
    chat.say(text, on={"will"})
    assert chat.words("action") == [text]
    assert chat.step == "will"
    assert chat.waiting.captures != "action"


def test_a_promise_that_points_at_an_option_is_that_option() -> None:
    chat = Chat().until_asked("action")
    chat.say("the first one")
    action, first = chat.session.latest("action"), chat.session.every("option")[0]
    assert action and first.text == f"I could {action.text}", "as something that is done"


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("tell the VP he comes himself or we skip his point", 1),
        ("I would tell them that we meet, or else they lose the slot", 1),
        ("tell the VP, or I could ask his boss", 2),
        ("cancel the call or ask the planner", 2),
    ],
)
def test_what_is_said_to_somebody_is_one_option_with_its_or_else(text: str, options: int) -> None:
    assert len(split_options(text)) == options
