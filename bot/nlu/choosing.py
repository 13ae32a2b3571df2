"""The answer gate where a person chooses between offered ways, and where they word a message for somebody."""

import re

from bot.nlu.followups import ADDRESSED
from bot.nlu.gating import (
    ABOUT_ME,
    ASIDES,
    CONTROLS,
    NEAR,
    SHORT,
    Reading,
    in_role,
    known_phrase,
    to_mentor,
    while_waiting,
)

#: Steps of offered ways: "close it today" and "keep it" are ways, and only what is nothing but a control word is one.
CHOOSING = frozenset({"style_profile"})
#: Steps in which a text is said to the person a message is for: what it asks is part of the message.
WORDING = frozenset({"style_tailor"})
_UNDECIDED = frozenset({"dont_know", "rephrase", "help", "go_back"})
_LEAVES = re.compile(r"\b(?:stop|quit|exit|leave (?:it|this|here)|end (?:it|this|here))\b", re.I)


def in_choosing(reading: Reading) -> tuple[str, float]:
    """Return (intent, confidence) of a text where a person chooses: nearly everything is a choice.

    "Delete" means what is on show; only who names themselves or their data asks for everything to be erased.
    """
    known = known_phrase(reading)
    if known in CONTROLS | ASIDES and (known != "forget_me" or ABOUT_ME.search(reading.text)):
        return known, 1.0
    if ADDRESSED.search(reading.text) or to_mentor(reading):
        return "ask_mentor", reading.ranking.get("ask_mentor", 0.0)
    usual, confidence = while_waiting(reading)
    if usual in _UNDECIDED and reading.words <= SHORT:
        return usual, confidence
    if usual == "stop" and _LEAVES.search(reading.text):
        return usual, confidence
    if usual.startswith("privacy") and confidence >= NEAR and ABOUT_ME.search(reading.text):
        return usual, confidence
    return "answer", reading.ranking.get("answer", 0.0)


def in_wording(reading: Reading) -> tuple[str, float]:
    """Return (intent, confidence) of a text in a message: as in role, but what asks for other words does not."""
    usual, confidence = while_waiting(reading)
    return (usual, confidence) if usual == "rephrase" and reading.words <= SHORT else in_role(reading)
