"""Rights, without the dialogue: what counts as a yes, what a copy holds, what is told before anything goes."""

import json
from datetime import date
from typing import Any

import pytest

from bot import bootstrap
from bot.domain.coaching.signals import Signals
from bot.drawing.pictures import draw
from bot.services import onboarding, privacy
from bot.services.desk import Desk
from bot.services.export import as_json, as_text, everything
from bot.services.grow import Said
from bot.services.ports import Person, Record, Retention
from tests.fakes.engine import FakeClock
from tests.fakes.storage import FakeDatabase, FakeUnitOfWork

CLOCK = FakeClock()


@pytest.fixture
def desk() -> Desk:
    uow = FakeUnitOfWork(FakeDatabase(), CLOCK)
    person = uow.people.register("web", "ann")
    board = bootstrap.content().board
    uow.people.consent(person.id, board.consent_version, CLOCK.now())
    return Desk(uow, Person(person.id, person.sender, board.consent_version), board, CLOCK)


def said(text: str, intent: str = "answer") -> Said:
    return Said(text, intent, Signals())


@pytest.mark.parametrize(
    "text",
    ["yes", "Yes.", "y", "yes please", "Yes, erase everything", "yep, do it", "delete it", "erase everything now"]
    + ["I'm sure", "i am sure", "go ahead", "ok", "please delete everything", "confirm"],
)
def test_a_clear_yes_erases(text: str) -> None:
    assert privacy.take_answer(said(text)).slots == {privacy.CONFIRM: privacy.ERASE}


@pytest.mark.parametrize(
    "text",
    ["no", "No, keep everything", "yes but not my promises", "not yet", "wait", "yes, later", "hm", "forget", "erase"]
    + ["delete the promises", "stop", "do you delete it?", "yes, only the reflections", "if you delete it, what then"]
    + [
        "yesterday the demand review was cancelled",
        "Okay so the commercial director sends a delegate to every meeting",
    ],
)
def test_anything_else_keeps_everything(text: str) -> None:
    assert privacy.take_answer(said(text)).slots == {privacy.CONFIRM: privacy.KEEP}


def test_asking_to_be_forgotten_again_is_no_yes(desk: Desk) -> None:
    assert privacy.take_answer(said("forget", "forget_me")).slots == {privacy.CONFIRM: None}


def test_the_buttons_mean_what_they_say(desk: Desk) -> None:
    yes, no = privacy.ask_confirm(desk).say[0].buttons
    assert privacy.meant(yes.payload) and not privacy.meant(no.payload)


def test_what_goes_is_named_with_its_number_and_an_unknown_kind_is_not_hidden(desk: Desk) -> None:
    for kind in ("session", "session", "promise", "something_new"):
        desk.create(kind, "kept", {})
    what = privacy.ask_confirm(desk).say[0].values["what"]
    assert what == "promises (1), coaching conversations (2), other notes (1)"


def test_the_retention_in_force_is_what_people_are_told(desk: Desk) -> None:
    board = desk.content.__class__(**{**vars(desk.content), "retention": Retention(90, 7)})
    values = privacy.info(Desk(desk.uow, desk.person, board, desk.clock)).say[0].values
    assert values == {"reflections": "90", "messages": "7"}


def test_only_who_has_agreed_is_offered_to_withdraw(desk: Desk) -> None:
    offered = [button.payload for button in privacy.info(desk).say[0].buttons]
    assert offered == ["/privacy_shared", "/export_data", "/forget_me", "/withdraw_consent"]
    stranger = Desk(desk.uow, Person(desk.person.id, desk.person.sender), desk.content, desk.clock)
    assert [b.payload for b in privacy.info(stranger).say[0].buttons] == offered[:3]


def test_consent_and_its_withdrawal_leave_a_dated_record(desk: Desk) -> None:
    version = desk.content.consent_version
    onboarding.answer(desk, "onboarding_consent", said("I agree"), (), version)
    assert onboarding.withdraw(desk)
    assert {(r.state, r.body["version"]) for r in desk.every(onboarding.CONSENT)} == {
        ("given", version),
        ("withdrawn", version),
    }
    assert desk.uow.people.by_sender(desk.person.sender).consent_version is None


def test_a_yes_counts_only_for_the_version_that_was_asked_about(desk: Desk) -> None:
    for asked in (None, desk.content.consent_version - 1):
        outcome = onboarding.answer(desk, "onboarding_consent", said("I agree"), (), asked)
        assert outcome.slots == {"onboarding_consent": None}


def everything_of(desk: Desk) -> dict[str, Any]:
    now = CLOCK.now()
    body = {"text": "Ottoline hides stock", "themes": [{"id": "data-trust", "because": "hides stock"}], "shared": False}
    desk.uow.records.put(Record("r1", desk.person.id, "reflection", "saved", now, now, body))
    desk.create(
        "something_new", "open", {"said": "a kind that nobody thought of", "empty": None}, due_on=date(2027, 3, 4)
    )
    parsed = {"intent": {"name": "answer"}, "signals": {"themes": ["senior-resistance"]}}
    events = [
        {"event": "user", "text": "Žluťoučký “kůň”\nhides", "parse_data": parsed, "timestamp": now.timestamp()},
        {"event": "bot", "text": "What else?", "timestamp": now.timestamp()},
        {"event": "slot", "name": "x", "value": "y"},
    ]
    desk.uow.events.append(desk.person.sender, 0, events)
    return everything(desk.uow, desk.person, now)


def test_a_copy_holds_every_record_of_whatever_kind_every_message_and_what_was_inferred(desk: Desk) -> None:
    whole = json.loads(as_json(everything_of(desk)))
    assert [(r["kind"], r["id"]) for r in whole["records"]][0] == ("reflection", "r1")
    assert whole["records"][1]["body"]["said"] == "a kind that nobody thought of"
    assert whole["records"][1]["due_on"] == "2027-03-04"
    assert [(m["from"], m["text"]) for m in whole["messages"]] == [
        ("user", "Žluťoučký “kůň”\nhides"),
        ("bot", "What else?"),
    ]
    assert whole["messages"][0]["understood"]["signals"] == {"themes": ["senior-resistance"]}
    assert whole["person"]["consent_version"] == desk.content.consent_version


def test_the_readable_copy_says_the_same_in_order(desk: Desk) -> None:
    text = as_text(everything_of(desk), desk.phrases)
    wanted = ["Everything Sounding Board keeps", "consent version: 1", "Reflections", "2026-11-23 (saved)"]
    wanted += ["text: Ottoline hides stock", "because: hides stock", "Something new", "due: 2027-03-04"]
    wanted += ["said: a kind that nobody thought of", "2026-11-23 12:00 You: Žluťoučký", "Sounding Board: What else?"]
    places = [text.find(piece) for piece in wanted]
    assert -1 not in places and places == sorted(places)
    assert "None" not in text and "{" not in text


def test_the_copy_is_given_as_two_documents_that_hold_it(desk: Desk) -> None:
    everything_of(desk)
    documents = [say.values["document"] for say in privacy.export(desk).say]
    assert [(d["name"], d["media_type"]) for d in documents] == [
        ("sounding-board.txt", "text/plain"),
        ("sounding-board.json", "application/json"),
    ]
    assert [draw(d["page"]).split(";")[0] for d in documents] == ["data:text/plain", "data:application/json"]
