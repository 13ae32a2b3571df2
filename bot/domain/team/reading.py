"""Reads what a leader types about a session: a length, a place, a tension, a preference, a block."""

import re
from collections.abc import Sequence

from bot.domain.pressure.cues import has
from bot.domain.team.book import Block, Preference, Tension

#: A command is short; what is longer is somebody's account of something.
COMMAND = 120
_UNITS = {"h": 60, "m": 1}
_FIGURE = re.compile(
    r"\b(\d{1,3})(?:[.,](\d))?\s?-?\s?(h|m)(?:(?:ou)?rs?|in(?:ute)?s?)?\b(?:\s?(?:and\s)?(\d{1,2})\s?(?:m|min|minutes)?\b)?",
    re.I,
)
_WORDED = {
    "half a day": 180,
    "an hour and a half": 90,
    "one and a half hours": 90,
    "half an hour": 30,
    "half hour": 30,
    "quarter of an hour": 15,
    "three quarters of an hour": 45,
    "two hours": 120,
    "three hours": 180,
    "four hours": 240,
    "an hour": 60,
    "one hour": 60,
    "ten minutes": 10,
    "fifteen minutes": 15,
    "twenty minutes": 20,
    "thirty minutes": 30,
    "forty minutes": 40,
    "forty-five minutes": 45,
    "fifty minutes": 50,
    "sixty minutes": 60,
    "ninety minutes": 90,
}
_BARE = re.compile(r"^\W*(?:make it |about |say |only )?(\d{1,3})\W*$", re.I)
_REMOTE = re.compile(
    r"\b(?:remote(?:ly)?|online|virtual(?:ly)?|video|teams call|on teams|zoom|screens?|hybrid|both|mixed|call)\b", re.I
)
_HERE = re.compile(
    r"\b(?:in[- ]person|in (?:a|the|one|our) (?:same )?room|face[- ]to[- ]face|on[- ]?site|together|office|here)\b",
    re.I,
)
_COUNT = r"(?:\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|a dozen)"
#: Who comes, and from where: "6 people, half of them remote", "we are eight, two dial in".
_WHO_COMES = re.compile(
    rf"^\W*(?:(?:we|there|they)(?:'re| are)? |it'?s |about |around |only |with |some ){{0,3}}{_COUNT}(?:"
    r"(?:[ -]\w+){0,2} (?:people|persons?|participants?|of us|colleagues|heads|planners|members|managers|directors|"
    r"folks|women|men)\b|\W*(?:$|[,.;(]))",
    re.I,
)
#: What a session is for is something done or stopped, or said with one of these.
_FOR = re.compile(
    r"\b(?:should|to (?!(?:a|the|dial|join|come|attend|zoom|teams)\b)|so that|decide|decides|agree|stop|start|learn|"
    r"trust|must|need|needs|want|wants|argue|fight|talk|speak|blame|because|who owns)\b",
    re.I,
)
_DROP = re.compile(
    r"^\W{0,5}(?:please\s)?(?:drop|delete|remove|cut|strike|leave out|take out|without|no)\s"
    r"(?:the\s|that\s|block\s)*(\S.*)",
    re.I,
)
_SWAP = re.compile(
    r"^\W{0,5}(?:please\s)?(?:(?:swap|replace|exchange|change)|(?:another|other|something else|a different)(?:\s\w+)?"
    r"(?:\sfor|\sinstead of))\s(?:the\s|that\s|block\s)*(\S.*)",
    re.I,
)
_THAT = re.compile(r"^\W*(?:block|one|it|this|activity|a block|another block)\W*$", re.I)
_NUMBER = re.compile(r"^(?:no\.?\s|number\s|block\s|#)?(\d{1,2})(?:st|nd|rd|th)?(?:\s(?:one|block))?\W*$", re.I)
_ORDINALS = {"first": 0, "second": 1, "third": 2, "fourth": 3, "fifth": 4, "last": -1}
_TYPE = re.compile(r"\b([EI])([NS])([TF])([JP])s?\b", re.I)


def minutes(text: str, bare: bool = False) -> int | None:
    """Return the minutes a text names; a figure alone counts as minutes where `bare`."""
    short = text[:COMMAND].lower()
    worded = next((n for words, n in _WORDED.items() if words in short), None)
    if worded:
        return worded
    figure = _FIGURE.search(short)
    if figure:
        tenths = int(figure[2] or 0) / 10
        whole = (int(figure[1]) + tenths) * _UNITS[figure[3].lower()]
        return int(whole + (int(figure[4]) if figure[4] and figure[3].lower() == "h" else 0)) or None
    alone = _BARE.match(short)
    return int(alone[1]) or None if alone and (bare or "make it" in short) else None


def plain(text: str) -> str:
    """Return a short text in small letters, without marks."""
    return " ".join(re.sub(r"[^\w ]", " ", text[:COMMAND]).lower().split())


def says_who_comes(text: str) -> bool:
    """Whether a text only says how many take part, and perhaps from where, and nothing that is to be done."""
    return len(text) <= COMMAND and bool(_WHO_COMES.match(text)) and not _FOR.search(text)


def place(text: str) -> str:
    """Return `remote`, `in-person`, or an empty string; where some are on screens it is remote for all."""
    short = text[:COMMAND]
    if _REMOTE.search(short):
        return "remote"
    return "in-person" if _HERE.search(short) else ""


def tensions(texts: Sequence[str], known: Sequence[Tension]) -> tuple[str, ...]:
    """Return the ids of the tensions the texts name, by name or cue, in the order of the texts; three at most."""
    found: dict[str, None] = {}
    for text in texts:
        exact = [t.id for t in known if text.strip().lower().rstrip(".") == t.name.lower()]
        found |= dict.fromkeys(exact or [t.id for t in known if has(text, t.cues)])
    return tuple(found)[:3]


def preferences(text: str, known: Sequence[Preference]) -> tuple[str, ...]:
    """Return the ids of the preferences a text names, by cue or by letters such as ISTJ."""
    letters = {letter.upper() for match in _TYPE.finditer(text) for letter in match.groups()}
    return tuple(p.id for p in known if p.letter in letters or has(text, p.cues))


def dropped(text: str, shown: Sequence[Block]) -> str | None:
    """Return the id of the block to drop; an empty string where it is not said which; None if nothing is dropped."""
    return _meant(_DROP.match(text[:COMMAND]), shown)


def swapped(text: str, shown: Sequence[Block]) -> str | None:
    """Return the id of the block to swap for another; as `dropped`."""
    return _meant(_SWAP.match(text[:COMMAND]), shown)


def _meant(match: re.Match[str] | None, shown: Sequence[Block]) -> str | None:
    if match is None:
        return None
    return "" if _THAT.match(match[1]) else which(match[1], shown)


def which(text: str, shown: Sequence[Block]) -> str | None:
    """Return the id of the block that a text means, by number, place or title; None if none."""
    bare = " ".join(w for w in plain(text).split() if w not in ("the", "one", "block", "please", "number", "no"))
    numbered = _NUMBER.match(bare)
    at = int(numbered[1]) - 1 if numbered else _ORDINALS.get(bare)
    if at is not None:
        return shown[at].id if -1 <= at < len(shown) and shown else None
    return next((b.id for b in shown if len(bare) >= 4 and _alike(bare, b.title)), None)


def _alike(bare: str, title: str) -> bool:
    return bare in plain(title) or plain(title) in bare
