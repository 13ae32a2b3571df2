"""Three plans tested at the terminal with the real engine: left in the middle, resumed by a new terminal, finished."""

import asyncio
from dataclasses import replace
from uuid import uuid4

import pytest

from bot.gateway import terminal
from bot.gateway.terminal import Terminal
from bot.services.turns import Turn
from tests.conversations.stage import Stage
from tests.dialogue.talk import ONBOARDING
from tests.fakes.leaders import Leader, leaders

pytestmark = pytest.mark.slow


class Seat:
    """Somebody at a terminal: types by what is on the screen, and leaves with Ctrl-D."""

    def __init__(self, leader: Leader, first: tuple[str, ...]) -> None:
        self.leader, self.first, self.screen = leader, list(first), []  # type: ignore[var-annotated]
        self.leave_after: int | None = None
        self.turns = replace(Stage.shared().turns)
        self.turn: Turn | None = None

    def sit_down(self) -> None:
        """Run a terminal of its own, as a new process would."""
        table = Terminal(self.turns, self._read, self.screen.append)
        showing = table._show

        def show(turn: Turn) -> None:
            self.turn = turn
            showing(turn)

        table._show = show  # type: ignore[method-assign]
        asyncio.set_event_loop(Stage.shared().loop)
        Stage.shared().loop.run_until_complete(table.run())

    def _read(self, prompt: str) -> str:
        if self.first:
            return self.first.pop(0)
        assert self.turn is not None
        if self.turn.step == "menu" or self.leave_after == 0:
            raise EOFError
        if self.leave_after is not None:
            self.leave_after -= 1
        return self.leader.answer(self.turn.step, self.turn.replies[-1]["text"])


@pytest.mark.parametrize("number", range(3))
def test_a_plan_is_tested_at_the_terminal_across_two_sittings(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terminal, "USER", uuid4().hex)
    monkeypatch.setenv("COLUMNS", "90")
    leader = leaders()[number]
    seat = Seat(leader, (*ONBOARDING[1:], "/pressure"))
    seat.leave_after = 10
    seat.sit_down()
    assert "Everything is kept" in seat.screen[-1]
    assert seat.turn is not None and seat.turn.step.startswith("pressure.")
    waited = seat.turn.replies[-1]["text"]
    later = Seat(leader, ("/pressure",))
    later.sit_down()
    again = "\n".join(later.screen)
    assert " ".join(waited.split()) in " ".join(again.split())
    for words in (leader.if_then, leader.failure, "Who can carry", "Power 5 of 5", "one page in PDF"):
        assert " ".join(words.split()) in " ".join(again.split())
    assert later.turn is not None and later.turn.step == "menu"
