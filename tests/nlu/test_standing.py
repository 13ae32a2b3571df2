"""Topics are looked for wherever the mentor may be asked, and only there."""

import json
from pathlib import Path
from typing import Any, cast

import pytest
import yaml
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.constants import REQUESTED_SLOT
from rasa.shared.core.events import ActiveLoop, BotUttered, SlotSet, UserUttered
from rasa.shared.core.slots import TextSlot
from rasa.shared.core.trackers import DialogueStateTracker

from bot.nlu import topics
from bot.nlu.choosing import in_choosing, in_wording
from bot.nlu.encoder import shared_encoder
from bot.nlu.gating import Reading, in_role, may_ask, while_waiting
from bot.nlu.guessing import in_guessing
from bot.nlu.retrieval import Passage, fit, write_index
from bot.nlu.standing import mentor_spoke, waiting_slot
from bot.nlu.writing import in_writing
from tests.nlu.parts import Storage, message

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
RULES = (in_choosing, in_guessing, in_role, in_wording, in_writing, while_waiting)
TYPED = ("that he listens", "why?", "mentor, why?", "ask the mentor about the freeze", "what is a time fence?")


def written(part: Any) -> list[str]:
    """Every text of a part of a file."""
    if not isinstance(part, dict | list):
        return [str(part)]
    return [text for one in (part.values() if isinstance(part, dict) else part) for text in written(one)]


@pytest.mark.parametrize("name", ["gate/free_answers.yml", "gate/controls.yml", "mentor/questions.yml"])
def test_no_rule_sends_a_text_to_the_mentor_that_may_not_be_for_the_mentor(name: str) -> None:
    texts = written(yaml.safe_load((BENCHMARKS / name).read_text(encoding="utf-8")))
    surest = {"ask_mentor": 1.0, "answer": 0.0}
    readings = [Reading(text, surest, {}, {"decision": "answer"}, near=surest) for text in (*texts, *TYPED)]
    sent = {r.text for r in readings for rule in RULES if rule(r)[0] == "ask_mentor"}
    assert len(sent) >= len(TYPED) - 1 and [text for text in sent if not may_ask(text)] == []


def conversation(*events: Any, waiting: str | None = None) -> DialogueStateTracker:
    """A conversation with these events, in which a form waits for a slot or none does."""
    asked = [ActiveLoop("grow_form"), SlotSet(REQUESTED_SLOT, waiting)] if waiting else []
    slots = [TextSlot(REQUESTED_SLOT, mappings=[])]
    return DialogueStateTracker.from_events("ann", [*events, *asked], slots)


def test_what_is_waited_for_is_known() -> None:
    assert waiting_slot(None) is None is waiting_slot(conversation())
    assert waiting_slot(conversation(waiting="grow_goal")) == "grow_goal"


def test_the_mentor_has_just_spoken_until_somebody_else_says_something() -> None:
    answer = BotUttered("A freeze is ...", metadata={"kind": "mentor.answer"})
    assert mentor_spoke(conversation(UserUttered("what is a freeze?"), answer, BotUttered("Back to your goal.")))
    assert not mentor_spoke(conversation(answer, UserUttered("thanks"), BotUttered("And your goal?")))
    assert not mentor_spoke(None)


@pytest.fixture(scope="module")
def ranker(tmp_path_factory: pytest.TempPathFactory) -> topics.TopicRanker:
    """A ranker of two topics and of what is none."""
    folder = tmp_path_factory.mktemp("topics")
    passages = [Passage(0, "what is a time fence?"), Passage(1, "who gets the stock?"), Passage(2, "my dog is ill")]
    vectors = shared_encoder().encode([passage.text for passage in passages])
    write_index(folder / "index.npz", fit(passages, vectors, 3))
    (folder / "ids.json").write_text(json.dumps([["time-fence", "allocation"], ""]), encoding="utf-8")
    storage = cast(ModelStorage, Storage(folder))
    return topics.TopicRanker.load({}, storage, Resource("topics"), cast(Any, None))


def test_topics_are_looked_for_at_the_menu_in_questions_and_behind_the_mentor(ranker: topics.TopicRanker) -> None:
    answer = BotUttered("A freeze is ...", metadata={"kind": "mentor.answer"})
    here = conversation(waiting="grow_goal")
    for text, where, ranked in (
        ("that he listens", conversation(), True),
        ("that he listens", None, True),
        ("that he listens", here, False),
        ("what is a time fence?", here, True),
        ("mentor, a time fence", here, True),
        ("the other reason", conversation(answer, waiting="grow_goal"), True),
    ):
        assert (ranker.process([message(text)], where)[0].get("topics") is not None) == ranked, text
