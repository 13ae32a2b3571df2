"""Communication preferences: declared by letters or eight questions, shown, changed and deleted by their owner.

Nothing reads them but the dialogues of the same person; no report, release or selection does.
"""

from collections.abc import Mapping
from dataclasses import replace

from bot.domain.style import flow, preferences, sitting
from bot.domain.style.book import StyleBook
from bot.domain.style.flow import Reply
from bot.domain.style.preferences import LETTERS, PAIRS
from bot.domain.style.sitting import ASKING, BOTH, DELETED, DELETING, KEPT, PAIR, SHOWN, START, Sitting
from bot.services.desk import Desk
from bot.services.grow import Said
from bot.services.ports import Json, Person, Record, UnitOfWork
from bot.services.replies import Button, Outcome, Say

KIND, STEP, SLOT = "style", "style.profile", "style_profile"
#: States of the record: while questions wait, and afterwards.
OPEN, DONE = "open", "kept"
CHOOSE = "/style_choose"
#: Words of a request in which preferences are looked for: in a longer one they may be somebody else's.
_LONGEST = 12


def pairs(desk: Desk) -> dict[str, str]:
    """Return the letter of each pair as the person declared it; empty for every open one, and for all without any."""
    record = desk.newest(KIND)
    return dict(sitting.from_dict(record.body).pairs) if record else preferences.nothing_known()


def open_style(desk: Desk, said: Said, choice: str = "") -> Outcome:
    """Begin, go on where it was left, or show what is kept; letters in the request are taken at once."""
    book, record = desk.content.style, desk.newest(KIND)
    now = sitting.from_dict(record.body) if record else Sitting()
    told = sitting.read(said.text, book) if not choice and len(said.text.split()) <= _LONGEST else {}
    if told:
        _save(desk, sitting.declared(now, told))
        return _says()
    if record is None:
        _save(desk, now)
        return _says("utter_style_begin")
    now = _reopened(now, book)
    _save(desk, flow.answer(now, Reply("", choice=choice), book) if choice else now)
    return _says("utter_style_resumed") if now.stage == ASKING else _says()


def _reopened(now: Sitting, book: StyleBook) -> Sitting:
    """Where somebody comes back to: the questions that wait, else the page."""
    if now.stage == START or (now.stage == ASKING and sitting.waiting(now, book)):
        return now
    return replace(now, stage=SHOWN, pair="", unclear=False)


def answer(desk: Desk, said: Said, choice: str = "") -> Outcome:
    """Take one reply, one pressed button or one control word."""
    if said.intent == "rephrase":
        return _says("utter_style_hint")
    after = flow.answer(_now(desk), Reply(said.text, said.intent, choice), desk.content.style)
    _save(desk, after)
    return Outcome(slots={SLOT: "done" if after.stage in (KEPT, DELETED) else None})


def ask(desk: Desk) -> Outcome:
    """Ask what waits: letters or questions, one question, the page, one pair, or whether all is to be deleted."""
    now, book = _now(desk), desk.content.style
    asked = {START: _start, ASKING: _question, PAIR: _pair, DELETING: _delete}
    return Outcome((asked.get(now.stage, _shown)(now, book),))


def _start(now: Sitting, book: StyleBook) -> Say:
    buttons = (_button(book.phrases.say("button.begin"), "begin"),)
    return _say("utter_style_start_again" if now.unclear else "utter_style_start", buttons=buttons)


def _question(now: Sitting, book: StyleBook) -> Say:
    question = sitting.waiting(now, book)
    if question is None:
        return _shown(now, book)
    first, second = question.options
    values = {"n": str(book.questions.index(question) + 1), "all": str(len(book.questions)), "situation": question.text}
    options = {"first": first, "second": second[:1].lower() + second[1:]}
    name = "utter_style_question_again" if now.unclear else "utter_style_question"
    return _say(name, {**values, **options}, _sides(question.id, question.pair, question.options, "both", book))


