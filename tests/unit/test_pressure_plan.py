"""A plan is taken in word for word; what it lacks is named, what it touches is seen, nothing is filled in."""

import time
from datetime import date

import pytest

from bot.domain.coaching.absorb import Reply
from bot.domain.coaching.signals import DateMention, Signals
from bot.domain.pressure import capture, flow
from bot.domain.pressure.conditions import conditions, forgets, names
from bot.domain.pressure.cues import found, has
from bot.domain.pressure.interview import Interview
from bot.domain.pressure.people import in_plan
from bot.domain.pressure.plan import PARTS, Plan, changes, from_dict, gaps, to_dict
from bot.domain.pressure.quoting import quotable
from bot.domain.pressure.risks import risks
from bot.domain.pressure.suggestion import pick, suggest
from tests.unit.test_pressure_questions import PLANS, book, played, questioned

THREE = ("supply-planning", "general-manager", "procurement")


def dated(text: str, words: str, on: str = "2027-03-04") -> Reply:
    """A reply with a date the language analysis found."""
    return Reply(text, Signals(dates=(DateMention(words, on, "day"),)))


def test_a_plan_told_in_sentences_is_taken_apart_in_its_own_words() -> None:
    told = (
        "We have too much stock. I want supply planning to cut safety stock so that we free two million by 4 March. "
        "It is measured by days of cover, from 62 to 50."
    )
    plan = Plan().having(capture.tell(dated(told, "4 March"), book().cues))
    assert plan.change == "I want supply planning to cut safety stock"
    assert plan.aim == "we free two million by 4 March"
    assert (plan.date, plan.on) == ("4 March", "2027-03-04")
    assert plan.measure == "It is measured by days of cover, from 62 to 50"
    assert all(plan.words(part) in told for part in PARTS if part != "step")


@pytest.mark.parametrize(
    "text", ["none", "nothing yet", "no one yet", "not sure", "nobody", "no", "not decided", "tbd"]
)
@pytest.mark.parametrize("part", ["aim", "who", "measure", "date", "support", "assumption"])
def test_having_nothing_to_say_leaves_the_gap(part: str, text: str) -> None:
    assert capture.part(part, Reply(text), Plan(), book()) == ()


def test_a_part_is_kept_whole_and_a_step_by_its_id() -> None:
    words = "the sales director signs, not his deputy"
    assert capture.part("who", Reply(f" {words} "), Plan(), book()) == (("who", words),)
    assert capture.part("step", Reply("the demand one"), Plan(), book()) == (("step", "demand-review"),)
    assert capture.part("step", Reply("pre-S&OP"), Plan(), book()) == (("step", "reconciliation-review"),)
    assert capture.part("step", Reply("somewhere in between, hard to say really"), Plan(), book()) == ()


def test_gaps_are_what_is_not_stated() -> None:
    assert gaps(Plan(change="x")) == ("aim", "who", "measure", "date", "support", "assumption")
    assert gaps(PLANS[0]) == ()


def test_what_changed_names_part_before_and_after() -> None:
    (changed,) = changes(PLANS[0], PLANS[0].having([("date", "21 January")]))
    assert (changed.part, changed.was, changed.now) == ("date", "14 January", "21 January")


@pytest.mark.parametrize("plan", PLANS)
def test_a_plan_survives_storage(plan: Plan) -> None:
    assert from_dict(to_dict(plan)) == plan


@pytest.mark.parametrize(
    ("words", "condition"),
    [
        ("put bias into the bonus of the regions", "touches-incentives"),
        ("the controller has the last word on price", "moves-decision"),
        ("everyone prepares for two hours", "asks-time"),
        ("one owner for item master data", "changes-data-ownership"),
        ("run the review at month end", "crosses-month-end"),
        ("introduce a short weekly call with the plants", "adds-meeting"),
        ("stop the Tuesday volume meeting", "stops-meeting"),
        ("one consensus forecast", "changes-forecast"),
        ("less safety stock", "changes-stock"),
        ("more capacity on line 2", "changes-capacity"),
        ("no discounts without the review", "touches-price"),
        ("gates for each launch", "touches-launch"),
        ("freeze the schedule for ten days", "touches-freeze"),
        ("buy a planning tool", "needs-system"),
        ("better alignment", "vague-change"),
    ],
)
def test_what_a_plan_touches_is_seen_in_its_words(words: str, condition: str) -> None:
    person = book().stakeholders["finance"]
    assert condition in conditions(Plan(change=words), person, book().cues)
    assert condition not in conditions(Plan(change="ask Anna to bring the cake"), person, book().cues)


