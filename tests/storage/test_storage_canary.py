"""No byte of a database file holds anything a person wrote."""

import base64
import json
from collections.abc import Iterator
from pathlib import Path

from storage_samples import canaries, write_everything


def forms(text: str) -> Iterator[bytes]:
    """Every way in which a text could lie in a file."""
    plain = text.encode()
    yield from (plain, text.encode("utf-16-le"), text.encode("utf-16-be"))
    yield json.dumps(text)[1:-1].encode()
    yield json.dumps(text, ensure_ascii=False)[1:-1].encode()
    # Base64 groups three bytes: a text inside a longer one shows in one of three shapes, but for its two ends.
    for shift in range(3):
        for encode in (base64.b64encode, base64.urlsafe_b64encode):
            yield encode(b"\0" * shift + plain)[4:-4]


def leaks(folder: Path, texts: list[str]) -> list[tuple[str, str]]:
    files = {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return [(name, text) for name, held in files.items() for text in texts if any(form in held for form in forms(text))]


def test_the_search_finds_every_form(tmp_path: Path) -> None:
    for text in canaries(5):
        for n, form in enumerate(forms(text)):
            (tmp_path / f"leak{n}").write_bytes(b"before" + form + b"after")
        assert len(leaks(tmp_path, [text])) == 11


def test_nothing_a_person_wrote_lies_readable_in_any_file(sqlite, tmp_path: Path) -> None:
    secrets = list(canaries(31))
    supply = iter(secrets[1:])
    with sqlite.uow() as uow:
        person = write_everything(uow, secrets[0], lambda: next(supply))
        uow.commit()
        assert next(supply, None) is None, "every secret must have been written somewhere"
        token = uow.buttons.issue(person.id, secrets[1], secrets[1], sqlite.clock.at)
        uow.commit()
    with sqlite.uow() as uow:
        # Rolled back, but it may have been written to the log before.
        write_everything(uow, "second", lambda: secrets[1])
    assert {"main.db", "main.db-wal", "keys.db", "keys.db-wal"} <= {path.name for path in tmp_path.iterdir()}
    assert leaks(tmp_path, [*secrets, token]) == []
    sqlite.close()
    assert leaks(tmp_path, [*secrets, token]) == []


def test_no_cell_of_any_table_holds_anything_a_person_wrote(stores) -> None:
    secrets = list(canaries(31))
    supply = iter(secrets[1:])
    with stores.uow() as uow:
        write_everything(uow, secrets[0], lambda: next(supply))
        uow.commit()
    tables = ("persons", "identities", "records", "tracker_events", "inbox", "outbox", "buttons")
    cells = [cell for table in tables for row in stores.run(f"SELECT * FROM {table}") for cell in row]
    held = b"\n".join(bytes(c) if isinstance(c, bytes | memoryview) else str(c).encode() for c in cells)
    assert [text for text in secrets if any(form in held for form in forms(text))] == []
