"""The arc: which phase follows which, what each needs, how the length of the conversation changes it."""

import re
from dataclasses import replace

import pytest

from bot.domain.coaching.phases import step_of
from bot.domain.coaching.recall import known
from bot.domain.coaching.session import STEPS, PastPromise, Session
from bot.domain.coaching.signals import DateMention
from tests.unit.coaching import TODAY, Chat, ask_for, needing, role, whole_bank

MARCH = DateMention("the end of March", "2027-03-31", "month")
FRIDAY = DateMention("by Friday", "2026-11-27", "day")


def steps(chat: Chat) -> list[str]:
    """The steps passed through, each once, in order."""
    return list(dict.fromkeys(exchange.step for exchange in chat.session.exchanges))


@pytest.mark.parametrize("minutes", [5, 15, 30])
def test_a_conversation_goes_through_grow_in_order(minutes: int) -> None:
    chat = Chat(minutes=minutes).until("summary")
    assert steps(chat) == ["goal", "reality", "options", "will"]
    passed = [STEPS.index(exchange.step) for exchange in chat.session.exchanges]
    assert passed == sorted(passed)


def test_the_longer_the_conversation_the_more_is_asked() -> None:
    lengths = {minutes: len(Chat(minutes=minutes).until("summary").session.exchanges) for minutes in (5, 15, 30)}
    assert lengths[5] < lengths[15] < lengths[30]
    assert lengths[5] <= 12
    assert lengths[15] <= 24
    assert lengths[30] <= 34


def test_a_short_conversation_leaves_the_measure_out_and_not_the_promise() -> None:
    captures = {exchange.captures for exchange in Chat(minutes=5).until("summary").session.exchanges}
    assert not captures & {"measure", "date", "choice"}, "the promise has its day and says which way was chosen"
    assert {"goal", "option", "action", "when", "obstacle", "if-then", "confidence"} <= captures


def test_a_long_conversation_asks_what_a_short_one_has_no_time_for() -> None:
    captures = {exchange.captures for exchange in Chat(minutes=30).until("summary").session.exchanges}
    assert {"worth", "criteria", "first-sentence", "who-knows", "confidence-up", "insight"} <= captures


@pytest.mark.parametrize(("minutes", "lenses"), [(15, 2), (30, 3)])
def test_reality_is_explored_through_several_lenses(minutes: int, lenses: int) -> None:
    chat = Chat(minutes=minutes).until("options")
    assert len({fact.lens for fact in chat.session.every("note") if fact.lens}) >= lenses


def test_someone_who_runs_short_of_time_in_the_middle_gets_to_the_promise_sooner() -> None:
    chat, hurried = (Chat(minutes=30).until("reality") for _ in range(2))
    hurried.session = replace(hurried.session, minutes=5)
    chat.until("summary")
    hurried.until("summary")
    assert len(hurried.session.exchanges) < len(chat.session.exchanges) - 8
    assert hurried.words("action")
    assert hurried.words("confidence")


def test_an_unknown_length_is_an_ordinary_conversation() -> None:
    chat = Chat(minutes=7)
    assert len(chat.until("summary").session.exchanges) == len(Chat().until("summary").session.exchanges)


def test_each_phase_is_announced_once_on_a_line_of_its_own() -> None:
    chat = Chat().until("summary")
    announced = [turn.text.split("\n")[0] for turn in chat.turns if "begins" in turn.text]
    assert announced == ["goal begins", "reality begins", "options begins", "will begins"]


def test_signposts_can_be_switched_off() -> None:
    chat = Chat()
    chat.session = replace(chat.session, signposts=False)
    assert not any("begins" in turn.text for turn in chat.until("summary").turns)


def test_a_goal_that_names_its_date_and_its_number_is_not_asked_for_them() -> None:
    chat = Chat().until_asked("goal")
    text = "I want 2 decisions a month by the end of March"
    chat.say(text, wants="2 decisions a month", numbers=("2",), dates=(MARCH,))
    assert chat.step == "reality"
    assert chat.session.latest("date").on == "2027-03-31"  # type: ignore[union-attr]
    assert chat.words("measure") == [text]


def test_a_number_that_is_only_the_date_s_is_no_measure() -> None:
    chat = Chat().until_asked("goal")
    march = DateMention("31 March", "2027-03-31", "day")
    chat.say("I want the meeting to decide by 31 March", wants="the meeting to decide", numbers=("31",), dates=(march,))
    assert chat.waiting.captures == "measure"


