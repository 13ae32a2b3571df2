"""When the mentor answers, offers or says that it does not know, and what it says then."""

from dataclasses import fields
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalogue.coaching import load_guide
from bot.catalogue.mentoring import load_knowledge
from bot.domain.mentoring import COVERED, MOST, PERHAPS, SURE, Ranked, Ranking, decide, from_dict
from bot.services import mentor
from bot.services.desk import Content, Desk
from bot.services.mentor import Place, Question
from bot.services.replies import Outcome
from tests.fakes.storage import FakeDatabase, FakeUnitOfWork

CONTENT = Path(__file__).parents[2] / "content"
TOPICS = load_knowledge(CONTENT).topics
# What the mentor does not speak from stays empty.
EMPTY: dict[str, Any] = {part.name: None for part in fields(Content)}
BOARD = Content(**EMPTY | {"guide": load_guide(CONTENT), "topics": TOPICS})
CHANCE = st.floats(0, 1)
TOPIC, OTHER, THIRD = "consensus-forecast", "sandbagging", "forecast-bias"
ANSWERED = Question("answer", (TOPIC, OTHER))


class Noon:
    """A clock that stands still."""

    def now(self) -> datetime:
        """Always the same noon."""
        return datetime(2026, 11, 22, 12, tzinfo=timezone.utc)


@pytest.fixture
def desk() -> Desk:
    """The desk of somebody who works in Sales."""
    uow = FakeUnitOfWork(FakeDatabase())
    uow.__enter__()
    person = uow.people.register("test", "1")
    desk = Desk(uow, person, BOARD, Noon())
    desk.create("profile", "open", {"function": "commercial"})
    return desk


def ranking(*scores: float, decision: str = "offer") -> Ranking:
    return Ranking(decision, tuple(Ranked(f"topic-{n}", score) for n, score in enumerate(scores)))


def test_a_sure_topic_is_answered_a_likely_one_offered_and_the_rest_is_not_known() -> None:
    assert decide(SURE, COVERED) == "answer"
    assert decide(SURE - 0.01, COVERED) == "offer"
    assert decide(SURE, COVERED - 0.01) == "offer"
    assert decide(0.2, PERHAPS) == "offer"
    assert decide(0.2, PERHAPS - 0.01) == "unknown"


@given(CHANCE, CHANCE, CHANCE)
def test_more_certainty_never_makes_the_mentor_say_less(best: float, covered: float, more: float) -> None:
    said = ("unknown", "offer", "answer")
    assert said.index(decide(max(best, more), covered)) >= said.index(decide(best, covered))
    assert said.index(decide(best, max(covered, more))) >= said.index(decide(best, covered))


@given(st.lists(CHANCE, min_size=2, max_size=5))
def test_two_or_three_of_the_nearest_topics_are_offered(scores: list[float]) -> None:
    given_ = ranking(*sorted(scores, reverse=True))
    offered = given_.offered()
    assert 2 <= len(offered) <= MOST
    assert offered == tuple(t.id for t in given_.topics[: len(offered)])


def test_a_third_topic_is_offered_only_if_it_is_nearly_as_likely() -> None:
    assert len(ranking(0.4, 0.2, 0.01).offered()) == 2
    assert len(ranking(0.4, 0.2, 0.15).offered()) == 3


@given(
    st.lists(CHANCE, max_size=5), st.sampled_from(["answer", "offer", "unknown"]), st.sampled_from([None, "finance"])
)
def test_a_ranking_survives_being_written_down(scores: list[float], decision: str, function: str | None) -> None:
    before = Ranking(decision, ranking(*scores).topics, function, "why")
    assert from_dict(before.as_dict()) == before


def test_a_message_that_nobody_ranked_is_not_known() -> None:
    assert from_dict({}) == Ranking("unknown")
    assert Ranking("unknown").best is None


def only(outcome: Outcome) -> str:
    """The one reply of an outcome, with everything that is put into it."""
    (say,) = outcome.say
    return f"{say.response} {say.values}"


def test_the_answer_carries_its_topic_and_keeps_it_in_hand(desk: Desk) -> None:
    outcome = mentor.answer(desk, ANSWERED, Place())
    assert (outcome.say[0].kind, outcome.say[0].ref) == ("mentor.answer", TOPIC)
    assert outcome.slots == {mentor.SLOT: TOPIC}
    assert TOPICS[TOPIC].answer in only(outcome)
    assert outcome.say[0].buttons


