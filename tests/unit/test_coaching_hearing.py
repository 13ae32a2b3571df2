"""How what was said is kept: a goal by its own sentence, options, an exception, two statements that clash."""

import time

import pytest

from bot.domain.coaching.complaints import tells_the_present
from bot.domain.coaching.contradictions import contradiction
from bot.domain.coaching.extras import OF_THE_TALK
from bot.domain.coaching.goal_line import goal_sentence
from bot.domain.coaching.listed import split_options
from bot.domain.coaching.options import already_chosen
from bot.domain.coaching.plans import reluctant
from bot.domain.coaching.recall import known, phrase_of
from bot.domain.coaching.session import Fact
from bot.domain.coaching.signals import Mention
from bot.domain.coaching.summary import lines
from bot.domain.coaching.telling import telling_phrases
from bot.domain.coaching.threads import threads
from bot.domain.coaching.whom import is_heavy, left_out
from tests.unit.coaching import talk, told


@pytest.mark.parametrize(
    ("text", "wants", "line"),
    [
        ("It is a fair. I'd like one number by five, haha.", "one number by five", "I'd like one number by five"),
        ("No lorry leaves unasked. I pay for dinners I never eat.", None, "No lorry leaves unasked."),
        ("That he brings a torch lol. No, that both write one number.", None, "that both write one number."),
        ("What will be true? That it is one number. Is that hard.", None, "That it is one number."),
        ("That he says, and what do you think? Before he decides.", None, "That he says, and what do you think?"),
        ("home by six", None, "home by six"),
    ],
)
def test_a_goal_is_shown_by_the_sentence_that_says_it(text: str, wants: str | None, line: str) -> None:
    assert goal_sentence(text, wants) == line
    assert line in text
    goal = Fact("goal", text, 0)
    session = talk(told(text, "goal", "goal", wants=wants), facts=(goal,))
    assert dict(lines(session))["goal"] == line


def test_a_long_sentence_of_a_goal_gives_its_wish_or_ends_before_its_last_and() -> None:
    long = (
        "I would like a review of ninety minutes with ten people in it who leave with one number that he stands behind"
    )
    assert goal_sentence(f"{long}, and then we are all free to go home. Maybe.", None) == long
    assert goal_sentence(
        f"{long}, and then we are all free to go home. Maybe.", "one number that he stands behind"
    ) == ("one number that he stands behind")


@pytest.mark.parametrize(
    "phrase",
    [
        *("Thursday, nine in the evening", "I know on Tuesday it isn't", "I always have, and nobody asks"),
        *("Feed tonnage I suppose", "I gave the target", "I said I didn't want that"),
    ],
)
def test_what_hangs_on_other_words_or_was_said_to_us_is_not_given_back(phrase: str) -> None:
    assert telling_phrases(told(f"{phrase}.", quotes=(phrase,))) == []


def test_the_scene_comes_after_what_happened_in_it() -> None:
    scene, point = "Everyone was off sick", "it was me and Gary on one call"
    assert telling_phrases(told(f"{scene} so {point}.", quotes=(scene, point))) == [point, scene]


@pytest.mark.parametrize(
    "text",
    [
        "I'd like my name on it. Small, in the corner, Rodrigo",
        "That he says, and what do you think, Rodrigo?",
        "She said Rodrigo are you coming or not",
        "Last month he said, later Rodrigo, and there was no later",
    ],
)
def test_who_is_called_by_their_own_name_is_nobody_else(text: str) -> None:
    assert left_out(talk(told(text, people=(Mention("Rodrigo", None, "name"),)))) == {"rodrigo"}


def test_somebody_else_is_not_taken_for_the_coachee() -> None:
    assert not left_out(talk(told("He said Rodrigo is wrong about it", people=(Mention("Rodrigo", None, "name"),))))


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("Stop joking in the meeting? No. Read the number out.", ["Read the number out"]),
        ("Get off the ship. No. Tell them I like storms.", ["Tell them I like storms"]),
        ("I cannot make him sick, haha. But ask him three questions.", ["ask him three questions"]),
        ("Sales would add: let them sign it.", ["let them sign it"]),
        ("Nothing else. Ask Elena before the meeting.", ["Ask Elena before the meeting"]),
    ],
)
def test_what_is_denied_or_cannot_be_is_no_option(text: str, options: list[str]) -> None:
    assert split_options(text) == options


def test_the_thing_of_an_option_chooses_it() -> None:
    assert already_chosen("The log.", ["Log every override", "Ask sales"]) is not None
    assert already_chosen("The budget.", ["Log every override", "Ask sales"]) is None


def test_what_was_asked_said_over_is_no_question_of_theirs() -> None:
    said = [
        told("The last time I changed my mind? Monday, in the car."),
        *[told(f"And so it went on {n}") for n in range(4)],
    ]
    assert threads(talk(*said), asked=True) == []


def test_a_question_of_theirs_is_still_left_open() -> None:
    said = [
        told("He came. Why does Munich protect him at all? Anyway."),
        *[told(f"And so it went on {n}") for n in range(4)],
    ]
    assert threads(talk(*said), asked=True) == ["Why does Munich protect him at all"]


