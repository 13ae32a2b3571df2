"""The rules of the coach that do not bend, whatever somebody says."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalogue.coaching import load_guide
from bot.domain.coaching.preamble import no_more
from bot.domain.coaching.signals import SIGNAL_NAMES, DateMention
from tests.speed import examples
from tests.unit.coaching import FRAMES, OPTIONS, PHRASES, Chat, role

ROOT = Path(__file__).resolve().parents[2]
LENGTHS = (5, 15, 30)
#: More turns than any conversation needs; one that is not over by then never ends.
MOST_TURNS = 90
ADVICE = re.compile(
    r"\b(?:you should|you ought|(?<!would )(?<!do )you need to|you must|"
    r"i (?:would )?(?:suggest|recommend|advise)|my advice|"
    r"why don'?t you|why not (?:just )?\w+ |have you (?:thought about|considered|tried) \w+ing|how about|"
    r"what about \w+ing|best practice|try to|consider \w+ing|the best way)\b",
    re.I,
)
BALANCE = re.compile(
    r"\b(?:pros?\b.{0,9}\bcons?|advantages?\b.{0,20}\bdisadvantages?|for and against|upsides?\b.{0,20}\bdownsides?)\b",
    re.I,
)
PRAISE = re.compile(r"\b(?:great|excellent|good (?:point|question|idea|job|thinking)|well done|impressive)\b", re.I)
WORDS = "we never meet he knows it all the plant in March why no".split()


def unquoted(text: str) -> str:
    return re.sub(r"“[^”]*”", "“”", text)


@st.composite
def replies(draw: st.DrawFn) -> dict[str, object]:
    """Anything somebody may say, with any signals it may have."""
    control = draw(st.sampled_from([None, None, None, None, "skip", "back", "dont_know"]))
    words = draw(
        st.lists(st.sampled_from("we never meet he knows it all the plant in March why no".split()), max_size=12)
    )
    text = " ".join(words) or draw(st.sampled_from(["no", "nothing", "yes", "7", "?", "a\nb"]))
    quote = " ".join(words[:5])
    fields = {
        "on": draw(st.sets(st.sampled_from(sorted(SIGNAL_NAMES)), max_size=4)),
        "quotes": (quote,) if len(words) >= 4 else (),
        "contrast": (quote, words[-1]) if len(words) >= 8 and draw(st.booleans()) else None,
        "feeling": words[0] if words and draw(st.booleans()) else None,
        "metaphor": quote if len(words) >= 4 and draw(st.booleans()) else None,
        "wants": quote if len(words) >= 4 and draw(st.booleans()) else None,
        "people": (role("your plant manager", "manufacturing"),) if draw(st.booleans()) else (),
        "dates": (DateMention("March", "2027-03-31", "month"),) if draw(st.booleans()) else (),
        "confidence": draw(st.one_of(st.none(), st.integers(0, 10))),
        "positive": draw(st.booleans()),
        "negative": draw(st.booleans()),
    }
    return {"text": text, "control": control, **fields}


conversations = given(
    st.lists(replies(), min_size=1, max_size=12), st.sampled_from(LENGTHS), st.text("abcdef", min_size=2, max_size=6)
)


def play(said: list[dict[str, object]], minutes: int, name: str) -> Chat:
    """Hold a conversation with these replies, over and over, until the summary."""
    chat = Chat(minutes=minutes, name=name)
    chat.ask()
    for n in range(MOST_TURNS):
        if chat.step == "summary":
            break
        chat.say(**said[n % len(said)])  # type: ignore[arg-type]
    return chat


@examples(25)
@conversations
def test_every_turn_is_one_question_and_no_question_comes_twice(said, minutes, name) -> None:
    chat = play(said, minutes, name)
    for turn in chat.turns:
        assert unquoted(turn.text).count("?") == 1
        assert turn.text.endswith("?")
        assert "{" not in turn.text
    # "Back" at the very first question has nothing to go back to: the question that waits is put again.
    asked = [exchange.question for exchange in chat.session.exchanges]
    assert len(set(asked)) == len(asked)


@examples(25)
@conversations
def test_every_word_the_coach_says_is_from_the_content_or_the_coachee_s_own(said, minutes, name) -> None:
    chat = play(said, minutes, name)
    pieces = [*FRAMES.values(), *PHRASES.values(), *(question.text for question in chat.bank)]
    known = {re.sub(r"\{\w+\}", "", unquoted(text)) for texts in pieces for text in texts}
    spoken = {str(entry["text"]) for entry in said} | {"ask the mentor"}
    for turn in chat.turns:
        rest = unquoted(turn.text)
        for piece in sorted(known, key=len, reverse=True):
            rest = rest.replace(piece, "")
        assert rest.strip() == "", "nothing is said that nobody wrote: no advice can slip in"
        for quoted in re.findall(r"“([^”]*)”", turn.text):
            assert any(quoted in text for text in spoken), "quotations are exact"


@examples(25)
@conversations
def test_a_conversation_ends_whatever_is_said(said, minutes, name) -> None:
    if all(entry["control"] == "back" for entry in said):
        said = [*said, {"text": "no"}]
    chat = play(said, minutes, name)
    assert chat.step == "summary" or any(entry["control"] == "back" for entry in said)


@examples(15)
@conversations
def test_a_conversation_stored_and_read_again_goes_on_as_if_nothing_had_been(said, minutes, name) -> None:
    chat = Chat(minutes=minutes, name=name)
    chat.ask()
    for entry in said:
        if chat.step == "summary":
            break
        other = chat.reopened()
        assert chat.say(**entry) == other.say(**entry)  # type: ignore[arg-type]
        assert chat.session == other.session


@examples(25)
@conversations
def test_nobody_is_asked_to_choose_before_there_are_three_options_or_no_more_come(said, minutes, name) -> None:
    chat = play(said, minutes, name)
    for n, exchange in enumerate(chat.session.exchanges):
        if exchange.captures not in ("choice", "criteria") or exchange.undone:
            continue
        before = [fact for fact in chat.session.facts if fact.capture == "option" and fact.turn < n]
        tried = [e for e in chat.session.exchanges[:n] if e.captures == "option"]
        ended = any(e.control == "skip" or no_more(e.answer or "") for e in tried)
        assert len(before) >= 3 or len(tried) >= 3 or ended


@pytest.mark.parametrize("minutes", LENGTHS)
def test_a_willing_coachee_leaves_with_the_full_set_in_their_own_words(minutes: int) -> None:
    chat = Chat(minutes=minutes).until("summary")
    action, when, obstacle, plan, confidence = (
        chat.session.latest(capture) for capture in ("action", "when", "obstacle", "if-then", "confidence")
    )
    assert action and action.text == "I will ask the director for twenty minutes"
    assert when and (when.text, when.on) == ("on 1 December", "2026-12-01")
    assert obstacle and obstacle.text == "He will say that he has no time"
    assert plan and plan.text == "If he has no time, I will ask his assistant"
    assert confidence and confidence.value == 6
    assert chat.words("option") == list(OPTIONS[:3])


def test_a_first_option_does_not_end_the_search_and_what_else_is_asked_until_there_are_three() -> None:
    chat = Chat().until_asked("option")
    for n in range(3):
        assert chat.waiting.captures == "option"
        assert chat.waiting.move == ("option" if n == 0 else "what-else")
        chat.say(OPTIONS[n])
    assert chat.waiting.captures == "choice"


def test_the_coachee_s_own_criteria_come_before_the_choice_where_there_is_time() -> None:
    chat = Chat(minutes=30).until("will")
    captures = [exchange.captures for exchange in chat.session.exchanges]
    assert captures.index("criteria") < captures.index("choice")
    assert captures.index("option") < captures.index("criteria")


@pytest.mark.parametrize("minutes", LENGTHS)
@pytest.mark.parametrize("step", ["goal", "reality", "options", "will"])
def test_who_asks_for_advice_gets_the_question_back_and_the_offer_of_the_mentor(step: str, minutes: int) -> None:
    chat = Chat(minutes=minutes).until(step)
    if step == "goal":
        chat.willing()
    kept = len(chat.session.facts)
    turn = chat.say("What should I do?", on={"asks-advice", "question"})
    assert turn and turn.question.startswith("hand-back")
    assert "ask the mentor" in turn.text
    assert len(chat.session.facts) == kept, "a question is no fact"


def test_asked_for_advice_again_and_again_the_coach_does_not_give_in() -> None:
    chat = Chat().until("reality")
    for _ in range(8):
        chat.say("Tell me what to do", on={"asks-advice"})
    moves = [exchange.move for exchange in chat.session.exchanges]
    assert moves.count("hand-back") == 2, "not a third time: it would be a game"
    assert len(set(chat.asked())) == len(chat.asked())


@pytest.mark.parametrize("pattern", [ADVICE, PRAISE], ids=["advice", "praise"])
def test_no_question_or_frame_in_the_content_advises_or_praises(pattern: re.Pattern[str]) -> None:
    guide = load_guide(ROOT / "content")
    frames = [text for texts in guide.reflections.values() for text in texts]
    texts = [(question.id, text) for question in guide.bank for text in question.text] + [("frame", f) for f in frames]
    assert [(name, text) for name, text in texts if pattern.search(text)] == []


def test_no_question_in_the_content_asks_for_pros_and_cons() -> None:
    bank = load_guide(ROOT / "content").bank
    assert [(q.id, text) for q in bank for text in q.text if BALANCE.search(text)] == []
    choosing = [q for q in bank if q.captures in ("choice", "criteria")]
    assert {q.captures for q in choosing} == {"choice", "criteria"}


def test_what_follows_a_request_for_advice_in_the_content_names_the_mentor() -> None:
    phrases = load_guide(ROOT / "content").phrases
    assert phrases.get("hand-back")
    assert all("mentor" in text for text in phrases.get("hand-back"))
