"""What stands around a turn: what it told, how a reply goes out, where failures are noted, the last words to nobody."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, cast

import pytest

from bot.services import told, turn_context
from bot.services.desk import Content, Desk
from bot.services.farewells import MOST, Farewells
from bot.services.outgoing import BUTTON_LIFE, outgoing
from bot.services.refusals import LONGEST, BadMessage, TooLong, check
from tests.fakes.engine import NOON, FakeClock, reply
from tests.fakes.storage import FakeDatabase, FakeUnitOfWork

ITEM: Any = type("Item", (), {"id": 7})()


@pytest.fixture
def desk() -> Iterator[Desk]:
    with FakeUnitOfWork(FakeDatabase()) as uow:
        yield Desk(uow, uow.people.register("web", "ann"), cast(Content, None), FakeClock())


# What a turn told


def test_the_ref_of_a_turn_is_that_of_its_last_reply_of_the_step_it_ends_in() -> None:
    replies = (reply("a", "grow.goal", "g1"), reply("b", "grow.goal", "g2"), reply("c", "mentor.answer", "topic"))
    assert told.turn(ITEM, "grow.goal", replies) == told.Turn("7", "grow.goal", "g2", replies)
    assert told.turn(ITEM, "menu", replies).ref is None
    assert told.turn(ITEM, "menu", ()).replies == ()


def test_an_item_that_was_answered_with_nothing_stands_at_the_menu(desk: Desk) -> None:
    item = desk.uow.inbox.receive(desk.person, "web", "1", {"text": "hi"}, NOON)
    assert told.again(desk.uow, item) == told.Turn(str(item.id), "menu", None, ())


def test_the_same_turn_is_told_again_as_it_was(desk: Desk) -> None:
    item = desk.uow.inbox.receive(desk.person, "web", "1", {"text": "hi"}, NOON)
    said = [reply("a", "menu"), reply("b", "grow.goal", "g1")]
    desk.uow.outbox.add(item, [{"reply": one, "step": "grow.goal"} for one in said], NOON)
    assert told.again(desk.uow, item) == told.turn(item, "grow.goal", tuple(said))


# A reply on its way out


def test_a_button_leaves_as_a_token_that_leads_back_to_its_payload_for_thirty_days(desk: Desk) -> None:
    payload = '/commitment{"id": "secret"}'
    sent = outgoing(desk, reply("Done?", buttons={"Yes": payload}), str)
    (button,) = sent["buttons"]
    assert button["title"] == "Yes" and "secret" not in button["value"] and set(button) == {"title", "value"}
    redeem, last = desk.uow.buttons.redeem, NOON + BUTTON_LIFE - timedelta(seconds=1)
    assert [redeem(desk.person.id, button["value"], at) for at in (NOON, last)] == [(payload, "Yes")] * 2
    assert redeem(desk.person.id, button["value"], NOON + BUTTON_LIFE + timedelta(seconds=1)) is None
    ben = desk.uow.people.register("web", "ben")
    assert redeem(ben.id, button["value"], NOON) is None, "somebody else's button is none"


def test_pictures_and_documents_leave_drawn_and_their_content_stays(desk: Desk) -> None:
    drawn: list[Any] = []

    def draw(what: Any) -> str:
        drawn.append(what)
        return f"data:{len(drawn)}"

    document = {"name": "plan.pdf", "media_type": "application/pdf", "page": {"title": "my plan"}}
    sent = outgoing(desk, {**reply("Here"), "picture": {"kind": "map"}, "document": document}, draw)
    assert sent["document"] == {"name": "plan.pdf", "media_type": "application/pdf", "data": "data:1"}
    assert (sent["image"], drawn) == ("data:2", [{"title": "my plan"}, {"kind": "map"}])
    assert "picture" not in sent


def test_a_plain_reply_draws_nothing_and_has_no_image(desk: Desk) -> None:
    def never(_: Any) -> str:
        raise AssertionError("there is nothing to draw")

    sent = outgoing(desk, reply("Hello", "menu"), never)
    assert (sent["image"], sent["buttons"]) == (None, [])
    assert "document" not in sent


# The turn under way


def test_only_the_first_failure_of_a_turn_is_noted_and_by_name_only(desk: Desk) -> None:
    with turn_context.under_way(desk) as turn:
        turn_context.note("action_grow_open", ValueError("my boss"))
        turn_context.note("action_menu", KeyError("later"))
    assert turn.failures == ["action_grow_open: ValueError"]


def test_after_a_turn_there_is_none_even_if_it_failed_and_a_note_goes_nowhere(desk: Desk) -> None:
    with pytest.raises(RuntimeError), turn_context.under_way(desk):
        assert turn_context.current() is not None
        raise RuntimeError
    assert turn_context.current() is None
    turn_context.note("action_menu", ValueError())


def test_a_turn_within_a_turn_gives_way_to_the_outer_one_again(desk: Desk) -> None:
    with turn_context.under_way(desk) as outer:
        with turn_context.under_way(desk) as inner:
            turn_context.note("inner", ValueError())
        assert turn_context.current() is outer
    assert (outer.failures, len(inner.failures)) == ([], 1)


# Last answers to people who were erased


def test_a_last_answer_is_found_by_its_whole_call_only() -> None:
    farewells: Farewells[str] = Farewells()
    farewells.keep("Goodbye", "web", "ann", "id 1")
    assert farewells.get("web", "ann", "id 1") == "Goodbye"
    assert [farewells.get(*call) for call in (("web", "ann"), ("web", "ann", "id 2"), ("web", "annid 1"))] == [None] * 3


def test_of_last_answers_the_oldest_go_first_and_none_holds_who_it_was() -> None:
    farewells: Farewells[int] = Farewells()
    for n in range(MOST + 1):
        farewells.keep(n, "web", f"person {n}", "\ud800")
    assert farewells.get("web", "person 0", "\ud800") is None
    assert farewells.get("web", "person 1", "\ud800") == 1
    assert farewells.get("web", f"person {MOST}", "\ud800") == MOST
    assert "person" not in repr(farewells)


# What is refused


@pytest.mark.parametrize("payload", [{}, {"text": ""}, {"text": " \n\t"}, {"text": None}, {"text": 5}, {"button": ""}])
def test_a_message_without_a_text_is_refused(payload: dict[str, Any]) -> None:
    with pytest.raises(BadMessage):
        check(payload)


@pytest.mark.parametrize("key", ["text", "button"])
def test_the_longest_message_is_taken_and_one_letter_more_is_not(key: str) -> None:
    check({key: "x" * LONGEST})
    with pytest.raises(TooLong):
        check({key: "x" * (LONGEST + 1)})