@pytest.mark.parametrize(
    ("followup", "piece"),
    [
        ("why", TOPICS[TOPIC].why),
        ("steps", TOPICS[TOPIC].how[-1].do),
        ("example", TOPICS[TOPIC].example),
        ("signs", TOPICS[TOPIC].signs[-1]),
        ("barriers", TOPICS[TOPIC].soft[-1].barrier),
    ],
    ids=["why", "steps", "example", "signs", "barriers"],
)
def test_a_follow_up_is_about_the_topic_in_hand_whatever_the_ranking_says(
    desk: Desk, followup: str, piece: str
) -> None:
    asked = Question("answer", (OTHER,), None, followup)
    outcome = mentor.answer(desk, asked, Place(TOPIC))
    assert outcome.say[0].ref == TOPIC
    assert piece.rstrip(".") in "\n".join(str(value) for value in outcome.say[0].values.values())


def test_a_follow_up_with_no_topic_in_hand_is_ranked_like_any_question_unless_it_only_points(desk: Desk) -> None:
    outcome = mentor.answer(desk, Question("answer", (OTHER,), None, "steps"), Place())
    assert outcome.say[0].ref == OTHER
    for pointing in mentor.POINTING:
        outcome = mentor.answer(desk, Question("answer", (OTHER,), None, pointing), Place())
        assert outcome.say[0].response == "utter_mentor_about_what"


@pytest.mark.parametrize("in_hand", [None, TOPIC])
def test_who_only_asks_for_the_mentor_is_told_how_to_ask_and_given_no_topic(desk: Desk, in_hand: str | None) -> None:
    outcome = mentor.answer(desk, Question("answer", (OTHER,), None, "ask"), Place(in_hand, busy=True))
    assert [say.response for say in outcome.say] == ["utter_mentor_ask"]
    assert outcome.slots == {}


def test_another_functions_view_names_that_function_and_the_persons_own(desk: Desk) -> None:
    outcome = mentor.answer(desk, Question("answer", (TOPIC,), "finance"), Place())
    say = outcome.say[0]
    assert (say.kind, say.ref) == ("mentor.perspective", f"{TOPIC}/finance")
    assert TOPICS[TOPIC].perspectives["finance"] in say.values.values()
    assert (say.values["function"], say.values["own"]) == ("Finance", "Commercial")
    assert say.response == "utter_mentor_view_to_you"


def test_the_persons_own_function_is_known_as_their_own(desk: Desk) -> None:
    outcome = mentor.answer(desk, Question("answer", (TOPIC,), "commercial"), Place())
    assert outcome.say[0].response == "utter_mentor_view_yours"


def test_a_function_asked_for_without_a_topic_means_the_topic_in_hand(desk: Desk) -> None:
    for asked in (Question("offer", (OTHER, THIRD), "finance"), Question("unknown", (), "finance", "perspective")):
        assert mentor.answer(desk, asked, Place(TOPIC)).say[0].ref == f"{TOPIC}/finance"


def test_a_function_without_a_view_on_the_topic_is_not_made_up(desk: Desk) -> None:
    none = next(t.id for t in TOPICS.values() if "product" not in t.perspectives)
    outcome = mentor.answer(desk, Question("answer", (none,), "product"), Place())
    assert outcome.say[0].response == "utter_mentor_no_view"
    assert len(outcome.say[0].buttons) == len(TOPICS[none].functions)


def test_in_a_coaching_conversation_the_topics_own_question_hands_back(desk: Desk) -> None:
    for asked in (ANSWERED, Question("answer", (TOPIC,), "finance")):
        say = mentor.answer(desk, asked, Place(busy=True)).say[0]
        assert say.response.endswith("_then_back")
        assert say.values["hand_back"] == TOPICS[TOPIC].hand_back


def test_close_topics_are_offered_by_their_titles(desk: Desk) -> None:
    outcome = mentor.answer(desk, Question("offer", (TOPIC, OTHER, THIRD)), Place())
    assert outcome.say[0].kind == "mentor.unsure"
    assert [button.title for button in outcome.say[0].buttons] == [TOPICS[t].title for t in (TOPIC, OTHER, THIRD)]


def test_what_is_not_known_is_said_plainly_and_names_no_topic(desk: Desk) -> None:
    outcome = mentor.answer(desk, Question("unknown", (TOPIC, OTHER)), Place(TOPIC))
    say = outcome.say[0]
    assert (say.response, say.kind, say.ref, say.buttons) == ("utter_mentor_unknown", "mentor.unsure", None, ())