def test_a_date_in_the_close_crosses_month_end_whatever_the_words() -> None:
    person, plan = book().stakeholders["finance"], Plan(change="begin", date="then")
    assert "crosses-month-end" in conditions(plan.having([("on", "2027-03-31")]), person, book().cues)
    assert "crosses-month-end" not in conditions(plan.having([("on", "2027-03-15")]), person, book().cues)


def test_a_plan_names_or_forgets_those_it_concerns() -> None:
    plan, people = Plan(change="ask the CFO to cut safety stock"), book().stakeholders
    assert names(plan, people["finance"]) and not forgets(plan, people["finance"], book().cues)
    assert forgets(plan, people["procurement"], book().cues)
    assert not forgets(plan, people["it-data"], book().cues)


def test_three_are_suggested_for_three_reasons_and_not_from_the_leaders_own_side() -> None:
    for plan in PLANS:
        suggested = suggest(plan, book(), own_function="supply-chain")
        named = [one.id for one in in_plan(plan, book()) if book().stakeholders[one.id].function != "supply-chain"][:2]
        assert [s.reason for s in suggested] == [
            *["named"] * len(named),
            *["affected", "power"][len(named) :],
            "forgotten",
        ]
        assert [s.id for s in suggested][: len(named)] == named and len({s.id for s in suggested}) == 3
        assert len(named) or book().stakeholders[suggested[1].id].power >= 4
        assert book().stakeholders[suggested[2].id].function != "supply-chain"
        assert not names(plan, book().stakeholders[suggested[2].id])


@pytest.mark.parametrize(
    ("text", "picked"),
    [
        ("These three", THREE),
        ("yes", THREE),
        ("ok, go ahead", THREE),
        ("finance and the plant manager", ("finance", "manufacturing")),
        ("the CFO", ("finance",)),
        ("IT and data", ("it-data",)),
        ("not procurement", THREE[:2]),
        ("also HR", (*THREE, "hr")),
        ("sales instead of procurement", ("sales",)),
        ("hm", ()),
        ("someone else", ()),
    ],
)
def test_people_accept_name_add_and_leave_out(text: str, picked: tuple[str, ...]) -> None:
    assert set(pick(text, THREE, book())) == set(picked)


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("I want to stop the Tuesday meeting.", "stop the Tuesday meeting"),
        ("better alignment", "better alignment"),
        ("will it fly?", "will it fly"),
        ("move “the review” to day 6", "move the review to day 6"),
        ("one two three four five, six seven eight nine ten eleven twelve thirteen fourteen", None),
        ("a b c d e f g h, i j k l m n o p", "a b c d e f g h"),
        ("a b c d e f g h i j k l m of the p q r", "a b c d e f g h i j k l m"),
        ("", ""),
    ],
)
def test_quotations_are_short_exact_and_end_at_a_clause(text: str, quoted: str | None) -> None:
    assert quotable(text) == (text if quoted is None else quoted)


def test_a_cue_is_a_beginning_or_a_whole_word_or_has_a_gap() -> None:
    assert found("Two stocks, one Stockpile", ("stock",)) == ("stocks", "Stockpile")
    assert has("our HR asks", ("hr.",)) and not has("three hrs", ("hr.",))
    assert has("stop the old pricing call", ("stop ... call",)) and not has("stop it. One day a call", ("stop a call",))
    assert has("sign-off by the CFO’s team", ("sign off", "cfo's")) and not has("understock", ("stock",))


@pytest.mark.parametrize(
    ("told", "found"),
    [
        (
            "every site submits by day 4, so Petra, our finance controller, can price it before the VP Sales sees it",
            [("finance", "Petra, the finance controller"), ("sales", "the VP Sales")],
        ),
        (
            "Tom from logistics agrees, the plant manager Jürgen Öztürk does not",
            [("manufacturing", "Jürgen Öztürk, the plant manager"), ("logistics", "Tom")],
        ),
        ("we ask the Head of Supply Chain to sign", [("supply-planning", "the Head of Supply Chain")]),
        ("stop the call with Sales Director Anna Kowalska", [("sales", "Anna Kowalska, the Sales Director")]),
        ("On Monday the finance controller closes", [("finance", "the finance controller")]),
        ("we cut stock by March", []),
    ],
)
def test_people_are_found_by_name_or_title_and_spoken_of_as_the_leader_does(
    told: str, found: list[tuple[str, str]]
) -> None:
    assert sorted((one.id, one.called) for one in in_plan(Plan(change=told), book())) == sorted(found)


