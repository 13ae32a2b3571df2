"""One message for different people differs in substance: lead, evidence, ask, length, way, and what is said of it."""

import re
import time
from itertools import combinations

import pytest

from bot.domain.style.preferences import LETTERS, PAIRS, nothing_known
from bot.domain.tailoring.book import WAYS
from bot.domain.tailoring.message import SHORT, ask_in, pieces
from bot.domain.tailoring.tailor import Tailored, tailored
from tests.fakes.preferring import tailor_book

MESSAGE = (
    "We have talked about the demand review for months. In the last quarter three orders for our largest account were "
    "late because the forecast came in after the freeze. Stock is at 62 days and cash is tight. All say they help."
)
ASK = "I want you to own the demand review from the March cycle"
EVERYBODY = tuple(tailor_book().book.stakeholders)
QUOTED = re.compile(r"“([^”]*)”")


def known(letters: str) -> dict[str, str]:
    """Preferences from four letters; "-" for an open one."""
    return {pair: letter.strip("-") for pair, letter in zip(PAIRS, letters, strict=True)}


def made(who: str, theirs: str = "----", own: str = "----", message: str = MESSAGE, ask: str = ASK) -> Tailored:
    return tailored(who, message, ask, known(theirs), known(own), tailor_book())


@pytest.mark.parametrize(
    "four", [("sales", "finance", "manufacturing", "general-manager"), ("hr", "product", "logistics", "it-data")]
)
def test_versions_for_four_counterparts_differ_in_lead_evidence_ask_and_length(four: tuple[str, ...]) -> None:
    versions = [made(who) for who in four]
    for part in ("lead", "evidence", "ask", "channel", "leave_out", "words", "openings"):
        assert len({str(getattr(version, part)) for version in versions}) == 4, part


def test_no_two_stakeholders_share_a_lead_an_evidence_an_ask_or_an_opening() -> None:
    for one, other in combinations(EVERYBODY, 2):
        a, b = made(one), made(other)
        assert a.lead != b.lead and a.evidence != b.evidence and a.ask != b.ask
        assert a.openings[0] != b.openings[0] and a.leave_out != b.leave_out


@pytest.mark.parametrize("who", EVERYBODY)
def test_opposite_preferences_change_all_four_ways_for_everybody(who: str) -> None:
    one, other = made(who, "ESTJ"), made(who, "INFP")
    for choice in WAYS:
        assert one.ways[choice] != other.ways[choice]
        assert getattr(one, choice) != getattr(other, choice)
    assert one.openings != other.openings and not set(one.leave_out_too) & set(other.leave_out_too)


def test_each_pair_decides_one_way_and_an_open_pair_leaves_it_to_the_role() -> None:
    usual = made("finance").ways
    for choice, (pair, ways) in WAYS.items():
        for letter, way in zip(LETTERS[pair], ways, strict=True):
            version = tailored("finance", MESSAGE, ASK, {**nothing_known(), pair: letter}, {}, tailor_book())
            assert version.ways[choice] == way and version.from_person == (choice,)
            assert {c: w for c, w in version.ways.items() if c != choice} == {
                c: w for c, w in usual.items() if c != choice
            }


def test_who_starts_from_facts_gets_more_words_than_who_starts_from_the_picture() -> None:
    assert made("finance", "-S--").words > made("finance").words > made("finance", "-N--").words


def test_the_sentence_about_what_they_count_in_comes_first_and_idle_ones_are_left_out() -> None:
    sales, finance = made("sales"), made("finance")
    assert sales.order[0] == 2 and finance.order[0] == 3
    assert {1, 4} <= set(finance.drop) and not sales.missing
    assert sorted((*finance.order, *finance.drop)) == [1, 2, 3, 4]


def test_where_no_sentence_is_about_what_they_count_in_that_is_said() -> None:
    version = made("logistics", message="We should all pull together. It is about trust.")
    assert version.missing and version.order == (1,)


def test_what_does_not_fit_the_length_is_left_out() -> None:
    long = " ".join(
        f"Order {n} for a large account was late again and the buyer rang twice about it." for n in range(12)
    )
    version = made("sales", message=long)
    told = {piece.n: piece.words for piece in pieces(long)}
    assert 0 < sum(told[n] for n in version.order) <= version.words and version.drop


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize(
    "ask", [ASK, "one number per family, by day 3!", "Could she chair it?", "“quoted” words {ask} {yours}"]
)
def test_openings_quote_the_leader_exactly_and_are_two_or_three(who: str, ask: str) -> None:
    version = made(who, ask=ask)
    source = re.sub(r"[“”\"]", " ", f"{MESSAGE} {ask}")
    assert 2 <= len(version.openings) <= 3 and len(set(version.openings)) == len(version.openings)
    for line in version.openings:
        (quote,) = QUOTED.findall(line)
        assert " ".join(quote.split()) in " ".join(source.split()) and len(quote.split()) <= SHORT


@pytest.mark.parametrize(
    ("text", "ask"),
    [
        ("I want you to own the demand review", "own the demand review"),
        ("get the commercial director to own the demand review", "own the demand review"),
        ("I'd like her to sign off the plan, by day 12", "sign off the plan, by day 12"),
        ("She should chair it", "chair it"),
        ("to send the volumes", "send the volumes"),
        ("bring the data to the meeting", "bring the data to the meeting"),
        ("a yes to one shared target", "a yes to one shared target"),
    ],
)
def test_the_ask_is_found_behind_its_lead(text: str, ask: str) -> None:
    assert ask_in(text) == ask


def test_without_an_ask_the_openings_are_made_of_the_message_and_without_a_message_of_the_ask() -> None:
    assert len(made("finance", ask="").openings) == 2
    version = made("finance", message="")
    assert len(version.openings) == 2 and version.order == () and version.missing


def test_the_leaders_own_preference_names_what_it_overlooks_most_certain_first() -> None:
    book = tailor_book()
    assert made("finance", "E---", "I---").overlooks == (book.overlooks["IE"],)
    assert made("finance", "E--P", "I--P").overlooks[0] == book.overlooks["IE"]
    assert made("finance", own="----").overlooks == ()
    assert len(made("finance", "ESTJ", "INFP").overlooks) == 2


def test_what_a_role_goes_by_is_not_taken_for_how_its_holder_decides() -> None:
    assert made("sales").ways["evidence"] == "story"
    assert made("sales", own="--T-").overlooks == ()


def test_a_stakeholder_without_wording_of_their_own_gets_that_of_their_function() -> None:
    book = tailor_book()
    people = {**book.book.stakeholders}
    people["regional-gm"] = people["sales"].__class__(**{**vars(people["sales"]), "id": "regional-gm"})
    wider = book.__class__(**{**vars(book), "book": book.book.__class__(**{**vars(book.book), "stakeholders": people})})
    version = tailored("regional-gm", MESSAGE, ASK, nothing_known(), {}, wider)
    assert version.lead == made("sales").lead and version.stakeholder == "regional-gm"


@pytest.mark.parametrize("piece", ["a, and ", "I want ", "x", "get me to ", ". ", "“", "1 ", "not E S T J "])
def test_sixteen_thousand_characters_of_any_shape_are_tailored_in_a_moment(piece: str) -> None:
    text = piece * (16_000 // len(piece))
    begun = time.perf_counter()
    version = made("finance", message=text, ask=text)
    assert len(version.order) + len(version.drop) <= 40 and all(len(line) < 500 for line in version.openings)
    assert time.perf_counter() - begun < 2
