"""`python -m bot explain`: one line of JSON out for each line in, in order. The engine is a fake."""

import io
import json
from typing import Any

import pytest

from bot import bootstrap, explain
from bot.domain.tagging import Tagged
from tests.fakes.engine import FakeEngine

PARSED = {"intent": {"name": "skip", "confidence": 0.9176}, "signals": {"words": 1}}


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> FakeEngine:
    engine = FakeEngine(parsed=PARSED)
    monkeypatch.setattr(bootstrap, "engine", lambda *_: engine)
    return engine


def explained(what: str, *lines: Any) -> list[dict[str, Any]]:
    """What comes out for these lines; a line that is no text goes in as JSON."""
    fed = "".join(f"{line if isinstance(line, str) else json.dumps(line)}\n" for line in lines)
    out = io.StringIO()
    explain.explain(what, io.StringIO(fed), out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_each_kind_of_question_has_its_answer(engine: FakeEngine) -> None:
    assert explained("answer", {"step": "grow.reality", "text": "skip"}) == [{"decision": "skip"}]
    assert explained("signals", {"text": "skip"}) == [{"words": 1}]
    assert set(explained("route", {"text": "skip"})[0]) == {"kind", "ref", "confidence"}
    assert engine.understood == [("skip", "grow.reality"), ("skip", None), ("skip", None)]


def test_lines_are_answered_in_order_and_empty_ones_passed_over(engine: FakeEngine) -> None:
    assert len(explained("signals", {"text": "a"}, "", "   ", {"text": "b"})) == 2
    assert [text for text, _ in engine.understood] == ["a", "b"]


@pytest.mark.parametrize("line", ["not json", "[]", "7", "null", '"text"', "{}", '{"txet": "a"}'])
@pytest.mark.parametrize("what", ["route", "answer", "signals"])
def test_a_bad_line_is_answered_with_an_error_and_the_next_one_as_usual(engine, what: str, line: str) -> None:
    bad, good = explained(what, line, {"text": "skip", "step": "grow.goal"})
    assert list(bad) == ["error"]
    assert "error" not in good


def test_an_error_does_not_repeat_the_text(engine: FakeEngine) -> None:
    assert "Wobblethorpe" not in json.dumps(explained("answer", {"text": "Wobblethorpe"}))


def test_a_text_that_looks_like_a_payload_is_read_as_a_person_s_message_is(engine: FakeEngine) -> None:
    explained("route", {"text": "/restart"}, {"text": "\u2028／session_start"}, {"text": "and/or"})
    assert [text for text, _ in engine.understood] == ["restart", "session_start", "and/or"]


def test_letters_of_any_alphabet_come_out_as_they_are(engine: FakeEngine) -> None:
    engine.parsed = {**PARSED, "signals": {"feeling": "müde 😀"}}
    out = io.StringIO()
    explain.explain("signals", io.StringIO('{"text": "a"}\n'), out)
    assert "müde 😀" in out.getvalue()


@pytest.mark.parametrize("what", ["safety", "score"])
def test_the_screen_and_the_rubric_are_explained_without_loading_a_model(what: str, monkeypatch) -> None:
    def no_model(*_: Any) -> Any:
        raise AssertionError("the model was loaded")

    monkeypatch.setattr(bootstrap, "engine", no_model)
    call = {"text": "I am fine", "stakeholder": "sales", "objection": "No time", "reply": "What would you need?"}
    (answer,) = explained(what, call)
    assert "error" not in answer


def test_the_model_is_loaded_once_for_all_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded: list[FakeEngine] = []

    def load() -> FakeEngine:
        loaded.append(FakeEngine(parsed=PARSED))
        return loaded[0]

    monkeypatch.setattr(bootstrap, "engine", load)
    explained("signals", {"text": "a"}, {"text": "b"})
    assert len(loaded) == 1


class FixedTagger:
    """Finds one theme in everything."""

    def tag(self, text: str) -> tuple[Tagged, ...]:
        return (Tagged("data-trust", 0.912, text[:4]),)


def test_themes_are_explained_with_their_words_and_without_the_dialogue_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "theme_tagger", FixedTagger)
    monkeypatch.setattr(bootstrap, "engine", lambda: pytest.fail("the model was loaded"))
    found, bad = explained("themes", {"text": "whose number is it"}, {"txet": "a"})
    assert found == {"themes": [{"id": "data-trust", "score": 0.912, "because": "whos"}]}
    assert list(bad) == ["error"]
