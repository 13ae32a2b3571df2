"""The doctor names what is wrong and what to do, and never the token."""

import time
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from bot import bootstrap, settings
from bot.gateway.telegram import doctor, problems
from bot.gateway.telegram.run import telegram as run_telegram
from bot.storage.masterkey import MasterKey
from tests.fakes.databases import migrated
from tests.fakes.telegram_person import FakeTelegram


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FakeTelegram]:
    made = FakeTelegram(tmp_path_factory.mktemp("telegram") / "log.jsonl", flood=False).start()
    yield made
    made.kill()


@pytest.fixture
def fake(server: FakeTelegram) -> FakeTelegram:
    """The server as at its start."""
    server.unscript()
    server.call("deleteWebhook", drop_pending_updates=True)
    return server


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """An installation of the test's own."""
    for name, value in (
        ("VAR_DIR", str(tmp_path)),
        ("DATABASE_URL", f"sqlite:///{tmp_path / 'board.sqlite'}"),
        ("KEYS_URL", f"sqlite:///{tmp_path / 'keys.sqlite'}"),
        ("MASTER_KEY_FILE", str(tmp_path / "master.key")),
    ):
        monkeypatch.setenv(f"COACH_{name}", value)
    migrated(tmp_path / "board.sqlite", tmp_path / "keys.sqlite")
    _forget()
    yield monkeypatch
    _forget()


def _forget() -> None:
    bootstrap.config.cache_clear()
    bootstrap.storage.cache_clear()


def examined(
    fake: FakeTelegram | None = None, here: pytest.MonkeyPatch | None = None, **changes: str
) -> tuple[int, str]:
    """Return the exit code and everything that was said."""
    if fake and here:
        here.setenv("COACH_TELEGRAM_TOKEN", changes.pop("token", fake.token))
        here.setenv("COACH_TELEGRAM_API_BASE", changes.pop("base", fake.url))
    _forget()
    said: list[str] = []
    code = doctor.examine(settings.load(), said.append)
    text = "".join(said)
    assert fake is None or fake.token.partition(":")[2] not in text
    return code, text


def wrong(text: str) -> list[str]:
    return [line.split(":")[0].split()[1] for line in text.splitlines() if line.startswith("WRONG")]


def test_a_sound_installation_is_told_so(here: pytest.MonkeyPatch, fake: FakeTelegram) -> None:
    code, text = examined(fake, here)
    assert [name for name in wrong(text) if name != "model"] == [], text
    assert "belongs to @" in text and "no other program" in text
    assert code == (1 if "model" in wrong(text) else 0)


def test_without_telegram_the_rest_is_examined(here: pytest.MonkeyPatch) -> None:
    _, text = examined()
    assert "Telegram: not set up" in text and "database and keys: open" in text


def test_a_token_that_telegram_does_not_know(here: pytest.MonkeyPatch, fake: FakeTelegram) -> None:
    code, text = examined(fake, here, token="123456:" + "x" * 30)
    assert code == 1 and "token" in wrong(text) and "@BotFather" in text
    assert "x" * 30 not in text


def test_a_server_that_cannot_be_reached(here: pytest.MonkeyPatch, fake: FakeTelegram) -> None:
    _, text = examined(fake, here, base="http://127.0.0.1:9")
    assert "Telegram" in wrong(text) and "network" in text


def test_a_webhook_that_is_set_while_we_poll(here: pytest.MonkeyPatch, fake: FakeTelegram) -> None:
    fake.call("setWebhook", url="http://127.0.0.1:9/hook")
    _, text = examined(fake, here)
    assert "webhook" in wrong(text) and "make telegram" in text


def test_another_program_that_polls(here: pytest.MonkeyPatch, fake: FakeTelegram) -> None:
    fake.script("getUpdates", "409")
    _, text = examined(fake, here)
    assert "poller" in wrong(text)


def test_our_own_gateway_is_no_stranger(here: pytest.MonkeyPatch, fake: FakeTelegram) -> None:
    examined()
    lock = bootstrap.storage().alone("telegram")
    assert lock.take()
    said: list[str] = []
    here.setenv("COACH_TELEGRAM_TOKEN", fake.token)
    here.setenv("COACH_TELEGRAM_API_BASE", fake.url)
    doctor.examine(settings.load(), said.append)
    lock.release()
    assert "the gateway runs on this database" in "".join(said)


def test_a_clock_that_is_wrong(here: pytest.MonkeyPatch, fake: FakeTelegram) -> None:
    here.setattr(doctor, "_their_time", lambda base: time.time() - 3600)
    _, text = examined(fake, here)
    assert "clock" in wrong(text) and "NTP" in text


def test_another_master_key(here: pytest.MonkeyPatch) -> None:
    examined()
    here.setenv("COACH_MASTER_KEY", MasterKey.generate().to_text())
    _, text = examined()
    assert "keys" in wrong(text) and "original key" in text


def test_a_database_that_cannot_be_opened(here: pytest.MonkeyPatch) -> None:
    here.setenv("COACH_DATABASE_URL", "sqlite:////nowhere/at/all/board.sqlite")
    code, text = examined()
    assert (code, "database" in wrong(text)) == (1, True) and "COACH_DATABASE_URL" in text


@pytest.mark.parametrize(("minutes", "found"), [(0, []), (5, ["queue"])])
def test_a_message_that_nobody_answers(here: pytest.MonkeyPatch, minutes: int, found: list[str]) -> None:
    sent = datetime.now(timezone.utc) - timedelta(minutes=minutes)
    with bootstrap.storage().unit_of_work() as uow:
        person = uow.people.register("telegram", "4711")
        uow.inbox.receive(person, "telegram", "1", {"text": "is anybody there?"}, sent)
        uow.commit()
    _, text = examined()
    assert [name for name in wrong(text) if name != "model"] == found
    assert "anybody there" not in text


def test_a_model_that_is_not_there(here: pytest.MonkeyPatch, tmp_path: Path) -> None:
    here.setenv("COACH_MODEL_DIR", str(tmp_path / "none"))
    _, text = examined()
    assert "model" in wrong(text) and "make train" in text


def test_without_a_token_the_gateway_says_how_to_get_one(here: pytest.MonkeyPatch) -> None:
    with pytest.raises(problems.NoToken, match="BotFather"):
        run_telegram(settings.load(), print, lambda take, secret: None)  # type: ignore[arg-type,return-value]


@pytest.mark.parametrize(
    ("mode", "url", "match"),
    [("push", "", "polling or webhook"), ("webhook", "", "WEBHOOK_URL"), ("webhook", "http://x", "https")],
)
def test_a_mode_that_cannot_work_is_refused(here: pytest.MonkeyPatch, mode: str, url: str, match: str) -> None:
    here.setenv("COACH_TELEGRAM_MODE", mode)
    here.setenv("COACH_TELEGRAM_WEBHOOK_URL", url)
    with pytest.raises(settings.BadSetting, match=match):
        settings.load()
