"""Run by `test_forgotten.py`: types a secret in every place where a person can type, takes a backup, and is forgotten.

Takes the secrets as JSON on standard input and the folder of the backup as its argument. Says on standard output (as
JSON) in which steps a secret was typed and how often, and dies as by kill -9: nothing is tidied up on the way out.
"""

import json
import os
import shutil
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from bot import bootstrap
from tests.dialogue.talk import Talk
from tests.fakes import mentors

MOST = 40


class Typist:
    """A person who leaves a secret in everything they type, also in the name they have and the ids they send."""

    def __init__(self, secrets: Iterator[str]) -> None:
        self.secrets = secrets
        self.steps: Counter[str] = Counter()
        self.talk = Talk(bootstrap.turns(), user=next(secrets))

    @property
    def step(self) -> str:
        return self.talk.last.step if self.talk.last else "onboarding.consent"

    def say(self, text: str) -> None:
        """Type a text with a secret in it."""
        self.steps[self.step] += 1
        self.talk.say(f"{text} {next(self.secrets)}", source=next(self.secrets))

    def plain(self, *texts: str) -> None:
        """Type texts without one: commands, and what only counts as it stands."""
        for text in texts:
            self.talk.say(text)

    def until(self, step: str, text: str) -> None:
        """Type the same with another secret until a step is reached."""
        for _ in range(MOST):
            if self.step == step:
                return
            self.say(text)
        raise AssertionError(f"{step} was not reached; the conversation stands at {self.step}")


def onboard(me: Typist) -> None:
    for text in ("hello, here is", "coach", "who can read"):
        me.say(text)
    me.plain("I agree")
    for text in ("my name is", "I work in", "I lead", "the code is"):
        me.say(text)


def coach(me: Typist) -> None:
    def leave_one(text: str) -> str:
        me.steps[me.step] += 1
        return f"{text}, as {next(me.secrets)} said"

    me.plain("coach")
    me.talk.until("grow.summary", leave_one)
    me.say("who-knows:")
    me.plain("yes")
    me.plain("coach")
    me.say("I did it, and learnt about")
    me.plain("stop")


def ask_around(me: Typist) -> None:
    for text in (
        "what is a consensus forecast for",
        "my calendar is demand review on the 8th",
        "/commitments",
        "/ask about",
    ):
        me.say(text)
    me.say("I want to kill myself because of")
    me.plain("continue", "/progress")


def pressure(me: Typist) -> None:
    me.plain("test my plan")
    me.until("pressure.stakeholders", "We move the pricing decision into the executive meeting from January, says")
    me.say("finance and sales and")
    if me.step == "pressure.stakeholders":
        me.plain("yes")
    me.until("pressure.summary", "The finance director owns it and signs the number by 15 January 2027 with")
    me.say("change the first line to")
    me.plain("yes", "stop")


def rehearse(me: Typist) -> None:
    me.plain("/rehearse")
    me.say("the sales director, that is")
    if me.step == "rehearse.stakeholder":
        me.plain("Sales")
    me.say("He always says: the plan changes on Monday anyway, asks")
    for text in ("What would the two have to show side by side for", "I hear you, and so does"):
        me.say(text)
    me.plain("stop")


def look(me: Typist) -> None:
    me.plain("/awareness")
    for text in ("The sales of that week go to", "Overtime and changeovers, says"):
        me.say(text)
    me.plain("stop", "/behaviours", "hold to account")
    me.say("I rang the owner, whose name is")
    me.say("I let it go, because of")
    me.plain("stop")


def write(me: Typist) -> None:
    me.plain("sponsor brief")
    me.say("Say in the May meeting that delegates may decide, with")
    me.say("3: twenty minutes in the May meeting with")
    me.plain("yes", "/mentors")
    me.say("I would like to understand how finance reads the forecast of")
    me.plain("Ann Meyer")
    me.say("2: I work on the forecast of")
    me.plain("yes", "yes")


def doubt(me: Typist) -> None:
    """Take a copy of everything, hesitate, break something."""
    me.plain("/export", "/forget")
    me.say("no, wait, first tell me about")
    me.plain("I withdraw my consent")
    me.say("so you keep nothing about")
    me.plain("I agree", "stop")


ACTS: tuple[Callable[[Typist], None], ...] = (onboard, coach, ask_around, pressure, rehearse, look, write, doubt)


def back_up(folder: Path) -> None:
    """Copy the databases as they are, logs and all."""
    folder.mkdir(parents=True)
    for file in bootstrap.config().var.glob("*.sqlite*"):
        shutil.copy(file, folder)


if __name__ == "__main__":
    words: list[str] = json.loads(sys.stdin.read())
    supply = iter(words)
    person = Typist(supply)
    mentors.register(person.talk.turns.unit_of_work, bootstrap.clock().now())
    for act in ACTS:
        act(person)
    stored = json.dumps(person.talk.stored(), ensure_ascii=False)
    used = len(words) - len(list(supply))
    found = [word for word in words[:used] if json.dumps(word, ensure_ascii=False)[1:-1] in stored]
    back_up(Path(sys.argv[1]))
    person.plain("/forget", "yes")
    told = [reply["kind"] for reply in person.talk.last.replies] if person.talk.last else []
    summary = {"used": used, "stored": found, "steps": person.steps, "told": told}
    sys.stdout.write(json.dumps(summary) + "\n")
    sys.stdout.flush()
    os.kill(os.getpid(), signal.SIGKILL)
