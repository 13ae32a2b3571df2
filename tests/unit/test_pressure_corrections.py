"""A plan put right while it is taken in: answers that are plainly another part, corrections in passing, going back."""

from datetime import date

import pytest

from bot.domain.coaching.absorb import Reply
from bot.domain.coaching.signals import DateMention, Mention, Signals
from bot.domain.pressure import capture, flow, report
from bot.domain.pressure.interview import Interview
from bot.domain.pressure.plan import Plan
from bot.domain.pressure.reading import dated
from tests.fakes.books import stakeholder_book as book

TOLD = "Stop the weekly pricing call of the regional heads and settle prices in the demand review"
HEADS = Signals(people=(Mention("the heads", "sales", "role"),))


def begun(*answers: str) -> Interview:
    """A test in which the plan was told and these answers were given."""
    test = Interview("t1", date(2026, 11, 23))
    for text in (TOLD, *answers):
        test = flow.answer(flow.ask(test, book())[0], Reply(text), book())
    return flow.ask(test, book())[0]


@pytest.mark.parametrize(
    ("asked", "text", "signals", "part"),
    [
        ("support", "share of promo volume outside the forecast, now 40%, want below 10", Signals(), "measure"),
        ("who", "number of overrides and bias per item", Signals(), "measure"),
        ("measure", "the CFO likes it, sales don't know yet", Signals(), "support"),
        ("measure", "The heads, they have to bring their price list to the review", HEADS, "who"),
        ("measure", "The heads must be at 95 % on time", HEADS, "measure"),
        ("support", "the CFO backs it and the heads have to agree by cycle 2", HEADS, "support"),
        ("who", "the heads have to cut their 30 pages to 5", HEADS, "who"),
    ],
)
def test_an_answer_that_is_plainly_another_part_is_that_part(
    asked: str, text: str, signals: Signals, part: str
) -> None:
    found = dict(capture.part(asked, Reply(text, signals), Plan(change=TOLD), book()))
    assert found[part] == text
    assert {"support", "measure", "who"} & found.keys() == {part}


def test_what_was_taken_for_a_part_gives_way_to_what_plainly_is_that_part_and_to_nothing_else() -> None:
    said = Reply("The heads, they have to bring their price list to the review", HEADS)
    vague = Plan(change=TOLD, who="they hold it because of the month end")
    assert vague.having(capture.part("measure", said, vague, book())).who == said.text
    plain = Plan(change=TOLD, who="the planners must send it")
    assert plain.having(capture.part("measure", said, plain, book())).who == "the planners must send it"


def test_of_several_dates_the_one_from_which_it_is_done_is_the_date_of_the_plan() -> None:
    held, start = DateMention("on the 3rd", "2026-12-03", "day"), DateMention("from April", "2027-04-30", "month")
    assert dict(dated(Reply("...", Signals(dates=(held, start))))) == {"date": "from April", "on": "2027-04-30"}
    assert dict(dated(Reply("...", Signals(dates=(held,)))))["date"] == "on the 3rd"


@pytest.mark.parametrize(
    ("text", "part", "words"),
    [
        ("no, the measure is the share of promo volume", "measure", "the share of promo volume"),
        ("change the deadline to the end of the cycle", "date", "the end of the cycle"),
        ("sorry: assumption: the four heads stay", "assumption", "the four heads stay"),
        ("Support = the CFO is for it", "support", "the CFO is for it"),
    ],
)
def test_a_part_named_in_passing_is_put_right_and_the_question_waits(text: str, part: str, words: str) -> None:
    before = begun("so that prices are in the forecast")
    signals = Signals(dates=(DateMention(words, None, "vague"),)) if part == "date" else Signals()
    after = flow.answer(before, Reply(text, signals), book())
    assert before.pending and before.pending.key == "who"
    assert after.plan.words(part) == words
    assert after.pending == before.pending
    undone = flow.answer(after, Reply("back", control="back"), book())
    assert (undone.plan, undone.pending) == (before.plan, before.pending), "back undoes the correction alone"


@pytest.mark.parametrize("text", ["people are willing, I think", "the plan is in nobody's way", "help is on the way"])
def test_a_sentence_that_only_begins_like_a_part_is_an_answer(text: str) -> None:
    before = begun()
    after = flow.answer(before, Reply(text), book())
    assert after.pending is None and after.answered[-1].move == "part"


def test_a_line_of_the_summary_shows_that_something_was_left_out() -> None:
    long = f"{TOLD}, with the two new regions from the second quarter on and the old ones a month later"
    test = Interview("t1", date(2026, 11, 23), base=Plan(change=long, aim="prices in the forecast"))
    line, aim = report.brief(test, book())["plan"].splitlines()[:2]
    assert line.endswith(" …”") and len(line) < len(long)
    assert aim.endswith("“prices in the forecast”")
