"""The pressure test as a use case: stored, resumed, closed; the plan in versions; nothing said is lost."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timezone
from pathlib import Path
from typing import Any, cast

import pytest
import yaml

from bot.domain.coaching import session as sessions
from bot.domain.coaching.session import Fact, Session
from bot.domain.coaching.signals import Signals
from bot.services import pressure_test
from bot.services.desk import Content, Desk
from bot.services.grow import Said
from bot.services.replies import Outcome, Say
from tests.fakes.storage import FakeDatabase, FakeUnitOfWork
from tests.unit.test_pressure_questions import CONTENT, EMPTY, STRONG, book

STEPS = ("plan", "stakeholders", "question", "summary")
CONTROLS = {"skip": "skip", "back": "go_back", "no idea": "dont_know", "what do you mean": "rephrase"}
TOLD = "I want to stop the Tuesday pricing call so that prices are decided once"


class Noon:
    """A clock that stands still."""

    def now(self) -> datetime:
        """Always the same noon."""
        return datetime(2026, 11, 22, 12, tzinfo=timezone.utc)


@dataclass
class Talk:
    """Plays a form: after each answer, asks in the first step whose slot is empty."""

    desk: Desk
    slots: dict[str, Any]
    last: Say | None = None
    seen: list[Say] = field(default_factory=list)

    @property
    def step(self) -> str | None:
        """The step that waits."""
        return next((s for s in STEPS if not self.slots.get(f"pressure_{s}")), None)

    def take(self, outcome: Outcome) -> "Talk":
        """Go on after a service call."""
        self.slots.update(outcome.slots)
        if self.step:
            asked = pressure_test.ask(self.desk, book(), self.step)
            self.last, self.seen = asked.say[-1], [*self.seen, *asked.say]
        return self

    def say(self, *texts: str) -> "Talk":
        """Answer, and be asked the next."""
        for text in texts:
            said = Said(text, CONTROLS.get(text, "answer"), Signals())
            self.take(pressure_test.answer(self.desk, book(), said))
        return self

    def until(self, step: str, text: str) -> "Talk":
        """Give the same answer until a step is reached."""
        while self.step != step:
            self.say(text)
        return self

    @property
    def asked(self) -> str:
        """The last question, as it is filled in."""
        assert self.last is not None
        return str(self.last.values.get("question"))


def at_a_desk() -> Desk:
    """A person's desk over an empty database."""
    uow = FakeUnitOfWork(FakeDatabase(), Noon())
    return Desk(uow, uow.people.register("test", "ann"), cast(Content, None), Noon())


def opened(desk: Desk) -> Talk:
    """A test begun or resumed."""
    return Talk(desk, {}).take(pressure_test.open_test(desk, book(), Said("pressure test", "pressure_test", Signals())))


def versions(desk: Desk) -> list[dict[str, Any]]:
    """The versions of the newest plan."""
    return cast("list[dict[str, Any]]", pressure_test.stored(desk.uow, desk.person)["plans"][0]["versions"])


def test_a_told_plan_is_questioned_summarised_and_kept() -> None:
    talk = opened(at_a_desk()).say("5 minutes", TOLD).until("stakeholders", "skip").say("finance and sales")
    assert talk.last is not None and (talk.last.kind, talk.last.ref) == ("pressure.question", "finance")
    talk.until("summary", EMPTY)
    assert talk.last is not None and talk.last.kind == "pressure.summary"
    assert "Finance" in talk.last.values["coverage"] and "no if-then plan yet" in talk.last.values["risks"]
    talk.say("measure: price decisions outside the meeting", "yes")
    assert talk.step is None
    closed = pressure_test.close(talk.desk, book())
    assert closed.say[0].values["version"] == "2"
    first, second = versions(talk.desk)
    assert (first["plan"]["measure"], second["plan"]["measure"]) == ("", "price decisions outside the meeting")
    assert second["changed"] == [{"part": "measure", "was": "", "now": "price decisions outside the meeting"}]
    assert pressure_test.stored(talk.desk.uow, talk.desk.person)["risks"]


