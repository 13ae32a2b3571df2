"""A session for a team: told part by part, changed on its agenda, kept for the leader alone."""

from datetime import date

import pytest

from bot.domain.coaching.signals import Signals
from bot.domain.team.design import PARTS, from_dict
from bot.drawing.documents import draw_page
from bot.services import team
from bot.services.desk import Desk
from bot.services.replies import Say
from bot.services.said import Said
from tests.fakes.leading_teams import leader, says
from tests.fakes.mentors import rendered
from tests.unit.test_documents import pages_in, pdf_of

TOLD = {
    "purpose": "We plan one number together",
    "behaviour": "Sales sends its file after the review",
    "tension": "Inputs come late",
    "second": "People blame each other",
    "preferences": "quiet engineers, ISTJ",
    "rule": "Whoever changes a number rings both planners",
    "minutes": "180 minutes",
    "place": "Remote",
    "follow": "15 January",
}
DAY = "2027-01-15"


def asked(desk: Desk) -> Say:
    (say,) = team.ask(desk).say
    return say


def tell(desk: Desk, text: str, intent: str = "answer", on: str = "") -> Say | None:
    """Reply; return what is asked next, or None where the session is accepted."""
    outcome = team.answer(desk, says(text, intent, on))
    return None if outcome.slots["team_design"] == "done" else asked(desk)


def designed(desk: Desk, **instead: str) -> Say:
    """Tell every part; return the agenda."""
    team.open_design(desk)
    for part, words in {**TOLD, **instead}.items():
        tell(desk, words, on=DAY if part == "follow" else "")
    return asked(desk)


def test_the_parts_are_asked_for_one_at_a_time_in_their_order() -> None:
    desk = leader()
    assert [say.response for say in team.open_design(desk).say] == ["utter_team_begin"]
    for part, words in TOLD.items():
        assert (asked(desk).response, asked(desk).ref) == (f"utter_team_ask_{part}", part)
        tell(desk, words, on=DAY if part == "follow" else "")
    assert asked(desk).response == "utter_team_agenda"
    assert list(TOLD) == list(PARTS)


def test_two_tensions_in_one_breath_are_both_worked_on_and_no_second_is_asked_for() -> None:
    desk = leader()
    team.open_design(desk)
    for words in ("One plan", "Three plans"):
        tell(desk, words)
    after = tell(desk, "Inputs come late and then people blame each other")
    assert after and after.ref == "preferences"


def test_the_buttons_for_a_second_tension_leave_out_the_first_and_say_that_one_is_enough() -> None:
    desk = leader()
    team.open_design(desk)
    for words in ("One plan", "Three plans", "Inputs come late"):
        tell(desk, words)
    titles = [button.title for button in asked(desk).buttons]
    assert titles[0] == "One is enough" and "Inputs come late" not in titles and len(titles) == 9
    after = tell(desk, "One is enough")
    assert after and after.ref == "preferences"


def test_the_agenda_says_what_it_works_on_and_what_found_no_room() -> None:
    assert "It works on: Inputs come late; We look for who is to blame." in designed(leader()).values["remarks"]
    short = designed(leader(), minutes="10 minutes", second="Bad news comes too late").values["remarks"]
    assert "In 10 minutes there is no room for a block on" in short
    own = designed(leader(), tension="The moon is too far away", second="no").values["remarks"]
    assert "I have no block made for “The moon is too far away”" in own


@pytest.mark.parametrize(
    ("reply", "has"),
    [
        ("make it 60 minutes", "60 minutes, remote"),
        ("in person", "180 minutes, in person"),
        ("length: 90 minutes", "90 minutes, remote"),
        ("tension: several sets of numbers", "Several sets of numbers"),
        ("make it 5 minutes", "I plan from 10 to 240 minutes"),
    ],
)
def test_the_agenda_changes_with_what_is_said(reply: str, has: str) -> None:
    desk = leader()
    designed(desk)
    after = tell(desk, reply)
    assert after and has in after.values["remarks"]


