"""The conversation in a terminal, with a scripted reader and writer and a fake engine."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pexpect
import pytest

from bot.gateway import terminal
from bot.gateway.documents import Documents
from bot.gateway.terminal import Terminal, wrapped
from bot.services.desk import Desk
from bot.services.dialogue import Answered, Incoming
from tests.fakes.engine import FakeEngine, fake_turns, reply
from tests.fakes.storage import FakeDatabase, FakeUnitOfWork

ROOT = Path(__file__).resolve().parents[2]
LONG = "The executive meeting reports what everybody knows and decides nothing that anybody would notice. " * 4


def reader(*lines: Any) -> Callable[[str], str]:
    """Give the lines one by one, then the end of the file; an exception in their place is raised."""
    left = [*lines, EOFError()]

    def read(prompt: str) -> str:
        line = left.pop(0)
        if isinstance(line, BaseException):
            raise line
        return str(line)

    return read


def talk(*lines: Any, engine: FakeEngine | None = None, **changes: Any) -> tuple[list[str], list[Incoming]]:
    """Return what was written and what reached the engine after the greeting."""
    written: list[str] = []
    engine = engine or FakeEngine()
    asyncio.run(Terminal(fake_turns(engine, **changes), reader(*lines), written.append).run())
    return written, engine.heard[1:]


@pytest.fixture(autouse=True)
def eighty_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")


def test_it_greets_first_and_says_goodbye_at_the_end_of_input() -> None:
    engine = FakeEngine()
    written, _ = talk(engine=engine)
    assert [(i.text, i.intent) for i in engine.heard] == [("start", "greet")]
    assert "greet: start" in written[0]
    assert "kept" in written[-1]


@pytest.mark.parametrize("word", ["/quit", "/exit", "quit", "exit", " Quit ", "EXIT"])
def test_quitting_ends_the_conversation_and_is_never_sent(word: str) -> None:
    written, heard = talk("hello", word, "never read")
    assert [i.text for i in heard] == ["hello"]
    assert "kept" in written[-1]


def test_ctrl_c_ends_the_conversation_politely() -> None:
    written, heard = talk("hello", KeyboardInterrupt())
    assert [i.text for i in heard] == ["hello"]
    assert "kept" in written[-1]


def test_blank_lines_are_not_sent() -> None:
    assert [i.text for i in talk("", "   ", "\t", "hello")[1]] == ["hello"]


def test_a_line_reaches_the_engine_as_it_was_typed() -> None:
    assert [i.text for i in talk("  The plant manager said: “no” 😀")[1]] == ["The plant manager said: “no” 😀"]


def test_each_line_is_a_message_of_its_own_even_when_repeated() -> None:
    assert [i.text for i in talk("yes", "yes")[1]] == ["yes", "yes"]


def test_buttons_are_numbered_and_a_number_presses_one() -> None:
    written, heard = talk("hello", "1", "2")
    assert "[1] Go on   [2] By Friday" in "\n".join(written)
    assert [(i.text, i.intent) for i in heard] == [("hello", None), ("Go on", "coach"), ("By Friday", None)]


async def _two_replies(desk: Desk, incoming: Incoming) -> Answered:
    first = reply("one", buttons={"A": "/affirm", "B": "bee"})
    return Answered((first, reply("two", buttons={"C": "sea"})), "menu")


def test_buttons_of_several_replies_are_numbered_through() -> None:
    written, heard = talk("3", " 2 ", engine=FakeEngine(_two_replies))
    assert "[1] A   [2] B   [3] C" in "\n".join(written)
    assert [i.text for i in heard] == ["sea", "bee"]


async def _no_buttons(desk: Desk, incoming: Incoming) -> Answered:
    return Answered((reply("How sure are you, from 0 to 10?"),), "grow.will")


@pytest.mark.parametrize("number", ["7", "0", "3", "10", "²"])
def test_a_number_that_is_not_on_offer_is_an_answer(number: str) -> None:
    assert [i.text for i in talk(number, engine=FakeEngine(_no_buttons))[1]] == [number]
    if number != "7":
        assert [i.text for i in talk(number)[1]] == [number]


def test_yesterdays_buttons_are_no_longer_on_offer() -> None:
    answers = [_two_replies, _no_buttons, _no_buttons]

    async def script(desk: Desk, incoming: Incoming) -> Answered:
        return await answers.pop(0)(desk, incoming)

    assert [i.text for i in talk("hello", "1", engine=FakeEngine(script))[1]] == ["hello", "1"]


@pytest.mark.parametrize("columns", [20, 40, 80, 200])
def test_lines_fit_the_terminal_and_are_never_wider_than_one_can_read(columns, monkeypatch) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    lines = wrapped(LONG).splitlines()
    assert max(map(len, lines)) <= min(columns, terminal.WIDEST)
    assert " ".join(lines).split() == LONG.split(), "no word is lost or cut"


@pytest.mark.parametrize("columns", ["0", "1", "5"])
def test_a_terminal_of_no_sensible_width_still_shows_the_text(columns: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert "".join(wrapped(LONG).split()) == "".join(LONG.split())


def test_paragraphs_and_empty_lines_stay() -> None:
    assert wrapped("Goal: “a”\n\nIs that right?\n").splitlines() == ["Goal: “a”", "", "Is that right?"]


def test_a_message_that_is_too_long_is_refused_in_words_and_the_conversation_goes_on() -> None:
    written, heard = talk("x" * 16_001, "hello")
    assert "Too long." in "\n".join(written)
    assert [i.text for i in heard] == ["hello"]


def test_lines_pasted_faster_than_anyone_types_do_not_end_the_conversation() -> None:
    written, heard = talk(*["pasted"] * 6, engine=FakeEngine(), per_minute=5)
    assert len(heard) == 4
    assert written.count("Wait 12 seconds.") == 1
    assert "kept" in written[-1]


def test_bytes_that_are_no_text_do_not_end_the_conversation() -> None:
    # Python hands them over as half characters (surrogate escapes) where the terminal is not UTF-8.
    written, heard = talk("caf\udce9 at nine", "hello")
    assert [i.text for i in heard] == ["caf? at nine", "hello"]
    assert "kept" in written[-1]


def test_what_a_crash_left_unanswered_is_answered_before_the_greeting() -> None:
    database = FakeDatabase()

    def die(point: str) -> None:
        raise SystemExit

    with pytest.raises(SystemExit):
        asyncio.run(fake_turns(database=database, probe=die).take("terminal", "local", {"text": "before"}, "1"))
    engine = FakeEngine()
    written, _ = talk(engine=engine, database=database)
    assert [i.text for i in engine.heard] == ["before", "start"]
    assert written[0].strip() == "text: before"


def test_while_the_database_cannot_be_used_one_line_says_so_and_the_answer_comes_later() -> None:
    database, broken, written = FakeDatabase(), [False], []

    class Failing(FakeUnitOfWork):
        def commit(self) -> None:
            if broken[0]:
                raise OSError("no space left")
            super().commit()

    def typed(prompt: str) -> str:
        broken[0] = False
        if not lines:
            raise EOFError
        turns.probe = _breaking(broken) if lines[0] == "first" else lambda point: None
        return lines.pop(0)

    lines, turns = ["first", "second"], fake_turns(database=database)
    turns.unit_of_work = partial(Failing, database, turns.clock)
    asyncio.run(Terminal(turns, typed, written.append).run())
    told = [line.strip() for line in written if line.strip()]
    kept = told.index("Kept, but not answered.")
    assert [line for line in told[kept:] if line.startswith("text")] == ["text: first", "text: second"]


def _breaking(broken: list[bool]) -> Callable[[str], None]:
    def probe(point: str) -> None:
        broken[0] = True

    return probe


CHILD = """
import asyncio
from bot.gateway.terminal import Terminal
from tests.fakes.engine import fake_turns
asyncio.run(Terminal(fake_turns()).run())
"""


def _hears_ctrl_c() -> None:
    """Nobody starts at a terminal with Ctrl-C ignored or held back; tests run in the background may inherit that."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


