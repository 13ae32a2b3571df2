"""A plan is taken in word for word; what it lacks is named, what it touches is seen, nothing is filled in."""

import pytest

from bot.domain.coaching.absorb import Reply
from bot.domain.coaching.signals import DateMention, Signals
from bot.domain.pressure import capture
from bot.domain.pressure.conditions import conditions, forgets, names
from bot.domain.pressure.cues import found, has
from bot.domain.pressure.people import against, in_plan
from bot.domain.pressure.plan import PARTS, Plan, changes, from_dict, gaps, to_dict
from bot.domain.pressure.quoting import quotable
from bot.domain.pressure.suggestion import pick, suggest
from tests.fakes.books import stakeholder_book as book
from tests.unit.test_pressure_questions import PLANS

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
    ("told", "who"),
    [
        ("Marta (CFO) is in, sales isnt", ["sales"]),
        ("Cut the pack to five pages; the plant manager won't come, and finance is against it.", ["finance", "plant"]),
        ("Our sales director refuses to sign the number.", ["sales"]),
        ("Demand is not stable, supply won't be enough and the plan isn't ready.", []),
        ("Sales is in and finance is happy.", []),
    ],
)
def test_whom_the_plan_says_to_be_against_it_is_asked_first(told: str, who: list[str]) -> None:
    plan = Plan(change=told)
    found = [(one.id, one.words) for one in against(plan, book())]
    assert len(found) == len(who) and all(words in told for _, words in found)
    picked = [(s.id, s.reason) for s in suggest(plan, book())]
    assert [name for name, reason in picked if reason == "against"] == [name for name, _ in found]
    assert picked[: len(found)] == [(name, "against") for name, _ in found]


def test_a_title_in_brackets_is_quoted_with_both_of_them() -> None:
    found = {
        one.id: one.words for one in in_plan(Plan(change="Marta (CFO) is in, Petra (our plant manager) too"), book())
    }
    assert set(found.values()) == {"Marta (CFO)", "Petra (our plant manager)"}