def _pair(now: Sitting, book: StyleBook) -> Say:
    pair = book.pairs[now.pair]
    first, second = pair.sides
    buttons = _sides(pair.id, pair.id, (first.title, second.title), "unsure", book)
    name = "utter_style_pair_again" if now.unclear else "utter_style_pair"
    return _say(name, {"question": pair.question}, buttons)


def _sides(of: str, pair: str, titles: tuple[str, str], neither: str, book: StyleBook) -> tuple[Button, ...]:
    sides = [_button(title, f"{of}:{letter}") for title, letter in zip(titles, LETTERS[pair], strict=True)]
    return (*sides, _button(book.phrases.say(f"button.{neither}"), f"{of}:{BOTH}"))


def _delete(now: Sitting, book: StyleBook) -> Say:
    say = book.phrases.say
    buttons = (_button(say("button.deleted"), "deleted"), _button(say("button.kept"), "keep"))
    return _say("utter_style_delete", buttons=buttons)


def _shown(now: Sitting, book: StyleBook) -> Say:
    say = book.phrases.say
    change = [_button(say("button.change", n=str(n)), f"edit:{pair}") for n, pair in enumerate(PAIRS, 1)]
    buttons = (_button(say("button.keep"), "keep"), *change, _button(say("button.delete"), "delete"))
    name = "utter_style_shown_again" if now.unclear else "utter_style_shown"
    return _say(name, {"lines": lines(now.pairs, book)}, buttons)


def lines(known: Mapping[str, str], book: StyleBook) -> str:
    """Return the four pairs as numbered sentences; an open one says so."""
    told = (
        (book.pairs[pair], book.pairs[pair].side(known[pair]).plain if known[pair] else book.pairs[pair].open)
        for pair in PAIRS
    )
    return "\n".join(
        book.phrases.say("line", n=str(n), name=pair.name, plain=plain) for n, (pair, plain) in enumerate(told, 1)
    )


def pause(desk: Desk) -> Outcome:
    """Leave it where it is; where nothing was told, nothing is kept."""
    record = desk.newest(KIND)
    told = record is not None and sitting.from_dict(record.body).touched
    if record and not told:
        desk.uow.records.delete(desk.person.id, record.id)
    return _says("utter_style_paused" if told else "utter_style_paused_empty")


def restart(desk: Desk) -> Outcome:
    """Begin again with nothing known."""
    _save(desk, Sitting())
    return _says("utter_style_restarted")


def close(desk: Desk) -> Outcome:
    """Say what is kept; what is to be deleted is deleted here."""
    now, record = _now(desk), desk.newest(KIND)
    if record and now.stage == DELETED:
        desk.uow.records.delete(desk.person.id, record.id)
        return _says("utter_style_deleted")
    title = desk.content.style.phrases.say("button.tailor")
    name = "utter_style_kept" if now.known else "utter_style_kept_open"
    return Outcome((_say(name, buttons=(Button(title, "/tailor"),)),), {SLOT: None})


def stored(uow: UnitOfWork, person: Person) -> Json:
    """Return a person's declared preferences by pair, for that person's own eyes; empty if there are none."""
    record = next(iter(uow.records.all(person.id, KIND)), None)
    return dict(sitting.from_dict(record.body).pairs) if record else {}


def _now(desk: Desk) -> Sitting:
    record = desk.newest(KIND)
    return sitting.from_dict(record.body) if record else Sitting()


def _save(desk: Desk, now: Sitting) -> Record:
    record, state = desk.newest(KIND), OPEN if now.stage in (START, ASKING) else DONE
    if record is None:
        return desk.create(KIND, state, sitting.to_dict(now))
    return desk.save(record, state=state, body=sitting.to_dict(now))


def _button(title: str, choice: str) -> Button:
    return Button(title, f"{CHOOSE} choice={choice}")


def _say(response: str, values: Json | None = None, buttons: tuple[Button, ...] = ()) -> Say:
    return Say(response, STEP, None, values or {}, buttons)


def _says(response: str = "") -> Outcome:
    return Outcome((_say(response),) if response else (), {SLOT: None})
