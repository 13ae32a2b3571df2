"""How questions find their topic, whose eyes are meant, and what is a follow-up. A few topics stand for all."""

import json
import time
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.catalogue.mentoring import load_knowledge
from bot.domain.mentoring import Knowledge
from bot.nlu import retrieval, topics
from bot.nlu.encoder import Matrix, shared_encoder
from bot.nlu.followups import read, without_asker
from bot.nlu.retrieval import Passage, TopicIndex, fit, left_out, probabilities
from bot.settings import ROOT
from tests.nlu.parts import Storage, message

#: What is behind it takes seconds to make.
pytestmark = pytest.mark.slow

SOME = ("forecast-bias", "allocation", "frozen-horizon", "kick-off")
WHOLE = load_knowledge(ROOT / "content")
FEW = Knowledge({name: WHOLE.topics[name] for name in SOME}, WHOLE.elsewhere[::3])


@pytest.fixture(scope="module")
def learnt() -> TopicIndex:
    """An index of four topics, from titles, terms and questions only, to keep it quick."""
    found = [p for p in topics.passages(FEW) if p.weight == 1]
    return fit(found, topics.encoded(found), len(SOME) + 1)


def ranked(learnt: TopicIndex, text: str) -> Any:
    return topics.rank(text, shared_encoder().encode([text])[0], SOME, learnt)


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("every quarter we plan more than the market ever buys", "forecast-bias"),
        ("thirty customers want what would serve ten, whom do I disappoint", "allocation"),
        ("nobody may touch the schedule for the coming ten days, is that sensible", "frozen-horizon"),
        ("what do I say to forty people on the first morning", "kick-off"),
        ("forcast baias??", "forecast-bias"),
        ("as a plant manager, when may the locked weeks be opened again", "frozen-horizon"),
    ],
)
def test_a_question_in_other_words_finds_its_topic(learnt: TopicIndex, text: str, topic: str) -> None:
    assert ranked(learnt, text).best == topic


@pytest.mark.parametrize("text", ["which boiler heats a house of 120 square metres", "our dentist has moved", "qwertz"])
def test_what_no_topic_covers_is_not_answered(learnt: TopicIndex, text: str) -> None:
    assert ranked(learnt, text).decision != "answer"


def test_scores_are_probabilities_best_first(learnt: TopicIndex) -> None:
    scores = [t.score for t in ranked(learnt, "how do we split scarce goods").topics]
    assert scores == sorted(scores, reverse=True)
    assert scores[-1] >= 0
    assert sum(scores) <= 1.001
    assert probabilities(np.zeros((2, 5), dtype=np.float32)).sum(axis=-1) == pytest.approx([1, 1])


def test_the_subject_decides_the_topic_and_not_the_function_whose_view_is_asked_for(learnt: TopicIndex) -> None:
    seen = ranked(learnt, "how would finance see a frozen zone of two weeks?")
    assert (seen.function, seen.best, seen.followup) == ("finance", "frozen-horizon", None)


def test_the_same_text_gives_the_same_ranking(learnt: TopicIndex) -> None:
    text = "who gets the stock when there is not enough"
    assert ranked(learnt, text) == ranked(learnt, text)


def test_an_empty_or_endless_text_is_ranked_without_complaint(learnt: TopicIndex) -> None:
    for text in ("", "?", "é" * 5000, "stock " * 3000):
        assert ranked(learnt, text).decision in ("answer", "offer", "unknown")


