"""The awareness check: what was named is shown with its words, nothing is marked, and the gaps become a path."""

import json
import re
import time
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import awareness as checks
from bot.domain.mentoring import FUNCTIONS
from bot.drawing.awareness import draw_awareness
from bot.services import awareness, mentor
from bot.services.conversations import overview
from tests.fakes.looking import AWARENESS, Looker, content
from tests.fakes.mentors import Office, register
from tests.speed import examples

BOOK = content().awareness


def leader(function: str = "commercial") -> Looker:
    return Looker(AWARENESS, {"function": function})


def at_gaps(function: str = "commercial", reply: str = "cash and hours", intent: str = "answer") -> Looker:
    looker = leader(function).begin()
    while looker.step == "awareness_check":
        looker.say(reply, intent)
    return looker


def test_a_round_looks_at_every_function_and_mostly_not_at_ones_own() -> None:
    for own in FUNCTIONS:
        functions = [BOOK[id].function for id in checks.deal(BOOK, [], own)]
        assert len(functions) == checks.ROUND and set(functions) == set(FUNCTIONS)
        assert functions.count(own) == 1 and functions[0] != own
        assert all(a != b for a, b in zip(functions, functions[1:], strict=False))


def test_the_next_round_has_other_situations_and_more_of_the_weakest_function() -> None:
    looker = leader().begin()
    first = list(looker.stored()["dealt"])
    while looker.step == "awareness_check":
        names = "hours, another order, packaging, overtime, trust, cash, storage, obsolete, lost sales, capacity"
        seen_by = BOOK[awareness._current(looker.desk)[1].pending].function
        looker.say("no idea", "dont_know") if seen_by == "product" else looker.say(names)
    looker.press("Another round")
    second = looker.stored()["dealt"]
    assert not set(first) & set(second)
    assert [BOOK[id].function for id in second].count("product") == 2


def test_what_was_named_is_shown_with_its_words_and_a_colleague_adds_the_rest() -> None:
    looker = leader().begin()
    assert BOOK[looker.stored()["dealt"][0]].id == "freeze-broken"
    looker.say("Changeovers cost them a shift, and the crew hates it")
    assert "line hours (“Changeovers”)" in looker.text and "crews and overtime (“crew”)" in looker.text
    assert "The plant manager would add: “Something had to give way." in looker.text
    assert "And beside that: belief in the plan." in looker.text


def test_who_names_every_point_is_told_that_there_is_no_more() -> None:
    text = "changeover hours, another customer is late, the packaging is scrap, overtime, and nobody trusts the plan"
    assert "That is everything I have from the plant manager." in leader().begin().say(text).text


def test_an_answer_outside_the_list_is_not_called_wrong() -> None:
    looker = leader().begin().say("The colour of the boxes")
    assert "your answer stays as you wrote it" in looker.text
    assert looker.stored()["answers"][0]["text"] == "The colour of the boxes"


def test_choices_are_buttons_and_count_apart_from_own_words() -> None:
    looker = leader().begin().press("Show me choices")
    assert looker.names == ["choices"] and len(looker.buttons) == 5
    looker.press("Line hours")
    assert "You chose line hours." in looker.text
    answer = looker.stored()["answers"][0]
    assert answer["picked"] == ["hours"] and not answer["named"]
    assert leader().begin().say("show me choices please").say("line hours").stored()["answers"][0]["picked"] == [
        "hours"
    ]


def test_not_knowing_is_an_answer_and_skipping_is_none() -> None:
    looker = leader().begin().say("no idea", "dont_know")
    assert looker.text.startswith("The plant manager would say: “")
    looker.say("skip", "skip")
    counts = checks.tally([checks.from_dict(looker.stored())], BOOK)
    assert counts == {"supply-chain": checks.Tally(0, 0, 5)}


def test_back_opens_the_situation_before_and_closes_choices_first() -> None:
    looker = leader().begin().say("overtime").press("Show me choices").say("back", "go_back")
    assert looker.names == ["situation"] and "2 of 6" in looker.text
    assert "1 of 6" in looker.say("back", "go_back").text and not looker.stored()["answers"]
    assert "1 of 6" in looker.say("back", "go_back").text