def test_the_summary_shows_readiness_each_time_and_the_map_once() -> None:
    talk = opened(at_a_desk()).say("5 minutes", TOLD).until("stakeholders", "skip").say("finance and sales")
    talk.until("summary", EMPTY)
    before, shown = talk.seen[-2:]
    assert before.picture is not None and shown.picture is not None
    assert (before.picture["kind"], shown.picture["kind"]) == ("influence", "readiness")
    assert {r["name"] for r in shown.picture["rows"]} == {"Finance", "Sales"}
    in_words = shown.values["coverage"].lower()
    cells = [c for r in shown.picture["rows"] for c in r["cells"]]
    assert all(c["name"].lower() in in_words for c in cells if c["state"] != "untested")
    assert all(
        f"{sum(c['state'] == 'untested' for c in r['cells'])} not asked" in in_words for r in shown.picture["rows"]
    )
    assert all(p["name"] in before.values["lines"] for p in before.picture["points"])
    talk.say("date: 21 April")
    assert [s.response for s in talk.seen[-2:]] == ["utter_pressure_summary", "utter_pressure_summary"]
    assert "Date (new): “21 April”" in talk.seen[-1].values["plan"]


def test_the_page_holds_the_plan_what_changed_its_gaps_and_every_risk_in_the_leaders_words() -> None:
    talk = opened(at_a_desk()).say("5 minutes", TOLD).until("stakeholders", "skip").say("finance")
    talk.until("summary", "If the buyers object, then I show them the pilot").say("measure: price decisions", "yes")
    document = pressure_test.close(talk.desk, book()).say[0].values["document"]
    assert (document["name"], document["media_type"]) == ("tested-plan.pdf", "application/pdf")
    lines = {line["label"]: line["text"] for line in document["page"]["lines"]}
    assert lines["Change"] == "I want to stop the Tuesday pricing call"
    assert "“price decisions”, before not stated" in lines["What changed"]
    assert "by when" in lines["Not stated yet"]
    assert "If the buyers object, then I show them the pilot" in lines["Risks, and what I will do"]


def test_without_a_question_there_is_no_picture_to_show() -> None:
    talk = opened(at_a_desk()).say("5 minutes", TOLD).until("stakeholders", "skip").say("finance", "enough")
    assert [s.response for s in talk.seen[-1:]] == ["utter_pressure_summary"]
    assert talk.last is not None and talk.last.picture is None


def test_the_newest_closed_conversation_is_offered_as_the_plan() -> None:
    desk = at_a_desk()
    facts = (
        Fact("goal", "one number"),
        Fact("action", "ask the CFO to own the gap"),
        Fact("when", "14 January", on="2027-01-14"),
    )
    session = Session("s1", date(2026, 11, 1), facts=facts, confirmed=True)
    desk.create("session", "closed", sessions.to_dict(session), record_id="s1")
    talk = opened(desk)
    assert talk.last is not None and talk.last.response == "utter_pressure_offer"
    assert all(
        words in talk.last.values["lines"] for words in ("one number", "ask the CFO to own the gap", "14 January")
    )
    talk.say("This one")
    assert talk.asked.startswith("Who has to do something differently")


def test_a_promise_without_a_conversation_is_offered_too() -> None:
    desk = at_a_desk()
    desk.create("promise", "open", {"action": "stop the call", "goal": "calm"}, due_on=date(2027, 3, 31), record_id="p")
    talk = opened(desk)
    assert talk.last is not None and "stop the call" in talk.last.values["lines"]


def test_stopping_anywhere_keeps_everything_and_resumes_at_the_same_question() -> None:
    desk = at_a_desk()
    talk = opened(desk).say(TOLD).until("question", "yes").say(EMPTY)
    asked = talk.asked
    paused = pressure_test.pause(desk)
    assert set(paused.slots.values()) == {None}
    again = opened(desk)
    assert (again.step, again.asked) == ("question", asked)
    assert desk.newest("pressure", ("open",)) is not None
    assert versions(desk)[0]["plan"]["change"] == "I want to stop the Tuesday pricing call"


def test_after_a_question_to_the_mentor_the_same_question_waits() -> None:
    talk = opened(at_a_desk()).say(TOLD).until("question", "yes")
    asked = talk.asked
    assert talk.take(Outcome()).asked == asked


def test_a_duration_is_an_answer_to_a_stakeholder_and_a_length_before() -> None:
    talk = opened(at_a_desk()).say("5 minutes", TOLD).until("question", "yes")
    record = talk.desk.newest("pressure")
    assert record is not None and record.body["minutes"] == 5
    talk.say("30 minutes")
    record = talk.desk.newest("pressure")
    assert record is not None and record.body["minutes"] == 5
    assert "30 minutes" in [e["answer"] for e in record.body["exchanges"]]


