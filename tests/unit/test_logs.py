"""A log line says where and how bad, never what: not what a person typed, not a token."""

import json
import logging
import sys
from collections.abc import Iterator

import pytest
import structlog

from bot import logs, settings
from bot.settings import BadSetting

SECRET = "Ottoline cried in the demand review"
TOKEN = "bot12345678:" + "AbC-dEf_" * 4


@pytest.fixture(autouse=True)
def own_logging() -> Iterator[None]:
    """Put back what was set up: the whole process shares it."""
    root = logging.getLogger()
    handlers, level, disabled = root.handlers, root.level, root.manager.disable
    yield
    root.handlers, root.level, root.manager.disable = handlers, level, disabled
    structlog.reset_defaults()
    for name in logs._LIBRARIES:
        logging.getLogger(name).removeFilter(logs._nothing)


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, str]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_a_line_of_ours_is_json_with_listed_fields_only(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("INFO")
    structlog.get_logger().error("turn_failed", item=7, attempt=1, text=SECRET, user="ann")
    (line,) = lines(capsys)
    assert {key: line[key] for key in ("event", "item", "attempt", "level")} == {
        "event": "turn_failed",
        "item": 7,
        "attempt": 1,
        "level": "error",
    }
    assert set(line) == {"event", "item", "attempt", "level", "timestamp"}


def test_an_event_that_is_not_ours_loses_its_name_and_fields(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("INFO")
    structlog.get_logger().error(SECRET, message=SECRET)
    assert [line["event"] for line in lines(capsys)] == ["library"]


@pytest.mark.parametrize("name", ["rasa.core.processor", "httpcore.connection", "httpx", "some.library"])
@pytest.mark.parametrize("level", ["DEBUG", "INFO", "WARNING", "ERROR"])
def test_no_library_says_what_was_typed_or_a_token(name: str, level: str, capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("INFO")
    try:
        raise ValueError(SECRET)
    except ValueError:
        logging.getLogger(name).log(getattr(logging, level), "%s via %s", SECRET, TOKEN, exc_info=True)
    written = capsys.readouterr().err
    assert SECRET not in written and TOKEN not in written
    assert all(set(json.loads(line)) == {"event", "logger", "level"} for line in written.splitlines())


def test_while_developing_everything_is_shown_but_a_token(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("DEBUG", development=True)
    logging.getLogger("some.library").debug("POST https://api.telegram.org/%s/getMe", TOKEN)
    structlog.get_logger().debug("anything", url=f"/{TOKEN}/", text="hello")
    written = capsys.readouterr().err
    assert "getMe" in written and "hello" in written
    assert TOKEN not in written and written.count(logs.REDACTED) == 2


def test_http_libraries_are_quiet_about_addresses_even_while_developing(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("DEBUG", development=True)
    logging.getLogger("httpx").info("GET %s", TOKEN)
    logging.getLogger("httpcore.http11").debug("GET %s", TOKEN)
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(("environment", "level"), [("", "DEBUG"), ("production", "debug"), ("development", "LOUD")])
def test_debug_is_refused_outside_development(environment: str, level: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COACH_ENV", environment)
    monkeypatch.setenv("COACH_LOG_LEVEL", level)
    with pytest.raises(BadSetting, match="COACH_LOG_LEVEL takes INFO, WARNING or ERROR"):
        settings.load()


def test_debug_is_taken_in_development(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COACH_ENV", "development")
    monkeypatch.setenv("COACH_LOG_LEVEL", "debug")
    assert settings.load().log_level == "DEBUG"


@pytest.mark.parametrize("name", ["COACH_RETENTION_EVENTS_DAYS", "COACH_RETENTION_REFLECTIONS_DAYS"])
@pytest.mark.parametrize("value", ["0", "-1", "a month", "36501"])
def test_a_retention_that_is_no_number_of_days_is_refused(name: str, value: str, monkeypatch) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(BadSetting, match=f"{name} takes a number of days"):
        settings.load()


def test_a_crash_can_be_one_line_of_json_without_a_token(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("INFO", crash_as_json=True)
    try:
        raise ValueError(TOKEN)
    except ValueError as error:
        sys.excepthook(type(error), error, error.__traceback__)
    (line,) = lines(capsys)
    assert (line["event"], line["level"]) == ("crashed", "error")
    assert "ValueError" in line["trace"] and TOKEN not in line["trace"]
