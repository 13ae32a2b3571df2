"""Attacks on the ciphertext: whoever can write to the database must not be able to make words say something else."""

import secrets
from collections.abc import Callable
from itertools import count

import pytest
import sqlalchemy as sa
from storage_samples import NOON, write_everything

from bot.services.ports import Person, Record, UnitOfWork
from bot.storage.encryption import NONCE_BYTES, Place, Vault, seal, unseal
from bot.storage.errors import StorageError, Tampered
from bot.storage.tables import inbox

KEY = secrets.token_bytes(32)
PLACE = Place("records", "body", "r1", "ann")


@pytest.fixture
def ann(stores) -> Person:
    return filled(stores, "ann")


def filled(stores, name: str) -> Person:
    numbers = count()
    with stores.uow() as uow:
        person = write_everything(uow, name, lambda: f"words {next(numbers)} of {name}")
        uow.commit()
    return person


def read_records(uow: UnitOfWork, person: Person) -> object:
    return uow.records.all(person.id, "reflection")


def read_events(uow: UnitOfWork, person: Person) -> object:
    return uow.events.load(person.sender)


def read_inbox(uow: UnitOfWork, person: Person) -> object:
    # What waits leaves an unreadable row out, so that it keeps nobody waiting; by its number it must not open either.
    waiting = sa.select(inbox.c.id).where(inbox.c.person_id == person.id)
    return [uow.inbox.begin(row_id) for row_id in uow.inbox.connection.execute(waiting).scalars().all()]


def read_outbox(uow: UnitOfWork, person: Person) -> object:
    return uow.outbox.unsent(person.id)


READERS = {
    "records.body": read_records,
    "tracker_events.data": read_events,
    "inbox.payload": read_inbox,
    "outbox.payload": read_outbox,
}
every_column = pytest.mark.parametrize("column", READERS)


def must_be_detected(stores, column: str, person: Person) -> None:
    with stores.uow() as uow, pytest.raises(Tampered, match=column):
        READERS[column](uow, person)


def set_first(stores, column: str, value: bytes, person: Person) -> None:
    table, name = column.split(".")
    owner, owner_id = ("sender", person.sender) if table == "tracker_events" else ("person_id", person.id)
    first = f"(SELECT min({name}) FROM {table} WHERE {owner} = :who)"
    stores.run(
        f"UPDATE {table} SET {name} = :value WHERE {owner} = :who AND {name} = {first}", who=owner_id, value=value
    )


def values(stores, column: str, person: Person) -> list[bytes]:
    table, name = column.split(".")
    owner, owner_id = ("sender", person.sender) if table == "tracker_events" else ("person_id", person.id)
    rows = stores.run(f"SELECT {name} FROM {table} WHERE {owner} = :who ORDER BY {name}", who=owner_id)
    return [bytes(row[0]) for row in rows]


@every_column
def test_rows_of_one_person_cannot_be_swapped(stores, ann: Person, column: str) -> None:
    set_first(stores, column, values(stores, column, ann)[1], ann)
    must_be_detected(stores, column, ann)


@every_column
def test_a_value_cannot_be_moved_to_another_column(stores, ann: Person, column: str) -> None:
    other = next(name for name in READERS if name != column)
    set_first(stores, column, values(stores, other, ann)[0], ann)
    must_be_detected(stores, column, ann)


@every_column
def test_a_value_cannot_be_moved_to_another_person(stores, ann: Person, column: str) -> None:
    bob = filled(stores, "bob")
    set_first(stores, column, values(stores, column, ann)[0], bob)
    must_be_detected(stores, column, bob)


@every_column
def test_a_row_cannot_be_given_to_another_person(stores, ann: Person, column: str) -> None:
    bob = filled(stores, "bob")
    table = column.split(".")[0]
    if table == "tracker_events":
        stores.run(
            "UPDATE tracker_events SET sender = :bob, seq = seq + 9 WHERE sender = :ann", bob=bob.sender, ann=ann.sender
        )
    else:
        stores.run(f"UPDATE {table} SET person_id = :bob WHERE person_id = :ann", bob=bob.id, ann=ann.id)
    must_be_detected(stores, column, bob)


