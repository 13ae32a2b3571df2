"""What scoring a rehearsed reply promises, whatever the wording of the rubric."""

import dataclasses
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalogue.rubric import load_rubric
from bot.domain.rehearsal.listening import piece_of
from bot.domain.rehearsal.patterns import BadPattern, matcher
from bot.domain.rehearsal.persona import begin, finished, react
from bot.domain.rehearsal.rubric import CRITERIA, Flagged, Judgement, Score, Turn
from bot.domain.rehearsal.scoring import earned, score
from bot.domain.rehearsal.text import flat, stem
from tests.speed import examples

RUBRIC = load_rubric(Path(__file__).parents[2] / "content/rubric.yml")
OBJECTION = "Whatever number we give you, we get beaten up for it later. So my people give you a safe one."
GOOD = "So an honest number gets you beaten up later. I would play safe too. When did it last happen to your people?"
POLITE = (
    "Thank you so much for sharing this with me, I really appreciate your openness. Your concerns are very important "
    "to us and we will certainly take them into account going forward. Together we will unlock the full value of S&OP, "
    "and I am confident that everybody will benefit from better alignment in the long run."
)
SHORT = "Beaten up for honesty: wrong. When did it last happen?"


def judged(reply: str, objection: str = OBJECTION, stakeholder: str = "sales", **more: object) -> Score:
    return score(RUBRIC, Turn(stakeholder, objection, reply, **more))  # type: ignore[arg-type]


def points(reply: str, objection: str = OBJECTION, stakeholder: str = "sales") -> dict[str, int | None]:
    return {name: row.points for name, row in judged(reply, objection, stakeholder).criteria.items()}


def flags(reply: str) -> set[str]:
    return {flag.name for flag in judged(reply).flags}


def test_the_same_reply_gets_the_same_score_from_a_rubric_loaded_again() -> None:
    again = load_rubric(Path(__file__).parents[2] / "content/rubric.yml")
    assert judged(GOOD) == score(again, Turn("sales", OBJECTION, GOOD))


def test_a_short_good_reply_beats_a_long_polite_empty_one() -> None:
    assert judged(SHORT).score >= judged(POLITE).score + 20


def test_exploring_before_the_answer_earns_more_than_after_it() -> None:
    question, answer = "What would make it safe?", "We publish the bias by team for two cycles."
    assert points(f"{question} {answer}")["explore"] == 3
    assert points(f"{answer} {question}")["explore"] == 2


@pytest.mark.parametrize(
    ("reply", "asks"),
    [
        ("I keep the friday plan, what do you need to move it to monday", True),
        ("Fair, and how would you see that", True),
        ("I keep the friday plan, what you need is a call", False),
    ],
)
def test_a_question_behind_a_comma_counts_without_its_mark(reply: str, asks: bool) -> None:
    assert ((points(reply)["explore"] or 0) > 0) == asks


def test_stacked_questions_earn_one_point_and_a_tag_none() -> None:
    assert points("What happened? Who said it? When was it?")["explore"] == 1
    assert points("We are one team, aren't we?")["explore"] == 0


def test_a_turn_that_only_listens_is_not_rated_on_its_answer() -> None:
    rated = points(GOOD)
    assert (rated["criteria"], rated["next-step"]) == (None, None)


def test_what_is_not_rated_does_not_lower_the_score() -> None:
    shown = [row for row in judged(GOOD).criteria.values() if row.points is not None]
    weights = [c.weight for name, c in RUBRIC.criteria.items() if judged(GOOD).criteria[name].points is not None]
    mean = sum(w * (row.points or 0) for w, row in zip(weights, shown, strict=True)) / sum(weights) / 3 * 100
    assert judged(GOOD).score == round(mean)


def test_where_they_agree_there_is_nothing_to_reflect_or_explore() -> None:
    rated = points(
        "Two hours a month, first on Thursday with Anke.", "You have convinced me. What do you need from me?"
    )
    assert [rated[name] for name in ("reflect", "acknowledge", "explore")] == [None, None, None]
    assert rated["next-step"] is not None


