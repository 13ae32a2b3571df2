"""A sponsor brief: what is missing is asked for, every line can be changed, nothing leaves before a yes."""

from dataclasses import replace

import pytest

from bot.domain.coaching import session as sessions
from bot.domain.coaching.session import Fact, Session
from bot.domain.coaching.signals import DateMention, Signals
from bot.domain.sponsor_brief import PARTS
from bot.services import brief
from bot.services.desk import Desk
from bot.services.replies import Say
from tests.fakes.mentors import Office, rendered, said

FACTS = {
    "goal": "Two decisions in every executive meeting",
    "obstacle": "The commercial director sends a delegate",
    "measure": "Decisions in the minutes, from none to two",
}
ASK = "Say in the May meeting that delegates may decide"


def desk_after(facts: dict[str, str] | None = None, on: str | None = None, **profile: str) -> Desk:
    """Someone whose coaching conversation established these facts, and the date they are to be reached by."""
    desk = Office().desk(**profile)
    if facts is not None:
        kept = [Fact(capture, words) for capture, words in facts.items() if capture != "date"]
        kept += [Fact("date", facts["date"], on=on)] if "date" in facts else []
        session = Session("s1", desk.today, facts=tuple(kept))
        desk.create("session", "closed", sessions.to_dict(session), record_id="s1")
    return desk


def asked(desk: Desk) -> Say:
    (say,) = brief.ask(desk).say
    return say


def told(desk: Desk, text: str, intent: str = "answer") -> Say | None:
    """Reply; return what is asked next, or None where the page is accepted."""
    outcome = brief.answer(desk, said(text, intent))
    return None if outcome.slots["mentor_introduce"] == "done" else asked(desk)


def closing(desk: Desk) -> Say:
    (say,) = brief.close(desk).say
    return say


def test_what_the_conversation_did_not_say_is_named_and_asked_for_one_by_one() -> None:
    desk = desk_after(FACTS)
    (begin,) = brief.open_brief(desk).say
    assert begin.response == "utter_brief_begin"
    assert begin.values["gaps"] == "what you ask of your sponsor, the date"
    assert asked(desk).response == "utter_brief_ask_ask"
    by = told(desk, ASK)
    assert by and by.response == "utter_brief_ask_by"
    page = told(desk, "31 May 2027")
    assert page and page.values["lines"].splitlines() == [
        "1. Aim: Two decisions in every executive meeting",
        "2. What blocks it: The commercial director sends a delegate",
        f"3. What I ask of you: {ASK}",
        "4. What changes in the numbers: Decisions in the minutes, from none to two",
        "5. By when: 31 May 2027",
    ]


def test_a_date_in_words_gets_its_day_unless_it_names_the_year() -> None:
    desk = desk_after({**FACTS, "date": "before the March meeting"}, on="2027-03-07")
    brief.open_brief(desk)
    page = told(desk, ASK)
    assert page and "5. By when: before the March meeting (7 March 2027)" in page.values["lines"]
    desk = desk_after({**FACTS, "date": "end of March 2027"}, on="2027-03-31")
    brief.open_brief(desk)
    page = told(desk, ASK)
    assert page and page.values["lines"].endswith("5. By when: end of March 2027")


def test_a_promise_is_drawn_on_where_there_is_no_finished_conversation() -> None:
    desk = desk_after()
    body = {"action": "Talk to him", "goal": "One plan", "when": "on Friday", "confidence": 7, "history": []}
    desk.create("promise", "open", body, due_on=desk.today)
    (begin,) = brief.open_brief(desk).say
    assert begin.values["gaps"] == "what blocks it, what you ask of your sponsor, what changes in the numbers"
    for words in ("The bonus scheme", ASK):
        told(desk, words)
    page = told(desk, "Stock in days, from 60 to 50")
    assert page and "1. Aim: One plan" in page.values["lines"]
    assert "5. By when: on Friday (23 November 2026)" in page.values["lines"]


