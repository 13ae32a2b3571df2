"""What a rehearsal tells afterwards: what earned and what cost most, attempts compared, how it went over time."""

from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import pytest

from bot.domain.phrases import Phrases
from bot.domain.rehearsal import report
from bot.domain.rehearsal.persona import Step
from bot.domain.rehearsal.playbook import Playbook
from bot.domain.rehearsal.report import SHOWN, Point
from bot.domain.rehearsal.rubric import Flagged, Judgement, Score
from bot.domain.rehearsal.session import Attempt, Exchange, Rehearsal, Round, from_dict, to_dict
from tests.fakes import rehearsal as fake

TODAY = date(2026, 11, 23)
PHRASES = {
    "feedback.compared": ("No {number}: {score} after {before}. {changes}",),
    "feedback.up": ("Up {titles}.",),
    "feedback.down": ("Down {titles}.",),
    "feedback.same": ("Same.",),
    "feedback.earned": ("Earned {because}",),
    "feedback.lost": ("Lost {because}",),
    "feedback.flag": ("Flag {because} {deduct}",),
    "feedback.try": ("Try {advice}",),
    "feedback.state": ("{voice}: {state}",),
    "feedback.next": ("next",),
    "feedback.done": ("done",),
    "details.line": ("{title} {points}: {because}",),
    "details.unrated": ("{title} -: {because}",),
    "summary.round": ("{voice}: {objection}",),
    "summary.scores": ("{scores}",),
    "summary.again": (" again ",),
    "summary.then": (" then ",),
    "summary.path": ("{path}",),
    "summary.arrow": (" > ",),
    "summary.strong": ("strong {title}",),
    "summary.weak": ("weak {title}",),
    "progress.line": ("over {points}",),
    "progress.point": ("{date} {first} {best}",),
    "picture.title": ("T",),
    "picture.axis": ("A",),
    "picture.first": ("F",),
    "picture.best": ("B",),
    "voice.named": ("{name} ({title})",),
    **{f"state.{n}": (f"s{n}",) for n in range(-1, 6)},
}


@cache
def playbook() -> Playbook:
    """The real rubric and people, with words that a test can count on."""
    return replace(fake.playbook(), phrases=Phrases(PHRASES))


def names() -> list[str]:
    """The criteria, the heaviest first."""
    criteria = playbook().rubric.criteria
    return sorted(criteria, key=lambda name: -criteria[name].weight)


def title(name: str) -> str:
    return playbook().rubric.criteria[name].title


def score(points: dict[str, int | None], total: int = 50, flags: tuple[Flagged, ...] = ()) -> Score:
    rows = {name: Judgement(points.get(name, 1), f"because of {name}") for name in names()}
    return Score(total, rows, flags, "listen first")


def attempt(result: Score, before: int = 2, after: int = 2) -> Attempt:
    return Attempt("reply", result, Step(before, after, after - before, result.score, ("score",)), frozenset(), "", "")


def one(*scores: Score, line: str = "Who pays for it?", name: str = "") -> Round:
    exchange = Exchange(line, tuple(attempt(result) for result in scores))
    return Round("finance", name, "", 2, (exchange,))


def rehearsal(*rounds: Round, on: date = TODAY) -> Rehearsal:
    return Rehearsal("r1", on, stakeholder="finance", rounds=rounds)


# One answer


def test_the_heaviest_of_what_earned_and_of_what_cost_is_told() -> None:
    heavy, light = names()[0], names()[-1]
    weights = playbook().rubric.criteria
    assert weights[heavy].weight > weights[light].weight
    assert report.extremes(score({heavy: 3, light: 3}), playbook())[0] == heavy
    assert report.extremes(score({name: 3 for name in names()[1:]} | {heavy: 0}), playbook())[1] == heavy


def test_a_point_of_a_heavy_criterion_weighs_more_than_one_of_a_light_one() -> None:
    even = score(dict.fromkeys(names(), 2))
    turned = replace(even, criteria=dict(reversed(list(even.criteria.items()))))
    won, lost = report.extremes(turned, playbook())
    weights = {name: criterion.weight for name, criterion in playbook().rubric.criteria.items()}
    assert weights[won] == weights[lost] == max(weights.values()) > min(weights.values())


def test_one_point_earns_nothing_worth_telling_and_two_do() -> None:
    assert report.extremes(score({}), playbook())[0] == ""
    name = names()[-1]
    assert report.extremes(score({name: 2}), playbook())[0] == name


def test_of_a_full_score_nothing_is_lost_and_what_is_not_rated_counts_neither_way() -> None:
    assert report.extremes(score(dict.fromkeys(names(), 3)), playbook())[1] == ""
    unrated = names()[0]
    full = {name: 3 for name in names()[1:]}
    assert report.extremes(score({**full, unrated: None}), playbook()) == (names()[1], "")
    assert report.extremes(score(dict.fromkeys(names(), None)), playbook()) == ("", "")


def test_feedback_tells_most_least_one_thing_to_try_and_where_they_stand() -> None:
    best, worst = names()[0], names()[1]
    lines = report.feedback_lines(one(score({best: 3, worst: 0})), playbook()).splitlines()
    assert lines[0] == f"Earned because of {best}"
    assert lines[1].startswith("Lost because of ")
    assert lines[2] == "Try listen first"
    assert lines[3].startswith("The finance director: ")
    assert len(lines) == 4


def test_a_flag_is_told_with_what_it_costs_instead_of_the_lost_criterion() -> None:
    flags = (Flagged("threat", 15, "“or else”"),)
    lines = report.feedback_lines(one(score({names()[0]: 3}, flags=flags)), playbook()).splitlines()
    assert "Flag “or else” 15" in lines
    assert not [line for line in lines if line.startswith("Lost")]