def test_what_was_shown_in_an_earlier_exchange_need_not_be_shown_again() -> None:
    before = earned(judged(GOOD))
    answer = "We publish bias by team for two cycles and compare. I send you the sheet on Friday."
    assert {"reflect", "explore"} <= before
    assert judged(answer, earned=before).score > judged(answer).score


@pytest.mark.parametrize(
    ("name", "reply"),
    [
        ("blame", "If your team had done their job we would not be here."),
        ("authority", "The CEO wants one number, so there it is."),
        ("but", "I understand, but we need the number."),
        ("empty-promise", "Trust me, nobody will ever be blamed."),
        ("dismissive", "Calm down, it is only a number."),
        ("over-long", "We look at the number. " * 30),
    ],
)
def test_each_flag_is_raised_by_its_own_case_and_costs_its_deduction(name: str, reply: str) -> None:
    raised = [flag for flag in judged(reply).flags if flag.name == name]
    assert [flag.deduct for flag in raised] == [RUBRIC.flags[name].deduct]


@pytest.mark.parametrize(
    "reply",
    [
        "So what would you need by day five?",
        "You never get the numbers in time, and you have to live with it.",
        "That is exactly what I would fear. Where does it hurt?",
        "If you had a free hand for a month, which number would you fix first?",
        "Could you come on Tuesday at nine with Eva?",
        "It is not one number but three.",
        "Because you were not asked, you could not say no.",
        "I cannot promise that. What would be a fair test?",
        "What would you say in front of the board?",
    ],
)
def test_no_flag_is_raised_by_words_that_only_look_like_one(reply: str) -> None:
    assert flags(reply) == set()


def test_a_point_granted_and_taken_back_is_worth_less_than_one_that_stands() -> None:
    stands, back = "That is fair. What happened?", "That is fair, but everybody has to plan. What happened?"
    assert points(stands)["acknowledge"] == 2
    assert points(back)["acknowledge"] == 1
    assert judged(stands).score > judged(back).score


def test_giving_in_is_not_acknowledging() -> None:
    assert points("You're right, forget it, we leave it as it is.")["acknowledge"] == 1


def test_numbers_they_brought_themselves_are_no_criteria_of_ours() -> None:
    objection = "My own forecast is ninety-eight per cent right."
    assert points("The system shows 98 too.", objection)["criteria"] == 0
    assert points("The system shows 71.", objection)["criteria"] == 2


def test_a_day_in_the_past_is_no_next_step() -> None:
    assert points("We lost the order last Friday.")["next-step"] == 0
    assert points("I bring you the list on Friday.")["next-step"] == 3


def test_words_of_a_persons_own_interest_count_when_they_are_passed_in() -> None:
    turn = Turn("our-regional-gm", "I hate surprises.", "You would know about any detour a week early.")
    with_words = dataclasses.replace(turn, currency=("detours",))
    assert score(RUBRIC, turn).criteria["interest"].points == 0
    assert score(RUBRIC, with_words).criteria["interest"].points == 2


def test_an_injected_similarity_sees_a_paraphrase_without_shared_words() -> None:
    reply = "You owned up once and it hurt. What happened?"
    plain = score(RUBRIC, Turn("sales", OBJECTION, reply))
    helped = score(RUBRIC, Turn("sales", OBJECTION, reply), similarity=lambda one, other: 0.9)
    assert (plain.criteria["reflect"].points or 0) < (helped.criteria["reflect"].points or 0)


def test_advice_names_a_piece_of_this_objection_or_this_persons_interest() -> None:
    advice = judged(POLITE).try_this
    quoted = re.findall(r"“([^”]*)”", advice)
    assert quoted and all(piece in OBJECTION for piece in quoted)
    assert advice.count(".") == 1


def test_every_quotation_is_an_exact_piece_of_the_reply_or_the_objection() -> None:
    result = judged(GOOD)
    said = [piece for row in result.criteria.values() for piece in re.findall(r"“([^”]*)”", row.because)]
    assert said and all(piece in GOOD or piece in OBJECTION for piece in said)


@examples(60)
@given(reply=st.text(max_size=200), objection=st.text(max_size=120))
def test_any_text_gets_a_score_from_0_to_100_and_six_criteria(reply: str, objection: str) -> None:
    result = judged(reply, objection)
    assert 0 <= result.score <= 100
    assert tuple(result.criteria) == CRITERIA
    assert all(row.points in (None, 0, 1, 2, 3) and row.because for row in result.criteria.values())


