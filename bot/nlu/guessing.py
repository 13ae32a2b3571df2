"""The answer gate where a person says what somebody else would name: a question is mostly a guess ("overtime?")."""

from bot.nlu.gating import Reading, to_mentor, while_waiting

#: Steps in which a person guesses.
GUESSING = frozenset({"awareness_check"})


def in_guessing(reading: Reading) -> tuple[str, float]:
    """Return (intent, confidence) of a text in which somebody else's view is guessed at.

    Only what is said to the mentor, follows on the mentor's answer, or asks what anybody might ask is a question.
    """
    usual, confidence = while_waiting(reading)
    if usual == "ask_mentor" and not (reading.mentor_spoke or to_mentor(reading)):
        return "answer", reading.ranking.get("answer", 0.0)
    return usual, confidence
