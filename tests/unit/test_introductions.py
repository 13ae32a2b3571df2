"""Which mentor fits a leader, and whom a reply means."""

import pytest

from bot.domain.introductions import (
    ANOTHER,
    RETURN,
    SHOW,
    Introduction,
    Mentor,
    Need,
    from_dict,
    match,
    matches,
    overlap,
    picked,
    refuses,
    to_dict,
    wish,
)

ANN = Mentor("m1", "Ann Meyer", ("finance",), ("consensus-forecast", "incentives"), ("en",), 1, "a")
BEN = Mentor("m2", "Ben Okafor", ("commercial", "product"), ("sales-attendance",), ("en",), 1, "b")
EVA = Mentor("m3", "Eva Meyer", ("supply-chain",), ("rough-cut-capacity",), ("en",), 1, "c")
ALL = (ANN, BEN, EVA)


def names(need: Need) -> list[str]:
    return [m.mentor.name for m in matches(ALL, need)]


def test_the_topic_asked_about_outweighs_everything_else() -> None:
    assert names(Need("finance", "consensus-forecast", "our sales people do not attend"))[0] == "Ann Meyer"
    assert match(ANN, Need("finance", "consensus-forecast")).asked


def test_words_close_to_an_expertise_find_the_mentor_who_has_it() -> None:
    found = matches(ALL, Need(None, "", "Nobody believes the capacity figures"))
    assert (found[0].mentor, found[0].topic) == (EVA, "rough-cut-capacity")
    assert match(ANN, Need(None, "", "the incentive scheme pulls us apart")).topic == "incentives"


def test_a_function_that_is_not_the_leaders_is_what_the_mentor_adds() -> None:
    assert names(Need("finance")) == ["Ben Okafor", "Eva Meyer"]
    assert match(ANN, Need("finance")).functions == ()
    assert match(ANN, Need("commercial")).functions == ("finance",)


def test_the_function_the_leader_speaks_of_comes_first() -> None:
    assert names(Need("general-management", "", "finance will not reconcile"))[0] == "Ann Meyer"
    assert match(BEN, Need("finance", "", "I never see the product people")).functions == ("product", "commercial")


def test_where_nothing_fits_those_there_are_are_shown_without_a_claim() -> None:
    found = matches([ANN], Need("finance", "quick-wins", "how do I start"))
    assert [(m.mentor, m.topic, m.functions) for m in found] == [(ANN, "", ())]


def test_the_same_need_gives_the_same_order() -> None:
    need = Need("product", "", "forecast")
    assert matches(ALL, need) == matches(tuple(reversed(ALL)), need)


@pytest.mark.parametrize(
    ("topic", "words", "part"),
    [
        ("incentives", "an incentive for sales", 1.0),
        ("consensus-forecast", "one forecast for all", 0.5),
        ("planning-horizon", "our planning meeting", 0.0),
        ("forecast-bias", "", 0.0),
        ("monthly-calendar", "the month is short", 0.5),
    ],
)
def test_overlap_counts_the_telling_words_of_an_id(topic: str, words: str, part: float) -> None:
    assert overlap(topic, words) == part


@pytest.mark.parametrize(
    ("reply", "mentor"),
    [
        ("2", BEN),
        ("the first one", ANN),
        ("number 3 please", EVA),
        ("Ben", BEN),
        ("I would like to meet Eva", EVA),
        ("Meyer", None),
        ("4", None),
        ("1 or 2", None),
        ("someone else", None),
        ("", None),
    ],
)
def test_a_mentor_is_picked_by_number_or_by_a_name_only_one_has(reply: str, mentor: Mentor | None) -> None:
    assert picked(reply, ALL) == mentor


@pytest.mark.parametrize(
    ("reply", "meant"),
    [
        ("give the place back", RETURN),
        ("I no longer need her", RETURN),
        ("show me the contact again", SHOW),
        ("how do I reach her", SHOW),
        ("someone else please", ANOTHER),
        ("look for another", ANOTHER),
        ("hm", ""),
    ],
)
def test_a_leader_with_a_mentor_says_what_they_want(reply: str, meant: str) -> None:
    assert wish(reply) == meant


@pytest.mark.parametrize(("reply", "no"), [("no", True), ("not now", True), ("none of them", True), ("yes", False)])
def test_a_no_is_recognised(reply: str, no: bool) -> None:
    assert refuses(reply) is no


def test_an_introduction_survives_storage() -> None:
    whole = Introduction("edit", "incentives", "w", "h", ("m1",), "m1", (("hello", "Hello"),), "?", True, "left")
    assert from_dict(to_dict(whole)) == whole
