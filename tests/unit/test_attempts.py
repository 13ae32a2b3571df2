"""How often somebody may fail to sign in."""

from bot.services.attempts import MOST, WINDOW, Attempts

KEYS = ("account:anna", "address:1")


def failing(times: int, limits: dict[str, int]) -> Attempts:
    attempts = Attempts(limits)
    for n in range(times):
        attempts.failed(KEYS, float(n))
    return attempts


def test_below_the_limit_nobody_waits_and_at_it_they_do() -> None:
    limits = {"account": 3, "address": 9}
    assert [failing(n, limits).wait(KEYS, 10.0) > 0 for n in (2, 3)] == [False, True]


def test_the_wait_ends_when_the_failure_that_counts_is_a_quarter_of_an_hour_old() -> None:
    attempts = failing(5, {"account": 3, "address": 9})
    wait = attempts.wait(KEYS, 10.0)
    assert wait == int(WINDOW - (10.0 - 2.0)) + 1
    assert (attempts.wait(KEYS, 10.0 + wait - 2), attempts.wait(KEYS, 10.0 + wait)) == (2, 0)


def test_each_key_has_a_limit_of_its_own() -> None:
    attempts = failing(4, {"account": 9, "address": 4})
    assert attempts.wait(("account:anna",), 5.0) == 0
    assert attempts.wait(("account:bela", "address:1"), 5.0) > 0


def test_who_signed_in_starts_again_and_their_address_does_not() -> None:
    attempts = failing(3, {"account": 3, "address": 3})
    attempts.forget("account:anna")
    assert attempts.wait(("account:anna",), 5.0) == 0 and attempts.wait(("address:1",), 5.0) > 0


def test_many_names_do_not_fill_the_memory() -> None:
    attempts = Attempts()
    for n in range(MOST + 50):
        attempts.failed((f"account:{n}",), 0.0)
    assert len(attempts._failures) == MOST
