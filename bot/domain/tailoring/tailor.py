"""Chooses how a message is worded for one person: by what their role counts in and by what is known of the person.

The outcome is a structure, not a text: what to lead with, what to leave out, how long, which evidence, spoken or
written, how the ask is put, openings made of the leader's exact words, and what the leader's own preference overlooks.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.pressure.cues import found, matching
from bot.domain.style.preferences import LETTERS
from bot.domain.tailoring.book import WAYS, Role, TailorBook
from bot.domain.tailoring.message import Piece, ask_in, opening_piece, pieces

_FIGURE = re.compile(r"\d|\b(?:percent|per cent|half|third|million|thousand|dozen|twice)\b", re.I)
_STORY = re.compile(
    r"\b(?:last (?:week|month|year|time|quarter)|yesterday|once|when|told|said|happened|he|she|customer|people)\b", re.I
)
#: What a piece is worth: each of their own words in it, each sign of one of their concerns, the evidence they go by.
_CURRENCY, _SIGN, _PROOF = 3, 1, 2
#: One sign alone may be any word ("month"): a piece that is worth less than this is about something else.
_ENOUGH = 2
#: Lengths are given in tens of words.
_TEN = 10
MOST_OVERLOOKED = 2


@dataclass(frozen=True)
class Tailored:
    """A message as one counterpart would take it.

    Attributes:
        ways: the way of each of WAYS; `from_person`: those of them that what is known of the person decided.
        order: numbers of the leader's sentences to say, in this order; `drop`: those to leave out.
        missing: whether none of the sentences is about what the counterpart counts in.
        words: about how many words it has.
        openings: lines with the leader's exact words between “ ”.
        overlooks: what the leader's own preference overlooks, the most certain first; empty where it is not known.
    """

    stakeholder: str
    ways: Mapping[str, str]
    from_person: tuple[str, ...]
    lead: str
    leave_out: str
    leave_out_too: tuple[str, ...]
    words: int
    evidence: str
    channel: str
    ask: str
    order: tuple[int, ...]
    drop: tuple[int, ...]
    missing: bool
    openings: tuple[str, ...]
    overlooks: tuple[str, ...]


def tailored(
    stakeholder: str, message: str, ask: str, theirs: Mapping[str, str], own: Mapping[str, str], book: TailorBook
) -> Tailored:
    """Return a message tailored to one counterpart.

    Args:
        message, ask: the leader's words; either may be empty, not both.
        theirs, own: a letter for each pair of preferences of the counterpart and the leader; empty for an open one.
    """
    role = book.role(stakeholder)
    ways = {choice: _way(choice, role, theirs) for choice in WAYS}
    known = [letter for letter in theirs.values() if letter]
    words = _length(role, known, book)
    told = pieces(message)
    worth = _worth(told, stakeholder, ways["evidence"], book)
    order = _order(told, worth, words)
    text = {choice: role.texts[choice][way] for choice, way in ways.items()}
    return Tailored(
        stakeholder,
        ways,
        tuple(choice for choice, (pair, _) in WAYS.items() if theirs.get(pair)),
        **text,
        leave_out=role.leave_out,
        leave_out_too=tuple(book.letters[letter].leave_out for letter in known),
        words=words,
        order=order,
        drop=tuple(piece.n for piece in told if piece.n not in order),
        missing=not _touching(told, stakeholder, book),
        openings=_openings(role, ways, told, order, ask_in(ask), book),
        overlooks=_overlooked(ways, theirs, own, book),
    )


def _way(choice: str, role: Role, theirs: Mapping[str, str]) -> str:
    pair, ways = WAYS[choice]
    letter = theirs.get(pair)
    return ways[LETTERS[pair].index(letter)] if letter else role.usual[choice]


def _length(role: Role, known: list[str], book: TailorBook) -> int:
    words = float(role.words)
    for letter in known:
        words *= book.letters[letter].times
    return max(_TEN, round(words / _TEN) * _TEN)


def _touching(told: tuple[Piece, ...], stakeholder: str, book: TailorBook) -> dict[int, int]:
    """What each piece is worth by the counterpart's own words and concerns; only pieces that have any."""
    person = book.person(stakeholder)
    signs = tuple(sign for concern in person.concerns for sign in concern.signs)
    hits = {p.n: _CURRENCY * len(matching(p.text, person.currency)) + _SIGN * len(found(p.text, signs)) for p in told}
    return {n: worth for n, worth in hits.items() if worth >= _ENOUGH}


def _worth(told: tuple[Piece, ...], stakeholder: str, evidence: str, book: TailorBook) -> dict[int, int]:
    hits, proof = _touching(told, stakeholder, book), _FIGURE if evidence == "figures" else _STORY
    return {p.n: hits.get(p.n, 0) + _PROOF * bool(proof.search(p.text)) for p in told}


def _order(told: tuple[Piece, ...], worth: Mapping[int, int], words: int) -> tuple[int, ...]:
    """The pieces worth most first, as long as they fit; where none is worth anything, the first alone."""
    best = [piece for piece in sorted(told, key=lambda p: (-worth[p.n], p.n)) if worth[piece.n]] or list(told[:1])
    kept: list[Piece] = []
    for piece in best:
        if not kept or sum(p.words for p in kept) + piece.words <= words:
            kept.append(piece)
    return tuple(piece.n for piece in kept)


def _openings(
    role: Role, ways: Mapping[str, str], told: tuple[Piece, ...], order: tuple[int, ...], ask: str, book: TailorBook
) -> tuple[str, ...]:
    """Two or three opening lines: by the way they are reached, by the leader's best sentence, by how the ask is put."""
    yours = opening_piece(told[order[0] - 1]) if order else ""
    frames = [role.openings["yours"]] if yours else []
    if ask:
        frames = [role.openings[ways["channel"]], *frames, book.phrases.get(f"opening.{ways['ask']}")[0]]
    else:
        frames.append(book.phrases.get("opening.plain")[0])
    return tuple(_filled(frame, yours, ask) for frame in frames)


def _filled(frame: str, yours: str, ask: str) -> str:
    return re.sub(r"\{(yours|ask)\}", lambda brace: yours if brace[1] == "yours" else ask, frame)


def _overlooked(
    ways: Mapping[str, str], theirs: Mapping[str, str], own: Mapping[str, str], book: TailorBook
) -> tuple[str, ...]:
    """What the leader's letters overlook: first where the other differs, and is known to; then where both agree."""
    # That a role goes by stories does not make its holder decide by feeling: that has to be known of the person.
    named: list[tuple[tuple[bool, bool], str]] = []
    for choice, (pair, names) in WAYS.items():
        mine, letter = own.get(pair), LETTERS[pair][names.index(ways[choice])]
        if mine and (theirs.get(pair) or choice != "evidence"):
            named.append(((mine == letter, not theirs.get(pair)), book.overlooks[mine + letter]))
    return tuple(text for _, text in sorted(named, key=lambda one: one[0])[:MOST_OVERLOOKED])
