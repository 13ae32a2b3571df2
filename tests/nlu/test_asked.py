"""Whole messages that ask the coach something, say stop and why, or only sound like a control word."""

from itertools import dropwhile, islice, takewhile

import pytest

from bot.nlu.analysis.asked import (
    LONGEST,
    asks_about_others,
    asks_their_view,
    bare_why,
    leaves,
    misheard,
    owns_up_too,
)
from bot.settings import ROOT


@pytest.mark.parametrize(
    ("said", "asks"),
    [("why?", True), ("Why", True), ("but why is that?", True), ("why not", False), ("why him?", False)],
)
def test_why_alone_asks_what_the_question_is_for(said: str, asks: bool) -> None:
    assert bare_why(said) is asks


@pytest.mark.parametrize(
    ("said", "asks"),
    [
        *(("what do others do?", True), ("what other companies do in this situation?", True)),
        *(("how do other companies handle it", True), ("what do others do about forecast bias?", False)),
        *(("what do people say about him", False), ("others do it in Excel", False)),
    ],
)
def test_what_others_do_is_asked_without_a_subject(said: str, asks: bool) -> None:
    assert asks_about_others(said) is asks


@pytest.mark.parametrize(
    ("said", "goes"),
    [
        *(("Stop. I have a plane.", True), ("sorry got to run", True), ("have to go now, bye", True)),
        *(("stop, I have not finished", False), ("I have to go to the plant", False)),
        *(("Stop. That is what he said", False), ("Stop sending the file", False)),
    ],
)
def test_whoever_has_to_go_says_so_in_a_message_of_its_own(said: str, goes: bool) -> None:
    assert leaves(said) is goes


def test_the_minutes_of_a_meeting_are_no_hurry_and_standing_there_asks_for_no_recap() -> None:
    assert misheard("yes in the minutes", "short_time")
    assert misheard("We talk for two hours", "short_time")
    assert not misheard("can we talk for five minutes", "short_time")
    assert not misheard("I have time for ten minutes", "short_time")
    assert not misheard("I have only five minutes", "short_time")
    assert misheard("stand there also. me", "recap")
    assert not misheard("where do we stand", "recap")
    assert not misheard("stand there", "stop")


@pytest.mark.parametrize(
    ("said", "own"), [("I use Excel also. At night.", True), ("I also have a plane", False), ("He does it too", False)]
)
def test_whoever_does_it_too_owns_up(said: str, own: bool) -> None:
    assert owns_up_too(said) is own


@pytest.mark.parametrize("piece", ["why ", "sorry ok ", "i do it ", "what do others ", "stop. "])
def test_long_texts_are_not_read_as_such_messages(piece: str) -> None:
    text = piece * (16_000 // len(piece))
    assert len(text) > LONGEST
    assert not (bare_why(text) or asks_about_others(text) or leaves(text))
    owns_up_too(text)


def test_who_does_not_know_says_so_in_every_example_we_learn_from_and_a_disclosure_does_not() -> None:
    lines = (line.strip() for line in (ROOT / "data/nlu/common.yml").read_text(encoding="utf-8").splitlines())
    block = takewhile(lambda line: not line.startswith("- intent:"), islice(dropwhile(_is_other, lines), 1, None))
    examples = [line[2:] for line in block if line.startswith("- ")]
    assert len(examples) > 60
    assert [text for text in examples if misheard(text, "dont_know")] == []
    for told in ("that id be found out", "because nobody else would do it", "that he leaves us in March"):
        assert misheard(told, "dont_know")


def _is_other(line: str) -> bool:
    return line != "- intent: dont_know"


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("what would the cfo say to that", True),
        ("What would the CEO ask me, do you think?", True),
        ("yes but what would marco (sales head) say", True),
        ("whats the ceo going to ask", True),
        ("how would they react?", True),
        ("what would you say", False),
        ("what would others say", False),
        ("what does the CFO think about inventory", False),
        ("what the board would think", False),
        ("what should I say to him", False),
    ],
)
def test_what_somebody_else_would_say_is_asked_only_of_somebody(text: str, asked: bool) -> None:
    assert asks_their_view(text) == asked


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("hm. do you have an example of how others did it?", True),
        ("any stories from other companies?", True),
        ("give me an example please", True),
        ("there was a case where others did it", False),
        ("I need an example of an agenda", False),
    ],
)
def test_an_example_of_others_is_asked_of_the_coach(text: str, asked: bool) -> None:
    assert asks_about_others(text) == asked