@pytest.mark.parametrize("text", ["", "...", "?!"])
def test_a_text_without_words_is_asked_again(text: str) -> None:
    looker = leader().begin().say(text)
    assert looker.names == ["empty", "situation"] and not looker.stored()["answers"]


def test_other_words_for_a_situation_and_a_short_round() -> None:
    looker = leader().begin().say("what do you mean?", "rephrase")
    assert looker.names == ["hint", "situation"] and "the plant manager" in looker.text
    looker.say("5 minutes", "short_time")
    assert "1 of 3" in looker.text
    looker.say("a").say("b").say("c")
    assert looker.step == "awareness_gaps"


def test_the_picture_shows_each_function_and_the_same_in_words() -> None:
    looker = at_gaps()
    gaps = looker.says[-1]
    assert (gaps.kind, gaps.response) == ("awareness.gaps", "utter_awareness_gaps") and gaps.ref in FUNCTIONS
    picture = json.loads(json.dumps(gaps.picture))
    assert draw_awareness(picture).startswith("data:image/png;base64,iVBOR")
    for row in picture["rows"]:
        total = row["named"] + row["picked"] + row["missed"]
        own = " (your own)" if row["name"] == "Commercial" else ""
        assert f"{row['name']}{own}: {row['named']} of {total} points in your own words" in looker.text
    assert "The gap is deepest in " in looker.text and "Commercial." not in looker.text


def test_the_picture_is_drawn_once_and_again_when_asked_for() -> None:
    looker = at_gaps()
    question = looker.text.splitlines()[-1]
    assert looker.digress().names == ["path"] and looker.text.splitlines()[-1] == question
    assert looker.press("Show the picture").says[-1].picture is not None


def test_progress_is_shown_against_the_round_before() -> None:
    looker = at_gaps(reply="no idea", intent="dont_know").press("Another round")
    while looker.step == "awareness_check":
        looker.press("Show me choices")
        looker.press(next(iter(looker.buttons)))
    assert re.search(
        r"Finance: 0 of \d+ points in your own words, [12] from the choices; the round before, 0 of \d", looker.text
    )
    rows = (looker.says[-1].picture or {})["rows"]
    assert {row["before"] for row in rows} == {0.0}


def test_the_path_leads_from_the_deepest_gap_to_topics_that_have_that_view() -> None:
    now = checks.from_dict(at_gaps(reply="hours, cash").stored())
    counts = checks.tally([now], BOOK)
    assert 1 < len(now.path) <= 7 and now.path[0].function == checks.deepest(counts, "commercial")
    assert len(set(now.path)) == len(now.path)
    assert all(piece.function in content().topics[piece.topic].perspectives for piece in now.path)


def test_a_piece_is_the_mentors_answer_and_one_a_day_is_enough() -> None:
    looker = at_gaps()
    path = checks.from_dict(looker.stored()).path
    looker.press("Today's piece")
    view = looker.says[0]
    assert (view.kind, view.ref) == ("mentor.perspective", f"{path[0].topic}/{path[0].function}")
    assert looker.slots[mentor.SLOT] == path[0].topic
    assert "1 of" in looker.says[1].values["path"] and "Next piece now" in looker.buttons
    assert looker.say("yes").step == "menu" and "today's piece" in looker.text
    assert looker.begin("today's piece").names == ["path"], "one a day"
    assert looker.say("next piece", "skip").says[0].ref == f"{path[1].topic}/{path[1].function}"
    looker.say("done")
    looker.office.clock.time += timedelta(days=1)
    assert looker.begin("today's piece").says[0].ref == f"{path[2].topic}/{path[2].function}"


def test_when_all_is_read_another_round_is_offered_and_the_check_is_over() -> None:
    looker = at_gaps().press("Today's piece")
    while "Next piece now" in looker.buttons:
        looker.press("Next piece now")
    assert "pieces are read" in looker.text and set(looker.buttons) == {"Show the picture", "Another round", "Done"}
    assert "all_read" in looker.say("next piece").names
    assert looker.press("Done").names == ["closed_done"]
    assert looker.begin().names == ["begin_again", "situation"]


