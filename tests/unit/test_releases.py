"""Making releases: when, of what, and never twice."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest

from bot.domain.releases.audit import AuditFailed
from bot.domain.releases.history import ALL
from bot.domain.releases.release import BadRelease, digest, from_bytes
from bot.domain.releases.rules import FLOOR, Rules, WeakRules
from bot.services import contributions, programmes, releases
from bot.services.releases import TooEarly
from tests.fakes.leading import IDS, START, WEEK, Class, launched, office

T, U = IDS[0], IDS[1]


@pytest.fixture
def school() -> Class:
    """Twelve leaders; ten named the first theme in the first period."""
    school = launched(office().desk())
    school.join(12)
    for person in school.people[:10]:
        school.write(person, (T,))
    return school


def made(school: Class, weeks: int = 4) -> list[bytes]:
    now: datetime = START + weeks * WEEK
    return [one.body for one in releases.make_due(school.uow, school.programme, IDS, now)]


def band(body: bytes, theme: str = T) -> str | None:
    return from_bytes(body).cells[theme][ALL].band


def test_nothing_is_released_before_the_end_of_a_period(school: Class) -> None:
    with pytest.raises(TooEarly, match="2026-10-05"):
        releases.make_due(school.uow, school.programme, IDS, START + 4 * WEEK - WEEK / 7)
    assert releases.latest(school.uow, school.programme) is None


def test_a_release_shows_what_was_shared(school: Class) -> None:
    (body,) = made(school)
    assert band(body) == "most"
    assert band(body, U) is None
    assert from_bytes(body).participation.band == "most"


def test_asking_again_gives_the_same_bytes_whatever_happened_since(school: Class) -> None:
    (body,) = made(school)
    for person in school.people:
        school.write(person, (U,), week=2)
    school.uow.programmes.leave(school.people[0].id, START + WEEK)
    assert made(school) == []
    newest = releases.latest(school.uow, school.programme)
    assert newest and newest.body == body and newest.digest == digest(body)
    school.uow.releases.rows.clear()  # type: ignore[attr-defined]
    owner = releases._owner(school.uow, school.programme)
    school.uow.records.delete(owner.id, f"{school.programme.id}-history")
    assert made(school) != [body], "made again it would differ: it is the keeping that protects"


def test_missed_releases_are_made_in_order_each_of_its_own_period(school: Class) -> None:
    for person in school.people:
        school.write(person, (U,), week=9)
    bodies = [from_bytes(body) for body in made(school, weeks=13)]
    assert [body.number for body in bodies] == [1, 2, 3]
    assert [body.cells[U][ALL].band for body in bodies] == [None, None, "most"]
    assert bodies[2].previous == digest(releases_of(school)[1])


def releases_of(school: Class) -> list[bytes]:
    return [one.body for one in school.uow.releases.all(school.programme.id)]


def test_what_is_not_shared_not_on_the_roster_or_not_in_the_period_does_not_count(school: Class) -> None:
    for person in school.people:
        school.write(person, (U,), shared=False)
        school.write(person, (IDS[2],), week=4)
        school.write(person, (IDS[3],), week=-1)
    late = school.join(10, START + 2 * WEEK)
    for person in late:
        school.write(person, (IDS[4],), week=1)
    for person in school.join(10):
        school.write(person, (IDS[5],))
        programmes.leave(school.uow, person, START + 3 * WEEK)
    (body,) = made(school)
    assert [band(body, theme) for theme in IDS[1:6]] == [None] * 5


def test_notes_of_coaching_conversations_count_if_they_were_shared(school: Class) -> None:
    for person in school.people:
        note = school.write(person, (U,))
        school.uow.records.put(replace(note, kind="coaching_themes"))
    assert band(made(school)[0], U) == "most"


def test_at_most_five_themes_of_a_person_count(school: Class) -> None:
    for person in school.people[:8]:
        school.write(person, IDS[1:8])
    shown = from_bytes(made(school)[0]).cells
    assert len([theme for theme in IDS if shown[theme][ALL].band]) == 5


def test_nothing_of_a_release_names_or_quotes_anybody(school: Class) -> None:
    (body,) = made(school)
    assert b"private" not in body
    assert not [person for person in school.people if person.id.encode() in body or person.sender.encode() in body]


def test_what_is_remembered_leads_to_nobody(school: Class) -> None:
    made(school)
    owner = releases._owner(school.uow, school.programme)
    kept = json.dumps(
        [r.body for kind in ("release_history", "release_snapshot") for r in records(school, owner, kind)]
    )
    roster = school.uow.programmes.roster(school.programme.id, START + WEEK)
    assert len(kept) > 500
    assert not [m for m in roster if m.token in kept or m.person_id in kept]


def records(school: Class, owner, kind: str):  # type: ignore[no-untyped-def]
    return school.uow.records.all(owner.id, kind)


def test_who_erases_everything_stays_in_past_releases_and_out_of_the_next(school: Class) -> None:
    first = made(school)
    for person in school.people:
        for record in school.uow.records.all(person.id, "reflection"):
            school.uow.records.delete(person.id, record.id)
        programmes.leave(school.uow, person, START + 5 * WEEK)
    made(school, weeks=8)
    assert releases_of(school)[:1] == first
    assert band(releases_of(school)[1]) is None


def test_taking_a_reflection_back_takes_it_out(school: Class) -> None:
    member = school.uow.programmes.membership(school.people[0].id)
    assert member
    record = school.write(school.people[0], (U,), week=2)
    assert contributions.named(school.uow, member, START, START + 4 * WEEK) == (T, U)
    school.uow.records.put(replace(record, body={**record.body, "shared": False}))
    assert contributions.named(school.uow, member, START, START + 4 * WEEK) == (T,)


def test_the_audit_passes_what_was_published(school: Class) -> None:
    for week in (5, 6, 9):
        for person in school.people:
            school.write(person, (U,), week=week)
    made(school, weeks=12)
    assert releases.audit(school.uow, school.programme, IDS) == 3


def tampered(school: Class, change: Callable[[bytes], bytes]) -> None:
    rows = school.uow.releases.rows  # type: ignore[attr-defined]
    key = (school.programme.id, 1)
    body = change(rows[key].body)
    rows[key] = replace(rows[key], body=body, digest=digest(body))


@pytest.mark.parametrize(
    "change",
    [
        lambda body: body.replace(b'"band":"most"', b'"band":"some"', 1),
        lambda body: body.replace(b'"name":"North Star"', b'"name":"South Star"'),
        lambda body: body + b"\n",
        lambda body: b"{}",
    ],
)
def test_the_audit_notices_a_changed_release(school: Class, change: Callable[[bytes], bytes]) -> None:
    made(school, weeks=8)
    tampered(school, change)
    with pytest.raises(BadRelease):
        releases.audit(school.uow, school.programme, IDS)


def test_figures_loosened_in_the_database_stop_the_next_release(school: Class) -> None:
    school = launched(office().desk(), rules=Rules(voices=8))
    school.join(12)
    made(school)
    loosened = replace(school.programme, rules=FLOOR)
    with pytest.raises(WeakRules, match="voices"):
        releases.make_due(school.uow, loosened, IDS, START + 8 * WEEK)
    assert len(releases_of(school)) == 1


def test_a_release_that_fails_the_last_check_is_not_kept(school: Class, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Rules, "band", lambda self, voices, people: "some")
    with pytest.raises(AuditFailed):
        made(school)
    assert releases_of(school) == []
