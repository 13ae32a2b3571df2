"""What the tracker store writes of an event: not a word more than is needed, and none before consent."""

from typing import Any

import pytest
from rasa.shared.core.events import BotUttered, SlotSet, UserUttered

from bot.dialogue.tracker_store import _minimised
from tests.dialogue.heard import WORDS, said


def test_before_consent_nothing_of_what_was_typed_is_written() -> None:
    row = _minimised(said(), consented=False)
    assert (row["text"], row["parse_data"], row["metadata"]) == ("", {}, {})
    assert WORDS not in str(row)


def test_after_consent_the_text_is_written_once_with_what_was_inferred() -> None:
    row = _minimised(said(), consented=True)
    assert row["text"] == WORDS and str(row).count(WORDS) == 1
    assert set(row["parse_data"]) == {"intent", "entities", "signals", "topics"}
    assert row["parse_data"]["signals"] == {"on": ["people"], "words": 4}
    assert row["metadata"] == {}


def test_a_message_without_anything_inferred_is_written_all_the_same() -> None:
    row = _minimised(UserUttered("hm", parse_data={"intent": {}, "entities": [], "signals": None}), consented=True)
    assert row["parse_data"] == {"intent": {}, "entities": [], "signals": None}


def test_of_a_reply_only_kind_and_ref_are_written_beside_its_text() -> None:
    row = _minimised(
        BotUttered("Hello", metadata={"kind": "menu", "ref": "r", "score": 7, "utter_action": "utter_x"}), True
    )
    assert row["metadata"] == {"kind": "menu", "ref": "r"}
    assert _minimised(BotUttered("Hello"), True)["metadata"] == {}


@pytest.mark.parametrize(
    ("slot", "value", "written"),
    [
        ("grow_goal", WORDS, None),
        ("grow_goal", "done", "done"),
        ("onboarding_consent", "given", "given"),
        ("onboarding_profile", WORDS, None),
        ("requested_slot", "grow_goal", "grow_goal"),
        ("return_to", "grow", "grow"),
        ("privacy_return", "grow_form", "grow_form"),
        ("mentor_topic", "forecast-bias", "forecast-bias"),
        ("consented", True, True),
        ("grow_goal", None, None),
        ("onboarding_asked", 3, 3),
        ("topic", "pack", "pack"),
    ],
)
def test_a_step_s_slot_never_holds_a_copy_of_what_was_typed(slot: str, value: Any, written: Any) -> None:
    assert _minimised(SlotSet(slot, value), consented=True)["value"] == written
