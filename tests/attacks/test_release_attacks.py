"""Attacks on theme releases fail against our rules and succeed against weaker ones (benchmarks/releases)."""

import pytest

from benchmarks.releases.attacks import CASES, UNGUARDED, Case, rate
from benchmarks.releases.membership import accuracy, informed
from bot.domain.releases.rules import FLOOR

case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
FAST, SLOW, GAMES = 6, 120, 2000


@case
def test_the_attack_fails(case: Case) -> None:
    assert rate(case.attack, FLOOR, FAST) == 0


@case
def test_the_attack_succeeds_against_weaker_rules(case: Case) -> None:
    assert rate(case.attack, case.weaker, FAST) > 0.5


@pytest.mark.slow
@case
def test_the_attack_fails_every_time(case: Case) -> None:
    assert rate(case.attack, FLOOR, SLOW, seed=2) == 0


@pytest.mark.slow
def test_nobody_can_tell_whether_the_target_contributed() -> None:
    assert accuracy(FLOOR, GAMES, GAMES) <= 0.55


@pytest.mark.slow
def test_without_the_rules_the_same_attacker_can_tell() -> None:
    assert accuracy(UNGUARDED, 200, 500) > 0.6
    assert informed(UNGUARDED, 50) > 0.9
