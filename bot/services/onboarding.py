"""First contact: what this is, consent, and a few optional facts about the person."""

import re
from datetime import datetime
from itertools import takewhile
from secrets import token_hex
from typing import Any

from bot.services import programmes
from bot.services.desk import Desk
from bot.services.ports import Person, Programme, Record, UnitOfWork
from bot.services.replies import Outcome, Say
from bot.services.said import Said

KIND, INVITED = "profile", "invitation"
#: One record each time consent is given or withdrawn.
CONSENT, GIVEN, WITHDRAWN = "consent", "given", "withdrawn"
FIELDS = ("name", "function", "role", "programme")
#: What ends the questions about oneself: who asks for something else wants to begin, and is no "coach" by function.
_ENOUGH = frozenset(
    {"stop", "goodbye", "coach", "pressure_test", "rehearse", "reflect", "journal", "introduce", "brief"}
)
FUNCTIONS = ("commercial", "supply-chain", "finance", "product", "general-management")
#: What Telegram lets a link to a bot carry.
_CODE = re.compile(r"[\w-]{1,64}", re.A)
_AGREES = re.compile(
    r"^\W*(?:i (?:do )?(?:agree|accept|consent)|agreed?|accept(?:ed)?|yes|y|yep|yeah|sure|ok|okay|fine|go ahead|"
    r"sounds good|let'?s (?:go|start)|i'?m (?:in|ok|fine with (?:it|that)))\b[\s\w,.!']{0,40}$",
    re.I,
)
_REFUSES = re.compile(r"\b(?:not|don'?t|no|never|disagree|refuse|but)\b", re.I)
_NOTHING = re.compile(
    r"^\W*(?:no|nope|none|nothing|whatever|never mind|why|just let me in|doesn'?t matter|coach(?: me)?)\W*$", re.I
)
#: More words than these are a remark and not a name: nobody is greeted by a sentence.
LONGEST_NAME = 4
_NAME = re.compile(r"^\W*(?:(?:hi|hello|hey)\W+)?(?:my name is|my name'?s|i am|i'?m|it'?s|call me|this is)\s+", re.I)


def agrees(text: str) -> bool:
    """Whether a reply is a clear yes to the consent question."""
    return bool(_AGREES.match(text)) and not _REFUSES.search(text)


def consented(desk: Desk) -> bool:
    """Whether the person agreed to the consent text in force."""
    return desk.person.consent_version == desk.content.consent_version


def ask_consent(desk: Desk, asked: int | None) -> Outcome:
    """Say what this is and ask for consent; shorter when it was asked before.

    Args:
        asked: the version of the text that the person was asked about last.
    """
    version = desk.content.consent_version
    if asked == version:
        name = "utter_onboarding_consent_again"
    else:
        known = desk.person.consent_version is not None
        name = "utter_onboarding_consent_changed" if known else "utter_onboarding_consent"
    return Outcome((Say(name, "onboarding.consent"),), {"onboarding_asked": version})


def answer(desk: Desk, step: str, said: Said, functions: tuple[str, ...], asked: int | None) -> Outcome:
    """Take the answer of the step that waits.

    Args:
        step: `onboarding_consent` or `onboarding_profile`.
        functions: ids of the functions the message names.
        asked: the version of the consent text that the person was asked about last.
    """
    if step == "onboarding_consent":
        return _answer_consent(desk, said, asked)
    return _answer_profile(desk, said, functions)


def _answer_consent(desk: Desk, said: Said, asked: int | None) -> Outcome:
    """Store consent if given to the text in force; otherwise nothing is kept and the question stays."""
    version = desk.content.consent_version
    if asked == version and (said.intent == "affirm" or agrees(said.text)):
        desk.uow.people.consent(desk.person.id, version, desk.now)
        desk.create(CONSENT, GIVEN, {"version": version})
        accept_invitation(desk)
        return Outcome(slots={"onboarding_consent": "given", "consented": True} | _profile_slot(desk))
    return Outcome(slots={"onboarding_consent": None})


def withdraw(desk: Desk) -> bool:
    """Take consent back; whether there was any. What was stored stays, and nothing is added to it."""
    version = desk.person.consent_version
    if version is None:
        return False
    desk.uow.people.withdraw(desk.person.id)
    desk.create(CONSENT, WITHDRAWN, {"version": version})
    return True


def ask_profile(desk: Desk) -> Outcome:
    """Ask for the next fact that is neither known nor skipped."""
    wanted = _wanted(_body(desk))
    if wanted is None:
        return Outcome()
    return Outcome((Say(f"utter_onboarding_{wanted}", "onboarding.profile", wanted),))


