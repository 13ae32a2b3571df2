"""The fit map: how an answer is read, what is asked, what is changed, and what other dialogues take from it."""

from time import perf_counter

import pytest

from bot.domain.coaching.session import Session
from bot.domain.coaching.signals import Signals
from bot.domain.context import LENSES, PARTS, FitMap, clashing, edited, read_fit, told
from bot.services import context, context_carried
from bot.services.desk import Desk
from bot.services.replies import Say
from bot.services.said import Said
from tests.fakes.leading_teams import context_book, leader, says
from tests.fakes.mentors import rendered

CUES = context_book().cues
TOLD = {
    "target": "One decision a month between two plans",
    "structures": "It clashes because every country decides alone",
    "processes": "partly, the budget comes in October whatever we plan",
    "systems": "it fits, we have one ERP and one forecast tool",
    "culture": "it clashes, since bad news is punished here",
    "people": "The planner does two jobs and does not fit in more",
    "wins": "One shared sheet of assumptions",
    "parallel": "The weekly sales call",
    "win-over": "The commercial director, to send a deputy who decides",
}


@pytest.mark.parametrize(
    ("text", "fit"),
    [
        ("It fits", "fits"),
        ("Yes", "fits"),
        ("yes, we have that", "fits"),
        ("there is no clash", "fits"),
        ("Partly", "partly"),
        ("mostly", "partly"),
        ("fits in Europe, clashes in Asia", "partly"),
        ("It clashes", "clashes"),
        ("no", "clashes"),
        ("not really", "clashes"),
        ("it does not really fit", "clashes"),
        ("That doesn’t fit at all", "clashes"),
        ("so it does not fit yet", "clashes"),
        ("We have a matrix", ""),
        ("nobody brings bad news early", ""),
        ("Benefits are shared", ""),
    ],
)
def test_an_answer_is_read_as_a_fit_only_where_it_says_one(text: str, fit: str) -> None:
    assert read_fit(text, CUES) == fit


def asked(desk: Desk) -> Say:
    """What is asked in the step that waits."""
    drawn = context.from_dict(desk.newest("context", ("open",)).body)  # type: ignore[union-attr]
    (say,) = (context.ask if context.waiting(drawn) else context.show)(desk).say
    return say


def tell(desk: Desk, text: str, intent: str = "answer") -> Say | None:
    """Reply; return what is asked next, or None where the map is accepted."""
    outcome = context.answer(desk, says(text, intent))
    return None if outcome.slots["grow_summary"] == "done" else asked(desk)


def drawn(desk: Desk, **instead: str) -> Say:
    """Tell every part; return the map."""
    context.open_map(desk)
    for words in {**TOLD, **instead}.values():
        tell(desk, words)
    return asked(desk)


def accepted(**instead: str) -> Desk:
    desk = leader()
    drawn(desk, **instead)
    tell(desk, "yes")
    context.close(desk)
    return desk


def test_nine_answers_make_the_map_in_the_leaders_words() -> None:
    desk = leader()
    assert [say.response for say in context.open_map(desk).say] == ["utter_context_begin"]
    for part, words in TOLD.items():
        assert asked(desk).ref == f"context-{part}"
        tell(desk, words)
    shown = asked(desk)
    assert (shown.kind, shown.ref) == ("grow.summary", "context") and list(TOLD) == list(PARTS)
    assert shown.values["lines"].splitlines() == [
        "1. The S&OP you want: One decision a month between two plans",
        "2. Structures: Clashes. every country decides alone",
        "3. Processes: Partly. the budget comes in October whatever we plan",
        "4. Systems: Fits. we have one ERP and one forecast tool",
        "5. Culture: Clashes. since bad news is punished here",
        "6. People: Clashes. The planner does two jobs and does not fit in more",
        "7. First quick wins: One shared sheet of assumptions",
        "8. To retire: The weekly sales call",
        "9. People to win over: The commercial director, to send a deputy who decides",
    ]


def test_a_lens_takes_two_questions_at_most_and_none_after_a_plain_fit() -> None:
    desk = leader()
    context.open_map(desk)
    tell(desk, "One plan")
    assert tell(desk, "We have seven countries and a centre").response == "utter_context_ask_fit"  # type: ignore[union-attr]
    assert tell(desk, "hard to say").ref == "context-processes"  # type: ignore[union-attr]
    assert tell(desk, "It clashes").response == "utter_context_ask_where"  # type: ignore[union-attr]
    assert tell(desk, "The budget").ref == "context-systems"  # type: ignore[union-attr]
    assert tell(desk, "It fits").ref == "context-culture"  # type: ignore[union-attr]


