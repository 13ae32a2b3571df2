"""Cuts the leader's words to a piece short enough to be quoted, always an exact piece of what was said."""

import re

LONGEST = 14
_ENDS = re.compile(
    r"[.!?;:,](?=\s|$)|\s[–—-]\s|[()]|"
    r"\s(?=(?:and|but|so that|in order to|because|which|while|then|or|until|unless|although|where|when|if)\s)",
    re.I,
)
#: A hard cut never ends on one of these.
_DANGLING = frozenset(
    "a an the of to in on at by for with from and or but our my your their its as into that this is are will "
    "about before after during per than between under over every each all any some so if when which who not be "
    "it they we i he she you was were has have had does do did can could should would may unless without except".split()
)
#: Where no clause ends, a piece may end before one of these, the later ones only if the first do not serve.
_LINKS = (
    re.compile(
        r"\s(?=(?:to|into|onto|in|on|at|by|for|with|from|about|before|after|during|per|via|over|under|towards|instead|across|within|"
        r"through|against|starting|beginning|every|each)\s)",
        re.I,
    ),
    re.compile(r"\s(?=of\s)", re.I),
)
_HALF = re.compile(r"\bbetween\b(?!.*\band\b)", re.I)
#: What follows limits what stands before, which would say something else alone: "no price change | without a check".
_LIMITED = re.compile(r"\W*(?:without|unless|except)\b", re.I)
#: A condition that is begun belongs to the piece as a whole or not at all.
_CONDITION = re.compile(r"\b(?:unless|except)\b", re.I)
#: An "and" between two things is no end ("the teams of Lyon | and Porto"); one before something done may be.
_LISTED = re.compile(
    r"\s(?:and|or)\s+(?!(?:the|a|an|our|my|we|i|they|it|he|she|then|so|to)\b)\S+"
    r"(?!\s+(?:the|a|an|its|their|our|my|his|her|each|every|all|it|them|us|this|that|to)\b)(?!\S)",
    re.I,
)
#: "Dominic, Anke and I": a row of people is not cut at its first comma.
_ROW = re.compile(r",\s+[A-Z]\w+(?:\s[A-Z]\w+)?\s*(?:,|\band\b|\bor\b)")
_FEWEST, _ENOUGH = 3, 6
#: So many words more are better than a hard cut.
_LENIENT = 3
#: "Put bias" is nothing yet: where it is put belongs to it.
_UNFINISHED = re.compile(r"^put\b(?!.*\b(?:into|in|on|to|onto|under|before)\b)", re.I)
#: More words than an opening has; what stands after them and the quotation cannot matter.
_OPENING_WORDS = 20
#: What an intention opens with; the quotation starts with what is intended.
_OPENING = re.compile(
    r"^(?:(?:my|the|our) (?:plan|idea|aim|goal) is (?:to|that(?: we)?)|"
    r"(?:i|we) (?:want|plan|intend|would like|propose|need|have|am going|are going|hope) to|"
    r"(?:i|we)(?:'d|’d)? (?:want|need|would like|like|expect|propose that|suggest that)(?: that)?|"
    r"(?:i|we)(?:'m|'re|’m|’re| am| are) going to|(?:i|we) will|(?:i|we)(?:'ll|’ll)|"
    r"let us|to)\s+(?=\S+\s+\S+)",
    re.I,
)
#: Said while thinking.
_WARMING_UP = re.compile(
    r"^(?:(?:ok(?:ay)?|so|well|basically|right|um+|uh+|er+|hm+|let me (?:think|see)|you know|i mean|i guess|i think|"
    r"yes|yeah|and|actually|honestly)\b[\s,.…-]*){1,4}(?=\S+\s+\S+)",
    re.I,
)


def quotable(text: str, longest: int = LONGEST) -> str:
    """Return the beginning of `text`, at most `longest` words, cut where a clause ends, else where a phrase ends.

    Up to three words more are taken where nothing ends before.

    An opening such as "I want to" is left out. Neither quotation marks nor question marks stand inside, so that it
    can be set between “ ” in a question.
    The empty string if there are no words.
    """
    plain = _plain(text, longest)
    if len(plain.split()) <= longest:
        return plain
    whole = _phrase(plain, longest) or _phrase(plain, longest + _LENIENT)
    return whole or _unlimited(plain, longest) or _cut(plain, longest)


def phrase(text: str, longest: int) -> str:
    """Return what `quotable` returns if a clause or a phrase ends there; the empty string for a hard cut."""
    plain = _plain(text, longest)
    return plain if len(plain.split()) <= longest else _phrase(plain, longest)


def _plain(text: str, longest: int) -> str:
    """The beginning of a text without what it opens with."""
    first = re.sub(r"[“”\"«»]", " ", text).split()[: longest + _OPENING_WORDS]
    plain = _trimmed(" ".join(first).split("?")[0])
    return _OPENING.sub("", _WARMING_UP.sub("", plain))


def _phrase(plain: str, longest: int) -> str:
    for ends in (_ENDS, *_LINKS):
        runs = [_trimmed(plain[: e.start()]) for e in ends.finditer(plain) if _may_end(plain[e.start() :])]
        fitting = [run for run in runs if _FEWEST <= len(run.split()) <= longest and _whole(run)]
        if fitting:
            return fitting[-1]
    return ""


def _unlimited(plain: str, longest: int) -> str:
    """A clause without the long "unless ..." after it, where it says enough by itself: better than half of the rest."""
    limit = next((end.start() for end in _ENDS.finditer(plain) if _LIMITED.match(plain[end.start() :])), 0)
    run = _trimmed(plain[:limit])
    return run if _ENOUGH <= len(run.split()) <= longest else ""


def _may_end(rest: str) -> bool:
    """Whether a piece may end before what follows."""
    return not _LIMITED.match(rest) and not _LISTED.match(rest) and not _ROW.match(rest)


def _whole(run: str) -> bool:
    """Whether a piece does not stop in the middle: on a small word, on what was done by whom, between two things."""
    words = run.lower().split()
    done = words[-1].endswith("ed") and len(words) > _FEWEST
    open_ended = _UNFINISHED.match(run) or _HALF.search(run) or _CONDITION.search(run)
    return words[-1] not in _DANGLING and not done and not open_ended


def _cut(text: str, longest: int) -> str:
    end = [m.end() for m in re.finditer(r"\S+", text)][longest - 1]
    piece = text[:end]
    while " " in piece and piece.split()[-1].lower() in _DANGLING:
        piece = piece.rsplit(" ", 1)[0]
    return _trimmed(piece)


def _trimmed(text: str) -> str:
    return text.strip(" \t.,;:!–—-")