def test_whom_the_plan_names_is_suggested_first_and_one_who_was_forgotten_last() -> None:
    plan = Plan(
        change="every site submits by day 4, so Petra, our finance controller, can price it before the VP Sales sees it"
    )
    suggested = suggest(plan, book(), "supply-chain")
    assert [(s.id, s.reason) for s in suggested[:2]] == [("finance", "named"), ("sales", "named")]
    assert suggested[2].reason == "forgotten"


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("measure", "same as before"),
        ("measure", "I dunno"),
        ("measure", "what do you mean?"),
        ("measure", "hello"),
        ("measure", "everybody is happy with it"),
        ("date", "the GM"),
        ("support", "we have a template already"),
        ("assumption", "yes"),
        ("assumption", "the CMO, IT and the plant"),
        ("who", "as I said"),
        ("aim", "ok"),
        ("measure", "stop the call"),
    ],
)
def test_what_cannot_stand_as_a_part_never_becomes_it(part: str, said: str) -> None:
    found = dict(capture.part(part, Reply(said), Plan(change="stop the call"), book()))
    assert part not in found


def test_what_cannot_stand_is_asked_for_once_more_in_other_words_and_then_left_open() -> None:
    test = Interview("t", date(2026, 11, 22), minutes=5)
    for text in (
        "We stop the Thursday call so that prices are decided once",
        "Anna from pricing, everybody else is told",
    ):
        test = flow.answer(flow.ask(test, book())[0], Reply(text), book())
    first, again = [], []
    for asked in (first, again):
        test, exchange = flow.ask(test, book())
        assert exchange is not None and exchange.key == "measure"
        asked.append(exchange.asked)
        test = flow.answer(test, Reply("they will all be happy"), book())
    assert first != again
    following = flow.ask(test, book())[1]
    assert following is not None and following.key == "date" and "measure" in gaps(test.plan)


def test_an_answer_about_somebody_elses_stand_is_kept_as_support() -> None:
    found = dict(
        capture.part("measure", Reply("the VP Sales is not convinced yet"), Plan(change="stop the call"), book())
    )
    assert found["support"] == "the VP Sales is not convinced yet"


@pytest.mark.parametrize("text", ["a " * 8000, "no " * 5000, "Anna, the " * 1600, "so " * 5000, "the same " * 1700])
def test_a_long_answer_is_read_at_once(text: str) -> None:
    began = time.perf_counter()
    capture.part("measure", Reply(text), Plan(change=text), book())
    in_plan(Plan(change=text), book())
    assert time.perf_counter() - began < 1


def test_a_plan_told_in_a_form_is_taken_by_its_labels() -> None:
    told = (
        "change: one launch calendar for everyone. who: all brand managers enter their dates by the 5th. "
        "measure: launches on time from 60 to 85 percent. sponsor: the CMO. start: April"
    )
    plan = Plan().having(capture.tell(Reply(told), book().cues))
    assert (plan.change, plan.who) == (
        "one launch calendar for everyone",
        "all brand managers enter their dates by the 5th",
    )
    assert (plan.measure, plan.support, plan.date) == ("launches on time from 60 to 85 percent", "the CMO", "April")


def test_a_short_sentence_with_a_month_is_the_date_and_not_the_change() -> None:
    plan = Plan().having(capture.tell(Reply("One launch calendar for all brands and sites. Start April"), book().cues))
    assert (plan.change, plan.date) == ("One launch calendar for all brands and sites", "Start April")


def test_an_evasion_is_no_if_then_plan() -> None:
    test = played(questioned(PLANS[0], "finance"), "it depends")
    assert risks(test, book()) and not any(risk.plan for risk in risks(test, book()))


def test_the_it_department_is_told_from_the_word() -> None:
    assert pick("it", (), book()) == ("it-data",) and pick("the CMO, IT and the plant", (), book())[1] == "it-data"
    assert "it-data" not in pick("it is finance who minds", (), book())


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("measure", "Three changes on the list for the month instead of eleven"),
        ("measure", "fewer late orders"),
        ("who", "the key account people, weekly"),
        ("support", "Anke and Sanne are with me. The managing director does not know yet"),
        ("assumption", "that she will say no to a man who was her boss"),
        ("aim", "better service"),
    ],
)
def test_what_a_leader_says_of_a_part_in_plain_words_stands(part: str, said: str) -> None:
    assert dict(capture.part(part, Reply(said), Plan(change="stop the call"), book()))[part] == said


def test_a_purpose_after_a_comma_is_the_aim_without_its_that() -> None:
    told = "The buyers publish the list of late suppliers every Friday, so that production stops guessing"
    assert Plan().having(capture.tell(Reply(told), book().cues)).aim == "production stops guessing"