def test_asking_what_is_meant_explains_and_asks_again() -> None:
    talk = opened(at_a_desk()).say(TOLD).until("question", "yes")
    asked = talk.asked
    said = Said("what do you mean", "rephrase", Signals())
    outcome = pressure_test.answer(talk.desk, book(), said)
    assert outcome.say[0].response == "utter_pressure_hint"
    assert talk.take(outcome).asked == asked


def test_a_second_test_of_the_same_plan_adds_a_version_and_asks_other_questions() -> None:
    desk = at_a_desk()
    talk = opened(desk).say(TOLD).until("stakeholders", "skip").say("finance").until("summary", STRONG).say("yes")
    pressure_test.close(talk.desk, book())
    before = len(versions(desk))
    first = heard(desk)
    again = opened(desk).say("This one").until("stakeholders", "skip").say("finance").until("summary", STRONG)
    again.say("date: 21 April", "yes")
    pressure_test.close(desk, book())
    assert len(versions(desk)) == before + 1
    assert "date" in [change["part"] for change in versions(desk)[-1]["changed"]]
    assert len(desk.every("plan")) == 1
    assert len(first & heard(desk)) <= 1


def heard(desk: Desk) -> set[str]:
    """Ids of the questions of the newest test."""
    record = max(desk.every("pressure"), key=lambda r: len(r.body["source"]))
    return {e["key"] for e in record.body["exchanges"] if e["move"] == "ask"}


def test_starting_over_sets_the_test_aside_and_keeps_it() -> None:
    desk = at_a_desk()
    opened(desk).say(TOLD)
    pressure_test.restart(desk, book())
    assert sorted(record.state for record in desk.every("pressure")) == ["left", "open"]


def test_nobody_elses_tests_are_seen() -> None:
    desk = at_a_desk()
    opened(desk).say(TOLD).until("question", "yes")
    other = Desk(desk.uow, desk.uow.people.register("test", "ben"), desk.content, desk.clock)
    assert pressure_test.stored(other.uow, other.person) == {"plans": [], "risks": []}
    assert opened(other).step == "plan"


@pytest.fixture(scope="module")
def responses() -> dict[str, str]:
    """The responses of the pressure test by name."""
    path = Path(CONTENT) / "responses" / "pressure_test.yml"
    return {
        name: body[0]["text"] for name, body in yaml.safe_load(path.read_text(encoding="utf-8"))["responses"].items()
    }


def test_every_reply_exists_and_all_its_placeholders_are_filled(responses: dict[str, str]) -> None:
    used = {say.response: say for say in every_reply()}
    for name, say in used.items():
        holes = {part.split("}")[0] for part in responses[name].split("{")[1:]}
        assert holes <= say.values.keys(), name
    assert set(used) == set(responses), "a response is never used, or not seen in this test"


def every_reply() -> Iterator[Say]:
    """Replies of tests that go through everything that can be said."""
    desk = at_a_desk()
    for _ in range(2):
        yield from pressure_test.open_test(desk, book(), Said("x", "pressure_test", Signals())).say
    talk = opened(desk)
    script = [
        TOLD,
        *("what would they say", "what would finance say", "what do you mean", "measure: late orders"),
        *(["skip"] * 4),
        "hm",
        "Jürgen",
        "finance",
        "what do you mean",
        EMPTY,
        EMPTY,
        "If so, then so",
    ]
    script += [*[STRONG] * 4, *["skip"] * 9]
    for text in script:
        heard = Signals(on=frozenset({"asks-view"} if text.startswith("what would") else ()))
        outcome = pressure_test.answer(desk, book(), Said(text, CONTROLS.get(text, "answer"), heard))
        yield from outcome.say
        yield from filter(None, [talk.last, talk.take(outcome).last])
    yield from talk.seen
    yield from pressure_test.open_test(desk, book(), Said("x", "pressure_test", Signals())).say
    yield from at_the_end(desk)


def at_the_end(desk: Desk) -> Iterator[Say]:
    """The pre-mortem, the summary and what closes a test."""
    pressure_test.restart(desk, book())
    talk = opened(desk).say("5 minutes", TOLD).until("stakeholders", "skip").say("finance")
    while talk.last and talk.last.response != "utter_pressure_failure":
        talk.say("skip")
    yield from filter(None, [talk.last, talk.say("Nobody came").last, talk.say("If so, then I call").last])
    yield from filter(None, [talk.say("no").last, talk.say("the date").last])
    talk.say("21 April", "yes")
    yield from (*pressure_test.close(desk, book()).say, *pressure_test.pause(desk).say)
    yield from (*pressure_test.restart(desk, book()).say, *filter(None, [opened(desk).last]))
