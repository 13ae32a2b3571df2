"""The safety screen as code: how words are read, how rules are found, what an idiom and a guard may hide."""

import time
from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.normalise import for_matching, join_spaced, shorten_runs, unleet, visible
from bot.domain.safety import CATEGORIES, IDIOM, Finding, screen
from bot.domain.safety_rules import SafetyRules, index, parse_rule
from bot.domain.safety_support import Help, Helpline, SupportWords
from bot.domain.safety_words import Speller, one_slip, typo_shapes

LISTS = {"me": frozenset({"i", "me"}), "own": frozenset({"i", "me", "my", "myself"})}
ALWAYS = {"suicide": ["i want to die"]}
PLAIN = {"suicide": ["suicide", "kill myself"], "harassment": ["harass* me", "groped"], "danger": ["bomb"]}
GUARDED = {"suicide": ["can not go on"], "distress": ["hopeless ."]}
IDIOMS = ["suicide mission", "kill myself to finish", "want to die laughing"]
TURN = {"she": "i", "he": "i", "herself": "myself", "wants": "want", "my": "my"}


def rules(variants: Mapping[str, tuple[str, ...]] | None = None) -> SafetyRules:
    """A small set of rules made by hand."""
    certain = [parse_rule(text, name, LISTS) for name, texts in ALWAYS.items() for text in texts]
    plain = [parse_rule(text, name, LISTS) for name, texts in PLAIN.items() for text in texts]
    guarded = [parse_rule(text, name, LISTS, True) for name, texts in GUARDED.items() for text in texts]
    idioms = [parse_rule(text, IDIOM, LISTS) for text in IDIOMS]
    words = frozenset(
        word for rule in (*certain, *plain, *guarded, *idioms) for slot in rule.slots for word in slot.words
    )
    typos = frozenset({"suicide", "hopeless"})
    speller = Speller(
        known=words | typos | frozenset(TURN),
        variants={"cant": ("can", "not"), **(variants or {})},
        joined={("my", "self"): "myself"},
        signs={ord("💀"): " die "},
        typos=typo_shapes(typos),
    )
    people = frozenset({"she", "he", "her", "planner", "herself"})
    return SafetyRules(
        speller=speller,
        certain=index(certain, speller.known),
        idioms=index(idioms, speller.known),
        rules=index([*plain, *guarded], speller.known),
        others=index([rule for rule in (*certain, *plain, *guarded) if rule.category == "suicide"], speller.known),
        turn=TURN,
        own=LISTS["own"],
        people=people,
        victims=frozenset({"planner", "her"}),
        reporting=frozenset({"told", "said"}),
        work=frozenset({"forecast"}),
    )


RULES = rules()


def category(text: str) -> str | None:
    """What the small screen says."""
    return screen(text, RULES).category


@pytest.mark.parametrize(
    "text",
    [
        *(
            "suicide",
            "SUICIDE",
            "su\u200bici\u00adde",
            "\u202esuicide",
            "suıcıde",
            "ѕuісіdе",
            "ｓｕｉｃｉｄｅ",
            "𝓼𝓾𝓲𝓬𝓲𝓭𝓮",
        ),
        *(
            "s.u.i.c.i.d.e",
            "s u i c i d e",
            "su1c1de",
            "5uicide",
            "$uicide",
            "sucide",
            "suicidee",
            "siucide",
            "suuuuicide",
        ),
        *("i want to 💀", "I w a n t t o d i e", "kill my self", "kill-myself", "kill_myself", "#suicide"),
    ],
)
def test_a_disguised_or_mistyped_word_is_read(text: str) -> None:
    assert category(text) == "suicide"


@pytest.mark.parametrize(
    ("typed", "words"),
    [("cant", ["can", "not"]), ("can't", ["can", "not"]), ("I'm", ["i", "am"]), ("he's", ["he", "is"])],
)
def test_short_forms_are_written_out(typed: str, words: list[str]) -> None:
    assert RULES.speller.words(typed) == [".", *words, "."]


def test_an_owners_s_is_a_word_of_its_own_and_not_is() -> None:
    assert RULES.speller.words("my boss's view") == [".", "my", "boss", "s", "view", "."]
    assert RULES.speller.words("it's") == [".", "it", "is", "."]


def test_a_known_word_is_never_respelled() -> None:
    assert rules({"die": ("live",)}).speller.words("die") == [".", "die", "."]


@pytest.mark.parametrize("pair", [("abc", "abc"), ("abc", "ab"), ("abc", "axc"), ("abc", "acb"), ("ab", "abc")])
def test_one_slip_is_one_missing_extra_wrong_or_swapped_letter(pair: tuple[str, str]) -> None:
    assert one_slip(*pair)


@pytest.mark.parametrize("pair", [("abcd", "acdb"), ("abcd", "ab"), ("abcd", "axcx")])
def test_two_slips_are_not_one(pair: tuple[str, str]) -> None:
    assert not one_slip(*pair)


def test_an_idiom_hides_only_its_own_words() -> None:
    assert category("It is a suicide mission") is None
    assert category("It is a suicide mission, and I think of suicide") == "suicide"
    assert category("I kill myself to finish the pack") is None


