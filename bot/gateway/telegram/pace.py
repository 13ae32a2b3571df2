"""How fast we may send: about one message a second in a chat, with small bursts, and thirty a second in all."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class Pace:
    """Says how long to wait before a message may be sent. All times in seconds.

    A little slower than allowed, because the network may bring two messages nearer to each other than they were sent.

    Attributes:
        per_chat: time between two messages in one chat.
        burst: how many may come at once in a chat that was quiet.
        overall: time between two messages to anybody.
    """

    per_chat: float = 1.05
    burst: int = 2
    overall: float = 1 / 25
    clock: Callable[[], float] = time.monotonic
    _chats: dict[str, float] = field(default_factory=dict)
    _free: float = 0.0

    def reserve(self, chat: str) -> float:
        """Take the next place in the queue and return how long to wait for it."""
        now = self.clock()
        place = max(now, self._free)
        # A chat that has to wait takes its place among all now: it must not push back the others.
        self._free = place + self.overall
        at = max(place, self._chats.get(chat, 0.0) - (self.burst - 1) * self.per_chat)
        self._chats[chat] = max(self._chats.get(chat, 0.0), at) + self.per_chat
        if len(self._chats) > 1000:
            self._chats = {c: until for c, until in self._chats.items() if until > now}
        return at - now

    def hold(self, chat: str, wait: float) -> None:
        """Send nothing in a chat for so long: Telegram said so."""
        self._chats[chat] = self.clock() + wait + (self.burst - 1) * self.per_chat
