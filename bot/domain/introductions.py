"""Which human mentor fits a leader, why, and how far an introduction has got."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from bot.domain.drafts import Lines

NEED, HAVE, PICK, EDIT, CONSENT, DONE = "need", "have", "pick", "edit", "consent", "done"
#: So many mentors are shown at once.
SHOWN = 3
#: This much of a topic's words must be in the leader's words before it is called a match.
NEAR = 0.5
#: What each kind of fit is worth; the topic asked about outweighs the rest.
_ASKED, _NEAR, _GAP = 4.0, 2.0, 1.0
# Words of topic ids that say nothing about a person's question.
_GENERIC = frozenset(
    "and the for with vs set one first days day time planning plan meeting review process sop what how out item "
    "rough cut added trade offs lead leader mentor introduce introduction someone somebody person people".split()
)
_ORDINALS = {"first": 1, "second": 2, "third": 3, "1st": 1, "2nd": 2, "3rd": 3}


@dataclass(frozen=True)
class Mentor:
    """Someone who agreed to be introduced to leaders.

    Attributes:
        functions: ids of the functions they know from inside.
        expertise: ids of mentor topics.
        languages: two-letter codes.
        capacity: how many leaders at once.
        contact: how they want to be reached; shown to a leader after consent, never before.
    """

    id: str
    name: str
    functions: tuple[str, ...]
    expertise: tuple[str, ...]
    languages: tuple[str, ...]
    capacity: int
    contact: str


@dataclass(frozen=True)
class Need:
    """What a leader looks for.

    Attributes:
        function: the leader's own; None if not known. Every other function is a gap.
        topic: id of the mentor topic last asked about, or empty.
        words: what they work on or ask for, in their own words.
    """

    function: str | None = None
    topic: str = ""
    words: str = ""


@dataclass(frozen=True)
class Match:
    """A mentor and why: `functions` the leader lacks, `topic` the expertise that fits, `asked` if asked about."""

    mentor: Mentor
    functions: tuple[str, ...] = ()
    topic: str = ""
    asked: bool = False
    score: float = 0.0


def matches(mentors: Iterable[Mentor], need: Need) -> list[Match]:
    """Return the mentors that fit, best first, at most three; if none fits in anything, those there are."""
    found = sorted((match(mentor, need) for mentor in mentors), key=lambda m: (-m.score, m.mentor.name, m.mentor.id))
    fitting = [m for m in found if m.score > 0]
    return (fitting or found)[:SHOWN]


def match(mentor: Mentor, need: Need) -> Match:
    """Return how one mentor fits."""
    lacking = tuple(f for f in mentor.functions if f != need.function)
    named = sorted(lacking, key=lambda f: -overlap(f, need.words))
    asked = bool(need.topic) and need.topic in mentor.expertise
    near = max(((overlap(t, need.words), t) for t in mentor.expertise), key=lambda found: found[0], default=(0.0, ""))
    close = near[0] if near[0] >= NEAR else 0.0
    score = _ASKED * asked + _NEAR * close + _GAP * bool(lacking and need.function) + 0.5 * _said(lacking, need.words)
    topic = need.topic if asked else near[1] if close else ""
    return Match(mentor, tuple(named), topic, asked, score)


def _said(functions: Sequence[str], words: str) -> bool:
    return any(overlap(function, words) >= 1 for function in functions)


def overlap(name: str, words: str) -> float:
    """Return which part of an id's telling words (0 to 1) occurs in a text, endings aside."""
    telling = _telling(name.replace("-", " "))
    said = _telling(words)
    return sum(any(_alike(a, b) for b in said) for a in telling) / len(telling) if telling else 0.0


def _telling(text: str) -> list[str]:
    return [word for word in re.findall(r"[^\W\d_]+", text.lower()) if len(word) > 2 and word not in _GENERIC]


