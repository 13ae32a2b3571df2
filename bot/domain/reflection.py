"""A private reflection: what was written, its tags, the themes noticed in it, and whether those may be counted.

Two kinds of prompts are offered, after Argyris and Schon, "Organizational Learning" (1978): in the single loop one
looks at what was done, in the double loop at what was taken for granted.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any

from bot.domain.normalise import for_matching
from bot.domain.past_days import days_meant

#: How many questions each prompt has; their words are in content/reflect.yml.
PROMPTS = {"free": 0, "single": 3, "double": 2}
FREE = "free"
#: Where the writing of a reflection stands. After a note it is DONE at once.
WRITE, TAGS, SHARE, DONE = "write", "tags", "share", "done"
#: Between two messages of one reflection.
GAP = "\n\n"
MOST_TAGS, LONGEST_TAG = 12, 40
_HASHTAG = re.compile(r"(?<![\w&/#])#(?=[\w-]*[^\W\d_])([\w-]{1,40})")
#: Said instead of a tag: that there is none, or that it is nobody's business.
_NO_TAGS = re.compile(
    r"^\W*(?:(?:no|please|just|only|ok|thanks|and|but)\b\W*)*"
    r"(?:no|none|nothing|no tags?|no thanks?|not now|nope|nah|not needed|no need|"
    r"leave (?:it|that)(?: there| out| as it is)?|"
    r"(?:keep|leave) (?:(?:it|this|that) )?(?:private|secret|to myself|for me|between us)|"
    r"(?:(?:this|it|that)(?:'?s| is| stays) )?private|for (?:me|my eyes)|"
    r"(?:don'?t|do not) (?:tag|share)(?: (?:it|this|that))?)(?: please| thanks| thank you| only)*\W*$",
    re.I,
)
_PLEASE = r"(?:[\s,]+(?:please|thanks|thank you|count them|do not count them|don't count them))*"
_YES = re.compile(r"(?:yes|yeah|yep|yup|sure|ok|okay|of course|please do|you may|go ahead|agreed|fine)" + _PLEASE)
_NO = re.compile(r"(?:no|nope|never|(?:i'd |i would )?rather not|(?:please )?(?:don't|do not))" + _PLEASE)
_LONGEST_ANSWER, _LONGEST_NO = 40, 80  # characters
_NOTE = re.compile(
    r"^\W*(?:(?:(?:a|another|one|quick|just a)\s+){0,2}(?:note|memo|reminder)\s+to\s+(?:my\s?self|self)\b|"
    r"(?:journal|diary|reflection)(?:\s+entry)?(?=\s*:))[\s:,;.–—-]*(.*)$",
    re.I | re.S,
)


def note_in(text: str) -> str | None:
    """Return what follows "note to self:", empty where nothing does; None of a text that is no such note."""
    found = _NOTE.match(text)
    return found[1] if found else None


@dataclass(frozen=True)
class Piece:
    """One message of a reflection. `source` is the id the channel gave it, empty where there is none."""

    text: str
    source: str = ""


@dataclass(frozen=True)
class Theme:
    """A barrier theme noticed in a text, and the words that led to it, exactly as written."""

    id: str
    because: str


#: Finds the themes of a text. The reader in use is chosen in bot/bootstrap.py.
ThemeReader = Callable[[str], tuple[Theme, ...]]


@dataclass(frozen=True)
class Reflection:
    """One reflection.

    Attributes:
        asked: how many questions of its prompt are behind.
        declined: themes the person took away; they never come back by themselves.
        shared: whether its themes may be counted for the programme.
        edited_at: ISO time of the last change to its text, empty before.
    """

    pieces: tuple[Piece, ...] = ()
    prompt: str = FREE
    asked: int = 0
    stage: str = WRITE
    tags: tuple[str, ...] = ()
    themes: tuple[Theme, ...] = ()
    declined: tuple[str, ...] = field(default=())
    shared: bool = False
    edited_at: str = ""

    @property
    def text(self) -> str:
        """All that was written."""
        return GAP.join(piece.text for piece in self.pieces)

    @property
    def question(self) -> int | None:
        """Which question of the prompt waits, from 1; None when none is left."""
        return self.asked + 1 if self.asked < PROMPTS[self.prompt] else None


def hashtags(text: str) -> tuple[str, ...]:
    """Return the #words of a text in lower case, each once, without the sign. "#1" is a number, not a tag."""
    return tuple(dict.fromkeys(found.lower() for found in _HASHTAG.findall(text)))


def tags_in(reply: str) -> tuple[str, ...]:
    """Return the tags of a reply to the question for tags: words, or phrases parted by commas; none for a no."""
    if "#" not in reply and len(reply) <= _LONGEST_NO and _NO_TAGS.match(reply):
        return ()
    parts = re.split(r"[,;\n]", reply) if re.search(r"[,;\n]", reply) else reply.split()
    named = ("-".join(re.findall(r"[\w-]+", part)).lower()[:LONGEST_TAG] for part in parts)
    return tuple(dict.fromkeys(tag for tag in named if tag.strip("-_")))[:MOST_TAGS]


