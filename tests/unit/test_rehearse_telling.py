"""The rehearsal of an objection that the leader tells at once, and lines that have no point of their own."""

import pytest

from tests.fakes.rehearsal import POOR, Leader, at_objection


@pytest.mark.parametrize("opening", ["rehearse", "rehearse, the cfo says that stock is too high"])
def test_what_they_say_is_raised_at_once_where_the_leader_tells_it(opening: str) -> None:
    leader = Leader().begin(opening)
    if leader.step == "stakeholder":
        leader.say("The CFO says stock is too high")
    assert leader.now.playing and "in role:\nStock is too high" in leader.text


def test_a_person_who_says_something_short_or_late_in_a_long_text_is_only_chosen() -> None:
    assert "could say" in Leader().begin().say("the CFO says no").text
    assert "could say" in Leader().begin().say("finance " + "a " * 8_000 + "says stock is too high").text


def test_again_before_any_answer_lets_the_line_stand() -> None:
    leader = at_objection()
    line = leader.says[-1]
    assert leader.say("again").says[-1] == line and not leader.now.round.attempts


def test_a_rebuff_has_no_point_of_its_own_so_the_next_answer_is_still_one_to_the_objection() -> None:
    leader = Leader().begin("the cfo says stock is too high").say(POOR).say(POOR)
    assert {attempt.line for attempt in leader.now.round.attempts} == {"Stock is too high"}