def _answer_profile(desk: Desk, said: Said, functions: tuple[str, ...]) -> Outcome:
    body = _body(desk)
    wanted = _wanted(body)
    if wanted is None:
        return Outcome(slots=_profile_slot(desk))
    if said.intent == "go_back":
        _store(desk, _without_last(body))
        return Outcome(slots=_profile_slot(desk))
    if said.intent in _ENOUGH:
        # Enough questions: what was not asked stays unsaid.
        _store(desk, {**dict.fromkeys(FIELDS), **body})
        return Outcome(slots=_profile_slot(desk))
    value = _value(wanted, said, functions)
    if wanted == "programme" and value is not None:
        return _join(desk, body, value)
    _store(desk, {**body, wanted: value})
    return Outcome(slots=_profile_slot(desk))


def _join(desk: Desk, body: dict[str, Any], text: str) -> Outcome:
    """Join the programme whose code was typed. After an unknown code the question stays; without any code we go on."""
    if programmes.code_in(text) is None:
        _store(desk, {**body, "programme": None})
        return Outcome((Say("utter_onboarding_code_none", "onboarding.profile", "programme"),), _profile_slot(desk))
    programme = programmes.join(desk.uow, desk.person, text, desk.now)
    if programme is None:
        return Outcome((Say("utter_onboarding_code_unknown", "onboarding.profile", "programme"),), _profile_slot(desk))
    _store(desk, {**body, "programme": programme.name})
    joined = Say("utter_onboarding_joined", "onboarding.profile", "programme", {"programme": programme.name})
    return Outcome((joined,), _profile_slot(desk))


def done(desk: Desk) -> Outcome:
    """Close the first contact."""
    name = _body(desk).get("name")
    return Outcome(
        (Say("utter_onboarding_done_named" if name else "utter_onboarding_done", "menu", values={"name": name}),)
    )


def invite(desk: Desk, code: str) -> None:
    """Keep the programme code of the link that brought the person here until they have agreed; ignore other words."""
    if not _CODE.fullmatch(code):
        return
    record = desk.newest(INVITED)
    if record:
        desk.save(record, body={"programme": code})
    else:
        desk.create(INVITED, "kept", {"programme": code})


def accept_invitation(desk: Desk) -> str | None:
    """Join the programme of an invitation, and return its name; None where there was none or its code is not known.

    Only for somebody who has agreed to be here. After an unknown code they are asked for one like everybody else.
    """
    record = desk.newest(INVITED)
    if record is None:
        return None
    desk.uow.records.delete(desk.person.id, record.id)
    programme = _invited(desk, record)
    if programme is None:
        return None
    _store(desk, {**_body(desk), "programme": programme.name})
    return programme.name


def hold_place(uow: UnitOfWork, person: Person, place: tuple[str, str], now: datetime) -> None:
    """Keep a place in a programme (`programmes.reserve`) for somebody until they have agreed to be here."""
    uow.records.put(Record(token_hex(8), person.id, INVITED, "kept", now, now, {"place": list(place)}))


def _invited(desk: Desk, record: Record) -> Programme | None:
    """Take the place that is held for the person, or the one that the code of their link stands for."""
    if "place" in record.body:
        programme_id, level = record.body["place"]
        return programmes.take(desk.uow, desk.person, (programme_id, level), desk.now)
    return programmes.join(desk.uow, desk.person, record.body["programme"], desk.now)


def profile(desk: Desk) -> dict[str, Any]:
    """Return what the person said about themselves: name, function, role, programme; None where skipped."""
    return _body(desk)


def keep(desk: Desk, **decided: bool | str) -> None:
    """Keep something the person decided once, beside what they said about themselves."""
    _store(desk, {**_body(desk), **decided})


def _value(wanted: str, said: Said, functions: tuple[str, ...]) -> str | None:
    if said.intent in ("skip", "dont_know", "deny") or _NOTHING.match(said.text):
        return None
    text = said.text.strip()
    if wanted == "function":
        return functions[0] if functions else text
    if wanted != "name":
        return text
    if agrees(text):
        return None  # said once more, and nobody's name
    name = _NAME.sub("", text).strip(" .!,")
    return name if len(name.split()) <= LONGEST_NAME else None


def _wanted(body: dict[str, Any]) -> str | None:
    return next((field for field in FIELDS if field not in body), None)


def _without_last(body: dict[str, Any]) -> dict[str, Any]:
    # A link to the bot may have brought the programme, which comes last, before anything was asked.
    known = list(takewhile(body.__contains__, FIELDS))
    return {k: v for k, v in body.items() if k not in known[-1:]}


def _profile_slot(desk: Desk) -> dict[str, Any]:
    return {"onboarding_profile": "done" if _wanted(_body(desk)) is None else None}


def _record(desk: Desk) -> Record | None:
    return desk.newest(KIND)


def _body(desk: Desk) -> dict[str, Any]:
    record = _record(desk)
    return dict(record.body) if record else {}


def _store(desk: Desk, body: dict[str, Any]) -> None:
    record = _record(desk)
    if record:
        desk.save(record, body=body)
    else:
        desk.create(KIND, "kept", body)