def test_an_action_that_names_its_day_is_not_asked_for_it() -> None:
    chat = Chat().until_asked("action")
    chat.say("I will call the director by Friday", on={"will"}, dates=(FRIDAY,))
    assert chat.session.latest("when").on == "2026-11-27"  # type: ignore[union-attr]
    # A call begins with a sentence; what is asked next is that, and not the day.
    assert chat.waiting.captures == "first-sentence"


def test_a_date_in_answer_to_what_will_you_do_is_kept_as_the_date_and_the_action_is_asked_for() -> None:
    chat = Chat().until_asked("action")
    chat.say("by Friday", dates=(FRIDAY,))
    assert chat.words("action") == []
    assert chat.session.latest("when").on == "2026-11-27"  # type: ignore[union-attr]
    assert chat.waiting.captures == "action"


@pytest.mark.parametrize(("words", "figure"), [("about a six", 6), ("0", 0), ("10 of 10", 10)])
def test_a_confidence_is_the_figure_in_the_words(words: str, figure: int) -> None:
    chat = Chat().until_asked("confidence")
    chat.say(words, confidence=figure)
    assert chat.session.latest("confidence").value == figure  # type: ignore[union-attr]


@pytest.mark.parametrize(("words", "figure"), [("70%", 7), ("7 %", 0), ("I'd say 85 percent", 8), ("120%", 10)])
def test_a_share_of_a_hundred_is_a_confidence_where_it_was_asked_for(words: str, figure: int) -> None:
    chat = Chat().until_asked("confidence")
    chat.say(words)
    assert chat.session.latest("confidence").value == figure  # type: ignore[union-attr]


def test_a_confidence_without_a_figure_is_asked_for_again() -> None:
    chat = Chat().until_asked("confidence")
    chat.say("quite confident")
    assert chat.session.latest("confidence") is None
    assert chat.waiting.captures == "confidence"


@pytest.mark.parametrize(("figure", "asked"), [(3, True), (6, True), (7, False), (10, False)])
def test_only_the_unsure_are_asked_what_would_make_it_one_higher(figure: int, asked: bool) -> None:
    chat = Chat().until_asked("confidence")
    chat.say(str(figure), confidence=figure)
    chat.until("summary")
    assert ("confidence-up" in {exchange.captures for exchange in chat.session.exchanges}) == asked


def test_a_solution_met_in_reality_is_parked_as_an_option_and_not_argued_with() -> None:
    chat = Chat().until("reality")
    text = "We simply have to move the demand review to Monday"
    chat.say(text, on={"solution-jump"})
    assert chat.step == "reality"
    assert chat.words("option") == [text]
    assert chat.words("note") == [text]


@pytest.mark.parametrize(
    ("signal", "move", "step"),
    [
        ("vague", "clarify", "goal"),
        ("metaphor", "clean", "reality"),
        ("feeling", "feeling", "reality"),
        ("absolute", "challenge", "reality"),
        ("blame", "perspective", "reality"),
    ],
)
def test_a_signal_is_followed_by_the_move_it_calls_for_and_not_for_ever(signal: str, move: str, step: str) -> None:
    chat = Chat().until_asked("goal") if step == "goal" else Chat().until("reality")
    chat.say("It is all like that with them always", on={signal})
    assert chat.waiting.move == move
    for _ in range(20):
        if chat.step == "summary":
            break
        if chat.waiting.captures == "confidence":
            chat.willing()
        else:
            chat.say("It is all like that with them always", on={signal})
    moves = [exchange.move for exchange in chat.session.exchanges]
    assert moves.count(move) <= 2
    probing = [exchange.captures is None for exchange in chat.session.exchanges]
    assert not any(a and b for a, b in zip(probing, probing[1:], strict=False)), "never two probes in a row"


def test_an_absolute_and_a_later_exception_are_laid_side_by_side_word_for_word() -> None:
    chat = Chat().until("reality")
    director = {"people": (role("your director", "sales"),)}
    absolute, exception = "Our director never listens to finance", "In April our director came and it helped"
    chat.say(absolute, on={"absolute"}, negative=True, quotes=(absolute,), **director)
    while chat.waiting.captures is None:
        chat.willing()
    chat.say(exception, positive=True, quotes=("In April our director came",), **director)
    assert chat.waiting.move == "contradiction"
    earlier, now = re.findall("“([^”]*)”", chat.waiting.asked)
    assert (earlier in absolute, now in exception) == (True, True)
    chat.say("That is true, he can if he wants to")
    chat.until("summary")
    assert [exchange.move for exchange in chat.session.exchanges].count("contradiction") == 1