@pytest.mark.slow
@pytest.mark.parametrize("key", ["c", "d"])
def test_at_a_real_terminal_ctrl_c_and_ctrl_d_end_it_at_once(key: str) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    child = pexpect.spawn(
        sys.executable, ["-c", CHILD], env=environment, encoding="utf-8", timeout=20, preexec_fn=_hears_ctrl_c
    )
    child.expect("you › ")
    # Between its prompt and its wait for a line Python notes a Ctrl-C and acts on it only with the next key: on a busy
    # machine that gap is long, so the key is pressed again, as a person would.
    child.delaybeforesend = 0.3
    for _ in range(10):
        child.sendcontrol(key)
        if child.expect(["Everything is kept", pexpect.TIMEOUT], timeout=3) == 0:
            break
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0


def test_a_document_becomes_a_file_of_its_owners_and_goes_when_the_person_is_erased(tmp_path: Path) -> None:
    async def script(desk: Desk, incoming: Incoming) -> Answered:
        if incoming.text == "yes":
            return Answered((reply("gone", "privacy.erased"),), "menu")
        page = {"name": "../copy.txt", "media_type": "text/plain", "page": "data:text/plain;base64,aGVsbG8="}
        return Answered((reply("here") | {"document": page},), "menu")

    written: list[str] = []
    folder = tmp_path / "documents"
    modes: list[int] = []

    def draw(page: str) -> str:
        modes.extend(path.stat().st_mode & 0o777 for path in folder.glob("*"))
        return page

    turns = fake_turns(FakeEngine(script), draw=draw)
    asyncio.run(Terminal(turns, reader("copy", "yes"), written.append, Documents(folder)).run())
    assert f"Saved {folder / 'copy.txt'}" in written[1]
    assert modes == [0o600] and list(folder.iterdir()) == []
    assert "Nothing is kept" in written[-1]