def made_up(number: int, each: int, size: int = 384) -> tuple[list[Passage], Matrix]:
    rng = np.random.default_rng(1)
    words = [f"w{n:04d}x" for n in rng.integers(0, 4000, size=number * each * 6)]
    found = [Passage(i // each, " ".join(words[i * 6 : i * 6 + 6])) for i in range(number * each)]
    centres = rng.normal(size=(number, size)).repeat(each, axis=0)
    vectors = (centres + 0.4 * rng.normal(size=centres.shape)).astype(np.float32)
    return found, vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def test_leaving_one_out_is_the_same_as_learning_without_it() -> None:
    found, vectors = made_up(5, 4)
    shortcut = left_out(found, vectors, 5)[7]
    without = fit(found[:7] + found[8:], np.delete(vectors, 7, axis=0), 5)
    # Only the document frequencies know of the passage left out.
    assert shortcut == pytest.approx(without.scores(found[7].text, vectors[7]), abs=0.05)


@pytest.mark.slow
def test_thousands_of_topics_are_ranked_in_milliseconds_and_still_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retrieval, "MOST_EXACT", 0)
    monkeypatch.setattr(retrieval, "HASHED_LINEAR", 512)
    found, vectors = made_up(1000, 3)
    many = fit(found, vectors, 1000)
    assert len(many.vectors) == 0
    begun = time.perf_counter()
    best = [int(many.scores(found[i].text, vectors[i]).argmax()) for i in range(0, 3000, 30)]
    assert (time.perf_counter() - begun) / len(best) < 0.05, (
        "one among 5,000 topics takes about 1 ms when nobody else runs"
    )
    assert best == [found[i].topic for i in range(0, 3000, 30)]


def test_all_our_topics_are_few_enough_for_the_exact_kernel() -> None:
    # Beyond that the ranking becomes linear and loses seven points without anybody noticing.
    assert len(topics.passages(WHOLE)) <= retrieval.MOST_EXACT


def test_what_is_written_is_read_back(learnt: TopicIndex, tmp_path: Path) -> None:
    retrieval.write_index(tmp_path / "index.npz", learnt)
    again = retrieval.read_index(tmp_path / "index.npz")
    vector = shared_encoder().encode(["shortage"])[0]
    assert again.scores("shortage", vector) == pytest.approx(learnt.scores("shortage", vector), abs=0.005)


@pytest.mark.slow
def test_the_component_learns_is_loaded_again_and_ranks_messages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick = Knowledge({name: WHOLE.topics[name] for name in SOME[:2]}, WHOLE.elsewhere[::20])
    monkeypatch.setattr(topics, "_knowledge", lambda: quick)
    storage, resource = cast(ModelStorage, Storage(tmp_path)), Resource("topics")
    trained = topics.TopicRanker.create({}, storage, resource, cast(Any, None))
    assert trained.process([message("shortage rules")])[0].get("topics") is None, "ranks nothing before training"
    trained.train(TrainingData())
    loaded = topics.TopicRanker.load({}, storage, resource, cast(Any, None))
    (ranked_,) = loaded.process([message("who gets the stock if there is a shortage")])
    body = json.loads(json.dumps(ranked_.get("topics")))
    assert body["topics"][0]["id"] == "allocation"
    assert set(body) == {"decision", "topics", "function", "followup"}
    assert "topics" in ranked_.as_dict(only_output_properties=True)


def test_the_components_fingerprint_changes_with_a_question(monkeypatch: pytest.MonkeyPatch) -> None:
    before = topics.TopicRanker.fingerprint_addon({})
    monkeypatch.setattr(topics, "_knowledge", lambda: FEW)
    assert topics.TopicRanker.fingerprint_addon({}) != before


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("why?", "why"),
        ("and why is that so important", "why"),
        ("what's the point?", "why"),
        ("how come", "why"),
        ("give me the steps", "steps"),
        ("ok, how do I do that?", "steps"),
        ("where would I begin with this", "steps"),
        ("walk me through it please", "steps"),
        ("an example?", "example"),
        ("can you give me an example from another company", "example"),
        ("what does that look like in practice", "example"),
        ("what can go wrong?", "barriers"),
        ("what usually gets in the way", "barriers"),
        ("any pitfalls", "barriers"),
        ("how will I know it works", "signs"),
        ("what are the signs that it is working?", "signs"),
        ("tell me more", "more"),
        ("anything else?", "more"),
        ("who sees it differently?", "perspective"),
        ("and the other functions?", "perspective"),
        ("another angle?", "perspective"),
        ("and?", "more"),
        ("has anyone tried this", "example"),
        ("where do people get stuck", "barriers"),
        ("what would I notice if it worked", "signs"),
        ("what do I do on monday morning", "steps"),
    ],
)
def test_a_text_without_a_subject_is_a_follow_up(text: str, kind: str) -> None:
    assert (read(text).followup, read(text).function) == (kind, None)


