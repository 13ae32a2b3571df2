"""A session being designed: what was told, part by part, and the agenda that follows from it."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Any

from bot.domain import drafts
from bot.domain.coaching.preamble import is_empty
from bot.domain.coaching.summary import confirms
from bot.domain.drafts import Lines
from bot.domain.team import planner, reading
from bot.domain.team.book import Block, TeamBook
from bot.domain.team.planner import Agenda, Wish

#: The parts in the order in which they are asked for, and the words by which people mean one.
PARTS: dict[str, str] = {
    "purpose": "purpose|aim|goal|what it is for",
    "behaviour": "behaviou?r|today|how it is(?: today)?",
    "tension": "tension|first tension|what pulls us apart",
    "second": "second tension|other tension|and also",
    "preferences": "preferences?|how they like to work",
    "rule": "rule|the rule i offer|charter rule",
    "minutes": "minutes|length|duration|time",
    "place": "place|where|location",
    "follow": "follow[- ]?up|look[- ]?back|date|when i look back(?: with them)?",
}
DEFAULT_MINUTES, DEFAULT_PLACE = 60, "in-person"
#: What is waited for besides a part: which part to change, which block to drop or to swap.
WHICH, DROP, SWAP = "?", "drop", "swap"
#: Which part is meant stands at the beginning of a reply; only so much of it is searched.
_HEAD = 400


@dataclass(frozen=True)
class Design:
    """A session being designed.

    Attributes:
        words: what was told, as (part, the leader's words).
        skipped: parts the leader leaves out.
        again: the part whose answer could not be read, so that it is asked for in other words.
        on: ISO date of the look back, where `follow` names one.
        agenda: (block id, minutes), in order.
        without: ids of blocks that were dropped.
        correcting: the part or the choice that is waited for on the page: a part, WHICH, DROP or SWAP.
        note: what the page says about the last change: `shorter`, `length`, `kept` or nothing.
        done: whether the leader has accepted it.
    """

    words: Lines = ()
    skipped: tuple[str, ...] = ()
    again: str = ""
    on: str = ""
    agenda: Agenda = ()
    without: tuple[str, ...] = ()
    correcting: str = ""
    note: str = ""
    done: bool = False

    def said(self, part: str) -> str:
        """Return the words of a part, or an empty string."""
        return dict(self.words).get(part, "")

    @property
    def minutes(self) -> int:
        """The length asked for."""
        return planner.within(reading.minutes(self.said("minutes"), bare=True) or DEFAULT_MINUTES)

    @property
    def place(self) -> str:
        """`remote` or `in-person`."""
        return reading.place(self.said("place")) or DEFAULT_PLACE

    @property
    def tensions(self) -> tuple[str, ...]:
        """The leader's words for one or two tensions."""
        return tuple(words for part in ("tension", "second") if (words := self.said(part)))


def missing(design: Design) -> list[str]:
    """Return the parts that are neither known nor left out, in order."""
    known = {part for part, _ in design.words}
    return [part for part in PARTS if part not in known and part not in design.skipped]


def wish(design: Design, book: TeamBook) -> Wish:
    """Return what the agenda is planned from."""
    served = reading.tensions(design.tensions, book.tensions)
    suits = reading.preferences(design.said("preferences"), book.preferences)
    return Wish(design.minutes, served, frozenset(suits), frozenset(design.without))


def shown(design: Design, book: TeamBook) -> list[Block]:
    """Return the blocks of the agenda, in order."""
    return [block for name, _ in design.agenda if (block := book.block(name))]


def told(design: Design, part: str, text: str, on: str, book: TeamBook) -> Design:
    """Return the design with one part as the leader tells it; asked again where it cannot be read.

    Args:
        on: ISO date that the text names, or an empty string.
    """
    if is_empty(text) or not text.strip():
        return skip(design, part, book)
    if part == "purpose" and not design.again and not design.agenda and reading.says_who_comes(text):
        return _with_who_comes(design, text)
    if not _readable(part, text, on):
        return replace(design, again=part)
    design = replace(design, on=on) if part == "follow" else design
    found = {**dict(design.words), part: text.strip()}
    words = tuple((name, found[name]) for name in PARTS if found.get(name))
    after = replace(design, words=words, skipped=_but(design.skipped, part), again="", correcting="", note="")
    if part == "tension" and len(reading.tensions((text,), book.tensions)) > 1:
        # Two in one breath: a second is not asked for.
        after = replace(after, skipped=(*_but(after.skipped, "second"), "second"))
    return _planned(after, book, changed=part)


def _with_who_comes(design: Design, text: str) -> Design:
    """Who takes part says where, at most; what the session is for is asked once more."""
    known = {**dict(design.words), **({"place": text.strip()} if reading.place(text) else {})}
    words = tuple((name, known[name]) for name in PARTS if known.get(name))
    return replace(design, words=words, again="purpose")


def _readable(part: str, text: str, on: str) -> bool:
    readers: dict[str, Callable[[], bool]] = {
        "minutes": lambda: reading.minutes(text, bare=True) is not None,
        "place": lambda: bool(reading.place(text)),
        "follow": lambda: bool(on),
    }
    return readers.get(part, lambda: True)()


def skip(design: Design, part: str, book: TeamBook) -> Design:
    """Return the design with one part left out; without a first tension there is no second."""
    parts = (part, "second") if part == "tension" else (part,)
    words, skipped = design.words, design.skipped
    for name in parts:
        words, skipped = drafts.without(words, name), (*_but(skipped, name), name)
    on = "" if part == "follow" else design.on
    after = replace(design, words=words, skipped=skipped, on=on, again="", correcting="", note="")
    return _planned(after, book, changed=part)


def shortened(design: Design, book: TeamBook) -> Design:
    """Return the design without the parts that a session can do without, where they were not told yet."""
    for part in (name for name in missing(design) if name in ("second", "preferences", "follow")):
        design = skip(design, part, book)
    return design


def back(design: Design) -> Design:
    """Return the design with the part asked for last open again, or with a correction undone."""
    if design.correcting or design.again:
        return replace(design, correcting="", again="", note="")
    answered = [part for part in PARTS if part not in missing(design)]
    if not answered:
        return design
    last = "tension" if answered[-1] == "second" and not design.said("second") else answered[-1]
    opened = ("tension", "second") if last == "tension" else (last,)
    words = tuple((part, text) for part, text in design.words if part not in opened)
    skipped = tuple(part for part in design.skipped if part not in opened)
    return replace(design, words=words, skipped=skipped, agenda=(), note="")


def edited(design: Design, text: str, on: str, book: TeamBook) -> Design:
    """Return the design after a reply to the agenda: accepted, changed in one thing, or asked what is meant."""
    if design.correcting in PARTS:
        return told(design, design.correcting, text, on, book)
    if design.correcting in (DROP, SWAP):
        block = reading.which(text, shown(design, book))
        return _on_block(design, design.correcting, block, book) if block else replace(design, correcting=WHICH)
    if confirms(text):
        return replace(design, done=bool(design.agenda), note="", correcting="")
    return _part_edited(design, text, on, book) or _agenda_edited(design, text, on, book)


def _part_edited(design: Design, text: str, on: str, book: TeamBook) -> Design | None:
    edit = drafts.read_edit(text[:_HEAD], (), PARTS, tuple(PARTS))
    if edit.what == drafts.CHANGE:
        return told(design, edit.key, edit.words + text[_HEAD:], on, book)
    if edit.what == drafts.DROP:
        return skip(design, edit.key, book)
    return replace(design, correcting=edit.key, note="") if edit.what == drafts.REWORD else None


def _agenda_edited(design: Design, text: str, on: str, book: TeamBook) -> Design:
    blocks = shown(design, book)
    for what, block in ((DROP, reading.dropped(text, blocks)), (SWAP, reading.swapped(text, blocks))):
        if block is not None:
            return _on_block(design, what, block, book)
    if reading.minutes(text) and len(text) <= reading.COMMAND:
        return told(design, "minutes", text, on, book)
    if reading.place(text) and len(text) <= reading.COMMAND:
        return told(design, "place", text, on, book)
    return replace(design, correcting=WHICH, note="")


def _on_block(design: Design, what: str, block: str, book: TeamBook) -> Design:
    if not block:
        return replace(design, correcting=what, note="")
    if what == DROP:
        agenda = planner.without(book, design.agenda, block, design.minutes)
        left = sum(now for _, now in agenda)
        note = "shorter" if left < design.minutes else ""
        return replace(design, agenda=agenda, without=(*design.without, block), correcting="", note=note)
    other = planner.swapped(book, design.agenda, block, wish(design, book))
    if other is None:
        return replace(design, correcting="", note="kept")
    return replace(design, agenda=other, without=(*design.without, block), correcting="", note="")


def _planned(design: Design, book: TeamBook, changed: str) -> Design:
    """Plan again where everything is known and the change weighs on the agenda."""
    if missing(design):
        return replace(design, agenda=())
    if design.agenda and changed in ("purpose", "behaviour", "rule", "place", "follow"):
        return design
    agenda = planner.plan(book, wish(design, book))
    asked = reading.minutes(design.said("minutes"), bare=True) or design.minutes
    note = "length" if asked != design.minutes else "shorter" if _sum(agenda) < design.minutes else ""
    return replace(design, agenda=agenda, note=note)


def _sum(agenda: Agenda) -> int:
    return sum(now for _, now in agenda)


def _but(parts: tuple[str, ...], part: str) -> tuple[str, ...]:
    return tuple(name for name in parts if name != part)


def to_dict(design: Design) -> dict[str, Any]:
    """Return the design as JSON values."""
    return asdict(design)


def from_dict(body: dict[str, Any]) -> Design:
    """Rebuild a design from `to_dict`."""
    words = tuple((str(part), str(said)) for part, said in body.get("words", ()))
    agenda = tuple((str(name), int(now)) for name, now in body.get("agenda", ()))
    lists = {name: tuple(body.get(name, ())) for name in ("skipped", "without")}
    return Design(**{**body, **lists, "words": words, "agenda": agenda})
