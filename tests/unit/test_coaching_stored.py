"""A session as it is stored: nothing is lost, what has changed is stored anew, and rules read it once."""

from dataclasses import replace

from bot.domain.coaching.session import Exchange, Session, from_dict, once, to_dict
from bot.domain.coaching.signals import Signals
from tests.unit.coaching import TODAY, Chat


def test_a_session_comes_back_as_it_was_and_is_stored_as_it_came() -> None:
    session = Chat().until("options").session
    body = to_dict(session)
    again = from_dict(body)
    assert again == session and to_dict(again) == body
    assert to_dict(again)["exchanges"][0] is body["exchanges"][0], "what did not change was put together again"


def test_an_exchange_that_changed_since_it_was_read_is_stored_as_it_is_now() -> None:
    read = from_dict(to_dict(Chat().until("options").session))
    assert read.pending is not None
    changed = read.with_last_exchange(answer="Nobody asked the plant", signals=Signals(words=4))
    last = to_dict(changed)["exchanges"][-1]
    assert (last["answer"], last["signals"]) == ("Nobody asked the plant", {"on": [], "words": 4})
    assert to_dict(read)["exchanges"][-1]["answer"] is None


def test_what_rules_said_of_a_session_is_neither_stored_nor_part_of_what_it_is() -> None:
    session = Chat().until("options").session
    plain = to_dict(session)
    assert session.last is not None and session.answered and Chat().session.told == {}
    fresh = from_dict(plain)
    assert to_dict(session) == plain and set(plain) == vars(Session("a", TODAY)).keys()
    assert session == fresh and session.last == fresh.last


def test_a_rule_reads_a_session_once_and_another_session_again() -> None:
    read: list[str] = []

    @once
    def rule(session: Session) -> int:
        """How much was asked."""
        read.append(session.id)
        return len(session.exchanges)

    session = Session("a", TODAY)
    asked = replace(session, exchanges=(Exchange("goal", "topic-1", "open", "What?"),))
    assert [rule(session), rule(session), rule(asked), rule(session)] == [0, 0, 1, 0]
    assert len(read) == 2 and rule.__doc__ == "How much was asked."
