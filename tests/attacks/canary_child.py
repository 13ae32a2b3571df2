"""Run by `test_canary.py`: holds a conversation with a canary in every place where something can be typed.

Takes the canaries as JSON on standard input, says on standard output (as JSON) which of them came back in a reply,
and then dies as by kill -9, so that whatever lies in write-ahead logs and temporary files stays there.
"""

import json
import os
import signal
import sys
from collections.abc import Iterator
from typing import Any

from bot import bootstrap
from bot.services import grow
from bot.services.refusals import Refused
from tests.dialogue.talk import Talk


def converse(words: Iterator[str]) -> list[str]:
    """Talk, and return the texts of all replies."""
    heard: list[str] = []
    talk = Talk(bootstrap.turns(), user=next(words))

    def say(text: str) -> None:
        talk.say(f"{text} {next(words)}".strip(), source=next(words))
        heard.extend(talk.texts())

    for text in ("hi", "coach", "/ask", "/"):
        say(text)
    talk.say("I agree")
    for text in ("", "I work in", "I lead", "the code is"):
        say(text)
    say("/ask how do others do this,")
    say("/commitments")
    talk.say("coach")
    talk.until("grow.summary", lambda text: heard.extend(talk.texts()) or f"{text}, as {next(words)} said")
    for text in ("the goal should be", "what is", "help,", '/grow_summary{"x":', "who-knows:"):
        say(text)
    talk.say("yes")
    heard.extend(talk.texts())
    say("My warehouse manager hides the stock in")
    refuse(talk, next(words))
    break_down(talk, next(words))
    return heard


def refuse(talk: Talk, word: str) -> None:
    """Send what is not taken: a button nobody offered, a text that is too long."""
    for send in (lambda: talk.say("", button=word), lambda: talk.say(word * 4_000)):
        try:
            send()
        except Refused:
            continue
        raise AssertionError("this must be refused")


def break_down(talk: Talk, word: str) -> None:
    """Have an action fail with the person's words in its error."""

    def fail(*_: Any) -> Any:
        raise ValueError(f"cannot work with {word}")

    whole, grow.answer = grow.answer, fail
    talk.say(f"and then {word} left the room")
    grow.answer = whole


if __name__ == "__main__":
    words: list[str] = json.loads(sys.stdin.read())
    supply = iter(words)
    said = " ".join(converse(supply))
    used = len(words) - len(list(supply))
    sys.stdout.write(json.dumps({"used": used, "returned": [word for word in words if word in said]}) + "\n")
    sys.stdout.flush()
    os.kill(os.getpid(), signal.SIGKILL)
