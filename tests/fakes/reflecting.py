"""Leaders who write reflections and read their journal, without an engine."""

from dataclasses import replace

from bot.domain.phrases import Phrases
from bot.domain.reflection import Theme
from bot.domain.releases.rules import Rules
from bot.domain.releases.segments import OTHER
from bot.services import journal, programmes, reflect, reflections
from bot.services.desk import Desk
from bot.services.journal import NOTHING, Pressed
from bot.services.ports import Json
from bot.services.replies import Outcome, Say
from tests.fakes.mentors import Office, read, said, words

#: What the reader of themes below finds, and by which words.
NOTICED = {"decides": "decision-rights", "delegate": "delegates-without-mandate", "data": "data-trust"}


def themes(text: str) -> tuple[Theme, ...]:
    """A reader of themes that knows three words."""
    return tuple(Theme(theme, word) for word, theme in NOTICED.items() if word in text)


def a_desk(member: bool = True, **profile: object) -> Desk:
    """A leader's desk, with the real words; of one who is in a programme, unless said otherwise."""
    pieces = {key: tuple(value) for name in ("phrases.yml", "reflect.yml") for key, value in read(name).items()}
    content = replace(words(), themes=themes, guide=replace(words().guide, phrases=Phrases(pieces)))
    desk = Office(content=content).desk(**profile)
    if member:
        join(desk)
    return desk


def join(desk: Desk, name: str = "Forward") -> str:
    """Launch a programme and put the leader into it; return its id."""
    programme = programmes.create(desk.uow, name, (), desk.today, Rules(), desk.now)
    programmes.take(desk.uow, desk.person, (programme.id, OTHER), desk.now)
    return programme.id


def at(desk: Desk, source: str) -> Desk:
    """The same desk at another message."""
    return replace(desk, source=source)


class Writing:
    """One person writing: what they send, and what is asked next."""

    def __init__(self, desk: Desk, prompt: str = "", return_to: str = "menu") -> None:
        self.desk = desk
        self.opened = reflect.open_reflection(desk, return_to, prompt)
        self.slots = dict(self.opened.slots)

    def send(self, text: str = "", intent: str = "answer", choice: str = "", source: str = "") -> Say | None:
        """Send a message; return what is asked next, or None where the reflection is finished."""
        desk = at(self.desk, source)
        self.slots |= reflect.answer(desk, said(text, intent), choice).slots
        return self.asked()

    def asked(self) -> Say | None:
        """What the form asks now: the first step that is not filled."""
        for slot, ask in (("reflect_capture", reflect.ask_capture), ("reflect_saved", reflect.ask_saved)):
            if self.slots[slot] is None:
                (say,) = ask(self.desk).say
                return say
        return None

    def close(self) -> Say:
        """The end of the reflection."""
        (say,) = reflect.close(self.desk).say
        return say


class Reading:
    """One person in their journal."""

    def __init__(self, desk: Desk, pressed: Pressed = NOTHING) -> None:
        self.desk = desk
        self.opened: Outcome = journal.open_journal(desk, "menu", pressed)
        self.slots: Json = dict(self.opened.slots)

    def send(self, text: str = "", intent: str = "answer", pressed: Pressed = NOTHING, source: str = "") -> list[Say]:
        """Send a line; return what is shown, nothing where the journal is closed."""
        outcome = journal.answer(at(self.desk, source), said(text, intent), self.slots["journal_view"], pressed)
        self.slots |= outcome.slots
        return self.shown()

    def shown(self) -> list[Say]:
        """What the form shows now."""
        if self.slots["reflect_capture"] is None:
            return list(journal.ask_text(self.desk, self.slots["journal_view"]).say)
        if self.slots["reflect_list"] is not None:
            return []
        outcome = journal.ask(self.desk, self.slots["journal_view"])
        self.slots |= outcome.slots
        return list(outcome.say)


def wrote(desk: Desk, *texts: str) -> list[str]:
    """Keep texts, the first as the oldest; return their ids."""
    return [reflections.keep(desk, text).id for text in texts]
