"""One page for a sponsor in five parts, in the leader's words: what is there, what is missing, what is changed."""

from dataclasses import asdict, dataclass, replace
from typing import Any

from bot.domain import drafts
from bot.domain.drafts import Lines
from bot.domain.pressure.parts import has_figure

#: The parts in the order of the page, and the words by which people mean one.
PARTS: dict[str, str] = {
    "aim": "aim|goal|objective",
    "blocks": "what blocks it|blocks?|blocker|obstacle|barrier|in the way",
    "ask": "what i ask(?: of you| for)?|asks?|request",
    "numbers": "what changes in the numbers|numbers?|figures?|measures?|kpis?",
    "by": "by when|when|date|deadline",
}
#: More than this does not fit one page, in characters over all parts.
PAGE = 3400


@dataclass(frozen=True)
class Brief:
    """A brief being written.

    Attributes:
        source: the conversation or promise it draws on, as "kind:id"; empty if there was none.
        lines: the parts that are known, as (part, words).
        asked: parts the source did not state, so that they had to be asked for.
        skipped: parts the leader leaves out.
        correcting: the part whose new words are awaited; "?" if the part is not known either.
        again: the part that is asked for once more, because what was said cannot be it.
        done: whether the leader has accepted the page.
    """

    source: str = ""
    lines: Lines = ()
    asked: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    correcting: str = ""
    again: str = ""
    done: bool = False


def gaps(brief: Brief) -> list[str]:
    """Return the parts that are neither known nor left out, in the order of the page."""
    known = {part for part, _ in brief.lines}
    return [part for part in PARTS if part not in known and part not in brief.skipped]


def told(brief: Brief, part: str, words: str) -> Brief:
    """Return the brief with one part in the words given; the parts stay in the order of the page."""
    found = {**dict(brief.lines), part: words.strip()}
    lines = tuple((name, found[name]) for name in PARTS if found.get(name))
    return replace(brief, lines=lines, skipped=_without(brief.skipped, part), correcting="", again="")


def without_a_time(brief: Brief, words: str) -> Brief:
    """Return the brief where "by when" was answered without a time: asked once more, then taken as it is.

    A figure is the one that was left out a moment ago.
    """
    if "numbers" in brief.skipped and has_figure(words):
        return told(brief, "numbers", words)
    return told(brief, "by", words) if brief.again == "by" else replace(brief, again="by")


def skip(brief: Brief, part: str) -> Brief:
    """Return the brief with one part left out."""
    lines = drafts.without(brief.lines, part)
    return replace(brief, lines=lines, skipped=(*_without(brief.skipped, part), part), correcting="", again="")


def back(brief: Brief) -> Brief:
    """Return the brief with the part asked for last open again; while a line is being corrected, with that undone."""
    if brief.correcting:
        return replace(brief, correcting="")
    missing = gaps(brief)
    asked = brief.asked[: brief.asked.index(missing[0])] if missing and missing[0] in brief.asked else brief.asked
    if not asked:
        return brief
    lines, skipped = drafts.without(brief.lines, asked[-1]), _without(brief.skipped, asked[-1])
    return replace(brief, lines=lines, skipped=skipped)


def edited(brief: Brief, reply: str) -> Brief:
    """Return the brief after a reply to the page: accepted, a line changed, left out, or asked about."""
    if brief.correcting in PARTS:
        return told(brief, brief.correcting, reply)
    shown = [part for part, _ in brief.lines]
    # A part that was left out has no number on the page, but can be named.
    return _applied(brief, drafts.read_edit(reply, shown, PARTS, brief.skipped))


def _applied(brief: Brief, edit: drafts.Edit) -> Brief:
    if edit.what == drafts.ACCEPT:
        return replace(brief, done=bool(brief.lines), correcting="" if brief.lines else "?")
    if edit.what == drafts.CHANGE:
        return told(brief, edit.key, edit.words)
    if edit.what == drafts.DROP:
        return skip(brief, edit.key)
    return replace(brief, correcting=edit.key or "?")


def too_long(brief: Brief) -> bool:
    """Whether the parts are more than one page holds."""
    return sum(len(words) for _, words in brief.lines) > PAGE


def _without(parts: tuple[str, ...], part: str) -> tuple[str, ...]:
    return tuple(name for name in parts if name != part)


def begun(source: str, stated: dict[str, str]) -> Brief:
    """Return a new brief from what its source states, by part; the other parts will be asked for."""
    lines = tuple((part, words) for part in PARTS if (words := stated.get(part, "").strip()))
    return Brief(source, lines, tuple(gaps(Brief(lines=lines))))


def to_dict(brief: Brief) -> dict[str, Any]:
    """Return the brief as JSON values."""
    return asdict(brief)


def from_dict(body: dict[str, Any]) -> Brief:
    """Rebuild a brief from `to_dict`."""
    lines = tuple((str(part), str(words)) for part, words in body.get("lines", ()))
    parts = {name: tuple(body.get(name, ())) for name in ("asked", "skipped")}
    return Brief(**{**body, **parts, "lines": lines})
