"""The people in a message: roles and functions from the gazetteer, names from spaCy and a list of first names."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.catalogue.cues import STAKEHOLDERS, Cues
from bot.domain.coaching.signals import Mention, MentionKind
from bot.nlu.analysis.lexicon import Findings, Hit
from bot.nlu.analysis.words import TITLES, Message, Word

_MINE = frozenset({"my", "our", "your"})
_KEPT = frozenset({"the", "his", "her", "their", "this", "that", "these", "those", "both"})
_UNCOUNTED = frozenset({"a", "an", "some", "another", "every", "each", "any", "no"})
# What may stand between "my" and "plant manager": my new German plant manager.
_MODIFIERS = frozenset({"JJ", "JJR", "JJS", "NN", "NNP", "CD", "VBN"})
_REACH = 3
_LINKS = frozenset({"in", "from", "of", "the", "our", "my", "at"})
_ADDRESSED = frozenset("you your youre you're youve can could do will would".split())
_PLACES = frozenset({"in", "at", "near", "the", "our", "from"})
_POSSESSIVE = ("'s", "’s")
_ONESELF = re.compile(r"\b(?:i am|im|i was|ive been|i became|i started as|work as|job as)(?: the| a| an| new| now)*$")


@dataclass(frozen=True)
class _Found:
    """A mention with the words it covers."""

    first: int
    last: int
    mention: Mention


def mentions(message: Message, findings: Findings, cues: Cues) -> tuple[Mention, ...]:
    """Everyone named, in the order of the message, each once."""
    known = list(_from_gazetteer(message, findings, cues))
    names = [found for found in _names(message, cues) if not any(_overlap(found, other) for other in known)]
    placed = [_with_place(found, known, message) for found in names]
    ordered = sorted([*known, *placed], key=lambda found: found.first)
    return tuple(dict.fromkeys(found.mention for found in ordered))


def _overlap(one: _Found, other: _Found) -> bool:
    return one.first < other.last and other.first < one.last


def _from_gazetteer(message: Message, findings: Findings, cues: Cues) -> Iterator[_Found]:
    names = [f"{kind}:{stakeholder}" for stakeholder in STAKEHOLDERS for kind in ("role", "function")]
    not_people = findings.of("not_people")
    for name, hit in findings.longest(names):
        kind, _, stakeholder = name.partition(":")
        if not any(hit.overlaps(other) for other in not_people) and _is_meant(message, name, hit):
            role: MentionKind = "role" if kind == "role" else "function"
            if _is_oneself(message, hit):
                continue
            yield _Found(hit.first, hit.last, Mention(_addressed(message, hit, role, cues), stakeholder, role))


def _is_meant(message: Message, name: str, hit: Hit) -> bool:
    """Only in capitals is "it" the department; "7 plants" and "a small plant" are places, "the plants" people."""
    word = message.words[hit.first]
    if word.key == "it" and hit.last - hit.first == 1:
        return word.text == "IT"
    before = message.at(hit.first - 1)
    counted = before is not None and not word.stop and (before.tag == "CD" or before.key in _UNCOUNTED)
    return not (name.startswith("function") and counted) or _determiner(message, hit.first) not in (None, hit.first - 1)


def _is_oneself(message: Message, hit: Hit) -> bool:
    """Whether the writer says who he or she is: "I am the CFO", "as S&OP manager I ..."."""
    before = [message.words[i].key for i in range(max(0, hit.first - 4), hit.first)]
    text = " ".join(before)
    return bool(_ONESELF.search(text)) or (bool(before) and before[-1] == "as" and "same" not in before)


def _addressed(message: Message, hit: Hit, kind: MentionKind, cues: Cues) -> str:
    """The mention as the coach says it: "my plant manager" becomes "your plant manager"."""
    determiner = _determiner(message, hit.first)
    first = hit.first if determiner is None else determiner + 1
    body = " ".join(_spelt(message.words[i], cues) for i in range(first, hit.last))
    word = message.words[determiner].key if determiner is not None else ""
    if word in _MINE:
        return f"your {body}"
    if word in _KEPT:
        return f"{word} {body}"
    return body if kind == "function" and word not in _UNCOUNTED else f"the {body}"


def _determiner(message: Message, first: int) -> int | None:
    """Where "my" or "the" stands before the mention, with at most two describing words between."""
    for at in range(first - 1, max(-1, first - 1 - _REACH), -1):
        word, after = message.words[at], message.words[at + 1]
        if after.stop or after.comma:
            return None
        if word.key in _MINE | _KEPT | _UNCOUNTED:
            return at
        if word.tag not in _MODIFIERS or word.text.endswith(_POSSESSIVE):
            return None
    return None


def _spelt(word: Word, cues: Cues) -> str:
    """As typed, but without a possessive ending, without the capital of a sentence's first word, and "cfo" as CFO."""
    text = _bare(word)
    if text.lower() in cues.spelling:
        return cues.spelling[text.lower()]
    return text.lower() if word.stop and text.istitle() else text