def added(reflection: Reflection, piece: Piece, read: ThemeReader) -> Reflection:
    """Return the reflection with one more message; a question that waited counts as answered."""
    asked = min(reflection.asked + 1, PROMPTS[reflection.prompt])
    return _reread(replace(reflection, pieces=(*reflection.pieces, piece), asked=asked, stage=WRITE), read)


def rewritten(reflection: Reflection, pieces: Iterable[Piece], at: str, read: ThemeReader) -> Reflection:
    """Return the reflection with other text. Tags that came from #words of the old text go, others stay.

    Args:
        at: the ISO time of the change.
    """
    typed = tuple(tag for tag in reflection.tags if tag not in hashtags(reflection.text))
    return _reread(replace(reflection, pieces=tuple(pieces), tags=typed, edited_at=at), read)


def _reread(reflection: Reflection, read: ThemeReader) -> Reflection:
    found = tuple(theme for theme in read(reflection.text) if theme.id not in reflection.declined)
    return tagged(replace(reflection, themes=found), hashtags(reflection.text))


def tagged(reflection: Reflection, tags: Iterable[str]) -> Reflection:
    """Return the reflection with more tags."""
    return replace(reflection, tags=tuple(dict.fromkeys((*reflection.tags, *tags)))[:MOST_TAGS])


def untagged(reflection: Reflection, tag: str) -> Reflection:
    """Return the reflection without a tag."""
    return replace(reflection, tags=tuple(t for t in reflection.tags if t != tag))


def without_theme(reflection: Reflection, theme: str) -> Reflection:
    """Return the reflection without a theme, for good."""
    left = tuple(t for t in reflection.themes if t.id != theme)
    return replace(reflection, themes=left, declined=tuple(dict.fromkeys((*reflection.declined, theme))))


def back(reflection: Reflection) -> Reflection:
    """Return the reflection one step earlier. Nothing that was written goes."""
    if reflection.stage in (TAGS, SHARE):
        return replace(reflection, stage=WRITE)
    if reflection.asked:
        return replace(reflection, asked=reflection.asked - 1)
    return replace(reflection, prompt=FREE)


def skipped(reflection: Reflection) -> Reflection:
    """Return the reflection with the question that waits left out."""
    return replace(reflection, asked=min(reflection.asked + 1, PROMPTS[reflection.prompt]))


def counted(reflection: Reflection) -> tuple[str, ...]:
    """Return what the programme may count of it: theme ids and nothing else, and none unless it is shared."""
    return tuple(theme.id for theme in reflection.themes) if reflection.shared else ()


def first_words(text: str, longest: int = 60) -> str:
    """Return the beginning of a text on one line, cut between words with an ellipsis; `longest` in characters."""
    line = " ".join(text.split())
    if len(line) <= longest:
        return line
    cut = line[:longest]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut).rstrip(" ,.;:–-") + "…"


def matches(reflection: Reflection, written: date, query: str, today: date) -> bool:
    """Whether a reflection answers a search: by #tag, by the day or month it was written, or by words it holds."""
    if query.startswith("#"):
        return query[1:].lower() in reflection.tags
    days = days_meant(query, today)
    if days:
        return days[0] <= written <= days[1]
    text = for_matching(reflection.text)
    return all(word in text or word in reflection.tags for word in for_matching(query).split())


def to_dict(reflection: Reflection) -> dict[str, Any]:
    """As JSON values. The text is kept once, whole; of each message only its id and length stand beside it."""
    body = asdict(reflection) | {"text": reflection.text}
    body["pieces"] = [{"source": piece.source, "length": len(piece.text)} for piece in reflection.pieces]
    return body


def from_dict(raw: dict[str, Any]) -> Reflection:
    """The inverse of `to_dict`."""
    known = {key: value for key, value in raw.items() if key in Reflection.__dataclass_fields__}
    known |= {key: tuple(known.get(key, ())) for key in ("tags", "declined")}
    themes = tuple(Theme(**theme) for theme in known.get("themes", ()))
    return Reflection(**{**known, "pieces": tuple(_pieces(raw)), "themes": themes})


def _pieces(raw: dict[str, Any]) -> Iterator[Piece]:
    start = 0
    for piece in raw.get("pieces", ()):
        end = start + piece["length"]
        yield Piece(raw["text"][start:end], piece["source"])
        start = end + len(GAP)


def agreed(text: str) -> bool | None:
    """Return whether a bare yes or no answers the question of counting; None where a text says anything more."""
    clean = for_matching(text[: _LONGEST_ANSWER + 1]).replace("’", "'").strip(" .,!")
    if len(text) > _LONGEST_ANSWER:
        return None
    return True if _YES.fullmatch(clean) else False if _NO.fullmatch(clean) else None
