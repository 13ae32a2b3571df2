"""What the coach reads from a message; each test is named for what it proves."""

import json

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.coaching.signals import HOW_TOLD, SIGNAL_NAMES, DateMention, Mention, Signals
from bot.nlu.analysis.analyse import analyse
from tests.nlu.english import ROOT, TODAY, cues, english, read, read_all
from tests.speed import examples, some

LABELLED = ROOT / "benchmarks/signals/labelled.yml"
Held = list[tuple[dict[str, object], Signals]]


@pytest.fixture(scope="module")
def held() -> Held:
    """The held sentences of the benchmark with what is read from them."""
    rows = [row for row in yaml.safe_load(LABELLED.read_text(encoding="utf-8"))["sentences"] if row.get("held")]
    rows = some(rows)
    return list(zip(rows, read_all(row["text"] for row in rows), strict=True))


# Signals


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("I want the meetings to be better", "vague"),
        ("maybe it is the bonus", "uncertain"),
        ("nobody ever prepares", "absolute"),
        ("they refuse to give us the calendar", "blame"),
        ("I'm so frustrated with this", "feeling"),
        ("my plant manager came", "people"),
        ("the pack has 84 slides", "number"),
        ("by Friday", "date"),
        ("we need a new planning tool", "solution-jump"),
        ("I'll speak to him", "will"),
        ("I'll try to speak to him", "try"),
        ("I really should call the CFO", "should"),
        ("about a six", "confidence"),
        ("it's like herding cats", "metaphor"),
        ("not really", "very-short"),
        ("what would you do?", "asks-advice"),
        ("no clue to be honest", "no-idea"),
        ("sales don't trust the number", "problem-talk"),
        ("the last review went really well", "positive"),
        ("part of me wants to quit", "conflict"),
        ("why does he do that", "question"),
        ("yesterday he called me and said he would not run the plan", "story"),
        ("word " * 80, "very-long"),
    ],
)
def test_every_signal_has_an_example_that_puts_it_on(text: str, name: str) -> None:
    assert name in read(text).on


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Forecast accuracy from 62% to 70% by the end of Q1, which is better", "vague"),
        ("nothing comes to mind right now", "absolute"),
        ("it is not their fault", "blame"),
        ("I feel that we start too late", "feeling"),
        ("I am not angry", "feeling"),
        ("Sales are down 8%", "people"),
        ("demand planning is done in Excel", "people"),
        ("they may or may not march on", "date"),
        ("I saw her in September", "date"),
        ("the Friday pricing call", "date"),
        ("I'll try to speak to him", "will"),
        ("I am going to Paris", "will"),
        ("we tried that", "try"),
        ("we have 7 plants", "confidence"),
        ("I don't know, probably the bonus, and the way we count stock at the end", "no-idea"),
        ("that was not a success, it did not work", "positive"),
        ("we have a calendar but nobody follows it", "conflict"),
        ("I asked him why he does that", "question"),
    ],
)
def test_what_only_looks_like_a_signal_does_not_put_it_on(text: str, name: str) -> None:
    assert name not in read(text).on


def test_apostrophes_may_be_missing_but_well_is_not_we_ll() -> None:
    assert "will" in read("ill call him").on
    assert "will" not in read("well, he went home").on


# People


@pytest.mark.parametrize(
    ("text", "mention"),
    [
        ("My plant manager never comes", Mention("your plant manager", "manufacturing", "role")),
        ("our new German plant manager came", Mention("your new German plant manager", "manufacturing", "role")),
        ("I asked the cfo", Mention("the CFO", "finance", "role")),
        ("Plant manager says no", Mention("the plant manager", "manufacturing", "role")),
        ("Sales sandbag", Mention("sales", "sales", "function")),
        ("the CFO's chair", Mention("the CFO", "finance", "role")),
        ("I told Anna", Mention("Anna", None, "name")),
        ("Anna's team is late", Mention("Anna", None, "name")),
        ("IT wants to start", Mention("IT", "it-data", "function")),
    ],
)
def test_a_mention_is_turned_to_address_the_coachee(text: str, mention: Mention) -> None:
    assert read(text).people == (mention,)


def test_a_name_beside_a_role_takes_its_stakeholder() -> None:
    assert Mention("Sofia", "demand-planning", "name") in read("My demand planner, Sofia, is ill").people
    assert Mention("Karin", "finance", "name") in read("Karin from controlling asks for euros").people


@pytest.mark.parametrize("text", ["SAP IBP is live", "S&OP and KPI and SKU", "in May we ship to Paris", "it is late"])
def test_products_acronyms_months_and_places_are_not_people(text: str) -> None:
    assert not read(text).people


