"""The look at behaviours: what a leader did is mirrored with strength and blind spot, and ends as a promise."""

import json
import re
import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import behaviours as reviews
from bot.domain.behaviours import BEHAVIOURS
from bot.services import behaviours, commitments
from bot.services.conversations import overview
from tests.fakes.looking import BEHAVIOURS as FORM
from tests.fakes.looking import Looker, content
from tests.speed import examples

BOOK = content().behaviours
HOLD = BOOK["hold-to-account"]


def leader(style: dict[str, str] | None = None) -> Looker:
    looker = Looker(FORM)
    if style:
        looker.desk.create("style", "kept", {"pairs": style})
    return looker


def at_cases(style: dict[str, str] | None = None) -> Looker:
    return leader(style).begin().press("Hold to account")


def at_mirror(*replies: str, style: dict[str, str] | None = None) -> Looker:
    looker = at_cases(style)
    for reply in replies:
        looker.press(reply) if reply in looker.buttons else looker.say(reply)
    return looker


def at_experiment() -> Looker:
    return (
        at_mirror("Filled it in myself", "Accepted the busy month")
        .say("In March")
        .say("A note")
        .say("Nobody would ask")
    )


def at_when() -> Looker:
    return at_experiment().press("1")


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("holding people to account", "hold-to-account"),
        ("recognition", "recognise-contribution"),
        ("the one about engaging people", "engage-and-inspire"),
    ],
)
def test_a_behaviour_is_chosen_in_words(typed: str, first: str) -> None:
    looker = leader().begin().say(typed)
    assert looker.names == ["case"] and looker.says[-1].ref == first


def test_a_request_that_names_one_begins_with_it() -> None:
    assert leader().begin("look at how I hold people to account").names == ["begin", "case"]


def test_all_three_have_two_situations_each_and_one_mirror() -> None:
    looker = leader().begin().press("All three")
    keys = reviews.from_dict(looker.stored()).keys
    assert len(keys) == 3 * 3 + 4 and [k for k in keys if k.startswith("mirror")] == [f"mirror/{b}" for b in BEHAVIOURS]


def test_an_unclear_choice_is_asked_again_and_skipping_it_takes_the_one_not_looked_at_longest() -> None:
    looker = leader().begin().say("whatever")
    assert looker.names == ["which_again"]
    assert looker.say("skip", "skip").says[-1].ref == "engage-and-inspire"


def test_what_was_done_in_own_words_is_read_and_said_back() -> None:
    looker = at_cases().say("I rang the owner and asked why")
    assert looker.names == ["heard", "case"] and "“Rang the owner there and then”" in looker.text
    assert looker.say("hm, difficult").names == ["heard_words", "mirror"]


def test_one_manner_is_mirrored_with_its_strength_and_blind_spot() -> None:
    looker = at_mirror("Filled it in myself", "Accepted the busy month")
    sides = HOLD.manners["wait"]
    assert "leans one way: you tend to absorb it yourself" in looker.text
    assert f"Strength: {sides.strength}" in looker.text and f"Blind spot: {sides.blind_spot}" in looker.text
    assert looker.text.endswith("Where did that cost you something in the last cycle?")


def test_two_manners_that_do_not_go_together_are_laid_side_by_side() -> None:
    looker = at_mirror("Named it in the meeting", "Accepted the busy month")
    assert "once you tend to say it at once and in the open, once to absorb it yourself" in looker.text
    assert looker.text.endswith("What made the difference between the two?")


def test_nothing_told_is_mirrored_without_a_verdict() -> None:
    looker = at_cases().say("skip", "skip").say("no idea", "dont_know")
    assert "You told me nothing about this one" in looker.text and "Strength" not in looker.text


def test_preferences_are_used_where_there_is_a_profile_and_only_those_that_matter() -> None:
    style = {"energy": "I", "information": "", "decision": "F", "closure": "P"}
    text = at_mirror("Filled it in myself", "Accepted the busy month", style=style).text
    assert "From the preferences you noted (F, P): you can name a miss without hurting anybody" in text
    assert "preferences you noted" not in at_mirror("Filled it in myself", "Accepted the busy month").text