def test_with_nothing_to_draw_on_all_five_are_asked_for() -> None:
    desk = desk_after()
    assert [say.response for say in brief.open_brief(desk).say] == ["utter_brief_begin_empty"]
    for part in PARTS:
        assert asked(desk).response == f"utter_brief_ask_{part}"
        told(desk, f"my {part}")
    assert asked(desk).response == "utter_brief_page"


def test_every_line_can_be_changed_before_the_page_is_made() -> None:
    desk = desk_after(FACTS)
    brief.open_brief(desk)
    told(desk, ASK)
    told(desk, "31 May 2027")
    told(desk, "1: Three decisions a month")
    told(desk, "blocks: delegates without a mandate")
    which = told(desk, "Change something", "go_back")
    assert which and which.response == "utter_brief_which_line"
    reword = told(desk, "the numbers")
    assert reword and reword.values == {"part": "What changes in the numbers"}
    told(desk, "4 of 12 meetings decide today, 12 of 12 then")
    page = told(desk, "drop 5")
    assert page and page.values["lines"].splitlines() == [
        "1. Aim: Three decisions a month",
        "2. What blocks it: delegates without a mandate",
        f"3. What I ask of you: {ASK}",
        "4. What changes in the numbers: 4 of 12 meetings decide today, 12 of 12 then",
        "Left out so far: the date. To fill one in, say for example “date: ...”.",
    ]
    filled = told(desk, "date: end of June")
    assert filled and filled.values["lines"].endswith("5. By when: end of June")


def test_the_document_comes_only_after_a_yes_and_holds_the_page_as_it_was_accepted() -> None:
    desk = desk_after(FACTS, name="Kim")
    says = [*brief.open_brief(desk).say, asked(desk), told(desk, ASK), told(desk, "31 May 2027")]
    assert not [say for say in says if say and "document" in say.values]
    assert told(desk, "yes") is None
    done = closing(desk)
    document = done.values["document"]
    assert (document["name"], document["media_type"]) == ("sponsor-brief.pdf", "application/pdf")
    assert [line["text"] for line in document["page"]["lines"]] == [*FACTS.values()][:2] + [
        ASK,
        FACTS["measure"],
        "31 May 2027",
    ]
    assert document["page"]["from"] == "From Kim"
    assert done.values["page"].splitlines()[2] == f"What I ask of you: {ASK}"
    assert (done.kind, done.ref) == ("mentor.introduce", "brief")


@pytest.mark.parametrize("intent", ["skip", "dont_know"])
def test_a_part_can_be_left_out(intent: str) -> None:
    desk = desk_after(FACTS)
    brief.open_brief(desk)
    told(desk, "...", intent)
    page = told(desk, "31 May 2027")
    assert page and "What I ask of you" not in page.values["lines"]
    assert "Left out so far: what you ask of your sponsor." in page.values["lines"]


def test_back_asks_again_for_the_part_before_and_help_puts_it_in_other_words() -> None:
    desk = desk_after(FACTS)
    brief.open_brief(desk)
    told(desk, "Something vague")
    before = told(desk, "back", "go_back")
    assert before and before.response == "utter_brief_ask_ask"
    hint = brief.answer(desk, said("what do you mean", "rephrase"))
    assert [say.response for say in hint.say] == ["utter_brief_hint_ask"]
    told(desk, ASK)
    told(desk, "31 May 2027")
    last = told(desk, "back", "go_back")
    assert last and last.response == "utter_brief_ask_by"


def test_back_with_nothing_before_asks_the_same_again() -> None:
    desk = desk_after(FACTS)
    brief.open_brief(desk)
    again = told(desk, "back", "go_back")
    assert again and again.response == "utter_brief_ask_ask"


