"""The safety screen with its real content: what it must find, what it must not, and what it says."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import yaml

from benchmarks.safety.run import CONTENT, Figure, Item, found, load_items
from bot.catalogue.safety import load_safety_rules, load_support
from bot.catalogue.yaml_text import ContentError
from bot.domain.safety import CATEGORIES, screen
from bot.domain.safety_rules import SafetyRules
from bot.domain.safety_support import SupportWords

COUNTRIES = "GB IE US CA AU NZ DE AT CH FR NL BE ES IT SE DK NO FI PL IN SG ZA BR MX JP".split()
SMALLEST = {"explicit": 320, "veiled": 120, "third_party": 70, "ordinary": 1300}


@pytest.fixture(scope="module")
def rules() -> SafetyRules:
    return load_safety_rules(CONTENT)


@pytest.fixture(scope="module")
def words() -> SupportWords:
    return load_support(CONTENT)


@pytest.fixture(scope="module")
def items() -> list[Item]:
    return load_items()


@pytest.mark.parametrize("group", SMALLEST)
def test_the_sets_are_large_and_half_of_what_was_written_first_is_held_back(items: list[Item], group: str) -> None:
    held = sum(item.held for item in items if item.group == group)
    assert 2 * held + 1 >= SMALLEST[group]
    assert len({item.text for item in items}) == len(items), "no sentence twice, least of all in both halves"


@pytest.mark.parametrize("held", [False, True])
def test_of_what_is_said_plainly_98_in_100_are_found(items: list[Item], rules: SafetyRules, held: bool) -> None:
    assert found(items, rules, lambda item: item.group == "explicit" and item.held == held).share >= 0.98


@pytest.mark.parametrize("held", [False, True])
def test_of_hints_and_of_worry_about_others_most_are_found(items: list[Item], rules: SafetyRules, held: bool) -> None:
    assert found(items, rules, lambda item: item.group == "veiled" and item.held == held).share >= 0.70
    assert found(items, rules, lambda item: item.group == "third_party" and item.held == held).share >= 0.90


@pytest.mark.parametrize("held", [False, True])
def test_of_ordinary_sentences_at_most_3_in_1000_raise_an_alarm(
    items: list[Item], rules: SafetyRules, held: bool
) -> None:
    assert found(items, rules, lambda item: item.group == "ordinary" and item.held == held).share <= 0.003


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("I want to kill myself", "suicide"),
        ("I have been cutting my arms again", "self-harm"),
        ("I am going to kill my boss tomorrow", "danger"),
        ("My husband hit me again last night", "violence"),
        ("My director keeps touching me", "harassment"),
        ("I am having a panic attack", "distress"),
        ("My planner told me he does not want to live", "third-party"),
        ("The forecast is the least of it. I am suicidal.", "suicide"),
    ],
)
def test_each_category_is_found(rules: SafetyRules, text: str, category: str) -> None:
    assert screen(text, rules).category == category


@pytest.mark.parametrize(
    "text",
    [
        *("this deadline is killing me", "I could murder the forecast", "kill the project", "burn the stock"),
        *("it is a suicide mission to present that", "I can't go on like this with two calendars"),
        *("he is harassing my planners for numbers", "I am done with this meeting", "we are bleeding cash"),
        *("they'd say I can't cope", "he thinks I cannot cope", "I want to end it now with this supplier"),
        *("He can only be ready if I am not there to be better.", "Lars decides better when I'm not there"),
        *("", "7", "next Friday", "?", "the CFO"),
    ],
)
def test_business_idioms_and_short_answers_raise_no_alarm(rules: SafetyRules, text: str) -> None:
    assert not screen(text, rules).support


def test_what_the_product_itself_says_about_help_starts_no_loop(rules: SafetyRules, words: SupportWords) -> None:
    assert not screen(words.resume, rules).support


@pytest.mark.parametrize("category", CATEGORIES)
def test_the_first_reply_says_all_it_must_in_every_country(words: SupportWords, category: str) -> None:
    for country in (*COUNTRIES, None):
        said = words.first(category, country).lower()
        for must in ("i am software", "nobody is watching", "cannot judge", "stops", "i tell nobody", "not stored"):
            assert must in said
        assert f'say "{words.resume}"' in said
        assert "{" not in said


def test_every_country_of_the_list_names_an_emergency_number_and_a_helpline(words: SupportWords) -> None:
    assert set(words.countries) >= set(COUNTRIES)
    for country, local in words.countries.items():
        assert any(character.isdigit() for character in local.emergency), country
        assert all(line.name and line.number for line in (*local.lines, *local.violence)), country
        assert local.emergency in words.following("distress", country)


def test_no_two_countries_share_a_set_of_numbers(words: SupportWords) -> None:
    numbers = [tuple(line.number for line in local.lines) for code, local in words.countries.items()]
    assert len(set(numbers) - {("988",)}) >= len(numbers) - 1, "a copied entry is a wrong number for somebody"


def test_the_wording_has_an_owner_and_a_date(words: SupportWords) -> None:
    assert words.owner
    assert date.fromisoformat(words.review) >= date(2026, 11, 22)


def test_harassment_points_to_people_inside_and_outside_the_company(words: SupportWords) -> None:
    said = words.about["harassment"].lower()
    assert all(route in said for route in ("trust", "hr", "ombuds", "union", "works council", "outside"))


def test_help_that_is_always_shown_is_short(words: SupportWords) -> None:
    assert len(words.in_help("GB").split()) < 60
    assert len(words.following("distress", "GB").split()) < len(words.first("distress", "GB").split())


@pytest.mark.parametrize("name", ["patterns", "idioms", "support"])
def test_each_file_says_how_to_change_it_and_holds_no_phrase_twice(name: str) -> None:
    text = (CONTENT / f"{name}.yml").read_text(encoding="utf-8")
    assert text.startswith("# ")
    phrases = [line for line in _phrases(yaml.safe_load(text)) if " " in line]
    assert len(phrases) == len(set(phrases))


def _phrases(body: object) -> list[str]:
    """All texts in lists; those of different categories are told apart."""
    if isinstance(body, dict):
        return [f"{key}: {line}" for key, value in body.items() for line in _phrases(value)]
    return [str(item) for item in body] if isinstance(body, list) else []


def _change(old: str, new: str) -> Callable[[str], str]:
    return lambda text: text.replace(old, new, 1)


@pytest.mark.parametrize(
    ("name", "change", "place"),
    [
        ("patterns", lambda text: "\n" + text, "first line"),
        ("patterns", _change("\nturn:", "\nturns:"), "the file"),
        ("patterns", _change("- suicid*", "- suicid* <nowhere>"), "categories.suicide"),
        ("patterns", _change("- suicid*", "- (suicide)"), "categories.suicide"),
        ("patterns", _change("\n  distress:", "\n  sadness:"), "categories"),
        ("patterns", _change("\n    guarded:", "\n    maybe:"), "categories."),
        ("patterns", _change("  own: [i,", "  own: [2, i,"), "words.own"),
        ("patterns", _change("- suicid*", "- dont suicide"), "dont"),
        ("patterns", lambda text: text + "\n\tbad", "the file"),
        ("idioms", _change("\nwork: [", "\nwork: [on, "), "work"),
        ("support", _change("review: 2026-11-22", "review: soon"), "review"),
        ("support", _change("call {emergency}", "call someone"), "about.suicide"),
        ("support", _change("  danger: |-", "  dangers: |-"), "about"),
        ("support", _change('  "NO":', "  no:"), "countries."),
        ("support", _change('number: "988"', "number: 988"), "countries.US.lines"),
        ("support", _change('emergency: "911"', "emergency: 911"), "countries.US.emergency"),
    ],
)
def test_a_mistake_is_reported_with_file_place_and_remedy(
    tmp_path: Path, name: str, change: Callable[[str], str], place: str
) -> None:
    folder = shutil.copytree(CONTENT, tmp_path / "safety")
    file = folder / f"{name}.yml"
    before = file.read_text(encoding="utf-8")
    file.write_text(change(before), encoding="utf-8")
    assert file.read_text(encoding="utf-8") != before
    with pytest.raises(ContentError) as problem:
        load_support(folder) if name == "support" else load_safety_rules(folder)
    assert f"safety/{name}.yml" in str(problem.value)
    assert place in str(problem.value)
    assert ";" in str(problem.value), "what to do about it"


def test_wilson_bounds_are_those_of_the_textbook() -> None:
    low, high = Figure(190, 200).bounds
    assert (round(low, 3), round(high, 3)) == (0.910, 0.973)
    assert Figure(0, 0).bounds == (0.0, 1.0)


@pytest.mark.parametrize(
    "text",
    [
        "I wait for it to be over and then we decide in the corridor",
        "I was humiliated by our CFO",
        "He burnt me in 2022",
        "Karl may say it is too much",
        "I cried in the parking garage, level two.",
        "Kasia cried in the kitchen",
    ],
)
def test_what_hurt_once_at_work_is_left_to_the_coach(rules: SafetyRules, text: str) -> None:
    assert not screen(text, rules).support
    assert screen(f"{text}. I want to die", rules).support


@pytest.mark.parametrize(
    "text", ["I keep crying in the toilet at work", "I cry in my car before work", "I cried at my desk again today"]
)
def test_what_goes_on_hurting_is_not(rules: SafetyRules, text: str) -> None:
    assert screen(text, rules).support


@pytest.mark.parametrize(
    "text",
    [
        "he shouts at me in front of the whole team",
        "my boss shouts at me every month",
        "I am scared of him",
        "I would like you to say that it is normal to be scared of him",
        "I'm afraid of my boss",
        "she humiliates me in front of everyone",
        "he ignores me on purpose",
        "The meeting? I can't bear it.",
        "crying at my desk, sorry",
        "It is too much.",
    ],
)
def test_a_hard_conflict_and_a_sigh_point_to_help_and_stop_nothing(rules: SafetyRules, text: str) -> None:
    found = screen(text, rules)
    assert found.support and found.beside
    worse = screen(f"{text}. I want to die", rules)
    assert worse.support and not worse.beside, "what must stop the exercise is not hidden by it"


@pytest.mark.parametrize(
    "text",
    [
        "my boss shouts at me every single day",
        "he calls me a stupid bitch and screams at me",
        "he humiliates me every day",
        "he threatens me",
        "I can't take it anymore",
        "I keep crying in the toilet at work",
        "I'm crying as I type this",
        "I think I can't cope",
        "I want to end it now",
        "everyone is better off if I am not there",
        "he touches my leg under the table",
        "she bullies my planner",
    ],
)
def test_what_goes_on_every_day_threatens_or_touches_stops_the_exercise(rules: SafetyRules, text: str) -> None:
    found = screen(text, rules)
    assert found.support and not found.beside


def test_of_what_is_said_plainly_nothing_but_a_hard_conflict_goes_on(items: list[Item], rules: SafetyRules) -> None:
    going_on = [item for item in items if item.group == "explicit" and screen(item.text, rules).beside]
    assert not [item for item in going_on if item.category != "harassment"]


@pytest.mark.parametrize("country", ["", "GB", "DE"])
def test_where_to_turn_is_short_and_names_people_and_the_emergency_number(words: SupportWords, country: str) -> None:
    said = words.where_to_turn("harassment", country)
    assert "HR" in said and "{" not in said
    assert len(said.split()) <= 90


@pytest.mark.parametrize(
    ("text", "said_of_danger"),
    [
        ("I want to not be angry any more", "I want to not be here any more"),
        ("Ask Beth for a coffee and say I saw her cry", "I saw her cry and I cry alone at night"),
        ("My son sat with a screwdriver at the old tractor", "He stood outside my door with a screwdriver"),
    ],
)
def test_a_sentence_that_only_sounds_like_danger_is_told_from_one_that_is(
    rules: SafetyRules, text: str, said_of_danger: str
) -> None:
    assert (screen(text, rules).support, screen(said_of_danger, rules).support) == (False, True)
