"""What the rehearsal of objections promises, played as the dialogue engine plays its form."""

import base64
import json
import re
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.rehearsal.choosing import choice
from bot.domain.rehearsal.session import from_dict, to_dict
from bot.drawing.rehearsal import draw_rehearsal
from bot.services import rehearse
from tests.fakes.rehearsal import FINANCE, GOOD, POOR, PROPOSAL, RESPONSES, Leader, after, at_objection, playbook, shown
from tests.speed import examples


@pytest.mark.parametrize(
    ("typed", "voice"),
    [
        ("Finance", "The finance director could say"),
        ("with the plant manager please", "The plant manager could say"),
        ("rather sales than finance today", "The sales director could say"),
        ("Anna, our finance director", "Anna (the finance director) could say"),
        ("Jürgen from the plant", "Jürgen (the plant manager) could say"),
    ],
)
def test_a_stakeholder_is_chosen_by_button_title_role_or_name(typed: str, voice: str) -> None:
    leader = Leader().begin().say(typed)
    assert leader.step == "objection" and voice in leader.text


def test_a_name_without_a_role_is_placed_by_one_more_question_and_then_used() -> None:
    leader = Leader().begin().say("Maria Lopez")
    assert leader.step == "stakeholder" and "Maria Lopez come nearest" in leader.text
    assert [b.title for b in leader.says[-1].buttons] == [p.name for p in playbook().people.values()]
    assert "Maria Lopez (the head of procurement)" in leader.say("Procurement").text


def test_thousands_of_polite_words_are_no_choice_and_cost_nothing() -> None:
    began = time.process_time()
    assert choice("a " * 8_000, playbook(), playbook().choices) is None
    assert time.process_time() - began < 0.5


def test_a_request_that_names_somebody_starts_with_their_objections() -> None:
    leader = Leader().begin("I want to practise what I say to finance")
    assert leader.step == "objection" and "finance director could say" in leader.text


def test_somebody_else_can_be_asked_for_in_the_middle_and_nothing_is_lost() -> None:
    leader = after(GOOD).begin("rehearse with sales")
    assert leader.names == ["objections"] and "sales director could say" in leader.text
    assert [a.reply for r in leader.now.answered for a in r.attempts] == [GOOD]


def test_those_who_questioned_the_newest_plan_are_suggested_first_and_the_own_function_last() -> None:
    leader = Leader()
    leader.desk.create("profile", "kept", {"function": "finance"})
    assert "Finance" not in [b.title for b in leader.begin().says[-1].buttons]
    tested = Leader()
    tested.desk.create("pressure", "closed", {"picked": ["logistics", "hr"]})
    assert [b.title for b in tested.begin().says[-1].buttons][:2] == ["Logistics", "Human resources"]


def test_three_objections_are_offered_one_of_each_difficulty_and_others_on_request() -> None:
    leader = Leader().begin().say("finance")
    first = leader.now.offered
    assert re.findall(r"\((mild|firm|hard)\)", leader.text) == ["mild", "firm", "hard"]
    assert not set(leader.say("others").now.offered) & set(first)
    assert set(re.findall(r"\((mild|firm|hard)\)", leader.say("hard").text)) == {"hard"}


def test_an_objection_practised_before_is_not_offered_first_again() -> None:
    leader = after(GOOD)
    practised = leader.now.rounds[0].objection
    leader.say("summary").say("done").begin().say("finance")
    assert practised not in leader.now.offered


@pytest.mark.parametrize(
    "typed", ["They always say: my people have no time for this", "“My people have no time for this”"]
)
def test_an_objection_of_ones_own_is_spoken_as_it_was_typed(typed: str) -> None:
    leader = Leader().begin().say("finance").say(typed)
    assert leader.says[-1].values["line"] == "My people have no time for this"
    assert leader.names == ["curtain", "persona"]


def test_too_short_a_text_is_no_objection() -> None:
    leader = Leader().begin().say("finance").say("no")
    assert leader.step == "objection" and leader.names == ["objections_again"]


@pytest.mark.parametrize(
    "reply", ["Let us try again next month.", "Someone else decides that.", "I have a summary here."]
)
def test_a_sentence_that_holds_a_choice_is_said_to_the_persona(reply: str) -> None:
    assert after(reply).now.round.last.reply == reply


@pytest.mark.parametrize(
    ("intent", "reply"),
    [
        ("go_back", "Let's go back to the number we had in May"),
        ("rephrase", "What do you mean?"),
        ("short_time", "Ok?"),
    ],
)
def test_in_role_a_longer_text_is_an_answer_whatever_it_was_taken_for(intent: str, reply: str) -> None:
    assert at_objection().say(reply, intent).now.round.last.reply == reply


