"""Short pieces of what the leader said, each an exact piece that can stand alone: the action, and the things in it.

Word lists only, no grammar: a piece that a list cannot judge is left out.
"""

import re
from functools import lru_cache

from bot.domain.pressure.plan import Plan
from bot.domain.pressure.quoting import phrase, quotable

#: The action in front of a question, and where it was just quoted.
ACTION, SHORTEST = 9, 5
_FEWEST, _MOST = 2, 5
#: More things than these are not looked for; words after so many are not read.
_THINGS, _WORDS = 4, 60
_DETERMINERS = frozenset("a an the our my your every each".split())
_POINTERS = frozenset("its their his her this that these those all any no some both such".split())
_BREAKS = frozenset(
    "of to in on at by for with from into onto over under about between across within without through against "
    "before after during until till since per via towards toward than as like plus and or but so because if when "
    "while where which who whom whose what how why whether that then i we you he she it they me us him them is "
    "are was were be been being am do does did has have had will would shall should can could may might must not "
    "never always only also now already again soon first too very more less most least up down out off there here "
    "instead rather once ahead away together twice still just even stop stops start starts move moves cut cuts "
    "give gives put puts take takes make makes get gets set sets let lets bring brings send sends keep keeps show "
    "shows tell tells ask asks hold holds run runs become becomes add adds introduce introduces replace replaces "
    "appoint appoints create creates reduce reduces increase increases improve improves submit submits sign signs "
    "agree agrees decide decides deliver delivers use uses build builds train trains publish publishes merge "
    "merges split splits freeze freezes lock locks align aligns join joins chair chairs himself herself itself "
    "themselves ourselves myself stopping moving cutting giving putting taking making getting setting bringing "
    "sending keeping showing asking holding running replacing appointing reducing increasing improving submitting "
    "signing agreeing deciding delivering using building calling doing having".split()
)
#: Words that are nouns elsewhere, and what somebody does where they begin an action.
_OPENERS = frozenset(
    "change review share measure plan forecast report price order schedule launch budget test pilot call meet "
    "book balance limit standardise standardize automate clean centralise centralize hand write draft name close "
    "open pay work turn switch roll establish implement define develop ensure have track check link connect tie "
    "map shorten lengthen double halve raise lower drop end begin allow force oblige".split()
)
_TIMES = frozenset(
    "summer winter spring autumn christmas easter day days week weeks month months quarter quarters year years "
    "hour hours minute minutes working percent per cent half third fifth part lot way time times thing things "
    "stuff reason reasons cycle cycles january february march april may june july august september october november "
    "december monday tuesday wednesday thursday friday saturday sunday next last end one two three four five six seven "
    "eight nine ten".split()
)
_PEOPLE = frozenset(
    "manager director controller planner head boss chief president lead leader sponsor buyer rep ceo cfo gm".split()
)
#: Adjectives and nouns that end like adverbs.
_LY = frozenset(
    "supply weekly monthly daily quarterly yearly family assembly early only hourly reply july italy friendly".split()
)
#: Whoever tells a change does not stand in what is quoted of it: "we stop the call" is "stop the call".
_TELLER = re.compile(
    r"^(?:i|we) (?:(?:must|should|shall|need to|have to) (?=\w+ )|"
    r"(?=(?!(?:am|are|was|were|have|had|do|did|don|can|cannot|could|may|might|would|will|never|always|already|all|both|"
    r"not|only|just|still|now|often|usually|want|need)\b)[a-z]+ ))",
    re.I,
)
_REASON = re.compile(r",?\s+(?:because|as today|since today)\b", re.I)
_DENIED = re.compile(r"\b(?:not|never|no)\b|n['’]t\b", re.I)
_TOKEN = re.compile(r"\w[\w'’&/-]*|[^\w\s]")


def action(plan: Plan, longest: int = ACTION) -> str:
    """Return what is to change as a short piece of the leader's own words, about `longest` words at most."""
    return quotable(_told(plan.change), longest)


def _told(change: str) -> str:
    """A change without what it opens with and without its teller."""
    return _TELLER.sub("", quotable(_REASON.split(change, maxsplit=1)[0], _WORDS))


@lru_cache(maxsize=512)
def pieces(change: str) -> tuple[str, ...]:
    """Return pieces of a change for a question to name: the action in two lengths, then the things in it; each once."""
    plain = _told(change)
    forms = [quotable(plain, ACTION), phrase(plain, SHORTEST), *things(plain)]
    return tuple(dict.fromkeys(form for form in forms if form))


def things(text: str) -> tuple[str, ...]:
    """Return the things a text names, "the demand review", as exact pieces of two to five words; at most four."""
    if _DENIED.search(text):
        # What is not done any more is no thing the plan is about.
        return ()
    found: list[str] = []
    run: list[re.Match[str]] = []
    whose = False
    tokens = [match for match, _ in zip(_TOKEN.finditer(text), range(_WORDS), strict=False)]
    for place, token in enumerate(tokens):
        word = token.group().lower()
        opener = place == 0 and (word in _OPENERS)
        ends = word in _BREAKS or word.endswith(("n't", "n’t")) or opener or not token.group()[0].isalnum()
        if ends or word in _DETERMINERS or word in _POINTERS:
            found.append(_thing(text, run, before_another=word in _DETERMINERS or word in _POINTERS))
            run, whose = [token] if word in _DETERMINERS else [], word in _POINTERS
        elif not whose:
            # "its plan" cannot be spoken of without what "it" is.
            run.append(token)
    found.append(_thing(text, run, before_another=False))
    return tuple(dict.fromkeys(piece for piece in found if piece))[:_THINGS]


def _without_manner(run: list[re.Match[str]]) -> list[re.Match[str]]:
    """A run without "directly" or "basically" at its ends, or what was done at its end ("a forecast signed")."""
    words = [token.group().lower() for token in run]
    first, last = 0, len(words)
    while last > first and (_manner(words[last - 1]) or (last - first > _FEWEST and words[last - 1].endswith("ed"))):
        last -= 1
    while first < last and _manner(words[first]):
        first += 1
    return run[first:last]


def _manner(word: str) -> bool:
    return word.endswith("ly") and word not in _LY


def _thing(text: str, run: list[re.Match[str]], before_another: bool) -> str:
    """The words of a run as a piece, or an empty string where they are no thing one could speak about."""
    if before_another and len(run) > _FEWEST and run[-1].group().lower().endswith(("s", "ed", "ing")):
        # "the sales director signs | the number": what stands before the next thing is what is done to it.
        run = run[:-1]
    run = _without_manner(run)
    words = [token.group().lower() for token in run]
    if all(token.group()[0].isupper() for token in run) or (words and words[-1].removesuffix("s") in _PEOPLE):
        # Somebody: no question is about them, one of them may be asking it.
        return ""
    solid = [w for w in words if w not in _TIMES and w not in _DETERMINERS and not w[0].isdigit()]
    if not solid or not _FEWEST <= len(run) <= _MOST:
        return ""
    return text[run[0].start() : run[-1].end()]
