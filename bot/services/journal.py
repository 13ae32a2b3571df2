"""The journal: reflections listed, searched, read, rewritten, deleted, counted or not, by button and in words."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Any

from bot.domain import journal as views
from bot.domain import reflection as rules
from bot.domain.journal import DELETE, EDIT, LIST, PAGE, READ, View, Wish, view_from, wish_in
from bot.domain.reflection import Piece, Reflection, from_dict
from bot.services import noticed, reflect, reflection_text, reflections
from bot.services.desk import Desk
from bot.services.grow import Said
from bot.services.ports import Json, Record
from bot.services.replies import Button, Outcome, Say
from bot.services.wording import spoken

STEP = "reflect.list"
#: The step as a slot; whether there is anything to browse; what is on show.
SLOT, READY, VIEW = "reflect_list", "journal_ready", "journal_view"
_LEAVES = frozenset({"stop", "goodbye", "short_time"})
_CONTROLS = {"skip": views.MORE, "go_back": views.NEWER, "start_over": views.ALL}
#: Done at once, without opening the journal.
_AT_ONCE = frozenset({views.COUNT, views.WITHDRAW, views.DROP_THEME})


@dataclass(frozen=True)
class Pressed:
    """What a button carries: what to do, with which reflection, and which theme."""

    choice: str = ""
    reflection: str = ""
    theme: str = ""


NOTHING = Pressed()


def open_journal(desk: Desk, return_to: str, pressed: Pressed = NOTHING) -> Outcome:
    """Open the journal, at a reflection where a button names one; a change by button alone opens nothing.

    Args:
        return_to: the dialogue that goes on afterwards (values of the slot `return_to`).
    """
    if told := noticed.pressed(desk, pressed.choice, pressed.reflection, pressed.theme):
        return Outcome((told,), {READY: False})
    record = reflections.by_id(desk, pressed.reflection) if pressed.reflection else None
    if record and pressed.choice in _AT_ONCE:
        changed = _changed(desk, record, Wish(pressed.choice, words=pressed.theme))
        return Outcome((reflect.card(desk, changed, "utter_reflect_changed"),), {READY: False})
    if not reflections.written(desk):
        return Outcome((Say("utter_journal_empty", STEP),), {READY: False})
    view = _pressed(View(), pressed) if record or pressed.choice == views.MORE else View()
    return Outcome(slots=_slots(view) | {READY: True, reflect.RETURN: return_to})


def answer(desk: Desk, said: Said, shown: Json | None, pressed: Pressed = NOTHING) -> Outcome:
    """Take one line, one control word or one button.

    Args:
        shown: the slot `journal_view`.
    """
    view = replace(view_from(shown), missed=False, told="")
    if said.intent in _LEAVES:
        return Outcome(slots=_slots(None))
    if told := noticed.pressed(desk, pressed.choice, pressed.reflection, pressed.theme):
        return Outcome((told,), _slots(view))
    if pressed.choice:
        return _after(desk, view, Wish(pressed.choice, words=pressed.theme), pressed.reflection)
    if view.what == EDIT:
        return Outcome(slots=_slots(_edited(desk, view, said)))
    if said.intent in ("rephrase", "dont_know"):
        return Outcome(slots=_slots(replace(view, missed=True)))
    wish = Wish(_CONTROLS[said.intent]) if said.intent in _CONTROLS else wish_in(said.text, view)
    return _after(desk, view, wish, _entry(desk, view, wish))


def _entry(desk: Desk, view: View, wish: Wish) -> str:
    """The id of the entry a line means: by its number on the page, or the one on show."""
    if wish.number is None:
        return view.entry
    page = _page(desk, view)
    return page[wish.number - 1].id if 1 <= wish.number <= len(page) else ""


def _after(desk: Desk, view: View, wish: Wish, entry: str) -> Outcome:
    if wish.what == views.CLOSE or (wish.what == views.NEWER and view == View()):
        # There is nothing before the first page but where the person came from.
        return Outcome(slots=_slots(None))
    record = reflections.by_id(desk, entry) if entry else None
    if wish.what not in _ON_ENTRY:
        after = _on_all(desk, view, wish)
    elif record:
        after = _ON_ENTRY[wish.what](desk, view, record, wish)
    else:
        # Nobody can tell which entry is meant, or it is gone.
        after = replace(view, told="utter_journal_which")
    return Outcome(slots=_slots(after if reflections.written(desk) else None))


def _look(desk: Desk, view: View, record: Record, wish: Wish) -> View:
    return replace(view, what=wish.what, entry=record.id)


def _change(desk: Desk, view: View, record: Record, wish: Wish) -> View:
    after = from_dict(_changed(desk, record, wish).body)
    told = "utter_journal_changed" if after != from_dict(record.body) else "utter_journal_unchanged"
    return replace(view, what=READ, entry=record.id, told=told)


def _delete(desk: Desk, view: View, record: Record, wish: Wish) -> View:
    reflections.delete(desk, record.id)
    return replace(view, what=LIST, entry="", page=0, told="utter_journal_deleted")


def _keep(desk: Desk, view: View, record: Record, wish: Wish) -> View:
    return replace(view, what=READ, told="utter_journal_not_deleted")


_ON_ENTRY: dict[str, Callable[[Desk, View, Record, Wish], View]] = {
    **dict.fromkeys((READ, EDIT, DELETE), _look),
    **dict.fromkeys((views.COUNT, views.WITHDRAW, views.TAG, views.UNTAG, views.DROP_THEME), _change),
    views.YES: _delete,
    views.NO: _keep,
}


def _changed(desk: Desk, record: Record, wish: Wish) -> Record:
    """Change what stands beside the text of a reflection: sharing, tags, themes."""
    now = from_dict(record.body)
    after = {
        views.COUNT: lambda: replace(now, shared=True),
        views.WITHDRAW: lambda: replace(now, shared=False),
        views.TAG: lambda: rules.tagged(now, rules.tags_in(wish.words)),
        views.UNTAG: lambda: rules.untagged(now, wish.words.lower()),
        views.DROP_THEME: lambda: _less(now, reflection_text.theme_meant(desk, now, wish.words)),
    }[wish.what]()
    return reflections.save(desk, record, after)


def _less(now: Reflection, theme: str) -> Reflection:
    return rules.without_theme(now, theme) if theme else now


def _on_all(desk: Desk, view: View, wish: Wish) -> View:
    """Turn a page, search, or decide about all reflections."""
    if wish.what in (views.BY_DEFAULT, views.NOT_BY_DEFAULT):
        reflections.decide(desk, wish.what == views.BY_DEFAULT)
        return replace(view, told=f"utter_journal_{wish.what.replace('-', '_')}")
    if wish.what == views.WITHDRAW_ALL:
        reflections.withdraw_all(desk)
        return replace(view, told="utter_journal_withdrawn")
    if wish.what == views.SEARCH:
        return _searched(desk, view, wish.words)
    if wish.what in (views.ALL, views.MORE, views.NEWER):
        return _turned(desk, view, wish.what)
    return replace(view, missed=True)


def _searched(desk: Desk, view: View, query: str) -> View:
    if reflections.written(desk, query):
        return View(query=query)
    return replace(view, what=LIST, told="utter_journal_not_found")


def _turned(desk: Desk, view: View, where: str) -> View:
    if where == views.ALL:
        return View()
    if view.what != LIST:
        return replace(view, what=LIST, entry="")
    last = (len(reflections.written(desk, view.query)) - 1) // PAGE
    page = view.page + (1 if where == views.MORE else -1)
    if page < 0:
        return View()
    return replace(view, page=page) if page <= last else replace(view, told="utter_journal_no_more")


def _edited(desk: Desk, view: View, said: Said) -> View:
    """Take the new text of an entry; a control word leaves it as it is."""
    record = reflections.by_id(desk, view.entry)
    if record is None:
        return View()
    if said.intent in ("go_back", "skip", "start_over"):
        return replace(view, what=READ, told="utter_journal_unchanged")
    if said.intent in ("rephrase", "dont_know"):
        return view
    reflections.rewrite(desk, record, (Piece(said.text, desk.source),))
    return replace(view, what=READ, told="utter_journal_edited")


def _pressed(view: View, pressed: Pressed) -> View:
    if pressed.choice in (READ, EDIT, DELETE):
        return replace(view, what=pressed.choice, entry=pressed.reflection)
    return replace(view, page=1) if pressed.choice == views.MORE else view


def ask(desk: Desk, shown: Json | None) -> Outcome:
    """Show the page, the entry, or the question whether to delete it."""
    view = view_from(shown)
    told = (Say(view.told, STEP),) if view.told else ()
    if view.missed:
        told = (Say("utter_journal_hint", STEP),)
    record = reflections.by_id(desk, view.entry) if view.entry else None
    show = _show_list(desk, view) if record is None or view.what == LIST else _show_entry(desk, view, record)
    # Said once: after a digression only what is on show is shown again.
    return Outcome((*told, show), {VIEW: asdict(replace(view, missed=False, told=""))})


def ask_text(desk: Desk, shown: Json | None) -> Outcome:
    """Ask for the new text of an entry."""
    return Outcome((Say("utter_journal_edit", reflect.CAPTURE, view_from(shown).entry),))


def _show_list(desk: Desk, view: View) -> Say:
    found = reflections.written(desk, view.query)
    page = _page(desk, view)
    lines = "\n".join(reflection_text.line(desk, n, record) for n, record in enumerate(page, 1))
    values = {"lines": lines, "query": view.query, "n": str(len(found))}
    name = "utter_journal_found" if view.query else "utter_journal_list"
    return Say(name, STEP, page[0].id if page else None, values, _list_buttons(desk, view, page, len(found)))


def _list_buttons(desk: Desk, view: View, page: list[Record], found: int) -> tuple[Button, ...]:
    choose = reflection_text.CHOOSE
    read = [
        Button(desk.phrases.say("journal.button.read", n=str(n)), f"{choose} choice=read reflection={record.id}")
        for n, record in enumerate(page, 1)
    ]
    turn = [views.MORE] * (found > (view.page + 1) * PAGE) + [views.NEWER] * (view.page > 0)
    turn += [views.ALL] * bool(view.query) + [views.CLOSE]
    return (*read, *(Button(desk.phrases.say(f"journal.button.{where}"), f"{choose} choice={where}") for where in turn))


def _show_entry(desk: Desk, view: View, record: Record) -> Say:
    now = from_dict(record.body)
    if view.what == DELETE:
        words = rules.first_words(now.text)
        return Say("utter_journal_delete", STEP, record.id, {"words": words}, _delete_buttons(desk, record))
    edited = desk.phrases.say("journal.edited", date=now.edited_at[:10]) if now.edited_at else ""
    prompt = desk.phrases.say(f"reflect.prompt.{now.prompt}")
    date = " ".join(part for part in (spoken(record.created_at.date()), edited) if part)
    values: dict[str, Any] = {"date": date, "prompt": prompt, "lines": reflection_text.facts(desk, now)}
    change = [reflection_text.pressing(desk, choice, record.id) for choice in (EDIT, DELETE)]
    back = Button(desk.phrases.say("journal.button.all"), f"{reflection_text.CHOOSE} choice={views.ALL}")
    buttons = (*change, *reflection_text.sharing_buttons(desk, record.id, now), back)
    return Say("utter_journal_entry", STEP, record.id, values | {"words": now.text}, buttons)


def _delete_buttons(desk: Desk, record: Record) -> tuple[Button, ...]:
    return tuple(reflection_text.pressing(desk, choice, record.id) for choice in (views.YES, views.NO))


def close(desk: Desk) -> Outcome:
    """Close the journal; say so where it has become empty."""
    name = "utter_journal_closed" if reflections.written(desk) else "utter_journal_emptied"
    return Outcome((Say(name, STEP),), _slots(View()) | {reflect.CAPTURE_SLOT: None})


def _page(desk: Desk, view: View) -> list[Record]:
    return reflections.written(desk, view.query)[view.page * PAGE : (view.page + 1) * PAGE]


def _slots(view: View | None) -> dict[str, Any]:
    """The list is done when the journal is closed (None); the text is awaited while an entry is edited."""
    editing = view is not None and view.what == EDIT
    shown = asdict(view or View())
    return {
        VIEW: shown,
        SLOT: "done" if view is None else None,
        reflect.CAPTURE_SLOT: None if editing else "done",
    }