def test_who_does_not_agree_keeps_their_own_view() -> None:
    looker = at_mirror("Filled it in myself", "Accepted the busy month").say("That's not me at all")
    assert looker.names == ["disagreed", "self"]
    assert looker.stored()["told"][-1]["text"] == "That's not me at all"


def test_experiments_that_look_into_the_blind_spot_come_first() -> None:
    offered = reviews.trials(reviews.from_dict(at_experiment().stored()), BOOK)
    assert len(offered) == 3 and "wait" in offered[0][1].helps and "wait" not in offered[2][1].helps


def test_of_three_behaviours_one_experiment_each_is_offered_by_name() -> None:
    looker = leader().begin().press("All three")
    while looker.names[-1] != "experiment":
        looker.say("skip", "skip")
    assert [line.split(":")[0] for line in looker.says[-1].values["lines"].splitlines()] == [
        f"{n}. {one.name}" for n, one in enumerate(BOOK.values(), 1)
    ]


@pytest.mark.parametrize("typed", ["2", "the second one", "Number 2."])
def test_an_experiment_is_chosen_by_number(typed: str) -> None:
    looker = at_experiment()
    wanted = reviews.trials(reviews.from_dict(looker.stored()), BOOK)[1][1]
    assert looker.say(typed).stored()["told"][-1]["choice"] == wanted.id


def test_the_experiment_becomes_a_promise_with_its_day() -> None:
    looker = at_when().say("by 18 December", on="2026-12-18")
    (promise,) = looker.desk.every(commitments.KIND)
    assert (promise.state, promise.due_on) == ("open", date(2026, 12, 18))
    assert promise.body["action"] == looker.stored()["told"][-2]["text"] and looker.step == "menu"
    assert f"“{promise.body['action']}”, by 18 December 2026" in looker.text
    assert commitments.due(looker.desk) == [promise]
    assert promise.body["action"] in str(commitments.listed(looker.desk).say[0].values)


def test_an_experiment_of_ones_own_is_kept_in_its_words_and_too_short_a_one_asked_again() -> None:
    looker = at_experiment().say("ok")
    assert looker.names == ["experiment_again"]
    looker.say("I ask Jürgen for his number on Tuesday").press("In four weeks")
    (promise,) = looker.desk.every(commitments.KIND)
    assert promise.body["action"] == "I ask Jürgen for his number on Tuesday"
    assert promise.due_on == date(2026, 12, 21) and looker.names == ["closed"]


def test_a_day_that_cannot_be_read_is_asked_once_more_and_then_one_cycle_is_taken() -> None:
    looker = at_when().say("when it is quiet")
    assert looker.names == ["when_again"]
    assert looker.say("some day").names == ["closed_undated"] and "21 December 2026" in looker.text
    assert at_when().say("no idea", "dont_know").names == ["closed_undated"]
    assert at_when().say("yesterday", on="2026-11-01").names == ["when_again"], "a day that has passed"


def test_without_an_experiment_nothing_is_promised() -> None:
    looker = at_experiment().say("skip", "skip")
    assert looker.names == ["closed_without"] and not looker.desk.every(commitments.KIND)


def test_the_next_review_begins_with_what_became_of_the_experiment_and_has_other_situations() -> None:
    looker = at_when().press("In four weeks")
    first, (promise,) = looker.stored(), looker.desk.every(commitments.KIND)
    assert "still open" in looker.begin().text
    looker.say("stop")
    commitments.update(looker.desk, "done", promise.id)
    looker.restart().press("Hold to account")
    assert not set(first["dealt"]) & set(looker.stored()["dealt"])
    record = looker.desk.newest(behaviours.KIND)
    assert record is not None
    looker.desk.save(record, state="left")
    assert "and you did it" in looker.begin().text


