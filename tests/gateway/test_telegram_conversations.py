"""Whole conversations on Telegram, with the trained model, as the program is deployed: `python -m bot telegram`."""

import signal
from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path

import pytest

from bot.services import programmes
from bot.services.programmes import OTHER
from tests.fakes.leading import FLOOR
from tests.gateway.telegram_phone import Deployed, Phone, in_days, other_hour, waits

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployed]:
    deployed = Deployed(tmp_path_factory.mktemp("deployed")).start()
    yield deployed
    deployed.close()


def texts(shown: list) -> str:
    return "\n".join(one.text for one in shown)


def test_a_whole_coaching_conversation_with_a_reminder_that_is_put_off_and_then_done(place: Deployed) -> None:
    ann = Phone.at_menu(place, when=in_days(3))
    ann.presses("Think something through")
    assert "Goal:" in texts(ann.until("grow.summary"))
    closed = ann.says("yes")
    assert ann.step == "menu" and "write to you when it is due" in texts(closed)
    ann.presses("Remind me")
    ann.says(f"UTC, weekends too, and {other_hour()}")
    ann.presses("9:00")
    ann.presses("On the day")
    ann.presses("Every two weeks")
    assert "Every" not in texts(ann.presses("No")) and ann.step == "menu"
    assert ann.reminders() == [("promise", "waiting"), ("conversation", "waiting")]

    before = len(ann.person.messages())
    ann.remind_now()
    waits(60, lambda: len(ann.person.messages()) > before)
    (reminder,) = ann.person.messages()[before:]
    assert "twenty minutes" in reminder.text and "come back about now" in reminder.text, "both in one message"
    assert ann.step == "menu", "a reminder is no turn of the dialogue"

    assert "tomorrow" in texts(ann.presses("Tomorrow"))
    assert ("snooze", "waiting") in ann.reminders()
    ann.person.presses("Done", reminder)
    place.stage.quiet()
    assert (
        "Done, then"
        in ann.person.messages()[-1 if "What would you like" not in ann.person.messages()[-1].text else -2].text
    )
    assert ("snooze", "waiting") not in ann.reminders(), "what is done is not asked about"


def test_a_pressure_test_to_its_summary(place: Deployed) -> None:
    note = "The finance director owns it and signs the number by 15 January; two decisions in every executive meeting"
    bob = Phone.at_menu(place, note=note)
    bob.presses("Test my plan")
    bob.until("pressure.stakeholders")
    bob.says("take these")
    assert bob.step == "pressure.question"
    shown = bob.until("pressure.summary")
    pictures = [one for one in shown if one.raw.get("photo")]
    assert len(pictures) == 2 and all(place.telegram.file(p.file_id).startswith(b"\x89PNG") for p in pictures)
    bob.says("yes")
    assert bob.step == "menu"


def test_somebody_takes_everything_along_and_is_erased_and_told_so_although_telegram_is_busy(place: Deployed) -> None:
    gus = Phone.at_menu(place)
    gus.says("note to self: the marmalade meeting decides nothing")
    files = {one.raw["document"]["file_name"]: one for one in gus.says("/export") if one.raw.get("document")}
    assert {name.rpartition(".")[2] for name in files} == {"json", "txt"}
    assert all(b"marmalade" in place.telegram.file(one.file_id) for one in files.values())
    assert "cannot be undone" in texts(gus.says("/forget"))
    place.telegram.script("sendMessage", "429", retry_after=1)
    before = len(gus.person.messages())
    gus.person.writes("yes")
    waits(60, lambda: len(gus.person.messages()) > before)
    (farewell,) = gus.person.messages()[before:]
    assert "erased" in farewell.text.lower()
    with place.stage.uow() as uow:
        assert uow.people.by_identity("telegram", str(gus.person.chat_id)) is None
    gus.person.writes("hello")
    waits(60, lambda: "I am software" in gus.person.messages()[-1].text)


