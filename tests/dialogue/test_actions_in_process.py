"""Actions run in our own process: on a copy of the tracker, with failures noted by name and never by content."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from rasa.utils.endpoints import ClientResponseError
from rasa_sdk.interfaces import ActionExecutionRejection

from bot.catalogue.yaml_text import ContentError
from bot.dialogue.endpoint import InProcessEndpoint
from bot.dialogue.loading import why
from bot.services import common, turn_context
from bot.services.desk import Content, Desk
from bot.services.replies import Outcome, Say
from bot.services.turn_context import TurnUnderWay
from tests.fakes.engine import FakeClock
from tests.fakes.storage import FakeDatabase, FakeUnitOfWork

SECRET = "my boss is called Wobblethorpe"
MODEL = Path("models") / "0123456789abcdef.tar.gz"


@pytest.fixture(scope="module")
def endpoint() -> InProcessEndpoint:
    return InProcessEndpoint()


@pytest.fixture
def turn() -> Iterator[TurnUnderWay]:
    with FakeUnitOfWork(FakeDatabase()) as uow:
        desk = Desk(uow, uow.people.register("web", "ann"), cast(Content, None), FakeClock())
        with turn_context.under_way(desk) as turn:
            yield turn


def call(action: str, **slots: Any) -> dict[str, Any]:
    """What Rasa sends for an action."""
    tracker = {
        "sender_id": "ann",
        "slots": slots,
        "latest_message": {"text": SECRET, "intent": {"name": "help"}, "entities": []},
        "events": [],
        "active_loop": {},
        "latest_action_name": "action_listen",
    }
    return {"next_action": action, "sender_id": "ann", "tracker": tracker, "domain": {}, "version": "3.6.2"}


def run(endpoint: InProcessEndpoint, body: dict[str, Any]) -> dict[str, Any]:
    return asyncio.run(endpoint.request(json=body))


def helping(monkeypatch: pytest.MonkeyPatch, does: Any) -> None:
    monkeypatch.setattr(common, "help_text", does)


def test_an_action_answers_with_its_replies_and_events(endpoint, turn, monkeypatch) -> None:
    helping(monkeypatch, lambda desk, form: Outcome((Say("utter_help", "help"),), {"topic": "pack"}))
    answer = run(endpoint, call("action_help"))
    assert [reply["response"] for reply in answer["responses"]] == ["utter_help"]
    assert [(event["name"], event["value"]) for event in answer["events"]] == [("topic", "pack")]
    assert turn.failures == []


def test_the_desk_of_an_action_is_that_of_the_turn(endpoint, turn, monkeypatch) -> None:
    desks: list[Desk] = []
    helping(monkeypatch, lambda desk, form: desks.append(desk) or Outcome())
    run(endpoint, call("action_help"))
    assert desks == [turn.desk]


def test_an_action_cannot_change_the_tracker_it_was_given(endpoint, turn, monkeypatch) -> None:
    body = call("action_help", plan={"what": "the pack"})

    helping(monkeypatch, lambda desk, form: Outcome())
    monkeypatch.setattr("actions.common.under_way", lambda tracker: tracker.slots["plan"].update(what="spoilt"))
    run(endpoint, body)
    assert body["tracker"]["slots"]["plan"] == {"what": "the pack"}


def test_a_failed_action_is_noted_by_name_and_nothing_of_it_reaches_rasas_log(endpoint, turn, monkeypatch) -> None:
    def fails(desk: Desk, form: str | None) -> Outcome:
        raise RuntimeError(SECRET)

    helping(monkeypatch, fails)
    with pytest.raises(ClientResponseError) as caught:
        run(endpoint, call("action_help"))
    assert (caught.value.status, caught.value.text) == (500, "")
    assert SECRET not in str(caught.value) and caught.value.__cause__ is None
    assert turn.failures == ["action_help: RuntimeError"]


def test_an_action_that_rejects_its_turn_is_no_failure(endpoint, turn, monkeypatch) -> None:
    def rejects(desk: Desk, form: str | None) -> Outcome:
        raise ActionExecutionRejection("action_help", SECRET)

    helping(monkeypatch, rejects)
    with pytest.raises(ClientResponseError) as caught:
        run(endpoint, call("action_help"))
    assert caught.value.status == 400 and "action_help" in caught.value.text
    assert SECRET not in caught.value.text
    assert turn.failures == []


def test_an_action_nobody_wrote_is_a_failure(endpoint, turn) -> None:
    with pytest.raises(ClientResponseError) as caught:
        run(endpoint, call("action_nobody_wrote"))
    assert caught.value.status == 500
    assert turn.failures[0].startswith("action_nobody_wrote: ")


# Why a model cannot be loaded


def chained(*problems: Exception, context: bool = False) -> Exception:
    """The first problem, caused by the second, caused by the third."""
    for outer, inner in zip(problems, problems[1:], strict=False):
        if context:
            outer.__context__ = inner
        else:
            outer.__cause__ = inner
    return problems[0]


@pytest.mark.parametrize("context", [False, True])
def test_what_a_component_of_ours_said_is_passed_on_however_deep_it_lies(context: bool) -> None:
    ours = ContentError("cues.yml: line 3: mend it")
    problem = chained(RuntimeError("a node"), ValueError("the graph"), ours, KeyError("x"), context=context)
    assert str(why(problem, MODEL)) == "cues.yml: line 3: mend it"


def test_of_two_of_ours_the_outer_one_is_told() -> None:
    problem = chained(ContentError("first"), ContentError("second"))
    assert str(why(problem, MODEL)) == "first"


def test_where_nothing_is_ours_the_archive_is_to_be_made_again() -> None:
    said = str(why(chained(EOFError(SECRET), OSError()), MODEL))
    assert str(MODEL) in said and "(EOFError)" in said and "make train" in said
    assert SECRET not in said