def test_who_does_not_know_what_to_say_gets_one_thing_to_begin_with_and_loses_nothing() -> None:
    leader = at_objection().say("no idea", "dont_know")
    assert leader.names == ["hint", "persona"] and leader.step == "objection"
    assert not leader.now.round.attempts
    assert after(GOOD).say("I don't know", "dont_know").names == ["hint", "persona", "feedback_short"]
    leader.say("you tell me", "dont_know")
    assert leader.names == ["hint_again", "persona"] and not leader.now.round.attempts
    assert leader.say(GOOD).say("no idea", "dont_know").names[0] == "hint", "another line, another beginning"


def test_skip_goes_to_other_objections_and_back_returns_step_by_step() -> None:
    leader = after(GOOD).say("skip", "skip")
    assert leader.step == "objection" and leader.names == ["objections"]
    assert leader.say("back", "go_back").step == "stakeholder"
    assert at_objection().say("back", "go_back").names == ["objections"]
    retry = after(GOOD).say("back", "go_back")
    assert retry.step == "objection" and retry.names == ["persona"]
    assert retry.say("back", "go_back").step == "feedback"


def test_choices_come_before_what_the_classifier_made_of_them() -> None:
    leader = Leader().begin().say("finance").say("hard", "dont_know")
    assert leader.names == ["objections"] and "(hard)" in leader.text
    leader.say("last one", "go_back")
    assert leader.now.playing
    assert leader.say(GOOD).say("Say it again", "rephrase").names == ["persona"]


def test_all_six_criteria_are_shown_on_request() -> None:
    leader = after(GOOD).say("All six criteria")
    assert leader.names == ["details", "persona", "feedback_short"]
    titles = [criterion.title for criterion in playbook().rubric.criteria.values()]
    assert all(title in shown(leader.says[0]) for title in titles)


def test_after_a_question_to_the_mentor_the_same_line_stands_again() -> None:
    leader = at_objection()
    line = leader.says[-1]
    assert leader.digress().says == (line,)
    feedback = after(GOOD)
    last = shown(feedback.feedback).splitlines()[-1]
    score = feedback.feedback.values["score"]
    feedback.digress()
    assert shown(feedback.says[-1]).endswith(last) and feedback.says[-1].values["score"] == score
    assert len(shown(feedback.says[-1])) < 400


@pytest.mark.parametrize("replies", [(), (POOR,), (POOR, "again"), (POOR, GOOD)])
def test_stop_keeps_what_was_said_and_the_next_request_goes_on_there(replies: tuple[str, ...]) -> None:
    leader = after(*replies)
    step, rounds, line = leader.step, leader.now.rounds, leader.says[0].values.get("line")
    assert leader.stop().step == "menu" and leader.now.rounds == rounds
    leader.begin()
    assert leader.step == step and leader.now.rounds == rounds
    assert leader.names[0] == "resumed" and "finance director sat across" in leader.text
    assert line is None or line in leader.text


def test_another_objection_another_stakeholder_and_the_summary_that_compares_them() -> None:
    leader = after(POOR, "again", GOOD).say("Another objection").say("1").say(GOOD)
    leader.say("Someone else").say("Sales").say("1").say("What would ten minutes cost you?").say("Summary")
    one, two, three = leader.now.answered
    assert leader.step == "summary" and leader.says[-1].kind == "rehearse.summary"
    first, second = (a.score.score for a in one.attempts)
    assert f"{first}, said again {second} of 100" in leader.text
    assert "The sales director: " in leader.text and leader.text.count(" of 100") == 3
    assert (two.stakeholder, three.stakeholder) == ("finance", "sales")
    assert "Most to gain next time: " in leader.text


def test_the_sentence_taken_along_is_kept_and_said_at_the_next_rehearsal() -> None:
    leader = after(GOOD).say("summary").say("What would the two have to show?")
    assert leader.names == ["kept"] and leader.now.takeaway == "What would the two have to show?"
    assert leader.step == "menu"
    assert "“What would the two have to show?”" in leader.begin().text


@pytest.mark.parametrize("nothing", ["done", "no", "ok thanks"])
def test_the_summary_ends_without_a_sentence_too(nothing: str) -> None:
    leader = after(GOOD).say("summary").say(nothing)
    assert leader.names == ["closed"] and leader.now.takeaway == ""


def test_a_rehearsal_stopped_at_its_summary_is_over() -> None:
    leader = after(GOOD).say("summary").stop().begin()
    assert leader.step == "stakeholder" and not leader.now.rounds