def test_what_is_said_beside_the_fit_goes_on_from_what_was_said_before() -> None:
    desk = leader()
    context.open_map(desk)
    tell(desk, "One plan")
    tell(desk, "We have seven countries and a centre")
    tell(desk, "It clashes, because the centre cannot decide")
    shown = context.stored(desk.uow, desk.person)[0]
    words = "We have seven countries and a centre. the centre cannot decide"
    assert shown["words"]["structures"] == words and shown["fits"] == {"structures": "clashes"}


def test_back_opens_the_part_before_whole_and_skip_leaves_out_what_was_asked() -> None:
    desk = leader()
    context.open_map(desk)
    tell(desk, "One plan")
    tell(desk, "It clashes")
    assert tell(desk, "back", "go_back").response == "utter_context_ask_lens"  # type: ignore[union-attr]
    assert tell(desk, "back", "go_back").ref == "context-target"  # type: ignore[union-attr]
    assert tell(desk, "back", "go_back").ref == "context-target"  # type: ignore[union-attr]
    assert tell(desk, "skip", "skip").ref == "context-structures"  # type: ignore[union-attr]
    tell(desk, "It clashes")
    assert tell(desk, "no idea", "dont_know").ref == "context-processes"  # type: ignore[union-attr]


def test_somebody_in_a_hurry_is_asked_one_question_for_each_lens() -> None:
    desk = leader()
    context.open_map(desk)
    tell(desk, "One plan")
    (short,) = context.answer(desk, says("5 minutes", "short_time")).say
    assert short.response == "utter_context_short"
    for n, lens in enumerate(LENSES[1:]):
        after = tell(desk, "It clashes" if n % 2 else "We have our own way of doing this")
        assert after and after.ref == f"context-{lens}"


@pytest.mark.parametrize(
    ("reply", "line"),
    [
        ("structures: partly", "2. Structures: Partly. every country decides alone"),
        ("2: fits, since the reform", "2. Structures: Fits. since the reform"),
        ("culture should be clashes because nobody dares", "5. Culture: Clashes. nobody dares"),
        ("quick wins: two decisions", "7. First quick wins: two decisions"),
        ("people to win over: the plants", "9. People to win over: the plants"),
        ("people: the planner left", "6. People: Clashes. the planner left"),
        ("drop 4", "Left out: Systems."),
        ("drop the culture", "Left out: Culture."),
    ],
)
def test_a_line_of_the_map_is_changed_by_name_or_number(reply: str, line: str) -> None:
    desk = leader()
    drawn(desk)
    after = tell(desk, reply)
    assert after and line in after.values["lines"].splitlines()


def test_a_lens_that_was_left_out_can_be_told_on_the_map() -> None:
    done = edited(FitMap(skipped=tuple(PARTS)), "systems: clashes, three forecasts", CUES)
    assert (done.fit("systems"), done.said("systems")) == ("clashes", "three forecasts")


def test_an_empty_map_is_not_accepted() -> None:
    assert not edited(FitMap(skipped=tuple(PARTS)), "yes", CUES).done


def test_the_picture_shows_the_five_lenses_and_only_where_one_was_judged() -> None:
    desk = leader()
    picture = drawn(desk).picture
    assert picture and picture["kind"] == "readiness" and len(picture["rows"][0]["cells"]) == 5
    assert [c["state"] for c in picture["rows"][0]["cells"]] == ["open", "partly", "answered", "open", "open"]
    tell(desk, "start", "start_over")
    other = leader()
    context.open_map(other)
    tell(other, "One plan")
    for _ in range(8):
        tell(other, "skip", "skip")
    assert asked(other).picture is None


def test_a_pressure_test_gets_what_it_begins_with_only_where_it_names_a_win() -> None:
    found = context_carried.plan(accepted())
    assert found and (found[1].change, found[1].aim) == (TOLD["wins"], TOLD["target"])
    assert found[1].support == TOLD["win-over"]
    assert context_carried.plan(accepted(wins="none")) is None
    open_only = leader()
    drawn(open_only)
    assert context_carried.plan(open_only) is None