def test_back_returns_question_by_question_to_the_choice() -> None:
    looker = at_when()
    names = []
    for _ in range(8):
        names.append(looker.say("back", "go_back").names[0])
    assert names == ["experiment", "team", "self", "mirror", "case", "case", "which", "which"]


def test_a_short_look_has_one_situation_each() -> None:
    looker = at_cases().say("5 minutes", "short_time")
    assert looker.names == ["short", "case"]
    assert looker.press("Filled it in myself").names == ["mirror"]


@pytest.mark.parametrize("text", ["", "…", "?"])
def test_a_text_without_words_is_asked_again(text: str) -> None:
    assert at_cases().say(text).names == ["empty", "case"]


def test_every_question_has_other_words() -> None:
    looker = leader().begin()
    for reply in ("hold", "a b c", "a b c", "a b c", "a b c", "a b c", "1", "by then"):
        hint = looker.say("what do you mean?", "rephrase").names[0]
        assert hint.startswith("hint_") and len(looker.names) == 2
        looker.say(reply)


def test_stop_keeps_it_and_the_next_request_goes_on_there() -> None:
    looker = at_mirror("Filled it in myself").stop()
    assert looker.names == ["paused"]
    assert looker.begin().names == ["resumed", "case"] and len(looker.stored()["told"]) == 1
    assert looker.digress().names == ["case"]


def test_a_situation_that_was_taken_out_meanwhile_breaks_nothing() -> None:
    looker = at_mirror("Filled it in myself")
    record = looker.desk.newest(behaviours.KIND)
    assert record is not None
    told = [{**record.body["told"][0], "key": "hold-to-account/gone"}]
    looker.desk.save(
        record, body={**record.body, "dealt": ["hold-to-account/gone", record.body["dealt"][1]], "told": told}
    )
    assert looker.digress().names == ["case"]


def test_the_overview_holds_the_reviews() -> None:
    looker = at_mirror("Filled it in myself")
    assert overview(looker.desk.uow, looker.desk.person)["behaviours"][0]["told"][0]["choice"] == "fill"


@pytest.mark.parametrize("unit", ["rang ", "the one ", "(", "\n", "number "])
def test_very_long_texts_are_read_in_bounded_time_and_cut_where_they_are_promised(unit: str) -> None:
    long = unit * (16_000 // len(unit))
    began = time.process_time()
    at_cases().say(long)
    looker = at_experiment().say(long)
    assert time.process_time() - began < 3.0
    if looker.names == ["when"]:
        looker.press("In four weeks")
        assert len(looker.text) < 700


SAID = st.sampled_from(
    ["hold", "all", "1", "yes", "no", "I rang him", "I ask him on Monday", "not me", "", "{x}", "done"]
)
INTENT = st.sampled_from(["answer", "answer", "answer", "skip", "go_back", "dont_know", "rephrase", "short_time"])


@examples(40)
@given(st.lists(st.tuples(SAID, INTENT), max_size=20))
def test_whatever_is_typed_something_is_said_in_the_step(said: list[tuple[str, str]]) -> None:
    looker = leader({"energy": "E", "decision": "T"}).begin()
    for text, intent in said:
        if looker.step == "menu":
            looker.begin(text)
        else:
            looker.say(text, intent)
        assert looker.text.strip() and not re.search(r"\bNone\b", looker.text)
        assert all(say.kind == "behaviours.check" for say in looker.says)
        now = reviews.from_dict(json.loads(json.dumps(looker.stored())))
        assert reviews.to_dict(now) == looker.stored() or reviews.from_dict(looker.stored()) == now


@pytest.mark.parametrize("said", ["no", "Never happened.", "Nothing really"])
def test_who_never_was_in_a_situation_is_not_read_from_the_answer(said: str) -> None:
    looker, skipped = at_cases().say(said), at_cases().say("skip", "skip")
    assert looker.names == skipped.names and looker.text == skipped.text
    assert at_cases().say("no, I sat down with him").names != looker.names
