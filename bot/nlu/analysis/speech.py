"""Somebody's words between marks: 'single ones' become marks nobody can miss, and what stands between them is known."""

import re
from bisect import bisect_left

#: A mark in front of words, and one behind them; "the planners' mails" and "don't" have neither in front.
_BEGINS = re.compile(r"(?:(?<=[\s(,:])|^)['‘](?=\w)", re.M)
_ENDS = re.compile(r"(?<=[\w.,!?…])['’](?=$|[\s.,;:!?)])", re.M)
#: Words in front of which something said is expected.
_SAYS = re.compile(
    r"(?:\b(?:said|says|say|saying|told|tell|tells|asked|asks|ask|answered|answers|wrote|writes|shouted|shouts|"
    r"called|thought|think|goes|went|like|me|him|her|them|us)|[,:])\s?$",
    re.I,
)
#: "Sales write: Pavel is a dinosaur": up to the end of the sentence it is theirs.
_TOLD = re.compile(r"\b(?:say|says|said|write|writes|wrote|shouts?|shouted|answers?|answered): ([^.!?\n\"“”]+)", re.I)
_PAUSES = re.compile(r"[.,!?]")
#: So many words are a sentence and no name for a thing; so many letters at most stand between two marks.
_SENTENCE, _FURTHEST, _BEFORE = 4, 400, 12
_NAMES_IT = re.compile(r"\b(?:call|calls|called) (?:it|that|this|me|him|her|them|us)\s?$", re.I)


def with_plain_marks(text: str) -> str:
    """Return the text with “ and ” where single marks hold what somebody said; every letter keeps its place.

    A name for a thing ('the Huddle', 'noted') keeps its marks.
    """
    ends = [found.start() for found in _ENDS.finditer(text)]
    if not ends:
        return text
    letters, free = list(text), 0
    for found in _BEGINS.finditer(text):
        at = bisect_left(ends, found.end())
        if found.start() < free or at == len(ends) or ends[at] - found.start() > _FURTHEST:
            continue
        free = ends[at]
        if _is_said(text[found.end() : free], text[max(0, found.start() - _BEFORE) : found.start()]):
            letters[found.start()], letters[free] = "“", "”"
    return "".join(letters)


def _is_said(words: str, before: str) -> bool:
    if "\n" in words or _NAMES_IT.search(before):
        return False
    return bool(len(words.split()) >= _SENTENCE or _PAUSES.search(words) or _SAYS.search(before))


def spoken(text: str) -> list[tuple[int, int]]:
    """Return where words are somebody's: between double marks, or behind "wrote:"; none for a mark alone."""
    found = [(told.start(1) - 1, told.end(1)) for told in _TOLD.finditer(text)]
    plain = text.count('"') % 2 == 0
    opened = -1
    for mark in re.finditer(r"[\"“”„«»\n]", text):
        sign, at = mark.group(), mark.start()
        if sign == "\n":
            opened = -1
        elif opened >= 0 and sign in ('"”»' if plain else "”»"):
            found.append((opened, at))
            opened = -1
        elif sign in "“„«" or (sign == '"' and plain):
            opened = at
    return sorted(found)