def test_a_picture_and_a_document(place: Deployed) -> None:
    cleo = Phone.at_menu(place, when=in_days(5))
    for _ in range(2):
        cleo.says("coach")
        cleo.until("grow.summary")
        cleo.says("yes")
    (picture, *_) = [one for one in cleo.says("/progress") if one.raw.get("photo")]
    assert place.telegram.file(picture.file_id).startswith(b"\x89PNG")
    assert "promises" in picture.text
    shown = cleo.says("sponsor brief")
    for _ in range(8):
        if cleo.step == "menu":
            break
        shown = cleo.says("it is fine" if "ok" in texts(shown).lower() else "By the end of March 2027")
        if cleo.step != "menu":
            shown = cleo.says("yes")
    (page,) = [one for one in cleo.person.messages() if one.raw.get("document")]
    assert page.raw["document"]["file_name"] == "sponsor-brief.pdf"
    assert place.telegram.file(page.file_id).startswith(b"%PDF-")


def code_of(place: Deployed, name: str) -> str:
    """Launch a programme, and return a code with which people join it."""
    now = datetime.now(timezone.utc)
    with place.stage.uow() as uow:
        programme = programmes.create(uow, name, (), now.date(), FLOOR, now)
        code = programmes.invite(uow, programme, OTHER, 5, 30, now)
        uow.commit()
    return code


def test_a_link_with_a_programme_code_joins_the_programme_and_asks_nothing_twice(place: Deployed) -> None:
    dan = Phone(place, place.telegram.person())
    dan.says(f"/start {code_of(place, 'North Star')}")
    dan.presses("I agree")
    shown = [dan.presses("Skip") for _ in range(3)][-1]
    assert dan.step == "menu" and "code" not in texts(shown)
    with place.stage.uow() as uow:
        person = uow.people.by_identity("telegram", str(dan.person.chat_id))
        (profile,) = uow.records.all(person.id, "profile")
        assert programmes.of(uow, person).name == "North Star"
    assert profile.body["programme"] == "North Star"
    assert "South Star" in texts(dan.says(f"/start {code_of(place, 'South Star')}"))


def test_media_and_unknown_commands_change_nothing_and_get_one_line(place: Deployed) -> None:
    eve = Phone.at_menu(place)
    eve.says("coach")
    asked, before = eve.step, len(eve.person.messages())
    eve.person.sends_voice()
    place.stage.quiet()
    line, again = eve.person.messages()[before:]
    assert "only read text" in line.text and eve.step == asked and again.text
    eve.says('/nonsense{"a":"b"}')
    assert eve.step == asked


def test_all_that_was_sent_kept_to_the_limits_of_telegram(place: Deployed) -> None:
    sent = [call for call in place.telegram.calls() if call["method"].startswith("send") and not call.get("fault")]
    refused = [call for call in sent if call["status"] != 200]
    assert not refused


def test_the_process_ends_in_an_orderly_way(place: Deployed) -> None:
    assert place.stop() == 0
    assert place.telegram.token.partition(":")[2] not in place.errors.read_text()


@pytest.mark.parametrize("point", ["before_commit:2", "after_api_accept:2"])
def test_killed_in_the_middle_of_a_real_turn_the_conversation_goes_on(point: str, tmp_path: Path) -> None:
    place = Deployed(tmp_path).start(COACH_FAULT=point)
    ann = place.telegram.person()
    ann.writes("/start")
    ann.waits_for(1, 120)
    ann.writes("I agree")
    assert place.process and place.process.wait(60) == -signal.SIGKILL
    place.start()
    phone = Phone(place, ann)
    place.stage.quiet(120)
    shown = [one.text for one in ann.messages()]
    assert len(dict.fromkeys(shown)) == 2 and len(shown) == (3 if point.startswith("after_api") else 2)
    assert "What shall I call you" in shown[-1] and phone.step == "onboarding.profile"
    place.close()