@pytest.mark.parametrize(
    ("minutes", "lenses"), [(5, []), (15, ["structures", "culture"]), (30, ["structures", "culture", "people"])]
)
def test_a_conversation_begins_with_what_clashes_and_asks_for_the_rest(minutes: int, lenses: list[str]) -> None:
    desk = accepted()
    session, said = context_carried.carried(desk, Session("s", desk.today, minutes=minutes))
    assert [fact.lens for fact in session.facts] == lenses
    assert all(TOLD[fact.lens or ""].endswith(fact.text) for fact in session.facts)
    assert len(said) == (1 if lenses else 0)


def test_what_fits_is_not_carried_and_a_clash_comes_before_what_fits_partly() -> None:
    made = FitMap(words=(("systems", "old"), ("culture", "loud"), ("people", "few")))
    fits = (("systems", "partly"), ("culture", "clashes"), ("people", "fits"))
    assert clashing(FitMap(words=made.words, fits=fits)) == ["culture", "systems"]


def test_every_reply_has_its_values() -> None:
    desk = leader()
    heard = [*context.open_map(desk).say, *context.pause(desk).say, *context.open_map(desk).say]
    for words in TOLD.values():
        heard += [asked(desk), *context.answer(desk, says("what?", "rephrase")).say]
        tell(desk, words.replace("One", "{One}"))
    heard += context.answer(desk, says("what?", "rephrase")).say
    for reply in ("Change something", "nonsense", "culture", "{loud}", "yes"):
        heard += [say for say in [tell(desk, reply)] if say]
    heard += [*context.close(desk).say, *context.restart(desk).say, *context.open_map(desk).say]
    heard += context_carried.carried(desk, Session("s", desk.today))[1]
    assert all(rendered(say, "context") for say in heard)
    assert {say.kind for say in heard} == {"grow.reality", "grow.summary", "grow.goal"}


@pytest.mark.parametrize("piece", ["fit ", "does not ", "not at ", "no ", ". ", "people ", "x", "\n", "“”"])
def test_sixteen_thousand_characters_of_any_shape_are_read_at_once(piece: str) -> None:
    text = (piece * 16_000)[:16_000]
    began = perf_counter()
    told(FitMap(skipped=("target",)), text, CUES)
    edited(FitMap(skipped=tuple(PARTS)), f"culture: {text}", CUES)
    edited(FitMap(skipped=tuple(PARTS)), text, CUES)
    assert perf_counter() - began < 0.8


@pytest.mark.parametrize(
    "part", ["target", "structures", "processes", "systems", "culture", "people", "wins", "parallel", "win-over"]
)
def test_who_asks_what_a_question_is_for_is_told_and_asked_it_again(part: str) -> None:
    desk = leader()
    context.open_map(desk)
    for words in list(TOLD.values())[: list(TOLD).index(part)]:
        tell(desk, words)
    before = asked(desk)
    why = Said("why do you need that", "rephrase", Signals(on=frozenset({"asks-why"})))
    (said,) = context.answer(desk, why).say
    assert said.response == f"utter_context_why_{part.replace('-', '_') if part not in LENSES else 'lens'}"
    assert len(rendered(said, "context").split()) <= 30
    assert asked(desk) == before


def test_how_it_is_today_is_no_aim_and_stays_on_the_map() -> None:
    desk = leader()
    context.open_map(desk)
    today = "today every factory has its own calendar, and the sales plan is a wish"
    again = tell(desk, today)
    assert again and (again.response, again.ref) == ("utter_context_ask_target_again", "context-target")
    assert "every factory has its own calendar" in rendered(again, "context")
    for words in TOLD.values():
        tell(desk, words)
    lines = asked(desk).values["lines"].splitlines()
    assert lines[0] == "1. The S&OP you want: One decision a month between two plans"
    assert f"Today, as you told it: {today}" in lines


@pytest.mark.parametrize(
    "words",
    [
        "It decides once a month between two plans",
        "One plan a month, instead of the three we have today",
        "Today's numbers should become one",
        "nobody argues about numbers any more",
    ],
)
def test_an_aim_is_an_aim_though_it_speaks_of_today(words: str) -> None:
    desk = leader()
    context.open_map(desk)
    assert tell(desk, words).ref == "context-structures"  # type: ignore[union-attr]


def test_who_tells_of_today_a_second_time_is_not_asked_a_third_time() -> None:
    desk = leader()
    context.open_map(desk)
    tell(desk, "at the moment we have three meetings")
    assert tell(desk, "at the moment we have three meetings").ref == "context-structures"  # type: ignore[union-attr]
