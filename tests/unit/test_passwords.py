"""Passwords: hashed slowly with memory, compared in the same time whether or not there is an account."""

import time

import pytest

from bot.services import passwords
from bot.services.passwords import BadPassword, hashed, matches

LONG = "correct horse battery"


def test_a_password_matches_its_hash_and_no_other_does() -> None:
    stored = hashed(LONG)
    assert stored.startswith("scrypt$32768$8$3$") and LONG not in stored
    assert [matches(given, stored) for given in (LONG, LONG + "x")] == [True, False]


def test_nothing_like_a_password_matches_its_hash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "N", 16)
    stored = hashed(LONG)
    near = (LONG, LONG.upper(), LONG + " ", LONG[:-1], "", "x" * 10_000)
    assert [matches(given, stored) for given in near] == [True, False, False, False, False, False]


def test_two_hashes_of_one_password_differ(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "N", 16)
    assert hashed(LONG) != hashed(LONG)


def test_letters_typed_on_another_keyboard_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "N", 16)
    assert matches("Ma\u0308rz und Ma\u0308rz", hashed("M\u00e4rz und M\u00e4rz"))


@pytest.mark.parametrize("password", ["", "short", " " * 20, "x" * 201])
def test_a_password_that_is_too_short_or_too_long_is_refused(password: str) -> None:
    with pytest.raises(BadPassword, match="12 to 200"):
        hashed(password)


@pytest.mark.parametrize("password", ["", LONG, "\ud800" * 3, "x" * 10_000])
def test_nobody_has_a_password(monkeypatch: pytest.MonkeyPatch, password: str) -> None:
    monkeypatch.setattr(passwords, "NOBODY", passwords.NOBODY.replace(str(passwords.N), "16"))
    assert not matches(password, None)


def test_an_unknown_name_takes_as_long_as_a_wrong_password(monkeypatch: pytest.MonkeyPatch) -> None:
    # A quarter of the real work: what is compared is the same.
    monkeypatch.setattr(passwords, "NOBODY", passwords.NOBODY.replace(str(passwords.N), str(passwords.N // 4)))
    monkeypatch.setattr(passwords, "N", passwords.N // 4)
    stored = hashed(LONG)

    def seconds(stored: str | None) -> float:
        began = time.process_time()
        matches("something else", stored)
        return time.process_time() - began

    known, unknown = (min(seconds(one) for _ in range(3)) for one in (stored, None))
    assert 0.5 < known / unknown < 2
