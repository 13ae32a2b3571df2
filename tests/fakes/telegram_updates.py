"""Updates until they are confirmed: `getUpdates` with real offsets, or a webhook, tried again until it takes them."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import httpx

from tests.fakes.telegram_limits import Refused, bad
from tests.fakes.telegram_log import Log
from tests.fakes.telegram_world import Bell

FIRST_UPDATE = 700_000_001
# What a bot gets that asks for nothing in particular: all but these.
NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
LONGEST_POLL, MOST = 50, 100  # seconds, updates
WEBHOOK_SECONDS, FIRST_RETRY, LAST_RETRY = 10.0, 0.1, 2.0
WEBHOOK_ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
OTHER_POLLER = "terminated by other getUpdates request; make sure that only one bot instance is running"
Update = dict[str, Any]


@dataclass
class Pending:
    """An update to deliver. One out of turn is not confirmed by an offset before it has been delivered."""

    update: Update
    out_of_turn: bool = False
    delivered: bool = False

    @property
    def number(self) -> int:
        return int(self.update["update_id"])

    def confirmed(self, offset: int) -> bool:
        return self.number < offset and (self.delivered or not self.out_of_turn)


@dataclass
class Webhook:
    """Where updates are posted to; no address: nowhere."""

    url: str = ""
    secret: str = ""
    connections: int = 40
    error_date: int = 0
    error: str = ""

    def info(self, pending: int, allowed: list[str] | None) -> dict[str, Any]:
        """Return a WebhookInfo."""
        info: dict[str, Any] = {"url": self.url, "has_custom_certificate": False, "pending_update_count": pending}
        if self.url:
            info |= {"max_connections": self.connections, "ip_address": "127.0.0.1"}
        if self.error_date:
            info |= {"last_error_date": self.error_date, "last_error_message": self.error}
        return info | ({"allowed_updates": allowed} if allowed else {})


@dataclass
class Updates:
    """The queue of one bot."""

    log: Log
    bell: Bell
    queue: list[Pending] = field(default_factory=list)
    held: list[Pending] | None = None
    known: dict[int, Update] = field(default_factory=dict)
    allowed: list[str] | None = None
    webhook: Webhook = field(default_factory=Webhook)
    next_number: int = FIRST_UPDATE
    _poller: object = None

    def add(self, kind: str, payload: dict[str, Any]) -> Update | None:
        """Queue an update, unless the bot does not want its kind."""
        if not (kind in self.allowed if self.allowed else kind not in NOT_BY_DEFAULT):
            return None
        update = {"update_id": self.next_number, kind: payload}
        self.log.add("update", update=update)
        self.restore(update)
        return update

    def restore(self, update: Update) -> None:
        """Queue an update that is on record."""
        self.known[update["update_id"]] = update
        self.next_number = max(self.next_number, update["update_id"] + 1)
        (self.queue if self.held is None else self.held).append(Pending(update))
        self.bell.ring()

    def again(self, number: int) -> None:
        """Deliver an update once more, confirmed or not."""
        if number not in self.known:
            raise bad(f"there is no update {number}")
        self.queue.append(Pending(self.known[number], out_of_turn=True))
        self.bell.ring()

    def hold(self) -> None:
        """Keep new updates back until they are released."""
        self.held = self.held or []

    def release(self, order: str = "kept", seed: int = 0) -> None:
        """Queue what was held back: `kept`, `reversed` or `shuffled` (by the seed)."""
        held, self.held = self.held or [], None
        if order == "reversed":
            held.reverse()
        if order == "shuffled":
            random.Random(seed).shuffle(held)
        for pending in held:
            pending.out_of_turn = order != "kept"
        self.queue += held
        self.bell.ring()

    def confirm(self, offset: int) -> None:
        """Forget what is below a positive offset; below zero: all but the last so many."""
        if offset < 0:
            self.queue = self.queue[offset:]
        self.queue = [pending for pending in self.queue if not pending.confirmed(offset)]

    async def get(
        self, offset: int, limit: int, seconds: int, gone: Callable[[], Awaitable[bool]]
    ) -> list[Update] | None:
        """Return the oldest unconfirmed updates, waiting for the first; None if the caller has hung up meanwhile."""
        if self.webhook.url:
            raise _conflict(WEBHOOK_ACTIVE)
        self._poller = me = object()
        self.bell.ring()
        self.confirm(offset)
        until = time.monotonic() + min(max(seconds, 0), LONGEST_POLL)
        while not self.queue and time.monotonic() < until:
            await self.bell.wait(until - time.monotonic())
            if self._poller is not me:
                raise _conflict("terminated by setWebhook request" if self.webhook.url else OTHER_POLLER)
        if await gone():
            return None
        return self._deliver(self.queue[: min(max(limit, 1), MOST)])

    def _deliver(self, given: list[Pending]) -> list[Update]:
        for pending in given:
            pending.delivered = True
        return [pending.update for pending in given]

    def set_webhook(self, url: str, secret: str, connections: int) -> None:
        """Post updates to an address from now on, or to none."""
        parts = urlsplit(url)
        if url and parts.scheme != "https" and parts.hostname not in ("127.0.0.1", "localhost", "::1"):
            raise bad("bad webhook: An HTTPS URL must be provided for webhook")
        if len(secret) > 256 or not _plain(secret):
            raise bad("secret token contains unallowed characters")
        self.webhook = Webhook(url, secret, connections)
        self._poller = None
        self.bell.ring()

    async def post(self, clock: Callable[[], int]) -> None:
        """Post updates to the webhook, one after the other, for ever."""
        async with httpx.AsyncClient(timeout=WEBHOOK_SECONDS) as client:
            pause = FIRST_RETRY
            while True:
                if not (self.webhook.url and self.queue):
                    await self.bell.wait(60)
                elif await self._post(client, self.queue[0], clock):
                    pause = FIRST_RETRY
                else:
                    await asyncio.sleep(pause)
                    pause = min(2 * pause, LAST_RETRY)

    async def _post(self, client: httpx.AsyncClient, pending: Pending, clock: Callable[[], int]) -> bool:
        hook = self.webhook
        headers = {"X-Telegram-Bot-Api-Secret-Token": hook.secret} if hook.secret else {}
        status, why = 0, "Connection refused"
        try:
            status = (await client.post(hook.url, json=pending.update, headers=headers)).status_code
            why = f"Wrong response from the webhook: {status}"
        except httpx.TimeoutException:
            why = "Read timeout expired"
        except httpx.HTTPError:
            pass
        self.log.add("webhook", update_id=pending.number, status=status or None)
        if 200 <= status < 300:
            self.queue = [one for one in self.queue if one is not pending]
            self.bell.ring()
            return True
        hook.error_date, hook.error = clock(), why
        return False


def _plain(secret: str) -> bool:
    return all(char.isascii() and (char.isalnum() or char in "_-") for char in secret)


def _conflict(why: str) -> Refused:
    return Refused(409, f"Conflict: {why}")