def test_a_pause_keeps_the_page_and_goes_on_where_it_was() -> None:
    desk = desk_after(FACTS)
    brief.open_brief(desk)
    told(desk, ASK)
    assert brief.pause(desk).slots == {"mentor_introduce": None}
    assert [say.response for say in brief.open_brief(desk).say] == ["utter_brief_resumed"]
    assert asked(desk).response == "utter_brief_ask_by"


def test_a_page_written_before_is_not_asked_for_again_and_start_over_draws_afresh() -> None:
    desk = desk_after(FACTS)
    brief.open_brief(desk)
    for words in (ASK, "31 May 2027", "1: Three decisions", "yes"):
        told(desk, words)
    assert [say.response for say in brief.open_brief(desk).say] == ["utter_brief_begin_again"]
    assert asked(desk).values["lines"].startswith("1. Aim: Three decisions\n")
    brief.restart(desk)
    assert asked(desk).response == "utter_brief_ask_ask"
    assert len(desk.every("brief", ("open",))) == 1


def test_a_page_without_a_word_is_not_accepted() -> None:
    desk = desk_after()
    brief.open_brief(desk)
    for _ in PARTS:
        told(desk, "skip", "skip")
    assert asked(desk).response == "utter_brief_empty_page"
    still = told(desk, "yes")
    assert still and still.response == "utter_brief_empty_page"
    page = told(desk, "aim: one plan")
    assert page and page.values["lines"].startswith("1. Aim: one plan")


def test_a_page_that_is_too_long_says_so() -> None:
    desk = desk_after(FACTS)
    brief.open_brief(desk)
    told(desk, "We ask you. " * 300)
    page = told(desk, "31 May 2027")
    assert page and page.response == "utter_brief_page_long"


def test_every_reply_has_its_values() -> None:
    desk = desk_after({**FACTS, "goal": "One {plan}"})
    says = [*brief.open_brief(desk).say, asked(desk), told(desk, "Open it"), told(desk, "31 May 2027")]
    says += [told(desk, "no"), told(desk, "2"), told(desk, "The {bonus}")]
    assert told(desk, "yes") is None
    texts = [rendered(say, "brief") for say in [*says, closing(desk)] if say]
    assert any("One {plan}" in text for text in texts) and any("The {bonus}" in text for text in texts)


def test_what_is_kept_can_be_shown_to_the_leader() -> None:
    desk = desk_after(FACTS)
    brief.open_brief(desk)
    (kept,) = brief.stored(desk.uow, desk.person)
    assert kept["state"] == "open" and kept["parts"]["aim"] == FACTS["goal"]


def test_by_when_is_asked_once_more_where_no_time_was_said_and_then_taken_as_it_is() -> None:
    desk = desk_after(FACTS)
    brief.open_brief(desk)
    told(desk, ASK)
    again = told(desk, "the sooner we stop the better")
    assert again and again.response == "utter_brief_ask_by_again"
    page = told(desk, "whenever he is ready")
    assert page and page.values["lines"].endswith("By when: whenever he is ready")


def test_a_figure_that_comes_late_is_the_one_that_was_left_out() -> None:
    desk = desk_after({key: words for key, words in FACTS.items() if key != "measure"})
    brief.open_brief(desk)
    told(desk, ASK)
    told(desk, "dunno", "dont_know")
    by = told(desk, "cash, about 4m stock we don't need")
    assert by and by.response == "utter_brief_ask_by"
    page = told(desk, "end of June")
    assert page and page.values["lines"].splitlines()[3:] == [
        "4. What changes in the numbers: cash, about 4m stock we don't need",
        "5. By when: end of June",
    ]


def test_a_bare_date_said_to_the_page_is_its_date() -> None:
    desk = desk_after(FACTS)
    brief.open_brief(desk)
    told(desk, ASK)
    told(desk, "31 May 2027")
    dated = replace(
        said("by end of January", "answer"), signals=Signals(dates=(DateMention("end of January", None, "month"),))
    )
    brief.answer(desk, dated)
    assert asked(desk).values["lines"].endswith("5. By when: by end of January")