def _bare(word: Word) -> str:
    return word.text[:-2] if word.text.endswith(_POSSESSIVE) else word.text


def _names(message: Message, cues: Cues) -> Iterator[_Found]:
    at = 0
    while at < len(message.words):
        last = at
        while (
            last < len(message.words)
            and (last == at or not _parted(message.words[last]))
            and _is_name(message, last, cues)
        ):
            last += 1
        if last > at and not _is_spoken_to(message, at, last):
            last = _with_hyphen(message, last)
            text = message.between(at, last).removesuffix("'s").removesuffix("’s")
            text = " ".join(text.split())
            if at and message.words[at - 1].key in TITLES and message.words[at - 1].text.istitle():
                text = f"{message.words[at - 1].text} {text}"
            yield _Found(at, last, Mention(text, None, "name"))
        at = max(last, at + 1)


def _with_hyphen(message: Message, last: int) -> int:
    """Where a name ends that goes on behind a hyphen: "Jean-Luc", "Tanaka-san"."""
    while (after := message.at(last)) and message.text[message.words[last - 1].end : after.start] == "-":
        last += 1
    return last


def _is_spoken_to(message: Message, first: int, last: int) -> bool:
    """Whether somebody is addressed: "she said, Kim, you are so good with lists" names the writer."""
    after = message.at(last)
    begins = message.words[first].start
    if message.words[first].spoken and (after is None or after.comma or not after.spoken or message.words[first].comma):
        return True  # "He said 'noted, thanks Gordon'": Gordon tells it.
    opened = message.text[max(0, begins - 4) : begins].rstrip(" “\"'‘").endswith(":")
    if opened and after is not None and after.comma:
        # "I would like to hear: Rafael, go home."
        return True
    return message.words[first].comma and after is not None and after.comma and after.key in _ADDRESSED


def _parted(word: Word) -> bool:
    return word.stop or word.comma


def _is_name(message: Message, at: int, cues: Cues) -> bool:
    word = message.words[at]
    text = _bare(word)
    if not text[0].isupper() or text.lower() in cues.words["not_names"] or text.isupper():
        return False
    if text.lower() in cues.words["first_names"]:
        return True
    # After "with" or "for" a name that no list knows is a customer as often as a colleague.
    governed = message.words[at - 1].tag == "IN"
    unknown = word.stop or governed or _names_a_thing(message, at, cues)
    return word.entity == "PERSON" and word.tag == "NNP" and not unknown


def _names_a_thing(message: Message, at: int, cues: Cues) -> bool:
    """A word spaCy takes for a person where a place or a thing stands: "in Brno", "the Alpha project"."""
    before, after = message.words[at - 1], message.at(at + 1)
    return before.key in _PLACES or (after is not None and after.key in cues.words["not_before_name"])


def _with_place(name: _Found, known: Sequence[_Found], message: Message) -> _Found:
    """In "my demand planner, Sofia" and "Karin from controlling" the name belongs to the stakeholder beside it."""
    for other in known:
        between = range(other.last, name.first) if other.last <= name.first else range(name.last, other.first)
        if len(between) <= 2 and _linked(message, name, other, [message.words[i] for i in between]):
            return replace(name, mention=replace(name.mention, id=other.mention.id))
    return name


def _linked(message: Message, name: _Found, other: _Found, between: list[Word]) -> bool:
    later = message.words[max(name.first, other.first)]
    if any(word.key not in _LINKS or word.stop for word in between) or later.stop:
        return False
    if between:
        return name.first < other.first
    # "the plant manager Marek", "my planner, Ines"; but "Anna, sales and I" is a list.
    return other.mention.kind == "role" and not message.words[name.first].text.endswith(_POSSESSIVE)
