"""Takes what was typed where a rehearsal stands: a choice, a control word, or an answer to the persona."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bot.domain.rehearsal import choosing, talk
from bot.domain.rehearsal.playbook import DIFFICULTIES, Playbook
from bot.domain.rehearsal.session import Rehearsal

#: What may be typed in place of an answer. `_SPEAKING` is short: what is not in it is said to the persona.
_CHOOSING = ("finish", "stakeholder", "others", "objection", *DIFFICULTIES, "1", "2", "3")
_SPEAKING = ("again", "objection", "stakeholder", "finish")
_ENDING = ("objection", "stakeholder", "again", "finish", "nothing")
#: Intents that, at the summary, mean that there is no sentence to keep.
_EMPTY = ("skip", "dont_know", "affirm", "deny", "thanks")


@dataclass(frozen=True)
class Typed:
    """A text and what it was understood as."""

    text: str
    intent: str = "answer"


@dataclass(frozen=True)
class Known:
    """What is known of the leader: whom to suggest, best first, at least one; how often objections were practised."""

    suggested: tuple[str, ...]
    used: Mapping[str, int] = field(default_factory=dict)


def answer(now: Rehearsal, typed: Typed, playbook: Playbook, known: Known) -> Rehearsal:
    """Return the rehearsal with a text taken in. The same text at the same place always leads to the same."""
    if typed.intent == "go_back":
        return talk.back(now)
    if now.step == "summary":
        return _at_summary(now, typed, playbook)
    if now.step == "stakeholder":
        return _whom(now, typed, playbook, known)
    return _speaking(now, typed, playbook) if now.playing else _which(now, typed, playbook, known)


def _whom(now: Rehearsal, typed: Typed, playbook: Playbook, known: Known) -> Rehearsal:
    if typed.intent in ("skip", "dont_know"):
        return talk.meet(now, known.suggested[0], now.asked_name)
    found = choosing.whom(typed.text, playbook)
    if found.stakeholder:
        return talk.meet(now, found.stakeholder, found.name or now.asked_name)
    wish = choosing.choice(typed.text, playbook, ("finish", "stakeholder", "others"))
    if wish == "finish":
        return talk.finish(now)
    if wish:
        return replace(now, everyone=True, unclear=False)
    return replace(now, unclear=True, everyone=True, asked_name=found.name or choosing.unknown_name(typed.text))


def _which(now: Rehearsal, typed: Typed, playbook: Playbook, known: Known) -> Rehearsal:
    wish = choosing.choice(typed.text, playbook, _CHOOSING)
    if typed.intent == "dont_know":
        return talk.take(now, playbook, 0)
    if typed.intent == "skip" or wish in ("others", "objection"):
        return talk.offer(now, playbook, known.used)
    if wish in DIFFICULTIES:
        return talk.offer(replace(now, difficulty=DIFFICULTIES[wish], seen=()), playbook, known.used)
    if wish and wish.isdigit():
        return talk.take(now, playbook, int(wish) - 1)
    return _elsewhere(now, typed, playbook, wish) or _own(now, typed, playbook)


def _own(now: Rehearsal, typed: Typed, playbook: Playbook) -> Rehearsal:
    own = choosing.own_objection(typed.text, playbook)
    return talk.take_own(now, own) if own else replace(now, unclear=True)


def _speaking(now: Rehearsal, typed: Typed, playbook: Playbook) -> Rehearsal:
    """From the first line in role to the last word on it: what is no choice is said to the persona."""
    wish = choosing.choice(typed.text, playbook, _SPEAKING)
    if wish == "again" and now.round.attempts:
        return talk.again(now)
    if typed.intent == "skip" or wish == "objection":
        return replace(talk.leave(now), offered=())
    return _elsewhere(now, typed, playbook, wish) or talk.reply(now, playbook, typed.text)


def _at_summary(now: Rehearsal, typed: Typed, playbook: Playbook) -> Rehearsal:
    wish = choosing.choice(typed.text, playbook, _ENDING)
    if wish == "again":
        return talk.again(talk.back(now))
    if wish == "objection":
        return replace(talk.leave(talk.back(now)), offered=())
    elsewhere = _elsewhere(now, typed, playbook, None if wish == "finish" else wish)
    if elsewhere:
        return elsewhere
    empty = wish in ("finish", "nothing") or typed.intent in _EMPTY
    return replace(now, ended=True, takeaway="" if empty else typed.text.strip())


def _elsewhere(now: Rehearsal, typed: Typed, playbook: Playbook, wish: str | None) -> Rehearsal | None:
    """To the summary, to somebody else, or to somebody named; None where nothing of that was typed."""
    if wish == "finish":
        return talk.finish(now)
    if wish == "stakeholder":
        return talk.meet(now, "")
    named = choosing.just_named(typed.text, playbook)
    return talk.meet(now, named) if named else None
