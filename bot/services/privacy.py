"""A person's rights: what is kept and who sees it, a copy of it, its erasure, consent withdrawn."""

import re
from collections.abc import Iterable
from typing import Any

from bot.services import onboarding, programmes
from bot.services import shared as programme_view
from bot.services.common import menu
from bot.services.desk import Desk
from bot.services.export import as_json, as_text, everything
from bot.services.grow import Said
from bot.services.ports import Json
from bot.services.replies import Button, Outcome, Say

#: Slots: the answer before an erasure, and the dialogue to go back to when nothing is erased.
CONFIRM, RETURN = "privacy_confirm", "privacy_return"
ERASE, KEEP = "erase", "done"
#: The last reply a person gets. The turn that says it erases them and stores nothing (`Turns`).
ERASED = "privacy.erased"
#: The intents of all rights.
INTENTS = frozenset({"privacy_info", "privacy_shared", "export_data", "forget_me", "withdraw_consent"})
FILE = "sounding-board"
_MEANT = re.compile(
    r"^\W*(?:yes|yep|yeah|yup|y|sure|ok|okay|i am sure|i'?m sure|i confirm|confirm(?:ed)?|do it|go ahead|please do|"
    r"(?:please\s+)?(?:erase|delete|forget|remove|wipe)\s+(?:it|everything|all|me|them))\b[\s\w,.!']{0,40}$",
    re.I,
)
_DOUBT = re.compile(r"\b(?:not|don'?t|no|never|but|later|wait|stop|keep|except|only|cancel|unless|if)\b", re.I)


def info(desk: Desk) -> Outcome:
    """Say what is kept, why, for how long, and who can see it."""
    days = desk.content.retention
    values = {"reflections": str(days.reflections_days), "messages": str(days.events_days)}
    return Outcome((Say("utter_privacy_info", "privacy.info", values=values, buttons=_rights(desk)),))


def _rights(desk: Desk) -> tuple[Button, ...]:
    names = ["shared", "export", "forget"] + ["withdraw"] * onboarding.consented(desk)
    intents = {"shared": "privacy_shared", "export": "export_data", "forget": "forget_me"}
    return tuple(
        Button(desk.phrases.say(f"privacy.button.{n}"), "/" + intents.get(n, "withdraw_consent")) for n in names
    )


def shared(desk: Desk) -> Outcome:
    """Say exactly what the programme team sees."""
    return programme_view.outcome(desk)


def export(desk: Desk) -> Outcome:
    """Give a copy of everything, as a text to read and as JSON for programs."""
    whole = everything(desk.uow, desk.person, desk.now)
    files = (
        ("text", "text/plain", "txt", as_text(whole, desk.phrases)),
        ("json", "application/json", "json", as_json(whole)),
    )
    return Outcome(tuple(_file(name, media, end, body) for name, media, end, body in files))


def _file(name: str, media_type: str, ending: str, body: str) -> Say:
    page = {"kind": "file", "media_type": media_type, "text": body}
    document = {"name": f"{FILE}.{ending}", "media_type": media_type, "page": page}
    return Say(f"utter_privacy_export_{name}", "privacy.export", values={"document": document})


def withdraw(desk: Desk, leaving: str | None) -> Outcome:
    """Take consent back: from here on nothing is stored, nothing is coached, and nothing of theirs enters a release.

    Args:
        leaving: the dialogue under way, to go back to once the person agrees again.
    """
    programmes.leave(desk.uow, desk.person, desk.now)
    name = "utter_privacy_withdrawn" if onboarding.withdraw(desk) else "utter_privacy_not_agreed"
    buttons = tuple(b for b in _rights(desk) if b.payload in ("/export_data", "/forget_me"))
    slots: dict[str, Any] = {"consented": False, "onboarding_consent": None, RETURN: leaving}
    # The question of consent follows at once: its short form.
    slots["onboarding_asked"] = desk.content.consent_version
    return Outcome((Say(name, "privacy.info", buttons=buttons),), slots)


def begin_forgetting(leaving: str | None) -> Outcome:
    """Open the question before an erasure; `leaving` is the dialogue to go back to."""
    return Outcome(slots={CONFIRM: None, RETURN: leaving})


def ask_confirm(desk: Desk) -> Outcome:
    """Say what goes, and ask whether that is meant."""
    found: dict[str, int] = {}
    for record in desk.uow.records.everything(desk.person.id):
        name = desk.phrases.say(f"kept.{record.kind}" if f"kept.{record.kind}" in desk.phrases else "kept.other")
        found[name] = found.get(name, 0) + 1
    what = ", ".join(f"{name} ({count})" for name, count in found.items()) or desk.phrases.say("kept.nothing")
    buttons = tuple(Button(title, title) for title in map(desk.phrases.say, ("forget.yes", "forget.no")))
    return Outcome((Say("utter_privacy_confirm", "privacy.confirm", values={"what": what}, buttons=buttons),))


def take_answer(said: Said) -> Outcome:
    """Take a clear yes as one; asking to be forgotten again asks again; everything else keeps everything."""
    if meant(said.text):
        return Outcome(slots={CONFIRM: ERASE})
    return Outcome(slots={CONFIRM: None if said.intent == "forget_me" else KEEP})


def meant(text: str) -> bool:
    """Whether a reply is a clear yes to being erased."""
    return bool(_MEANT.match(text)) and not _DOUBT.search(text)


def answered(desk: Desk, erase: bool, busy: bool) -> Outcome:
    """Say that everything is erased, or that nothing is; the menu follows unless a dialogue does (`busy`)."""
    if erase:
        return Outcome((Say("utter_privacy_erased", ERASED),))
    kept = Say("utter_privacy_kept", "privacy.info")
    return Outcome((kept,) if busy else (kept, *menu(desk).say), {CONFIRM: None})


def erases(replies: Iterable[Json]) -> bool:
    """Whether these replies tell a person that they are erased, so that it has to be done."""
    return any(reply.get("kind") == ERASED for reply in replies)