def test_nothing_practised_means_no_summary() -> None:
    assert Leader().begin().say("finish").names == ["closed_empty"]


def test_start_over_keeps_the_rehearsal_before() -> None:
    leader = after(GOOD).restart()
    assert leader.step == "stakeholder"
    kept = rehearse.stored(leader.desk.uow, leader.desk.person)
    assert [r["state"] for r in kept] == ["open", "left"]
    assert kept[1]["rounds"][0]["exchanges"][0]["attempts"][0]["reply"] == GOOD


def test_progress_over_weeks_is_a_picture_with_the_same_figures_in_words() -> None:
    leader = after(POOR, "again", GOOD).say("summary")
    assert leader.says[-1].picture is None, "one rehearsal is no progress"
    leader.say("done")
    leader.clock.time = leader.clock.time.replace(month=12)
    leader.begin().say("finance").say("1").say(GOOD).say("summary")
    picture = leader.says[-1].picture
    assert picture is not None and picture["dates"] == ["23 Nov", "23 Dec"]
    first, best = picture["scores"]["first"], picture["scores"]["best"]
    assert best[0] > first[0] and first[1] == best[1]
    assert f"23 Nov: {first[0]}, {best[0]}; 23 Dec: {first[1]}, {best[1]}" in leader.text
    head, _, data = draw_rehearsal(json.loads(json.dumps(picture))).partition(",")
    assert head == "data:image/png;base64" and base64.b64decode(data).startswith(b"\x89PNG")


def test_a_rehearsal_survives_storage_whole() -> None:
    now = after(POOR, "again", GOOD, PROPOSAL).now
    assert from_dict(json.loads(json.dumps(to_dict(now)))) == now


def test_a_stakeholder_or_objection_that_was_removed_meanwhile_breaks_nothing() -> None:
    leader = after(GOOD)
    record = leader.desk.newest(rehearse.KIND)
    assert record is not None
    body: dict[str, Any] = {**record.body, "stakeholder": "gone", "offered": ["gone"]}
    body["rounds"] = [{**body["rounds"][0], "stakeholder": "gone", "objection": "gone"}]
    leader.desk.save(record, body=body)
    assert leader.say(PROPOSAL).step == "feedback" and leader.say("summary").step == "summary"


def test_explain_score_reads_a_stakeholder_nobody_knows_with_the_words_for_everybody() -> None:
    result = rehearse.explain_score(playbook(), {"stakeholder": "x", "objection": FINANCE, "reply": GOOD})
    assert set(result) == {"score", "criteria", "flags", "try_this"} and result["score"] > 50


def test_every_button_means_a_choice_that_waits_there() -> None:
    for name, waiting in (("objections", "objections"), ("feedback", "feedback"), ("summary", "summary")):
        for button in RESPONSES[f"utter_rehearse_{name}"][0]["buttons"]:
            leader = after(GOOD) if waiting != "objections" else Leader().begin().say("finance")
            leader = leader.say("summary") if waiting == "summary" else leader
            before = (leader.step, len(leader.now.rounds), leader.now.round.attempts if leader.now.rounds else ())
            leader.say(button["payload"])
            assert leader.names != ["objections_again"] and leader.names[0] != "kept", button
            if leader.step == "feedback":
                assert before == (leader.step, len(leader.now.rounds), leader.now.round.attempts), button


TYPED = st.sampled_from(
    [
        *("finance", "Sales", "Maria", "someone else", "1", "3", "hard", "others", "again", "another objection"),
        *(
            "summary",
            "done",
            "details",
            "yes",
            "",
            "?",
            "{x}",
            "They say: we have no time for this",
            POOR,
            GOOD,
            PROPOSAL,
        ),
    ]
)
INTENT = st.sampled_from(["answer", "answer", "answer", "skip", "go_back", "dont_know", "rephrase", "short_time"])


@examples(30)
@given(st.lists(st.tuples(TYPED, INTENT), max_size=14))
def test_whatever_is_typed_something_is_said_and_the_last_reply_belongs_to_the_step(
    said: list[tuple[str, str]],
) -> None:
    leader = Leader().begin()
    for text, intent in said:
        if leader.step == "menu":
            leader.begin()
        leader.say(text, intent)
        assert leader.text.strip()
        assert leader.step == "menu" or leader.says[-1].kind == f"rehearse.{leader.step}"
        scored = [say for say in leader.says if say.kind == "rehearse.feedback"]
        assert all("score" in say.values and "criteria" in say.values for say in scored)
        assert from_dict(json.loads(json.dumps(to_dict(leader.now)))) == leader.now
