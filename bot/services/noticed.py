"""Barrier themes of coaching notes: noticed when a conversation closes, shown with the reason, corrected like others.

They are a record of their own, made when the person sees them: so they count in the period in which they were shown,
and the conversation itself stays what was said.
"""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from datetime import datetime

from bot.domain import reflection as rules
from bot.domain.coaching.session import Session
from bot.domain.firsts import first_of_each
from bot.domain.journal import BY_DEFAULT, COUNT, DROP_THEME, NOT_BY_DEFAULT, WITHDRAW
from bot.domain.reflection import Reflection, Theme, from_dict
from bot.services import onboarding, programmes, reflection_text, reflections
from bot.services.desk import Desk
from bot.services.ports import Json, Person, Record, UnitOfWork
from bot.services.replies import Button, Say
from bot.services.wording import spoken

KIND, KEPT = reflections.NOTICED, "kept"
#: The step under which themes are shown, and the one at which nothing waits for an answer.
STEP, MENU = "grow.summary", "menu"
#: What is read: what the person said of the present state of things. Goals and options tell of another one.
READ = "note"
#: At most so many themes of one conversation; of a release each person's five count (bot/domain/releases).
MOST = 5
#: Where the profile keeps for which programme the question of sharing was put under a conversation.
ASKED = "asked_to_share"
#: Where the themes of a conversation keep that the question stands under them.
OPEN = "open_question"
#: So many of the newest replies are read for that question: those of a turn are fewer.
LATELY = 6
#: At most so many buttons under what a person contributed.
OFFERED = 3
#: Whether the themes are shared after each choice.
_SHARED = {COUNT: True, BY_DEFAULT: True, WITHDRAW: False, NOT_BY_DEFAULT: False}


def foresee(desk: Desk, before: Session, session: Session) -> None:
    """Have the notes of the last answer read now, beside the turn, so that the turn that closes need not read all."""
    known = {fact.text for fact in before.every(READ)}
    for fact in session.every(READ):
        if fact.text not in known:
            desk.content.foresee_themes(fact.text)


def notice(desk: Desk, session: Session) -> tuple[Say, ...]:
    """Keep and show the themes of the notes of a conversation that is being closed; nothing where there are none."""
    themes = _read(desk, dict.fromkeys(fact.text for fact in session.every(READ)))
    if not themes:
        return ()
    now = Reflection(themes=themes, shared=reflections.shares(desk) is True)
    asks = _to_be_asked(desk)
    record = desk.create(KIND, KEPT, {"session": session.id, OPEN: asks} | _body(now), record_id=_id(session.id))
    values = {"lines": reflection_text.facts(desk, now)}
    if not asks:
        buttons = reflection_text.sharing_buttons(desk, record.id, now)
        return (Say("utter_grow_themes", STEP, session.id, values, buttons),)
    onboarding.keep(desk, **{ASKED: _programme(desk)})
    return (Say("utter_grow_themes_share", STEP, session.id, values, _question(desk, record.id, now)),)


def _read(desk: Desk, notes: Iterable[str]) -> tuple[Theme, ...]:
    """The themes of the notes, each once, with the words behind it; the likeliest of each note go first."""
    found = [(rank, theme) for note in notes for rank, theme in enumerate(desk.content.themes(note))]
    ranked = (theme for _, theme in sorted(found, key=lambda one: one[0]))
    return first_of_each(ranked, lambda theme: theme.id)[:MOST]


def _to_be_asked(desk: Desk) -> bool:
    """Whether may be counted is asked once here for a programme: who passes over it is not counted, nor asked again."""
    return reflections.undecided(desk) and onboarding.profile(desk).get(ASKED) != _programme(desk)


def _programme(desk: Desk) -> str:
    programme = programmes.of(desk.uow, desk.person)
    return programme.id if programme else ""


def _question(desk: Desk, record_id: str, now: Reflection) -> tuple[Button, ...]:
    decide = (reflection_text.pressing(desk, choice, record_id) for choice in (BY_DEFAULT, NOT_BY_DEFAULT))
    return (*decide, *reflection_text.dropping_buttons(desk, record_id, now))


def meant(desk: Desk, text: str) -> str | None:
    """Return the payload of the button that a typed yes or no stands for; None for any other message.

    It does so only as the very next message after the question, where nothing else waits for an answer.
    """
    agreed = rules.agreed(text)
    record = _just_asked(desk) if agreed is not None else None
    choice = BY_DEFAULT if agreed else NOT_BY_DEFAULT
    return f"{reflection_text.CHOOSE} choice={choice} reflection={record.id}" if record else None


def _just_asked(desk: Desk) -> Record | None:
    """The themes under which the question was put in the last turn, if that turn ended at the menu."""
    rows = desk.uow.outbox.newest(desk.person.id, LATELY)
    last = [row for item, row in rows if item == rows[-1][0]]
    if not last or last[-1]["step"] != MENU:
        return None
    refs = {row["reply"].get("ref") for row in last if row["reply"].get("kind") == STEP}
    records = (desk.uow.records.get(desk.person.id, _id(str(ref))) for ref in refs if ref)
    return next((record for record in records if record and record.body.get(OPEN)), None)


def _id(session_id: str) -> str:
    return f"themes-{session_id}"


def pressed(desk: Desk, choice: str, record_id: str, theme: str = "") -> Say | None:
    """Do what a button under such themes says, and show what stands now; None where it is no button of theirs."""
    record = desk.uow.records.get(desk.person.id, record_id) if record_id else None
    if record is None or record.kind != KIND or choice not in _SHARED and choice != DROP_THEME:
        return None
    now = from_dict(record.body)
    if choice in (BY_DEFAULT, NOT_BY_DEFAULT):
        reflections.decide(desk, choice == BY_DEFAULT)
    after = rules.without_theme(now, theme) if choice == DROP_THEME else replace(now, shared=_SHARED[choice])
    desk.save(record, body=record.body | _body(after) | {OPEN: False})
    buttons = reflection_text.sharing_buttons(desk, record.id, after)
    return Say(
        "utter_reflect_changed", "reflect.saved", record.id, {"lines": reflection_text.facts(desk, after)}, buttons
    )


def _body(now: Reflection) -> Json:
    themes = [asdict(theme) for theme in now.themes]
    return {"themes": themes, "declined": list(now.declined), "shared": now.shared}


def withdrawing(desk: Desk, start: datetime) -> tuple[Button, ...]:
    """Return buttons that take the notes of conversations since `start` out of the count, the newest first."""
    counted = (r for r in desk.every(KIND) if r.created_at >= start and rules.counted(from_dict(r.body)))
    return tuple(_withdraw(desk, record) for record in list(counted)[:OFFERED])


def _withdraw(desk: Desk, record: Record) -> Button:
    title = desk.phrases.say("reflect.button.withdraw-notes", date=spoken(record.created_at.date()))
    return Button(title, f"{reflection_text.CHOOSE} choice={WITHDRAW} reflection={record.id}")


def stored(uow: UnitOfWork, person: Person) -> dict[str, Json]:
    """Return, by the id of the conversation, the themes noticed in its notes and which of them may be counted."""
    return dict(_stored(uow.records.all(person.id, KIND)))


def _stored(records: Iterable[Record]) -> Iterator[tuple[str, Json]]:
    for record in records:
        shown = {key: record.body[key] for key in ("themes", "shared")}
        yield record.body["session"], shown | {"counted": list(rules.counted(from_dict(record.body)))}
