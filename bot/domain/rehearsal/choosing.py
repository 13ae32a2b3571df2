"""What a text typed in a rehearsal means: a choice, a person, an objection of the leader's own."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.domain.pressure.suggestion import mentioned, name_beside, role_beside
from bot.domain.rehearsal.own_words import PRONOUNS, in_own_words
from bot.domain.rehearsal.playbook import Playbook, plain

#: An objection typed by the leader has at least so many words.
FEWEST = 3
#: A choice with politeness around it has at most so many words: in a longer text nothing is left out. Without this,
#: thousands of polite words ("a a a …") cost their square in time and memory.
MOST_AROUND = 20
#: Characters of the longest objection that is said aloud.
LONGEST = 400
#: Who says what stands near the beginning; in a longer text it is no longer about the choice of a person.
_LOOK = 120
_SAYS = re.compile(r"\b(?:says|keeps saying|tells me|tells us|claims|argues|objects)\b[\s,:]*(?:that\b)?[\s,:]*", re.I)
_HE_OR_SHE = re.compile(r"\b(?:he|she)\b", re.I)
_MARKS = ' \t\n"“”„«»'


@dataclass(frozen=True)
class Whom:
    """Whom a text names: a stakeholder's id (empty if none is recognised) and the person's own name, if it has one.

    `objection` is what the text says they say ("the CFO says stock is too high"), empty if it does not.
    """

    stakeholder: str
    name: str = ""
    objection: str = ""


def choice(text: str, playbook: Playbook, among: Iterable[str]) -> str | None:
    """Return which of the choices the whole text is, politeness aside, or None."""
    bare = list(_without_politeness(plain(text), playbook.polite))
    return next((name for name in among for words in bare if words in playbook.choices[name]), None)


def just_named(text: str, playbook: Playbook) -> str:
    """Return the stakeholder whose name or title is all that was typed, politeness aside, or an empty string."""
    bare = set(_without_politeness(plain(text), playbook.polite))
    return next((p.id for p in playbook.people.values() if bare & {plain(p.name), plain(p.title), plain(p.id)}), "")


def _without_politeness(words: str, polite: tuple[str, ...]) -> Iterator[str]:
    """Yield the words as they are and with more and more polite words left out at either end."""
    front: str | None = words
    if len(words.split()) > MOST_AROUND:
        return
    while front:
        end: str | None = front
        while end:
            yield end
            end = next((end[: -len(p) - 1] for p in polite if end.endswith(f" {p}")), None)
        front = next((front[len(p) + 1 :] for p in polite if front.startswith(f"{p} ")), None)


def whom(text: str, playbook: Playbook) -> Whom:
    """Return whom a text names: of several the first, with a name such as "Anna" where it stands beside the role."""
    said = _SAYS.search(text[:_LOOK])
    objection = own_objection(text[said.end() :], playbook) if said else ""
    pronoun = _HE_OR_SHE.search(objection)
    objection = in_own_words(objection, pronoun[0].lower()) if pronoun else objection
    met = _first_mentioned(text, playbook)
    return Whom(met, name_beside(text, playbook.book) or role_beside(text, met, playbook.book), objection)


def _first_mentioned(text: str, playbook: Playbook) -> str:
    everyone = mentioned(text, playbook.book)
    words = text.split()
    for end in range(1, len(words) + 1 if len(everyone) > 1 else 1):
        first = [s for s in mentioned(" ".join(words[:end]), playbook.book) if s in everyone]
        if first:
            return first[0]
    return everyone[0] if everyone else ""


def own_objection(text: str, playbook: Playbook) -> str:
    """Return the objection a leader typed, without quotation marks or "they say"; empty if it is too short for one.

    What is longer than anybody says in one breath ends after 400 characters: the persona says it aloud.
    """
    said = text.strip(_MARKS)
    lowered = said.lower()
    lead = next((p for p in playbook.own_leads if re.match(rf"{re.escape(p)}\b", lowered)), "")
    rest = re.sub(r"^[\s,:]*(?:that\b)?[\s,:]*", "", said[len(lead) :]) if lead else said
    # After a colon or in quotation marks they speak themselves.
    reported = bool(lead) and not re.match(r"\W*[:\"“„«]", said[len(lead) :])
    rest = rest.strip(_MARKS)
    if reported and lead.split(" ")[0] in PRONOUNS:
        rest = in_own_words(rest, lead.split(" ")[0])
    if len(rest) > LONGEST:
        rest = rest[:LONGEST].rsplit(None, 1)[0] + "…"
    return rest[:1].upper() + rest[1:] if len(rest.split()) >= FEWEST else ""