def test_braces_in_a_reply_are_left_alone() -> None:
    assert "{quote}" in judged("When did {quote} happen to you?").criteria["explore"].because


def test_a_piece_of_an_objection_can_stand_alone() -> None:
    assert piece_of("I planned it, and then I am judged on adherence.", RUBRIC.lexicon) == "I am judged on adherence"


@pytest.mark.parametrize(
    ("cue", "text", "found"),
    [
        ("not fair", "it isn't fair", "isn't fair"),
        ("you are right", "you're right", "you're right"),
        ("do not get", "you dont get it", "dont get"),
        ("tell me ... what", "tell me in short what", "tell me in short what"),
        ("<n> weeks", "in twenty-four weeks", "twenty-four weeks"),
        ("$day", "on friday", "friday"),
        ("synerg*", "great synergies", "synergies"),
        ("agreed .", "that is agreed. and", "agreed"),
        ("^ why", "oh. why me", "why"),
    ],
)
def test_a_cue_finds_what_its_language_says(cue: str, text: str, found: str) -> None:
    spans = matcher([cue], (), {"day": "monday|friday"}).spans(text)
    assert [span.of(text) for span in spans] == [found]


@pytest.mark.parametrize(
    ("cue", "text"),
    [("tell ... me", "tell it. me too"), ("agreed .", "agreed on it"), ("^ why", "that is why"), ("plan", "planning")],
)
def test_a_cue_finds_nothing_beyond_its_language(cue: str, text: str) -> None:
    assert matcher([cue]).spans(text) == ()


@pytest.mark.parametrize("cue", ["... me", "me ...", "$nowhere", "a(b)", "", "pl*"])
def test_a_cue_that_cannot_be_read_is_named(cue: str) -> None:
    with pytest.raises(BadPattern, match=re.escape(f"'{cue}'")):
        matcher([cue])


def test_flattening_keeps_every_character_at_its_place() -> None:
    text = "İstanbul’s “Plan”"
    assert len(flat(text)) == len(text)


@pytest.mark.parametrize("words", ["plan plans planned planning", "promise promises promised", "blame blamed blaming"])
def test_forms_of_a_word_share_a_stem(words: str) -> None:
    assert len({stem(word) for word in words.split()}) == 1


def scored(value: int, *raised: str) -> Score:
    rows = {name: Judgement(1, "") for name in CRITERIA}
    return Score(value, rows, tuple(Flagged(name, 10, "") for name in raised), "")


@pytest.mark.parametrize(
    ("result", "move", "line", "because"),
    [
        (scored(80), 1, "softer", ("score",)),
        (scored(40), 0, "again", ("score",)),
        (scored(5), -1, "harder", ("score",)),
        (scored(80, "authority"), -1, "harder", ("authority",)),
        (scored(80, "but"), 0, "again", ("but",)),
    ],
)
def test_the_persona_moves_one_step_by_score_and_flags(
    result: Score, move: int, line: str, because: tuple[str, ...]
) -> None:
    start = begin(RUBRIC.persona, 2)
    step = react(start, result, RUBRIC.persona).steps[0]
    assert (step.after - step.before, step.line, step.because) == (move, line, because)


def test_the_persona_never_leaves_its_scale_and_keeps_every_step() -> None:
    persona = begin(RUBRIC.persona, 3)
    for _ in range(4):
        persona = react(persona, scored(0), RUBRIC.persona)
    assert persona.state == -2
    assert [step.after for step in persona.steps] == [-2, -2, -2, -2]
    assert all(step.line == "harder" for step in persona.steps)


def test_an_objection_is_done_with_when_the_persona_is_open_or_after_three_exchanges() -> None:
    opened = react(begin(RUBRIC.persona, 1), scored(90), RUBRIC.persona)
    tired = begin(RUBRIC.persona, 2)
    for done in (False, False, True):
        tired = react(tired, scored(40), RUBRIC.persona)
        assert finished(tired, RUBRIC.persona) is done
    assert finished(opened, RUBRIC.persona)
