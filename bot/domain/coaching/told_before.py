"""The clause in which something of a kind was told in Reality: when it was otherwise, or one's own part."""

import re
from collections.abc import Callable

from bot.domain.coaching.session import Exchange, Session
from bot.domain.coaching.shown import denies, singles_out

#: A fact longer than this many words is played back by its best phrase only.
QUOTABLE = 14
#: A clause of fewer words does not stand alone minutes later.
LEAST_CLAUSE = 4
_EXCEPTED = re.compile(r"\b(?:except|only|once|when|apart|unlike|did|with)\b", re.I)
#: Away, or of the mind: nothing that somebody could bring about again.
_NOT_TOLD = re.compile(
    r"\b(?:was|were) (?:off|away|out|ill|sick|on (?:holiday|leave))(?: sick)?$|^(?:i'?d like|i would like|"
    r"i wonder|leave|later)\b|(?:\bnot|n'?t)$",
    re.I,
)
#: What goes on from another sentence; and what says itself that it was good.
_GOES_ON, _GOOD = (
    re.compile(r"(?:and|but|so|or)\b", re.I),
    re.compile(r"\b(?:better|best|well|worked|fine|good|on time|accurate|agreed|easy|smooth)\b", re.I),
)
#: "Pavel said they are children": what was said is nothing to bring about again.
_REPORTS = re.compile(r"\b(?:said|says|told|asked|wrote|answered)\b", re.I)
_ALWAYS_SO = re.compile(
    r"\bi(?:'?ve| have) (?:never|not|asked for nothing|said nothing|\w+ nothing)\b|\bi haven'?t\b", re.I
)
#: "I've asked for nothing for five months" is how it always is.
_NEGATES = re.compile(r"\b(?:nothing|nobody|never|none|no one|not|\w+n'?t|cannot)\b(?! only)", re.I)
_SCENE = re.compile(r"(?:when|in|at|on|during|last|after|before)\b", re.I)
_OWN = re.compile(r"^(?:I|I'm|I've|My|It is me|It's me)\b")


def told_as(signal: str) -> Callable[[Session], str]:
    """The clause in which something of this kind was told in Reality, word for word; the newest one."""

    def read(session: Session) -> str:
        told = [e for e in session.statements() if e.step == "reality" and signal in _kinds(e)]
        clauses = (clause for e in reversed(told) for clause in _telling_clauses(e, signal) if _whole(clause))
        return next(clauses, "")

    return read


def _telling_clauses(exchange: Exchange, signal: str) -> list[str]:
    """An exception by the first thing said of it where it was asked for, else by the words that make it one."""
    if signal == "exception" and exchange.move == "exception":
        # "In May he was off sick. Then his deputy kept the plan": what helped is told after the scene.
        told = [piece for piece in re.findall(r"[^.!?;\n]+\??", exchange.answer or "") if not piece.endswith("?")]
        whole = [piece.strip(" ,") for piece in told if len(piece.split()) >= LEAST_CLAUSE]
        said = (piece for piece in whole if not (_NOT_TOLD.search(piece) or _ALWAYS_SO.search(piece)))
        return sorted(said, key=_sets_the_scene)[:1]
    marked = _EXCEPTED if signal == "exception" else _OWN
    quotes = list(exchange.signals.quotes)
    # "They know and say nothing. And I laughed": only what begins with "I" is their part.
    alone = quotes if len(quotes) == 1 and signal != "owns-up" else []
    unfit = (_NOT_TOLD, _REPORTS, _NEGATES) if signal == "exception" else ()
    fit = [one for one in quotes if not any(pattern.search(one) for pattern in unfit)]
    return [clause for clause in fit if marked.search(clause)] or [clause for clause in alone if clause in fit]


def _sets_the_scene(clause: str) -> bool:
    """Whether a clause tells only when it was, is too short to tell what, or goes on from another."""
    only_when = _SCENE.match(clause) and not _GOOD.search(clause)
    return bool(only_when or _GOES_ON.match(clause)) or len(clause.split()) <= LEAST_CLAUSE


def _kinds(exchange: Exchange) -> frozenset[str]:
    told = exchange.move == "exception" and not denies(exchange) and singles_out(exchange)
    return exchange.signals.on | ({"exception"} if told else frozenset())


def _whole(clause: str) -> bool:
    long_enough = LEAST_CLAUSE <= len(clause.split()) <= QUOTABLE
    return long_enough and not set('“”"?') & set(clause) and not re.search(r"\b(?:as|like) i said\b", clause, re.I)