# Figures


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("7", 7),
        ("about a six", 6),
        ("7/10", 7),
        ("maybe 5 or 6", 5),
        ("8, because Anna is on board", 8),
        ("I am 80% sure it happens", 8),
        ("I'd put it at 4", 4),
        ("zero", 0),
        ("6.5", 6),
        ("we have 7 plants", None),
        ("it needs 3 more meetings", None),
        ("ten people in the room, two of them talk", None),
        ("1. talk to sales 2. talk to finance", None),
    ],
)
def test_a_confidence_figure_is_told_from_a_count(text: str, figure: int | None) -> None:
    assert read(text).confidence == figure


def test_numbers_are_verbatim_with_what_they_count() -> None:
    assert read("Stock is at 47 days, target is 32, bias +18 %").numbers == ("47 days", "32", "+18 %")


def test_years_hours_and_names_of_things_are_not_numbers() -> None:
    assert not read("in 2023 we met at seven, see slide 4 for Q1").numbers


# Words given back


def test_everything_quoted_is_an_exact_piece_that_stands_between_quotation_marks(held: Held) -> None:
    for row, signals in held:
        wanted = [signals.metaphor, signals.wants, signals.feeling, *signals.quotes, *(signals.contrast or ())]
        for piece in filter(None, wanted):
            assert piece in str(row["text"])
            assert not set(piece) & set('"“”\n')


def test_no_quote_begins_or_ends_with_a_word_left_hanging(held: Held) -> None:
    dangling, opening = cues().words["dangling_words"], cues().words["no_start"]
    for _, signals in held:
        # "To be heard" is a whole wish.
        wish = (signals.wants or "").removeprefix("to ")
        for piece in [*signals.quotes, *(signals.contrast or ()), *filter(None, [wish])]:
            words = piece.lower().replace("'", "").split()
            assert words[-1] not in dangling
            assert words[0] not in opening


def test_messages_under_four_words_are_not_quoted(held: Held) -> None:
    assert not [row["text"] for row, signals in held if signals.quotes and signals.words < 4]


def test_a_picture_is_quoted_before_plain_words() -> None:
    told = read("We meet every month in the big room. The consensus forecast is a house of cards.")
    assert told.quotes[0] == "The consensus forecast is a house of cards"
    assert told.metaphor == "a house of cards"


@pytest.mark.parametrize(
    "text", ["I don't think they trust me", "If we lose the plant the plan is dead", "He asked whether I was angry"]
)
def test_a_quote_never_drops_the_word_that_turns_its_meaning(text: str) -> None:
    for quote in read(text).quotes:
        assert text.startswith(quote)


def test_a_contrast_gives_both_sides() -> None:
    assert read("I like the planner but I don't trust her numbers").contrast == (
        "I like the planner",
        "I don't trust her numbers",
    )
    assert read("Short but useful").contrast is None


def test_wants_are_the_coachees_own() -> None:
    assert read("I want the freeze to hold for ten days").wants == "the freeze to hold for ten days"
    assert read("factory director wants long runs").wants is None
    assert read("I don't want another tool").wants is None


# Themes


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("the real decision is taken in the Monday pricing call", "parallel-decisions"),
        ("nobody maintains the item master", "master-data"),
        ("he sends a delegate who cannot commit", "delegates-without-mandate"),
        ("bonuses pull us in opposite directions", "conflicting-incentives"),
    ],
)
def test_the_barrier_is_named(text: str, theme: str) -> None:
    assert read(text).themes[0][0] == theme


def test_scores_of_an_encoder_are_joined_to_the_cues() -> None:
    doc = english()("it is what it is")
    assert analyse(doc, cues(), TODAY).themes == ()
    assert analyse(doc, cues(), TODAY, encoder_themes={"data-trust": 0.8}).themes == (("data-trust", 0.8),)


# The whole


def test_signals_survive_json(held: Held) -> None:
    for _, signals in held:
        assert Signals.from_dict(json.loads(json.dumps(signals.to_dict()))) == signals


def test_missing_keys_take_their_defaults() -> None:
    assert Signals.from_dict({}) == Signals()
    dated = {"dates": [{"text": "soon", "on": None, "precision": "week"}]}
    assert Signals.from_dict(dated).dates == (DateMention("soon", None, "week"),)


@examples(30)
@given(text=st.text(max_size=200))
def test_no_text_breaks_the_reading(text: str) -> None:
    signals = analyse(english()(text), cues(), TODAY)
    assert signals.on <= SIGNAL_NAMES
    assert all(quote in text for quote in signals.quotes)


@pytest.mark.slow  # a share of them is too few to measure by
def test_precision_on_held_sentences_does_not_fall(held: Held) -> None:
    for name in sorted(SIGNAL_NAMES - HOW_TOLD):
        found = [name in list(row["signals"]) for row, signals in held if name in signals.on]  # type: ignore[call-overload]
        assert sum(found) >= 0.85 * len(found), name