def _alike(a: str, b: str) -> bool:
    """Two words with the same beginning: four letters, or six of longer words."""
    length = min(len(a), len(b), 6)
    return a == b or (length >= 4 and a[:length] == b[:length])


def picked(reply: str, offered: Sequence[Mentor]) -> Mentor | None:
    """Return the mentor whom a reply names, by number or by a name that only one of them has; None otherwise."""
    words = re.findall(r"\w+", reply.lower())
    counted = [int(w) if w.isdecimal() else _ORDINALS.get(w, 0) for w in words] if len(words) <= 4 else []
    places = [n for n in counted if 1 <= n <= len(offered)]
    if len(places) == 1:
        return offered[places[0] - 1]
    named = [m for m in offered if {w for w in re.findall(r"\w+", m.name.lower()) if len(w) > 1} & set(words)]
    return named[0] if len(named) == 1 else None


@dataclass(frozen=True)
class Introduction:
    """One introduction under way, or made.

    Attributes:
        stage: NEED, HAVE, PICK, EDIT, CONSENT or DONE.
        topic: the mentor topic last asked about.
        words: what the leader wants help with, in their own words.
        hint: what they typed to get here; used to find a mentor, never written down for one.
        offered: ids of the mentors shown, in order.
        mentor: id of the one picked; their name and contact stay in the register.
        lines: the text, as (key, words).
        correcting: the line whose new words are awaited; "?" if the line is not known either.
        missed: whether the last reply was not understood.
        outcome: made, shown (again), returned, left or full (nobody has room), once it is over.
    """

    stage: str = PICK
    topic: str = ""
    words: str = ""
    hint: str = ""
    offered: tuple[str, ...] = ()
    mentor: str = ""
    lines: Lines = ()
    correcting: str = ""
    missed: bool = False
    outcome: str = ""


def to_dict(introduction: Introduction) -> dict[str, Any]:
    """Return the introduction as JSON values."""
    return asdict(introduction)


def from_dict(body: dict[str, Any]) -> Introduction:
    """Rebuild an introduction from `to_dict`."""
    lines = tuple((str(key), str(words)) for key, words in body.get("lines", ()))
    return Introduction(**{**body, "lines": lines, "offered": tuple(body.get("offered", ()))})


#: By which words people mean a line of the introduction.
LINE_NAMES = {
    "hello": "greeting|salutation|hello|first line",
    "me": "about me|who i am|my name|my role|role",
    "about": "what i(?:'m| am)? work(?:ing)? on|my (?:goal|problem|situation)|goal|problem|work",
    "topic": "topic|question|what you know",
    "ask": "ask|request|last line|half hour|time",
}
SHOW, RETURN, ANOTHER = "show", "return", "another"
_RETURN = re.compile(
    r"\b(?:give|hand|giving|handing|free|release|return)\b.*\b(?:back|place|up|it|slot)\b|\bno longer (?:need|want)\b|"
    r"^\W*return\b",
    re.I,
)
_ANOTHER = re.compile(r"\b(?:another|others?|else|new|different|more|second)\b", re.I)
_SHOW = re.compile(r"\b(?:show|see|contact|again|reach|number|e-?mail|text|details)\b", re.I)
_REFUSES = re.compile(
    r"^\W*(?:no|nope|nah|not (?:now|yet|today|really)|rather not|i(?:'d| would) rather not|don'?t|never|cancel|"
    r"none|neither|nobody|no one)\b",
    re.I,
)


def wish(reply: str) -> str:
    """Return what someone who has a mentor asks for: SHOW, RETURN, ANOTHER, or an empty string."""
    wishes = ((_RETURN, RETURN), (_ANOTHER, ANOTHER), (_SHOW, SHOW))
    return next((name for pattern, name in wishes if pattern.search(reply)), "")


def refuses(reply: str) -> bool:
    """Whether a reply is a no to a question that wants a clear yes."""
    return bool(_REFUSES.match(reply))
