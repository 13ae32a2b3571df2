"""`python -m bot doctor`: looks at everything an installation needs and says what to do about what is wrong."""

import asyncio
import email.utils
import time
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from telegram import Bot
from telegram.error import Conflict, EndPointNotFound, InvalidToken, TelegramError

from bot import bootstrap, settings
from bot.catalogue.yaml_text import ContentError
from bot.dialogue.training import fingerprint
from bot.domain.zones import known
from bot.gateway.telegram import CHANNEL
from bot.gateway.telegram.gateway import make_bot
from bot.settings import Settings
from bot.storage.errors import StorageError, WrongMasterKey

#: Seconds by which this machine's clock may differ from Telegram's.
NEAR = 30.0
#: Seconds after which nobody should still be waiting.
LATE = 60.0
#: Seconds to wait for an answer.
PATIENCE = 10.0


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at; `text` says what to do where it is not `well`."""

    about: str
    well: bool
    text: str


def examine(now: Settings, write: Callable[[str], object]) -> int:
    """Look at everything, write a line for each thing, and return 1 if something is wrong, else 0."""
    wrong = 0
    for found in _findings(now):
        write(f"{'ok   ' if found.well else 'WRONG'}  {found.about}: {found.text}\n")
        wrong += not found.well
    write("Everything is well.\n" if not wrong else f"{wrong} to be put right.\n")
    return 1 if wrong else 0


def _findings(now: Settings) -> Iterator[Finding]:
    yield _content()
    database = _database()
    yield database
    if database.well:
        yield _queue()
    yield _model(now)
    yield _zones()
    if not now.telegram_token:
        yield Finding("Telegram", True, "not set up; docs/how-to/telegram.md says how")
        return
    yield _clock(now)
    yield from asyncio.run(_telegram(now, look_for_others=database.well))


def _content() -> Finding:
    try:
        bootstrap.content()
    except (ContentError, OSError) as error:
        return Finding("content", False, f"{error} Then run `python -m bot validate`.")
    return Finding("content", True, "every file can be read")


def _database() -> Finding:
    try:
        with bootstrap.storage().unit_of_work() as uow:
            uow.inbox.heads(CHANNEL, 1)
    except WrongMasterKey as error:
        return Finding("keys", False, str(error))
    except (StorageError, OSError) as error:
        return Finding("database", False, f"{error}. Check COACH_DATABASE_URL and COACH_KEYS_URL.")
    return Finding("database and keys", True, "open, up to date, and the master key fits")


def _queue() -> Finding:
    waited = bootstrap.storage().depths().get(("inbox_oldest_seconds", CHANNEL), 0.0)
    if waited <= LATE:
        return Finding("queue", True, "nobody has been waiting for an answer")
    return Finding(
        "queue",
        False,
        f"somebody has waited for {waited:.0f} seconds: is `make telegram` running, or, with "
        "COACH_TELEGRAM_TURNS=workers, a `python -m bot worker`? (docs/how-to/operate.md)",
    )


def _model(now: Settings) -> Finding:
    if (now.models / f"{fingerprint(settings.ROOT)}.tar.gz").is_file():
        return Finding("model", True, "trained from the present files")
    return Finding("model", False, "there is none for the present files: run `make train` (some minutes)")


def _zones() -> Finding:
    if known("Europe/Berlin"):
        return Finding("time zones", True, "known")
    return Finding("time zones", False, "this machine has no zone database, so nobody can be reminded: install tzdata")


def _clock(now: Settings) -> Finding:
    """Compare with the Date header that every answer of Telegram's server carries."""
    try:
        difference = abs(time.time() - _their_time(now.telegram_api_base))
    except (OSError, ValueError, TypeError):
        return Finding("clock", True, "could not be compared: Telegram's server does not tell the time")
    if difference <= NEAR:
        return Finding("clock", True, "right")
    return Finding(
        "clock", False, f"differs from Telegram's by {difference:.0f} seconds: let this machine set its clock by NTP"
    )


def _their_time(base: str) -> float:
    request = urllib.request.Request(base, method="HEAD")  # noqa: S310 - the operator's own setting
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310
            stamp = answer.headers["Date"]
    except urllib.error.HTTPError as error:
        stamp = error.headers["Date"]
    return email.utils.parsedate_to_datetime(stamp).timestamp()


async def _telegram(now: Settings, look_for_others: bool) -> list[Finding]:
    bot = make_bot(now.telegram_token, now.telegram_api_base, PATIENCE)
    found: list[Finding] = []
    async with _open(bot):
        try:
            found.append(Finding("token", True, f"belongs to @{(await bot.get_me()).username}"))
            found.append(await _webhook(bot, now))
            if look_for_others and now.telegram_mode == "polling":
                found.append(await _others(bot))
        except (InvalidToken, EndPointNotFound):
            # The library's own message would hold the token.
            found.append(
                Finding("token", False, "Telegram does not know it: ask @BotFather (/token), set COACH_TELEGRAM_TOKEN")
            )
        except TelegramError as error:
            found.append(
                Finding("Telegram", False, f"cannot be reached ({type(error).__name__}): check network and proxy")
            )
    return found


@asynccontextmanager
async def _open(bot: Bot) -> AsyncIterator[None]:
    """Open and close connections without asking anything: `Bot.initialize` would put the token into its error."""
    for request in bot._request:
        await request.initialize()
    try:
        yield
    finally:
        for request in bot._request:
            await request.shutdown()


async def _webhook(bot: Bot, now: Settings) -> Finding:
    info = await bot.get_webhook_info()
    if now.telegram_mode == "polling":
        if not info.url:
            return Finding("webhook", True, "none, as polling needs it")
        return Finding(
            "webhook",
            False,
            "one is set, so polling gets nothing. If nobody else uses this bot, start `make telegram`: it removes it",
        )
    if info.url != now.telegram_webhook_url:
        return Finding("webhook", False, "not set to COACH_TELEGRAM_WEBHOOK_URL: start `make telegram`, it sets it")
    if info.last_error_message:
        return Finding("webhook", False, f"Telegram's last call failed: {info.last_error_message}")
    return Finding("webhook", True, f"set; {info.pending_update_count} updates on their way")


async def _others(bot: Bot) -> Finding:
    """Ask for updates once, confirming none, unless our own gateway runs on this database and does so itself."""
    lock = bootstrap.storage().alone(CHANNEL)
    if not lock.take():
        return Finding("poller", True, "the gateway runs on this database")
    try:
        await bot.get_updates(timeout=0, limit=1)
    except Conflict:
        return Finding("poller", False, "another program asks for the messages of this bot: stop it, or use a new bot")
    finally:
        lock.release()
    return Finding("poller", True, "no other program asks for this bot's messages")