def test_what_is_certain_is_not_hidden_by_an_idiom() -> None:
    assert category("I want to die laughing at it") == "suicide"


def test_a_guarded_phrase_does_not_count_in_a_sentence_about_work() -> None:
    assert category("I can't go on") == "suicide"
    assert category("I can't go on with this forecast") is None
    assert category("The forecast is late. I can't go on") == "suicide"


def test_a_phrase_does_not_reach_over_the_end_of_a_sentence() -> None:
    reach = index([parse_rule("want ... die", "suicide", {})])
    assert list(reach.matches("i want it to die".split()))
    assert not list(reach.matches("i want it . die".split()))


def test_a_finding_is_beside_only_where_nothing_else_was_found() -> None:
    soft = replace(parse_rule("shouts at me", "harassment", LISTS), beside=True)
    plain = [parse_rule("kills me", "violence", LISTS)]
    known = frozenset("he shouts at me kills every day".split())
    both = replace(RULES, rules=index([soft, *plain], known), speller=replace(RULES.speller, known=known))
    assert screen("he shouts at me every day", both) == Finding(True, "harassment", beside=True)
    assert screen("he shouts at me and kills me", both) == Finding(True, "violence")
    assert not screen("every day", both).beside


def test_what_somebody_else_says_or_wants_is_about_a_third_party() -> None:
    assert category("she wants to kill herself") == "third-party"
    assert category("my planner told me: I want to die") == "third-party"
    assert category("my planner was groped") == "third-party"


def test_what_is_done_to_me_is_not_about_a_third_party() -> None:
    assert category("he harasses me") == "harassment"
    assert category("I told my planner that I was groped") == "harassment"
    assert category("My planner knows that I think about suicide") == "suicide"
    assert category("I fear that she thinks about suicide") == "third-party"


def test_the_most_urgent_category_wins() -> None:
    assert category("he harasses me and I think of suicide") == "suicide"
    assert set(CATEGORIES) >= {"suicide", "third-party"}


@pytest.mark.parametrize(
    "text", ["", "(die)", "... die", "die ...", "die (now)", "Die", "di€", "ab*", "<nobody> die", ". ."]
)
def test_a_phrase_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        parse_rule(text, "suicide", LISTS)


@given(st.text(max_size=300))
def test_whatever_is_typed_there_is_one_well_formed_answer(text: str) -> None:
    finding = screen(text, RULES)
    assert finding == screen(text, RULES)
    assert finding.support == (finding.category in CATEGORIES)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz .,!?'", max_size=80))
def test_invisible_characters_and_capitals_change_nothing(text: str) -> None:
    assert screen("\u200b".join(text).upper(), RULES) == screen(text, RULES) == screen("\u2060" + text, RULES)


@given(st.text())
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    assert visible(visible(text)) == visible(text)
    assert for_matching(text).isascii() or for_matching(for_matching(text)) == for_matching(text)


def test_spelled_letters_digits_for_letters_and_long_letters_are_put_right() -> None:
    assert join_spaced("s t o p now") == "stop now"
    assert join_spaced("a b") == "a b"
    assert "still" in unleet("st!ll")
    assert "kill" in unleet("k1ll")
    assert shorten_runs("stoooop") == ("stop", "stoop")
    assert shorten_runs("book") == ()


@pytest.mark.parametrize("word", ["i ", "suicide mission ", "k*", "a.", "e\u0301", "can not ", "\u200b"])
def test_a_long_hostile_text_costs_little(word: str) -> None:
    text = word * (16_000 // len(word))
    begin = time.process_time()
    screen(text, RULES)
    assert time.process_time() - begin < 2


def words_for_support() -> SupportWords:
    """The smallest wording."""
    here = Help("999", (Helpline("Listeners", "1"),), (Helpline("Shelter", "2"),))
    about = dict.fromkeys(CATEGORIES, "Call {emergency}.\n{lines}")
    return SupportWords(
        owner="o",
        review="2026-11-22",
        resume="continue",
        opening="Open.",
        about=about,
        closing='Say "{resume}".',
        again="{emergency} {lines} {resume}",
        beside="{lines} {emergency}",
        help="{emergency} {lines}",
        international=Help("the local number", (Helpline("directory", ""),)),
        countries={"GB": here},
    )


def test_the_reply_names_the_help_of_the_country_and_the_way_back() -> None:
    said = words_for_support().first("suicide", " gb")
    assert said == 'Open.\n\nCall 999.\n- Listeners: 1\n\nSay "continue".'
    assert "- Shelter: 2" in words_for_support().first("violence", "GB")


@pytest.mark.parametrize("country", [None, "", "XX", "Great Britain"])
def test_an_unknown_country_gets_the_international_text(country: str | None) -> None:
    assert words_for_support().following("distress", country) == "the local number - directory continue"


def test_only_the_word_itself_takes_the_exercise_up_again() -> None:
    words = words_for_support()
    assert all(words.resumes(text) for text in ("continue", " Continue. ", '"continue"'))
    assert not any(words.resumes(text) for text in ("I cannot continue", "no", ""))


def test_a_finding_without_support_has_no_category() -> None:
    assert Finding(False).category is None
