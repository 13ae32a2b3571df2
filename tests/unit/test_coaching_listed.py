"""Options as people list them: each way for itself, none of a joke, and who has named enough has said all."""

import pytest

from bot.domain.coaching.listed import offered, split_list, split_options
from bot.domain.coaching.options import already_chosen, chosen
from bot.domain.coaching.preamble import is_empty, no_more
from tests.unit.coaching import Chat


@pytest.mark.parametrize(
    ("said", "ways"),
    [
        ("1 show it openly. 2 keep padding. 3 two numbers, sure and stretch", 3),
        ("1 show it 2 keep it 3 two numbers", 3),
        ("Show two numbers. Wait till stock is at 20 days. Daily truck report.", 3),
        ("I could close the field. Also I could talk to the boss. Third, a list every Monday", 3),
        ("Ring him first. Drive up there. And put a row in the pack", 3),
    ],
)
def test_each_way_of_a_list_is_one(said: str, ways: int) -> None:
    listed = split_list(said)
    assert len(listed) == ways
    assert all(way in said for way in listed), "word for word"
    assert not any(way[0].isdigit() or way.lower().startswith(("also", "third", "and")) for way in listed)


def test_figures_that_do_not_count_part_nothing() -> None:
    assert split_options("1 person and 2 cards") == ["1 person and 2 cards"]
    assert split_options("2 people from sales. 1 from finance") == ["2 people from sales. 1 from finance"]


def test_the_commas_of_a_story_part_no_list() -> None:
    said = "The chair can be another person. Not me, maybe the sales manager himself"
    assert split_list(f"One more... {said}.") == [said], "and the question said over is no part of it"


def test_a_way_offered_beside_others_counts_too() -> None:
    assert offered("I could ask him. Third, a list every Monday") == ["I could ask him", "a list every Monday"]
    assert offered("Third, nothing happens here") == []


@pytest.mark.parametrize("said", ["quit lol. or tell them over his head. nah", "haha run away lol"])
def test_a_joke_and_what_is_taken_back_are_no_ways(said: str) -> None:
    assert split_options(said) == []
    chat = Chat().until("options")
    chat.say(said, on={"joke"})
    assert chat.words("option") == []


def test_what_others_would_say_is_the_way_itself() -> None:
    assert split_options("they'd say do it on friday") == ["do it on friday"]
    assert split_options("they would say I exaggerate") == ["they would say I exaggerate"]


@pytest.mark.parametrize("said", ["that's the three. no more time", "Nothing. Three's plenty.", "those are my three"])
def test_who_has_named_enough_has_said_all(said: str) -> None:
    assert is_empty(said)
    assert no_more(said)


def test_three_things_said_are_not_the_end_of_the_talk() -> None:
    assert not is_empty("those are the three people I trust")


def test_an_ending_of_a_word_does_not_hide_the_option() -> None:
    options = ["Tell the CEO beforehand that May is his", "let him choose the agenda"]
    assert chosen("Telling the CEO. If I do not do that one, the others fall over.", options) == options[0]


def test_a_way_said_once_more_in_another_form_is_that_way() -> None:
    options = ["Ask Beata to read out the empty page at the end", "Say the sentence"]
    assert already_chosen("Beata reading the empty page.", options) == options[0]


def test_what_one_would_like_to_do_is_a_way_and_what_one_would_like_to_have_is_none() -> None:
    said = "I would like to go to him before, in his office. Or I could tell the GM alone."
    assert offered(said) == ["I would like to go to him before, in his office", "I could tell the GM alone"]
    assert offered("I would like to be asked. I'd like to talk about capacity") == []


def test_who_says_that_they_choose_has_chosen() -> None:
    chat = Chat().until_asked("option")
    chat.say("I could tell the GM alone")
    chat.say("I choose to go to him before, with the paper")
    assert chat.words("choice") == ["I choose to go to him before, with the paper"]
    assert chat.words("option") == ["I could tell the GM alone"]
    assert chat.waiting.captures != "option"