def test_a_dropped_block_is_gone_and_stays_gone_when_the_length_changes() -> None:
    desk = leader()
    designed(desk)
    first = from_dict(desk.newest("team").body).agenda[0][0]  # type: ignore[union-attr]
    tell(desk, "drop 1")
    tell(desk, "make it 90 minutes")
    design = from_dict(desk.newest("team").body)  # type: ignore[union-attr]
    assert first not in dict(design.agenda) and sum(dict(design.agenda).values()) == 90


def test_with_no_block_left_a_yes_takes_nothing() -> None:
    desk = leader()
    designed(desk, minutes="10 minutes")
    for _ in range(6):
        tell(desk, "drop 1")
    assert asked(desk).response == "utter_team_empty"
    still = tell(desk, "yes")
    assert still and still.response == "utter_team_empty"


def test_words_that_sound_like_a_control_are_taken_where_they_mean_something() -> None:
    desk = leader()
    designed(desk)
    after = tell(desk, "drop 2", intent="skip")
    assert after and len(after.values["agenda"].splitlines()) == 7
    after = tell(desk, "10 minutes", intent="short_time")
    assert after and "10 minutes, remote" in after.values["remarks"]


def test_back_opens_the_last_part_and_undoes_a_correction_first() -> None:
    desk = leader()
    designed(desk)
    which = tell(desk, "Change something", intent="go_back")
    assert which and which.response == "utter_team_which"
    assert tell(desk, "back", intent="go_back").response == "utter_team_agenda"  # type: ignore[union-attr]
    assert tell(desk, "back", intent="go_back").ref == "follow"  # type: ignore[union-attr]
    assert tell(desk, "back", intent="go_back").ref == "place"  # type: ignore[union-attr]


def test_a_day_that_is_past_or_none_is_asked_for_again() -> None:
    desk = leader()
    team.open_design(desk)
    for part, words in TOLD.items():
        if part != "follow":
            tell(desk, words)
    assert tell(desk, "last week", on="2026-11-16").response == "utter_team_ask_follow_again"  # type: ignore[union-attr]
    assert tell(desk, "soon").response == "utter_team_ask_follow_again"  # type: ignore[union-attr]


def test_the_sheet_holds_the_leaders_words_exactly_and_the_look_back_becomes_a_promise() -> None:
    desk = leader(name="Kim")
    designed(desk, rule="Ring {both} planners, “always” → before noon")
    assert tell(desk, "yes") is None
    done, promised = team.close(desk).say
    text = rendered(done, "team")
    assert "From the next cycle on: Ring {both} planners, “always” → before noon" in text
    assert "Led by Kim" in done.values["document"]["page"]["from"]
    (promise,) = desk.every("promise", ("open",))
    assert promise.due_on == date(2027, 1, 15)
    assert promised.values["action"] == promise.body["action"]


def test_without_a_day_nothing_is_promised_and_what_was_not_said_is_in_no_step() -> None:
    desk = leader()
    team.open_design(desk)
    for _ in range(6):
        tell(desk, "skip", intent="skip")
    for words in ("60 minutes", "in person", "no"):
        tell(desk, words)
    assert tell(desk, "yes") is None
    (done,) = team.close(desk).say
    assert not desk.every("promise") and "“”" not in done.values["sheet"] and "{" not in done.values["sheet"]
    assert "What pulls us apart" not in done.values["sheet"]


@pytest.mark.slow
@pytest.mark.parametrize(("minutes", "pages"), [("10 minutes", 1), ("60 minutes", 2), ("180 minutes", 2)])
def test_the_sheet_fits_one_or_two_pages(minutes: str, pages: int) -> None:
    desk = leader()
    designed(desk, minutes=minutes)
    tell(desk, "yes")
    page = team.close(desk).say[0].values["document"]["page"]
    assert 1 <= pages_in(pdf_of(page)) <= pages
    assert draw_page(page) == draw_page(page)


def test_the_session_taken_last_is_shown_again_and_start_over_begins_anew() -> None:
    desk = leader()
    designed(desk)
    tell(desk, "yes")
    team.close(desk)
    assert [say.response for say in team.open_design(desk).say] == ["utter_team_again"]
    assert asked(desk).response == "utter_team_agenda"
    team.restart(desk)
    assert asked(desk).ref == "purpose" and len(desk.every("team", ("open",))) == 1