@pytest.mark.parametrize(
    "text",
    [
        "why does sales not come to the meeting",
        "what are the steps of S&OP",
        "give me an example of a decision right",
        "how do I stop sandbagging",
        "what should I ask my sponsor to do",
        "our forecast is wrong",
        "more stock or more capacity?",
        "what's the risk of a pilot",
        "how does S&OP work",
        "what is the first step in S&OP",
        "",
    ],
)
def test_a_text_with_a_subject_of_its_own_is_none(text: str) -> None:
    assert read(text).followup is None


@pytest.mark.parametrize(
    ("text", "function", "subject"),
    [
        ("and how would finance see that?", "finance", None),
        ("what does my supply chain colleague worry about here?", "supply-chain", None),
        ("from the sales side", "commercial", None),
        ("what would the CFO say?", "finance", None),
        ("and marketing?", "commercial", None),
        ("how does the product team look at this", "product", None),
        ("what would my MD think of it", "general-management", None),
        ("and from the plant's point of view?", "supply-chain", None),
        ("what's finance’s take on allocation", "finance", "allocation"),
        ("how would finance see a consensus forecast", "finance", "a consensus forecast"),
        ("commercial view on the frozen horizon", "commercial", "the frozen horizon"),
        ("how does a promotion look to the supply people", "supply-chain", "a promotion"),
        (
            "explain forecast bias through the eyes of the general manager",
            "general-management",
            "explain forecast bias",
        ),
        ("what do the product people think about range cuts", "product", "range cuts"),
        ("what does a frozen horizon mean for sales", "commercial", "a frozen horizon"),
        ("obsolete stock, seen by finance", "finance", "obsolete stock"),
        ("why should sales care about forecast bias", "commercial", "forecast bias"),
        (
            "if you were the CFO, what would you say about safety stock",
            "finance",
            "what would you say about safety stock",
        ),
        ("how will the vice president of sales react", "commercial", None),
        ("how does finance use the plan", None, "how does finance use the plan"),
        ("what should finance do in the reconciliation", None, "what should finance do in the reconciliation"),
        ("as a planner I wonder what sales would fear", None, "I wonder what sales would fear"),
        ("how do I get the CFO interested in this", None, "how do I get the CFO interested in this"),
        ("how does supply respond to the demand plan", None, "how does supply respond to the demand plan"),
    ],
)
def test_the_function_whose_view_is_asked_for(text: str, function: str | None, subject: str | None) -> None:
    asked = read(text)
    assert asked.function == function
    if subject is None:
        assert asked.followup == "perspective"
    else:
        assert asked.subject == subject


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("as a plant manager, what do I bring", "what do I bring"),
        ("CFO here: which figure may I show", "which figure may I show"),
        ("I'm the head of sales, why should I come", "why should I come"),
        ("as finance director", "as finance director"),
        ("as good as it gets, our process", "as good as it gets, our process"),
        ("I am the manager everyone ignores", "I am the manager everyone ignores"),
    ],
)
def test_who_asks_is_taken_off_and_nothing_else(text: str, rest: str) -> None:
    assert without_asker(text) == rest


@pytest.mark.parametrize(
    ("typed", "subject"),
    [
        ("mentor: how do i get sales to own a number", "how do i get sales to own a number"),
        ("mentor what is a decision log", "what is a decision log"),
        ("can I ask the mentor, what is a consensus forecast", "what is a consensus forecast"),
        ("mentor coaching difference?", "mentor coaching difference?"),
        ("mentors are hard to find where do I start", "mentors are hard to find where do I start"),
    ],
)
def test_the_mentor_who_is_spoken_to_is_no_part_of_the_question(typed: str, subject: str) -> None:
    assert read(typed).subject == subject


@pytest.mark.parametrize(
    ("text", "asked_for"),
    [
        ("ask the mentor", True),
        ("mentor please", True),
        ("can I talk to the mentor about that?", True),
        ("ask the mentor: what is bias", False),
        ("the mentor programme is dead", False),
        ("I want to be a mentor", False),
    ],
)
def test_the_mentor_is_asked_for_where_nothing_is_asked(text: str, asked_for: bool) -> None:
    assert (read(text).followup == "ask") == asked_for