def test_of_an_exception_what_helped_is_told_and_not_the_scene() -> None:
    said = told(
        "One time in May my boss was off sick. Then his deputy kept the plan. And what did he promise them?",
        move="exception",
    )
    assert known(talk(said), frozenset({"exception"}))["exception"] == "Then his deputy kept the plan"


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("When the glass supplier burned down. It was decided in ten minutes.", "It was decided in ten minutes"),
        ("June. I'd like to know. In June he held the plan.", "In June he held the plan"),
        ("the heart valve one. they told us in may for sept", "they told us in may for sept"),
        (
            "In July was better, for the sofas. And the shops, they know everything.",
            "In July was better, for the sofas",
        ),
        (
            "Never the margin, I think not. In August he used our plan for his outlook",
            "In August he used our plan for his outlook",
        ),
    ],
)
def test_an_exception_is_told_by_what_happened(text: str, clause: str) -> None:
    assert known(talk(told(text, move="exception")), frozenset({"exception"}))["exception"] == clause


def test_a_feeling_keeps_the_i_without_which_it_is_half_a_sentence() -> None:
    word = frozenset({"word"})
    assert known(talk(told("In November. I could scream.", feeling="could scream")), word)["word"] == "I could scream"
    assert known(talk(told("I am tired of it.", feeling="tired of it")), word)["word"] == "tired of it"


def test_a_sign_is_quoted_without_its_that() -> None:
    sign = Fact("measure", "That I'm able to look at them", 0)
    assert phrase_of(talk(told(sign.text, "goal", "measure")), sign) == "I'm able to look at them"


def test_only_what_begins_with_i_is_their_own_part() -> None:
    said = told("That they know and say nothing.", on={"owns-up"}, quotes=("they know and say nothing",))
    assert "own" not in known(talk(said), frozenset({"own"}))


def test_a_target_before_the_present_is_a_sign() -> None:
    assert not tells_the_present("Amplitude below 5 percent. At the moment it is 9")
    assert tells_the_present("At the moment it is 9")


def test_perhaps_and_then_yes_is_a_yes() -> None:
    assert not reluctant(talk(told("It depends. Yes, the small one.", "options", "choice")))
    assert reluctant(talk(told("It depends on him.", "options", "choice")))


def test_to_bring_a_problem_is_no_goal_and_to_bring_the_stock_down_is_one() -> None:
    assert OF_THE_TALK.match("bring problem about my boss") and OF_THE_TALK.match("see if this tool helps")
    assert not OF_THE_TALK.match("bring the stock down to two months")


def test_a_stroke_at_work_is_heavy_news() -> None:
    assert is_heavy("I had a turn, they thought it was a stroke")


@pytest.mark.parametrize(
    ("earlier", "now"),
    [
        ("I never shout at people", "I shouted at Dervla in front of everybody"),
        ("I told them to shut up", "I always listen to them"),
        ("I don't care what he thinks", "I lie awake because of his mail"),
        ("I don't care if they like me", "I lay awake because he didn't greet me"),
        ("I never interfere", "I walked in and told them how it goes"),
        ("We have no time to prepare", "I spent four evenings on my slides"),
        ("Everyone is on board with it", "she asked for a delay in October"),
        ("That he never once did", "In March he did ask me"),
        ("Nobody in that room backs me", "Fatima defended my scenario in front of everyone"),
        ("Stefan has never told me the truth", "In the front office Stefan warned me about the cut"),
    ],
)
def test_what_somebody_says_of_themselves_twice_is_laid_side_by_side(earlier: str, now: str) -> None:
    pair = contradiction(talk(told(f"{earlier}."), told(f"{now}.")))
    assert pair and (pair.earlier, pair.now) == (earlier, now)


@pytest.mark.parametrize(
    ("earlier", "now"),
    [
        ("I don't tell them the number", "I tell my boss everything on Fridays"),
        ("I never ask Tom", "I asked Maria for help"),
        ("I don't know the number", "I know my people well"),
        ("Everyone is on board with it", "Astrid agreed in the end to come"),
        ("We have no time to prepare", "I would spend four evenings if I could"),
        ("Everybody comes and nobody says what they think", "He did ask once about the kits"),
        ("I don't care what Anna thinks", "I lie awake because of Peter"),
    ],
)
def test_what_may_both_be_so_is_left_alone(earlier: str, now: str) -> None:
    assert contradiction(talk(told(f"{earlier}."), told(f"{now}."))) is None


def test_of_several_pairs_the_one_with_most_in_common_is_laid_out() -> None:
    said = (told("Pavel never comes to the review."), told("Pavel never signs the June plan for stock."))
    pair = contradiction(talk(*said, told("In June Pavel signed the plan for stock.")))
    assert pair and pair.earlier == "Pavel never signs the June plan for stock"


@pytest.mark.parametrize(
    "unit", ["no, ", "I never ", "a? no. ", "that ", "I can't a. ", "x would add: ", "i said ", "i spent "]
)
def test_sixteen_thousand_characters_of_any_shape_cost_nothing(unit: str) -> None:
    text = (unit * 16_000)[:16_000]
    started = time.perf_counter()
    goal_sentence(text, None)
    split_options(text)
    contradiction(talk(told("I never ask him."), told(text)))
    telling_phrases(told(text, quotes=(text[:120],)))
    left_out(talk(told(text, people=(Mention("Anna", None, "name"),))))
    assert time.perf_counter() - started < 1.0