def test_what_was_left_unread_comes_after_what_the_new_round_found() -> None:
    looker = at_gaps().press("Today's piece")
    first = checks.from_dict(looker.stored())
    looker.press("Another round")
    for _ in range(checks.ROUND):
        looker.say("skip", "skip")
    left = [piece for piece in first.path if not piece.read_on]
    assert list(checks.from_dict(looker.stored()).path) == left
    assert looker.names[-1] == "path"


def test_a_human_mentor_is_offered_for_the_deepest_gap_where_there_are_any() -> None:
    assert not [title for title in at_gaps().buttons if "human mentor" in title]
    office = Office(content=content())
    register(office.factory, office.clock.now())
    looker = Looker(AWARENESS, {"function": "commercial"}, office).begin()
    while looker.step == "awareness_check":
        looker.say("hours")
    title = next(title for title in looker.buttons if title.startswith("A human mentor for "))
    assert looker.buttons[title] == "/introduce" and looker.slots[mentor.SLOT] in content().topics


def test_stop_keeps_the_round_and_the_next_request_goes_on_there() -> None:
    looker = leader().begin().say("overtime").stop()
    assert looker.names == ["paused"]
    assert looker.begin().names == ["resumed", "situation"] and "2 of 6" in looker.text


def test_start_over_sets_the_round_aside_and_deals_others() -> None:
    looker = leader().begin().say("overtime")
    before = looker.stored()["dealt"]
    assert looker.restart().names == ["restarted", "situation"] and not set(before) & set(looker.stored()["dealt"])
    assert [r["state"] for r in awareness.stored(looker.desk.uow, looker.desk.person)] == ["open", "left"]


def test_finishing_before_the_first_answer_makes_no_picture() -> None:
    looker = leader().begin().say("show the picture", "go_back")
    assert looker.names == ["nothing"] and looker.say("no").names == ["closed_done"]


def test_beside_the_picture_an_unclear_text_changes_nothing() -> None:
    looker = at_gaps()
    assert looker.say("I think that the plant is right there, really").names == ["unclear", "path"]
    assert looker.say("skip", "skip").step == "menu"


def test_back_from_the_picture_opens_the_last_situation() -> None:
    looker = at_gaps().say("back", "go_back")
    assert "6 of 6" in looker.text and not looker.stored()["path"]


def test_a_situation_that_was_taken_out_meanwhile_breaks_nothing() -> None:
    looker = leader().begin().say("overtime")
    record = looker.desk.newest(awareness.KIND)
    assert record is not None
    looker.desk.save(record, body={**record.body, "dealt": ["gone", *record.body["dealt"][1:]]})
    assert looker.digress().names == ["situation"]


def test_the_overview_holds_the_rounds() -> None:
    looker = leader().begin().say("overtime")
    stored = overview(looker.desk.uow, looker.desk.person)["awareness"]
    assert stored[0]["state"] == "open" and stored[0]["answers"][0]["text"] == "overtime"


@pytest.mark.parametrize("unit", ["hours ", "not ", "a... ", "(", "\n", "set up ... "])
def test_very_long_texts_are_read_in_bounded_time(unit: str) -> None:
    looker = leader().begin()
    began = time.process_time()
    looker.say(unit * (16_000 // len(unit)))
    assert time.process_time() - began < 2.0 and len(looker.text) < 2_000


SAID = st.sampled_from(
    ["cash", "yes", "no", "done", "choices", "line hours", "next piece", "today's piece", "", "{x}", "gaps"]
)
INTENT = st.sampled_from(["answer", "answer", "answer", "skip", "go_back", "dont_know", "rephrase", "short_time"])


@examples(40)
@given(st.lists(st.tuples(SAID, INTENT), max_size=16))
def test_whatever_is_typed_something_is_said_and_belongs_to_the_step(said: list[tuple[str, str]]) -> None:
    looker = leader().begin()
    for text, intent in said:
        if looker.step == "menu":
            looker.begin(text)
        else:
            looker.say(text, intent)
        assert looker.text.strip() and not re.search(r"\bNone\b|\{\w*\}", looker.text)
        assert looker.step == "menu" or looker.says[-1].kind == looker.step.replace("_", ".")
        assert json.loads(json.dumps(looker.stored())) == json.loads(
            json.dumps(checks.to_dict(checks.from_dict(looker.stored())))
        )
