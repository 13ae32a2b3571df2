"""Reading one's journal: what a person sees of it now, and what a typed line asks for."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

#: What the person sees: the list, one entry, the question whether to delete it; or its new text is awaited.
LIST, READ, DELETE, EDIT = "list", "read", "delete", "edit"
#: What may be asked for besides the above.
MORE, NEWER, ALL, SEARCH, COUNT, WITHDRAW = "more", "newer", "all", "search", "count", "withdraw"
TAG, UNTAG, DROP_THEME, BY_DEFAULT, NOT_BY_DEFAULT = "tag", "untag", "drop-theme", "by-default", "not-by-default"
WITHDRAW_ALL, CLOSE, YES, NO, UNKNOWN = "withdraw-all", "close", "yes", "no", "unknown"
PAGE = 5
#: A line of at most so many words that asks for nothing known is looked for.
FEW = 4
#: No line that asks for something has more characters.
LONGEST = 200
LATEST = 1


@dataclass(frozen=True)
class View:
    """What is on show.

    Attributes:
        page: from 0, five entries each.
        query: what was searched for, empty for everything.
        entry: id of the reflection read, deleted or edited.
        missed: whether the last line was not understood.
        told: the name of a reply that says what has just been done, empty for none.
    """

    what: str = LIST
    page: int = 0
    query: str = ""
    entry: str = ""
    missed: bool = False
    told: str = ""


def view_from(raw: Mapping[str, Any] | None) -> View:
    """Return a view from JSON values (`dataclasses.asdict`); None is the first page of everything."""
    return View(**{key: value for key, value in (raw or {}).items() if key in View.__dataclass_fields__})


@dataclass(frozen=True)
class Wish:
    """What a line asks for.

    Attributes:
        number: the entry as numbered on the page, from 1; None where the entry on show is meant.
        words: what to search for, the tag, or the words that name a theme.
    """

    what: str
    number: int | None = None
    words: str = field(default="")


_ENTRY = (
    r"(?:(?:the\s+|my\s+|entry\s+|reflection\s+|note\s+|number\s+|no\.?\s*|#)*(?P<n>\d{1,2}|latest|newest|last|first|one|"
    r"second|two|third|three|fourth|four|fifth|five)(?:\s+(?:one|entry|reflection|note))?|it|this|that|this one|"
    r"the (?:entry|reflection|note))?"
)
_NUMBERS = {
    **dict.fromkeys(("latest", "newest", "last", "first", "one"), LATEST),
    **{
        word: n
        for n, words in enumerate(("second two", "third three", "fourth four", "fifth five"), 2)
        for word in words.split()
    },
}
_POLITE = r"^\W*(?:(?:please|ok|okay|can you|could you|i want to|i would like to|i'd like to|let me)\s+)*"
_NOT = r"(?:do not|don'?t|never|stop|no longer|not)\s+"


def _line(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"{_POLITE}{pattern}\s*(?:please)?[\s.!]*$", re.I | re.S)


#: In this order: the first that fits wins.
_WISHES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (NOT_BY_DEFAULT, _line(rf"{_NOT}(?:count|share)(?:ing)? (?:new ones |anything )?by default")),
    (BY_DEFAULT, _line(r"(?:count|share) (?:new ones |everything )?by default")),
    (
        WITHDRAW_ALL,
        _line(
            rf"(?:withdraw|unshare|{_NOT}(?:count|share)(?:ing)?) (?:all|everything|anything|any)(?: of (?:them|it))?"
        ),
    ),
    (WITHDRAW, _line(rf"(?:withdraw|unshare|uncount|keep private|{_NOT}(?:count|share)(?:ing)?)\s*{_ENTRY}")),
    (COUNT, _line(rf"(?:count|share)\s*{_ENTRY}")),
    (UNTAG, _line(r"(?:remove|delete|drop|take away) (?:the )?(?:tag )?#(?P<w>[\w-]+)")),
    (UNTAG, _line(r"(?:untag|(?:remove|delete|drop|take away) (?:the )?tag) (?P<w>[\w-]+)")),
    (TAG, _line(r"(?:tag(?: (?:it|this))?(?: (?:with|as))?|add (?:the )?tags?) (?P<w>\S.*)")),
    (DROP_THEME, _line(r"(?:remove|delete|drop|take away) (?:the )?theme (?P<w>\S.*)")),
    (DROP_THEME, _line(r"(?:it is|it's|this is|that is)?\s*not (?:about )?(?P<w>\S.*)")),
    (DELETE, _line(rf"(?:delete|remove|erase|throw away)\s*{_ENTRY}")),
    (EDIT, _line(rf"(?:edit|change|rewrite|reword|correct)\s*{_ENTRY}")),
    (
        ALL,
        _line(r"(?:(?:show |list |see )?(?:me )?(?:all|everything|the (?:whole )?list|my list|list)|back to the list)"),
    ),
    (MORE, _line(r"(?:show |see )?(?:me )?(?:more|older|older ones|next|next page|earlier ones)")),
    (NEWER, _line(r"(?:show |see )?(?:me )?(?:newer|newer ones|previous|previous page)")),
    (SEARCH, _line(r"(?:search|find|look)(?: me)?(?: for| up)? (?P<w>\S.*)")),
    (
        SEARCH,
        _line(r"(?:show|list)(?: me)? (?:everything |all |those |the ones )?(?:from|about|on|with|tagged) (?P<w>\S.*)"),
    ),
    (CLOSE, _line(r"(?:close|close it|leave|exit|quit|done|i'?m done|that'?s (?:all|it)|finished?|thanks?|thank you)")),
    (READ, _line(rf"(?:read|open|show|see|view)(?: me)?\s*{_ENTRY}")),
    (READ, _line(_ENTRY.removesuffix("?"))),
    (SEARCH, re.compile(r"^\s*(?P<w>#[\w-]+)\W*$")),
)
_YES = re.compile(
    r"^\W*(?:y|yes|yep|yeah|sure|ok|okay|do it|go ahead|delete(?: it)?|confirm(?:ed)?)\b[\s\w,.!]{0,20}$", re.I
)
_NO = re.compile(r"^\W*(?:n|no|nope|keep|don'?t|do not|cancel|not)\b", re.I)


def wish_in(line: str, view: View) -> Wish:
    """Return what a line typed at a view asks for; one that is too long to ask for anything is not understood."""
    line = " ".join(line.split())
    if len(line) > LONGEST:
        return Wish(UNKNOWN)
    if view.what == DELETE:
        answer = YES if _YES.match(line) and not _NO.match(line) else NO if _NO.match(line) else ""
        if answer:
            return Wish(answer)
    found = next(((what, match) for what, pattern in _WISHES if (match := pattern.match(line))), None)
    if found:
        return _wish(*found)
    return Wish(SEARCH, words=line.strip()) if len(line.split()) <= FEW else Wish(UNKNOWN)


def _wish(what: str, match: re.Match[str]) -> Wish:
    groups = match.groupdict()
    number = (groups.get("n") or "").lower()
    value = int(number) if number.isdigit() else _NUMBERS.get(number)
    return Wish(what, value, (groups.get("w") or "").strip(" .!?\"'“”"))
