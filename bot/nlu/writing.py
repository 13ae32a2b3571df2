"""The answer gate where a person writes for themselves: almost everything is text, and they ask themselves a lot."""

import re

from bot.domain.reflection import note_in
from bot.nlu.followups import ADDRESSED
from bot.nlu.gating import ABOUT_ME, ASIDES, CONTROLS, NEAR, Reading, known_phrase, to_mentor, while_waiting

#: Steps in which a person writes, or says what to do with what they wrote.
WRITING = frozenset({"reflect_capture", "reflect_list"})
_OWN = re.compile(r"\b(?:i|me|my|mine|myself|he|him|his|she|her|they|them|their)\b", re.I)


def in_writing(reading: Reading) -> tuple[str, float]:
    """Return (intent, confidence) of a text that a person writes for themselves.

    Only what is nothing but a control word acts as one. Only what is said to the mentor, or asks what anybody might
    ask, is a question to the mentor.
    """
    known = known_phrase(reading)
    if known in CONTROLS | ASIDES:
        return known, 1.0
    if ADDRESSED.search(reading.text) or (to_mentor(reading) and not _OWN.search(reading.text)):
        return "ask_mentor", reading.ranking.get("ask_mentor", 0.0)
    usual, confidence = while_waiting(reading)
    if usual.startswith("privacy") and confidence >= NEAR and ABOUT_ME.search(reading.text):
        return usual, confidence
    return "answer", reading.ranking.get("answer", 0.0)


def noted(text: str, waiting: str | None) -> str | None:
    """Return the intent of a "note to self: ...", wherever it is said; None of anything else.

    Args:
        waiting: the slot the bot waits for; in a reflection such a note is part of the text.
    """
    words = note_in(text) if waiting != "reflect_capture" else None
    if words is None:
        return None
    return "note" if words else "reflect"
