"""Takes what was typed where a rehearsal stands: a choice, a control word, or an answer to the persona."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bot.domain.pressure.suggestion import unknown_name
from bot.domain.rehearsal import choosing, talk
from bot.domain.rehearsal.playbook import DIFFICULTIES, Playbook
from bot.domain.rehearsal.session import Rehearsal

#: What may be typed in place of an answer. The list for speaking is short: what is not in it is said to the persona.
_CHOICES = {
    "stakeholder": ("finish", "stakeholder", "others"),
    "objection": ("finish", "stakeholder", "others", "objection", *DIFFICULTIES, "1", "2", "3"),
    "speaking": ("again", "objection", "stakeholder", "finish", "details"),
    "summary": ("objection", "stakeholder", "again", "finish", "nothing"),
}
#: Said to a persona, more words than these are no control word: "let's go back to the number" is an answer.
_SHORT = 5
#: Intents that, at the summary, mean that there is no sentence to keep.
_EMPTY = ("skip", "dont_know", "affirm", "deny", "thanks")


@dataclass(frozen=True)
class Typed:
    """A text and what it was understood as; a choice of this dialogue comes before what the intent says."""

    text: str
    intent: str = "answer"


@dataclass(frozen=True)
class Known:
    """What is known of the leader: whom to suggest, best first, at least one; how often objections were practised."""

    suggested: tuple[str, ...]
    used: Mapping[str, int] = field(default_factory=dict)


def wish(now: Rehearsal, typed: Typed, playbook: Playbook) -> str | None:
    """Return what is wanted in place of an answer: a choice of the step, else `skip`, `go_back` or `dont_know`."""
    speaking = now.playing and now.step != "summary"
    chosen = choosing.choice(typed.text, playbook, _CHOICES["speaking" if speaking else now.step or "summary"])
    if speaking and not chosen and not any(letter.isalpha() for letter in typed.text):
        # "1" or "..." is no answer to somebody's face: it is met with a hint, not with a score.
        return "dont_know"
    if chosen or typed.intent not in ("skip", "go_back", "dont_know"):
        return chosen
    return None if speaking and len(typed.text.split()) > _SHORT else typed.intent


def answer(now: Rehearsal, typed: Typed, playbook: Playbook, known: Known) -> Rehearsal:
    """Return the rehearsal with a text taken in. The same text at the same place always leads to the same."""
    wanted = wish(now, typed, playbook)
    if wanted == "go_back":
        return talk.back(now)
    if now.step == "summary":
        return _at_summary(now, typed, playbook, wanted)
    if now.step == "stakeholder":
        return _whom(now, typed, playbook, known, wanted)
    return _speaking(now, typed, playbook, wanted) if now.playing else _which(now, typed, playbook, known, wanted)


def _whom(now: Rehearsal, typed: Typed, playbook: Playbook, known: Known, wanted: str | None) -> Rehearsal:
    if wanted in ("skip", "dont_know"):
        return talk.meet(now, known.suggested[0], now.asked_name)
    if wanted == "finish":
        return talk.finish(now)
    if wanted:
        return replace(now, everyone=True, unclear=False)
    found = choosing.whom(typed.text, playbook)
    if found.stakeholder:
        return talk.hear(now, replace(found, name=found.name or now.asked_name))
    return replace(now, unclear=True, everyone=True, asked_name=found.name or unknown_name(typed.text))


def _which(now: Rehearsal, typed: Typed, playbook: Playbook, known: Known, wanted: str | None) -> Rehearsal:
    if wanted == "dont_know":
        return talk.take(now, playbook, 0)
    if wanted in ("skip", "others", "objection"):
        return talk.offer(now, playbook, known.used)
    if wanted in DIFFICULTIES:
        return talk.offer(replace(now, difficulty=DIFFICULTIES[wanted], seen=()), playbook, known.used)
    if wanted and wanted.isdigit():
        return talk.take(now, playbook, int(wanted) - 1)
    return _elsewhere(now, typed, playbook, wanted) or _own(now, typed, playbook)


def _own(now: Rehearsal, typed: Typed, playbook: Playbook) -> Rehearsal:
    own = choosing.own_objection(typed.text, playbook)
    return talk.take_own(now, own) if own else replace(now, unclear=True)


def _speaking(now: Rehearsal, typed: Typed, playbook: Playbook, wanted: str | None) -> Rehearsal:
    """From the first line in role to the last word on it: what is no wish is said to the persona."""
    if wanted == "again":
        # Before the first answer there is nothing to say again: the line stands.
        return talk.again(now)
    if wanted in ("skip", "objection"):
        return replace(talk.leave(now), offered=())
    return _elsewhere(now, typed, playbook, wanted) or talk.reply(now, playbook, typed.text)


def _at_summary(now: Rehearsal, typed: Typed, playbook: Playbook, wanted: str | None) -> Rehearsal:
    if wanted == "again":
        return talk.again(talk.back(now))
    if wanted == "objection":
        return replace(talk.leave(talk.back(now)), offered=())
    elsewhere = _elsewhere(now, typed, playbook, None if wanted == "finish" else wanted)
    if elsewhere:
        return elsewhere
    empty = wanted in ("finish", "nothing") or typed.intent in _EMPTY
    return replace(now, ended=True, takeaway="" if empty else typed.text.strip())


def _elsewhere(now: Rehearsal, typed: Typed, playbook: Playbook, wanted: str | None) -> Rehearsal | None:
    """To the summary, to somebody else, or to somebody named; None where nothing of that was typed."""
    if wanted == "finish":
        return talk.finish(now)
    if wanted == "stakeholder":
        return talk.meet(now, "")
    named = choosing.just_named(typed.text, playbook)
    return talk.meet(now, named) if named else None
