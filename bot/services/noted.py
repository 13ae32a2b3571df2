"""What a coaching conversation has noted so far, as lines in the person's own words."""

import re
from collections.abc import Iterator
from datetime import date

from bot.domain.coaching import summary
from bot.domain.coaching.session import Session
from bot.domain.pressure.quoting import quotable
from bot.services.desk import Desk
from bot.services.wording import spoken

#: Of what stands today so many statements are told, the latest, each in so many words.
NOTES, WORDS = 4, 16
#: Lines of the summary that are settled before the present state is looked at.
_BEFORE = ("goal", "measure", "date")


def line(desk: Desk, session: Session, name: str, words: str) -> str:
    """Return one line of the summary: its name and the person's words, a date with its year."""
    when = session.latest("when")
    if name == "when" and when and when.on and not re.search(r"\b20\d\d\b", words):
        return desk.phrases.say("summary.when.dated", words=words, date=spoken(date.fromisoformat(when.on)))
    return desk.phrases.say(f"summary.{name}", words=words)


def lines(desk: Desk, session: Session) -> str:
    """The facts of a conversation in the order of its phases; its topic where there is no goal yet."""
    settled = summary.lines(session)
    topic = session.words("topic") if not session.words("goal") else ""
    return "\n".join(
        [
            *_named(desk, "topic", [topic] if topic else []),
            *(line(desk, session, name, words) for name, words in settled if name in _BEFORE),
            *_named(desk, "notes", [fact.text for fact in session.every("note")][-NOTES:]),
            *_named(desk, "options", [fact.text for fact in session.every("option")]),
            *(line(desk, session, name, words) for name, words in settled if name not in (*_BEFORE, "today")),
        ]
    )


def _named(desk: Desk, name: str, texts: list[str]) -> Iterator[str]:
    """One line for several statements, each short and in quotation marks."""
    short = [f"“{quotable(text, WORDS)}”" for text in texts]
    if short:
        yield desk.phrases.say(f"recap.{name}", words="; ".join(short))


def to_take_along(desk: Desk, session: Session) -> str:
    """What somebody takes along who stops in the middle: what is noted, what is open, and the question that waits."""
    told, left_open, pending = lines(desk, session), summary.left_open(session), session.pending
    more = [desk.phrases.say("summary.open", words=left_open)] if left_open else []
    if pending and told:
        more.append(desk.phrases.say("recap.waiting", words=pending.asked))
    return "\n".join([told, *more]) if told else ""