def test_every_reply_has_its_values() -> None:
    desk = leader()
    heard = [*team.open_design(desk).say, *team.pause(desk).say, *team.open_design(desk).say]
    for part, words in TOLD.items():
        heard += [asked(desk), *team.answer(desk, says("what?", "rephrase")).say]
        tell(desk, words, on=DAY if part == "follow" else "")
    heard += team.answer(desk, says("what?", "rephrase")).say
    for reply in (
        "drop that block",
        "back",
        "swap that block",
        "1",
        "rule",
        "Say it {early}",
        "nonsense",
        "back",
        "yes",
    ):
        heard += [say for say in [tell(desk, reply)] if say]
    heard += [*team.close(desk).say, *team.restart(desk).say]
    assert all(rendered(say, "team") for say in heard)
    assert all(say.kind == "team.design" for say in heard)


def test_what_is_kept_can_be_shown_to_the_leader() -> None:
    desk = leader()
    designed(desk)
    (kept,) = team.stored(desk.uow, desk.person)
    assert kept["state"] == "open" and kept["parts"] == TOLD and kept["look_back"] == DAY
    assert sum(entry["minutes"] for entry in kept["agenda"]) == 180


def test_somebody_in_a_hurry_is_asked_only_what_the_session_cannot_do_without() -> None:
    desk = leader()
    team.open_design(desk)
    tell(desk, "One plan")
    (short,) = team.answer(desk, says("I have five minutes", "short_time")).say
    assert short.response == "utter_team_short"
    refs = [asked(desk).ref]
    for words in ("Three plans", "Inputs come late", "Ring first", "60 minutes", "remote"):
        tell(desk, words)
        refs.append(asked(desk).ref)
    assert refs == ["behaviour", "tension", "rule", "minutes", "place", "agenda"]


def test_an_hour_is_the_length_of_the_session_and_leaves_the_question_that_waits() -> None:
    desk = leader()
    team.open_design(desk)
    (noted,) = team.answer(desk, says("60 minutes", "short_time")).say
    assert noted.response == "utter_team_length" and asked(desk).ref == "purpose"
    record = desk.newest("team")
    assert record and from_dict(record.body).said("minutes") == "60 minutes"


def test_who_comes_is_no_purpose_and_says_where_they_sit() -> None:
    desk = leader()
    team.open_design(desk)
    again = tell(desk, "6 people, half of them remote")
    assert again and (again.response, again.ref) == ("utter_team_ask_purpose_again", "purpose")
    for part, words in TOLD.items():
        if part != "place":
            tell(desk, words, on=DAY if part == "follow" else "")
    agenda = asked(desk)
    assert agenda.response == "utter_team_agenda"
    record = desk.newest("team", ("open",))
    assert record and from_dict(record.body).place == "remote", "it is not asked for again"
    assert from_dict(record.body).said("purpose") == TOLD["purpose"]


@pytest.mark.parametrize(
    "words",
    [
        "6 people should stop talking over each other",
        "Two planners need one number",
        "that all eight agree on one plan",
    ],
)
def test_a_purpose_that_counts_people_is_a_purpose(words: str) -> None:
    desk = leader()
    team.open_design(desk)
    assert tell(desk, words).response == "utter_team_ask_behaviour"  # type: ignore[union-attr]


def test_who_says_twice_who_comes_is_not_asked_a_third_time() -> None:
    desk = leader()
    team.open_design(desk)
    tell(desk, "we are eight")
    assert tell(desk, "eight people").response == "utter_team_ask_behaviour"  # type: ignore[union-attr]


def test_who_asks_what_a_question_is_for_is_told_and_asked_it_again() -> None:
    desk = leader()
    team.open_design(desk)
    before = asked(desk)
    (said,) = team.answer(desk, Said("why do you need that", "rephrase", Signals(on=frozenset({"asks-why"})))).say
    assert (said.response, said.ref) == ("utter_team_why", "purpose")
    assert "?" not in rendered(said, "team")
    assert asked(desk) == before
