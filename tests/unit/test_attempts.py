"""How often somebody may fail to sign in."""

from concurrent.futures import ThreadPoolExecutor

from bot.services.attempts import MOST, WINDOW, Attempts

KEYS = ("account:anna", "address:1")


def failing(times: int, limits: dict[str, int]) -> Attempts:
    attempts = Attempts(limits)
    for n in range(times):
        attempts.begin(KEYS, float(n))
    return attempts


def test_below_the_limit_nobody_waits_and_at_it_they_do() -> None:
    limits = {"account": 3, "address": 9}
    assert [failing(n, limits).begin(KEYS, 10.0) > 0 for n in (2, 3)] == [False, True]


def test_the_wait_ends_when_the_first_try_is_a_quarter_of_an_hour_old() -> None:
    attempts = failing(5, {"account": 3, "address": 9})
    assert attempts.begin(KEYS, 10.0) == int(WINDOW - 10.0) + 1
    assert [attempts.begin(KEYS, WINDOW + late) for late in (-1.0, 0.0, 0.5)] == [2, 0, 1]


def test_each_key_has_a_limit_of_its_own() -> None:
    attempts = failing(4, {"account": 9, "address": 4})
    assert attempts.begin(("account:anna",), 5.0) == 0
    assert attempts.begin(("account:bela", "address:1"), 5.0) > 0


def test_who_signed_in_starts_again_and_their_address_is_charged_with_the_failures_only() -> None:
    attempts = failing(3, {"account": 3, "address": 3})
    attempts.succeeded("account:anna", ["address:1"])
    assert [attempts.begin(KEYS, 5.0), attempts.begin(KEYS, 5.0) > 0] == [0, True]


def test_a_team_behind_one_address_signs_in_as_often_as_it_likes() -> None:
    attempts = Attempts({"account": 3, "address": 3})
    for n in range(50):
        assert attempts.begin((f"account:{n}", "address:1"), 1.0) == 0
        attempts.succeeded(f"account:{n}", ["address:1"])


def test_of_many_at_the_same_time_no_more_than_allowed_get_through() -> None:
    attempts = Attempts({"account": 5, "address": 100})
    with ThreadPoolExecutor(16) as crowd:
        waits = list(crowd.map(lambda _: attempts.begin(KEYS, 1.0), range(200)))
    assert waits.count(0) == 5


def test_many_names_do_not_fill_the_memory() -> None:
    attempts = Attempts()
    for n in range(MOST + 50):
        attempts.begin((f"account:{n}",), 0.0)
    assert len(attempts) == MOST
