"""A designed session as text: the agenda in the conversation, and the whole sheet for the leader to take along."""

from collections.abc import Iterator

from bot.domain.pressure.quoting import quotable
from bot.domain.team import reading
from bot.domain.team.book import Block, TeamBook
from bot.domain.team.design import Design, wish

#: The leader's words inside a step are a piece of so many words; in the charter they are whole.
QUOTED = 24
#: Which words stand for which placeholder of a step.
_PLACES = {"purpose": "purpose", "behaviour": "behaviour", "tension": "tension", "rule": "rule"}
Line = tuple[str, str]


def clock(minutes: int) -> str:
    """Return the time since the beginning, such as 0:05 or 1:30."""
    return f"{minutes // 60}:{minutes % 60:02}"


def timed(design: Design, book: TeamBook) -> Iterator[tuple[Block, int, int]]:
    """Yield each block with the minutes at which it begins and ends."""
    now = 0
    for name, minutes in design.agenda:
        block = book.block(name)
        if block:
            yield block, now, now + minutes
            now += minutes


def total(design: Design) -> int:
    """Return the minutes of the agenda."""
    return sum(minutes for _, minutes in design.agenda)


def agenda(design: Design, book: TeamBook) -> str:
    """Return the agenda, a numbered line for each block."""
    return "\n".join(
        book.phrases.say("agenda.line", n=str(n), title=block.title, **_times(start, end))
        for n, (block, start, end) in enumerate(timed(design, book), 1)
    )


def _times(start: int, end: int) -> dict[str, str]:
    return {"from": clock(start), "to": clock(end), "minutes": str(end - start)}


def remarks(design: Design, book: TeamBook) -> list[str]:
    """Return what has to be said about the agenda: length and place, what it works on, what found no room."""
    say = book.phrases.say
    lines = [say("summary.line", minutes=str(total(design)), place=say(design.place))]
    served = [t.name for t in book.tensions if t.id in _served(design, book)]
    if served:
        lines.append(say("summary.tension", tensions="; ".join(served)))
    for words in design.tensions:
        found = reading.tensions((words,), book.tensions)
        if not found:
            lines.append(say("summary.unknown", words=quotable(words)))
        elif not set(found) & _served(design, book):
            lines.append(say("summary.left", words=quotable(words), minutes=str(total(design))))
    if design.note in ("shorter", "length", "kept"):
        lines.append(say(f"summary.{design.note}", minutes=str(total(design))))
    return lines


def _served(design: Design, book: TeamBook) -> frozenset[str]:
    """The tensions named that some block of work serves."""
    work = [block for block, _, _ in timed(design, book) if block.part == "work"]
    return frozenset(t for t in wish(design, book).tensions if any(t in block.serves for block in work))


def sheet(design: Design, book: TeamBook, date: str) -> list[Line]:
    """Return the whole sheet as (heading, text).

    Args:
        date: the day of the look back in words, or an empty string.
    """
    say = book.phrases.say
    blocks = [
        (say("doc.block", title=block.title, **_times(start, end)), _block(design, block, book))
        for block, start, end in timed(design, book)
    ]
    lines = [
        (say("doc.frame"), "\n".join(remarks(design, book))),
        *blocks,
        (say("doc.roles"), _roles(design, book)),
        (say("doc.advice"), _advice(design, book)),
        (say("doc.charter"), charter(design, book, date)),
        (say("doc.follow"), "\n".join(say(f"follow.{part}") for part in ("step", "question", "change"))),
    ]
    return [(heading, text) for heading, text in lines if text]


def _block(design: Design, block: Block, book: TeamBook) -> str:
    how = block.variant(design.place)
    steps = [f"{n}. {step}" for n, step in enumerate(_filled(design, how.steps), 1)]
    asked = [book.phrases.say("doc.question", text=question) for question in block.questions]
    bring = [book.phrases.say("doc.materials", text=how.materials)] if how.materials else []
    return "\n".join([block.purpose, *steps, *asked, *bring])


def _filled(design: Design, steps: tuple[str, ...]) -> Iterator[str]:
    """The steps with the leader's words; one whose words were never said is left out."""
    for step in steps:
        wanted = [name for name in _PLACES if "{" + name + "}" in step]
        words = {name: quotable(design.said(_PLACES[name]), QUOTED) for name in wanted}
        if all(words.values()):
            for name, said in words.items():
                step = step.replace("{" + name + "}", said)
            yield step


def _roles(design: Design, book: TeamBook) -> str:
    fitting = [role for role in book.roles if total(design) >= role.least]
    return "\n".join(book.phrases.say("doc.role", title=role.title, does=role.does) for role in fitting)


def _advice(design: Design, book: TeamBook) -> str:
    words = design.said("preferences")
    named = reading.preferences(words, book.preferences)
    return "\n".join([*([words] if words else []), *(p.advice for p in book.preferences if p.id in named)])


def charter(design: Design, book: TeamBook, date: str) -> str:
    """Return the first draft of the charter, in the leader's words, whole; what was not said is not in it."""
    say, lines = book.phrases.say, []
    parts = (
        ("purpose", "purpose"),
        ("behaviour", "today"),
        ("tension", "tension"),
        ("second", "tension"),
        ("rule", "rule"),
    )
    for part, key in parts:
        if words := design.said(part):
            lines.append(say(f"charter.{key}", words=words))
    return "\n".join([*lines, say("charter.date", date=date) if date else say("charter.undated")])