def test_the_state_is_that_after_the_newest_answer() -> None:
    states = playbook().rubric.persona.states
    before, after = sorted(states)[:2]
    moved = Round("finance", "Anna", "", 2, (Exchange("x", (attempt(score({}), before, after),)),))
    assert report.feedback_lines(moved, playbook()).splitlines()[-1] == f"Anna (the finance director): {states[after]}"


# Attempts compared


def test_a_second_attempt_is_compared_with_the_one_before_it() -> None:
    up, down = names()[0], names()[1]
    tried = one(score({up: 0, down: 3}, 40), score({up: 1, down: 3}, 45), score({up: 3, down: 1}, 60))
    first = report.feedback_lines(tried, playbook()).splitlines()[0]
    assert first == f"No 3: 60 after 45. Up {title(up).lower()}. Down {title(down).lower()}."


def test_attempts_with_the_same_points_are_called_the_same() -> None:
    first = report.feedback_lines(one(score({}, 40), score({}, 40)), playbook()).splitlines()[0]
    assert first == "No 2: 40 after 40. Same."


def test_a_criterion_that_was_not_rated_counts_as_no_points_in_a_comparison() -> None:
    name = names()[0]
    first = report.feedback_lines(one(score({name: None}, 40), score({name: 2}, 50)), playbook()).splitlines()[0]
    assert first.endswith(f"Up {title(name).lower()}.")


def test_what_can_be_done_next_depends_on_whether_they_have_said_their_last_word() -> None:
    assert (report.next_line(True, playbook()), report.next_line(False, playbook())) == ("done", "next")


def test_the_details_show_every_criterion_and_every_flag() -> None:
    unrated = names()[0]
    flags = (Flagged("threat", 15, "“or else”"), Flagged("blame", 10, "“your people”"))
    lines = report.detail_lines(score({unrated: None, names()[1]: 2}, flags=flags), playbook()).splitlines()
    assert len(lines) == len(names()) + 2
    assert f"{title(unrated)} -: because of {unrated}" in lines
    assert f"{title(names()[1])} 2: because of {names()[1]}" in lines
    assert lines[-2:] == ["Flag “or else” 15", "Flag “your people” 10"]


# The summary


def test_the_summary_shows_scores_in_order_and_the_path_they_went() -> None:
    steps = ((2, 3), (3, 1))
    exchanges = tuple(Exchange("Who pays?", (attempt(score({}, 40 + n), *step),)) for n, step in enumerate(steps))
    tried = replace(exchanges[0], attempts=(*exchanges[0].attempts, attempt(score({}, 70), 2, 3)))
    lines = report.summary_lines(rehearsal(Round("finance", "", "", 2, (tried, exchanges[1]))), playbook(), [])
    assert lines.splitlines()[:3] == ["The finance director: Who pays", "40 again 70 then 41", "s2 > s3 > s1"]


def test_strongest_and_weakest_are_told_only_where_they_differ() -> None:
    best, worst = names()[0], names()[-1]
    lines = report.summary_lines(rehearsal(one(score({best: 3, worst: 0}))), playbook(), []).splitlines()
    assert f"strong {title(best).lower()}" in lines and f"weak {title(worst).lower()}" in lines
    same = report.summary_lines(rehearsal(one(score({}))), playbook(), [])
    assert "strong" not in same and "weak" not in same


def test_strengths_are_means_over_all_answers_of_what_was_rated() -> None:
    name, other = names()[0], names()[1]
    once, twice = score({name: 3, other: 2}), score({name: None, other: 0})
    lines = report.summary_lines(rehearsal(one(once), one(twice)), playbook(), []).splitlines()
    assert f"strong {title(name).lower()}" in lines, "3 of 3 where it was rated"


def test_objections_without_an_answer_are_not_in_the_summary() -> None:
    unanswered = Round("finance", "", "", 2, (Exchange("And who else?"),))
    assert "And who else?" not in report.summary_lines(rehearsal(one(score({})), unanswered), playbook(), [])


# Over time


def test_a_rehearsal_over_time_is_the_mean_of_first_and_of_best_answers() -> None:
    told = rehearsal(one(score({}, 40), score({}, 60)), one(score({}, 71)))
    assert report.points_of([told, rehearsal()]) == [Point(TODAY, round((40 + 71) / 2), round((60 + 71) / 2))]


def test_one_rehearsal_has_no_course_over_time_and_two_have() -> None:
    now = rehearsal(one(score({}, 50)))
    earlier = [Point(TODAY - timedelta(days=9), 30, 40)]
    assert "over" not in report.summary_lines(now, playbook(), [])
    assert report.summary_lines(now, playbook(), earlier).splitlines()[-1] == "over 14 Nov 30 40; 23 Nov 50 50"


@pytest.mark.parametrize(("count", "shown"), [(0, 0), (1, 0), (2, 2), (SHOWN, SHOWN), (SHOWN + 3, SHOWN)])
def test_the_picture_shows_the_latest_rehearsals_and_needs_two(count: int, shown: int) -> None:
    points = [Point(TODAY + timedelta(days=n), n, 2 * n) for n in range(count)]
    picture = report.picture(points, playbook())
    if not shown:
        assert picture is None
        return
    last = list(range(count))[-shown:]
    assert picture is not None
    assert picture["scores"] == {"first": last, "best": [2 * n for n in last]}
    assert picture["labels"] == {"first": "F", "best": "B"} and len(picture["dates"]) == shown  # type: ignore[arg-type]


def test_a_rehearsal_is_the_same_after_it_was_stored() -> None:
    flags = (Flagged("threat", 15, "“or else”"),)
    told = rehearsal(one(score({names()[0]: None}, 40, flags), score({}, 60), name="Anna"))
    assert from_dict(to_dict(told)) == told