def test_a_button_cannot_be_given_to_another_person(stores, ann: Person) -> None:
    with stores.uow() as uow:
        bob = uow.people.register("api", "bob")
        token = uow.buttons.issue(ann.id, "/forget", "Forget me", stores.clock.at.replace(year=2030))
        uow.commit()
    stores.run("UPDATE buttons SET person_id = :bob", bob=bob.id)
    with stores.uow() as uow, pytest.raises(Tampered, match="buttons.data"):
        uow.buttons.redeem(bob.id, token, stores.clock.at)


@every_column
@pytest.mark.parametrize("length", [0, 28, -1])
def test_truncated_values_are_detected(sqlite, column: str, length: int) -> None:
    ann = filled(sqlite, "ann")
    set_first(sqlite, column, values(sqlite, column, ann)[0][:length], ann)
    must_be_detected(sqlite, column, ann)


def test_a_wrapped_key_of_somebody_else_is_detected(stores, ann: Person) -> None:
    bob = filled(stores, "bob")
    swap = f"(SELECT wrapped FROM person_keys WHERE person_id = '{ann.id}') WHERE person_id = '{bob.id}'"
    with stores.keys_engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE person_keys SET wrapped = {swap}")
    stores.reopen()
    with stores.uow() as uow, pytest.raises(Tampered, match="person_keys.wrapped"):
        uow.records.all(bob.id, "reflection")


def test_every_flipped_bit_is_detected() -> None:
    sealed = seal(KEY, PLACE, b"trust")
    for n in range(len(sealed) * 8):
        flipped = bytearray(sealed)
        flipped[n // 8] ^= 1 << n % 8
        with pytest.raises(Tampered):
            unseal(KEY, PLACE, bytes(flipped))


def test_another_key_does_not_open() -> None:
    with pytest.raises(Tampered):
        unseal(secrets.token_bytes(32), PLACE, seal(KEY, PLACE, b"trust"))


@pytest.mark.parametrize(
    "other",
    [
        Place("inbox", "body", "r1", "ann"),
        Place("records", "data", "r1", "ann"),
        Place("records", "body", "r2", "ann"),
        Place("records", "body", "r1", "bob"),
        Place("records", "body", "r1a", "nn"),
        Place("recordsb", "ody", "r1", "ann"),
    ],
    ids=str,
)
def test_another_place_does_not_open(other: Place) -> None:
    with pytest.raises(Tampered):
        unseal(KEY, other, seal(KEY, PLACE, b"trust"))


def test_the_same_words_never_look_the_same() -> None:
    sealed = {seal(KEY, PLACE, b"trust") for _ in range(100)}
    assert len({value[1 : 1 + NONCE_BYTES] for value in sealed}) == 100


def test_the_envelope_carries_its_version() -> None:
    assert seal(KEY, PLACE, b"trust")[0] == 1


@pytest.mark.parametrize(
    "words", ["", "a" * 100_000, "\x00", "\ud83d", "🙂", {"ü": ["\u2028"]}], ids=lambda w: repr(w)[:12]
)
def test_any_words_come_back_unchanged(words: object) -> None:
    vault = Vault(lambda person: KEY)
    assert vault.open(PLACE, vault.seal(PLACE, words)) == words


def test_no_error_repeats_what_a_person_wrote(stores, ann: Person) -> None:
    attempts: list[Callable[[UnitOfWork], object]] = [
        lambda uow: uow.records.put(Record("r9", ann.id, "k", "s", NOON, NOON, {"SECRET": object()})),
        lambda uow: uow.events.append(ann.sender, 0, [{"text": "SECRET"}]),
        lambda uow: uow.inbox.receive(Person("nobody", "x"), "api", "SECRET", {"SECRET": "SECRET"}, stores.clock.at),
        lambda uow: uow.inbox.receive(ann, "api" * 20, "SECRET", {"SECRET": "SECRET"}, NOON.replace(tzinfo=None)),
        lambda uow: uow.buttons.issue("nobody", "SECRET", "SECRET", stores.clock.at),
    ]
    for attempt in attempts:
        with stores.uow() as uow, pytest.raises((StorageError, TypeError)) as caught:
            attempt(uow)
        assert "SECRET" not in "".join(map(str, chain(caught.value)))


def chain(error: BaseException | None) -> list[BaseException]:
    found: list[BaseException] = []
    # An exception can be its own cause: stop at the first one seen before.
    while error is not None and error not in found:
        found.append(error)
        error = error.__cause__ or error.__context__
    return found