def test_two_absolutes_are_no_contradiction() -> None:
    chat = Chat().until("reality")
    for text in ("Our director never listens to finance", "Our director never came to a single review"):
        chat.say(text, on={"absolute"}, people=(role("your director", "sales"),), negative=True, quotes=(text,))
        while chat.waiting.captures is None and chat.waiting.move != "contradiction":
            chat.willing()
    assert "contradiction" not in [exchange.move for exchange in chat.session.exchanges]


@pytest.mark.parametrize(
    ("text", "phrase", "fields"),
    [
        ("Sales plays poker with the forecast", "plays poker with", {"metaphor": "plays poker with the forecast"}),
        ("The plant is late. Who asked for the old calendar? Nobody says.", "Who asked for the old calendar", {}),
    ],
    ids=["an image", "a question of theirs"],
)
def test_what_was_said_in_passing_and_dropped_comes_back_in_the_coachee_s_words(text, phrase, fields) -> None:
    chat = Chat(minutes=30).until("reality")
    chat.say(text, quotes=(text[:20],), **fields)
    at = len(chat.turns)
    while chat.step == "reality":
        chat.willing()
    assert any(phrase in turn.text for turn in chat.turns[at:])


def test_a_bank_without_a_question_for_something_does_without_it() -> None:
    bank = [question for question in whole_bank() if question.captures not in ("measure", "if-then", "insight")]
    chat = Chat(bank).until("summary")
    assert chat.words("action")
    assert chat.words("if-then") == []


def test_an_empty_bank_leads_straight_to_the_summary() -> None:
    chat = Chat(ask_for("only", "opening", "open", "topic"))
    assert chat.ask()
    assert chat.say("The executive meeting decides nothing") is None
    assert chat.step == "summary"


def test_a_question_that_needs_words_nobody_said_is_not_asked() -> None:
    bank = ask_for("needs", "opening", "open", "topic", text="And “{goal}”?", when=needing("goal"))
    assert Chat(bank).ask() is None


def test_without_promises_there_is_no_review_and_with_one_it_comes_first() -> None:
    assert steps(Chat().until("summary"))[0] == "goal"
    chat = Chat(review=(PastPromise("p1", "call him"),))
    chat.ask()
    assert chat.step == "review"


def test_a_session_stands_in_goal_from_the_start() -> None:
    assert step_of(Session("s", TODAY)) == "goal"


def test_a_day_alone_is_no_obstacle_and_moves_the_promise() -> None:
    chat = Chat().until_asked("obstacle")
    chat.say("friday 11 dec", dates=(DateMention("friday 11 dec", "2026-12-11", "day"),), words=3)
    when = chat.session.latest("when")
    assert when and when.on == "2026-12-11" and chat.session.latest("obstacle") is None


def test_a_figure_alone_corrects_the_confidence_and_of_none_nobody_is_asked_what_keeps_it_up() -> None:
    chat = Chat().until_asked("confidence")
    chat.say("0", confidence=0, words=1)
    assert known(chat.session, frozenset({"number"})) == {}
    chat = Chat().until_asked("confidence-up")
    chat.say("9", confidence=9, words=1)
    confidence = chat.session.latest("confidence")
    assert confidence and confidence.value == 9 and chat.session.latest("confidence-up") is None


@pytest.mark.parametrize(
    ("said", "kept"), [("ok", None), ("Fine, thanks", None), ("That I never asked", "That I never asked")]
)
def test_a_mere_yes_is_nothing_to_take_along(said: str, kept: str | None) -> None:
    chat = Chat().until_asked("insight")
    chat.say(said)
    insight = chat.session.latest("insight")
    assert (insight.text if insight else None) == kept


@pytest.mark.parametrize(
    ("capture", "said"),
    [("measure", "meh"), ("measure", "fine"), ("date", "that he freezes two weeks and asks before he changes")],
)
def test_a_shrug_is_no_measure_and_a_wish_no_date(capture: str, said: str) -> None:
    chat = Chat().until_asked(capture)
    chat.say(said)
    assert said not in chat.words(capture)
