"""Property tests of the whole turn through the real engine: some 500 of what `benchmarks.hostile.run` plays 20,000."""

from functools import lru_cache

import pytest
from hypothesis import HealthCheck, given, settings

from benchmarks.hostile import inputs
from benchmarks.hostile.inputs import Act, talks
from benchmarks.hostile.play import Player, Stage, Tally
from bot import bootstrap
from tests.conversations.stage import Stage as Shared

pytestmark = pytest.mark.slow
LENGTH, CONVERSATIONS = 20, 15
ONBOARDED: list[Act] = [("say", text) for text in ("hi", "I agree", "skip", "skip", "skip", "skip")]
#: Seconds of CPU that a turn may cost, whatever was typed, on a machine that also runs everything else.
LONGEST_TURN = 2.0


@lru_cache(maxsize=1)
def stage() -> Stage:
    return Stage(Shared.shared().turns)


def played(acts: list[Act]) -> Tally:
    """Play a conversation and return what was counted."""
    tally = Tally()
    Player(stage(), tally).play(acts)
    return tally


@settings(max_examples=CONVERSATIONS, suppress_health_check=list(HealthCheck))
@given(talks(LENGTH))
def test_whatever_is_sent_in_whatever_order_every_turn_holds_what_it_must(acts: list[Act]) -> None:
    assert played(acts).broken == []


@pytest.mark.parametrize("prefix", inputs.PREFIXES, ids=ascii)
def test_no_intent_behind_any_prefix_is_ever_taken_as_a_payload(prefix: str) -> None:
    """Every name with one body each; `tests/unit/test_typed.py` tries every name with every body."""
    names = inputs.payload_only()
    acts: list[Act] = [
        ("say", f"{prefix}{name}{body}") for name, body in zip(sorted(names), inputs.BODIES * 2, strict=False)
    ]
    assert played([*ONBOARDED, *acts]).broken == []


@pytest.mark.parametrize("text", inputs.ATTACKS, ids=lambda text: ascii(text[:20]))
def test_each_known_attack_is_only_words_at_the_menu_and_in_a_step(text: str) -> None:
    acts: list[Act] = [("say", text), ("say", "/coach"), ("say", text), ("say", text)]
    assert played([*ONBOARDED, *acts]).broken == []


@pytest.mark.parametrize("dialogue", ["/coach", "/pressure", "/rehearse", "/awareness", "/behaviours"])
@pytest.mark.parametrize("unit", ["a", ",", "x ", "No. ", "1,2 ", "if then I ", "10 May ", "a,"], ids=ascii)
def test_the_longest_message_of_any_shape_is_answered_in_two_seconds_of_work(unit: str, dialogue: str) -> None:
    tally = played([*ONBOARDED, ("say", dialogue), ("say", "sales"), ("say", (unit * 16_000)[:16_000])])
    assert tally.broken == []
    assert tally.slowest[0][0] < LONGEST_TURN


def test_who_erases_everything_and_goes_on_is_a_stranger() -> None:
    acts: list[Act] = [
        *ONBOARDED,
        ("say", "/forget"),
        ("press", 0),
        ("say", "hello"),
        ("say", "/forget"),
        ("say", "yes"),
    ]
    assert played(acts).broken == []


def test_the_checks_would_notice() -> None:
    """A property test that can only pass proves nothing."""
    tally = Tally()
    player = Player(stage(), tally)
    stage().apology, apology = "Hello", stage().apology
    try:
        broken = {"text": "{goal} Traceback (most\u202e", "kind": "nonsense", "buttons": [{"title": "", "value": "x"}]}
        found = [*player._problems_of(broken)]
    finally:
        stage().apology = apology
    assert len(found) == 5
    assert bootstrap.content().apology["text"] == stage().apology
