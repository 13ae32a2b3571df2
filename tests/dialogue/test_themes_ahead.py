"""Themes of notes are read while the conversation goes on, so that the turn that closes it waits for none of them."""

import threading
from itertools import count

import pytest

from bot import bootstrap
from tests.dialogue.talk import Talk

pytestmark = pytest.mark.slow


def closing() -> Talk:
    """Somebody at the summary who said the same in every answer, and beside it something new."""
    talk, number = Talk.at_menu(), count(1)
    talk.say("coach")
    talk.until("grow.summary", lambda answer: f"{answer}, and {next(number)} times nobody but the chairman decides")
    return talk


def test_when_a_conversation_closes_its_notes_have_been_read_beside_earlier_turns(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tagger, threads = bootstrap.theme_tagger(), list[str]()
    read = tagger._find
    monkeypatch.setattr(tagger, "_find", lambda text: threads.append(threading.current_thread().name) or read(text))
    talk = closing()
    tagger._aside.submit(lambda: None).result()  # one thread: what was begun is done
    before = len(threads)
    assert any("the chairman decides" in reply["text"] for reply in talk.say("yes").replies), "no theme was shown"
    assert before > 1 and all(name.startswith("themes") for name in threads)
    assert len(threads) == before, "a note was read in the turn that closes"


def test_a_worker_that_has_not_seen_the_conversation_reads_its_notes_itself() -> None:
    talk = closing()
    bootstrap.theme_tagger()._begun.clear()
    assert any("the chairman decides" in reply["text"] for reply in talk.say("yes").replies)
