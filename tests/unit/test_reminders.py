"""The dialogue about reminders, with the real words: what is asked, what holds, and when nothing is asked at all."""

from dataclasses import replace
from datetime import date

import pytest

from bot.catalogue.coaching import load_guide
from bot.domain.coaching.signals import Signals
from bot.domain.reminders import Wishes
from bot.services import contacts, nudges, reminders
from bot.services.desk import Desk
from bot.services.grow import Said
from bot.services.replies import Outcome
from bot.settings import ROOT
from tests.fakes.engine import FakeClock, fake_turns
from tests.fakes.storage import FakeDatabase, FakeUnitOfWork


@pytest.fixture
def desk() -> Desk:
    clock = FakeClock()
    uow = FakeUnitOfWork(FakeDatabase(), clock)
    person = uow.people.register("telegram", "4711")
    contacts.reach(uow, person, "telegram", "4711", clock)
    content = replace(fake_turns().content, guide=load_guide(ROOT / "content"))
    return Desk(uow, person, content, clock)


def said(text: str, intent: str = "answer") -> Said:
    return Said(text, intent, Signals())


def spoken(outcome: Outcome) -> list[str]:
    return [say.response.removeprefix("utter_reminders_") for say in outcome.say]


def told(desk: Desk, *texts: str) -> list[str]:
    """Open the dialogue, answer, and return what was asked after each answer; `done` at the end."""
    reminders.open_reminders(desk, said("reminders", "reminders"))
    asked = []
    for text in texts:
        outcome = reminders.answer(desk, said(text))
        asked.append("done" if outcome.slots["commitments_update"] else "+".join(spoken(reminders.ask(desk))))
    return asked


def wishes(desk: Desk) -> Wishes | None:
    return nudges.wishes(desk.uow, desk.person.id)


def test_five_answers_and_everything_is_known(desk: Desk) -> None:
    asked = told(desk, "Berlin", "8:00", "the day before too", "every month", "yes")
    assert asked == ["ask_hour", "ask_promises", "ask_weeks", "ask_reflect", "done"]
    assert wishes(desk) == Wishes("Europe/Berlin", "before", 4, True, 8)
    (say,) = reminders.close(desk).say
    assert say.response == "utter_reminders_kept"
    assert "Berlin" in say.values["lines"] and "{" not in say.values["lines"]


@pytest.mark.parametrize("weeks", [1, 2, 3, 4])
def test_every_number_of_weeks_has_its_words(desk: Desk, weeks: int) -> None:
    desk.create("reminders", "kept", {"zone": "Etc/UTC", "weeks": weeks, "weekends": True, "promises": "off"})
    (say,) = reminders.close(desk).say
    assert len(say.values["lines"].splitlines()) == 5


def test_what_is_not_understood_is_asked_again_and_quiet_hours_may_be_told_anywhere(desk: Desk) -> None:
    assert told(desk, "the moon", "Germany, and quiet from 17 to 9", "weekends too, at 10") == [
        "again+ask_zone",
        "ask_hour",
        "ask_promises",
    ]
    assert wishes(desk) == Wishes("Europe/Berlin", hour=10, quiet_from=17, quiet_to=9, weekends=True)


def test_skip_keeps_what_holds_back_goes_back_and_without_a_zone_there_is_nothing_to_ask(desk: Desk) -> None:
    told(desk, "Berlin")
    assert reminders.answer(desk, said("skip", "skip")).slots["commitments_update"] is None
    assert spoken(reminders.ask(desk)) == ["ask_promises"]
    reminders.answer(desk, said("back", "go_back"))
    assert spoken(reminders.ask(desk)) == ["ask_hour"]
    reminders.restart(desk)
    assert spoken(reminders.ask(desk)) == ["ask_zone"]


def test_without_a_zone_skip_ends_it(desk: Desk) -> None:
    reminders.open_reminders(desk, said("reminders", "reminders"))
    assert reminders.answer(desk, said("skip", "skip")).slots["commitments_update"] == "done"
    assert spoken(reminders.close(desk)) == ["none"]


def test_rather_not_is_an_answer_and_not_only_a_skip(desk: Desk) -> None:
    told(desk, "Berlin", "9:00")
    reminders.answer(desk, said("rather not", "skip"))
    assert wishes(desk).promises == "off"


def test_one_sentence_ends_all_reminders_before_or_in_the_middle_of_the_questions(desk: Desk) -> None:
    told(desk, "Berlin", "9:00", "on the day", "weekly", "yes")
    outcome = reminders.open_reminders(desk, said("stop reminding me", "reminders"))
    assert (spoken(outcome), outcome.slots) == (["off"], {"commitments_update": "done"})
    assert not wishes(desk).wanted and wishes(desk).zone
    assert told(desk, "Berlin", "no more reminders") == ["ask_hour", "done"]


def test_a_first_message_that_names_a_place_is_not_asked_for_one(desk: Desk) -> None:
    assert spoken(reminders.open_reminders(desk, said("I moved to Singapore, change my reminders"))) == ["begin"]
    assert spoken(reminders.ask(desk)) == ["ask_hour"]


def test_somebody_who_knows_it_already_is_shown_what_holds(desk: Desk) -> None:
    told(desk, "Berlin", "9:00", "on the day", "no", "no")
    (say,) = reminders.open_reminders(desk, said("reminders")).say
    assert say.response == "utter_reminders_now" and "Berlin" in say.values["lines"]
    assert spoken(reminders.pause(desk)) == ["paused"]


def test_somebody_who_cannot_be_written_to_is_told_so_and_asked_nothing(desk: Desk) -> None:
    contacts.block(desk.uow, desk.person.id, desk.clock)
    outcome = reminders.open_reminders(desk, said("reminders"))
    assert (spoken(outcome), outcome.slots) == (["elsewhere"], {"commitments_update": "done"})
    assert spoken(reminders.close(desk)) == [] and wishes(desk) is None


def test_nothing_can_be_put_off_that_is_not_open(desk: Desk) -> None:
    told(desk, "Berlin")
    desk.create("promise", "done", {"action": "call"}, due_on=date(2026, 12, 1), record_id="p1")
    assert spoken(reminders.snooze(desk, "p1", "7")) == ["gone"]
    assert spoken(reminders.snooze(desk, "unknown", "x")) == ["gone"]
