"""Tagging texts with barrier themes. A few themes stand for all; the slow tests use all of them."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import bootstrap
from bot.catalogue.theme_examples import ThemeLessons, load_theme_examples
from bot.nlu import themes
from bot.nlu.encoder import digest
from bot.nlu.retrieval import TopicIndex
from bot.nlu.theme_cues import CueReader
from bot.nlu.themes import Piece, Tagger, learn, passages, pieces
from bot.services.programme_ports import ThemeTagger
from bot.settings import ROOT

pytestmark = pytest.mark.slow

SOME = ("calendar-discipline", "delegates-without-mandate", "master-data", "finance-outside")
WHOLE = load_theme_examples(ROOT / "content")
FEW = ThemeLessons({name: WHOLE.themes[name] for name in SOME}, WHOLE.ordinary[::4], WHOLE.relief, WHOLE.trouble)
LATE = "The figures from Spain were six days late."
STAND_IN = "The plant had sent a deputy who could not commit to one extra shift."


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> TopicIndex:
    return learn(FEW, tmp_path_factory.mktemp("themes"))


@pytest.fixture(scope="module")
def tagger(index: TopicIndex) -> Tagger:
    return Tagger(FEW, index)


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("Two countries forgot to submit, so I waited until Friday and called each of them.", "calendar-discipline"),
        (STAND_IN, "delegates-without-mandate"),
        ("The transit days in the system are those of a route we gave up in 2018.", "master-data"),
        ("Controlling sends its own outlook upstairs, in euros and without a look at our plan.", "finance-outside"),
    ],
)
def test_a_barrier_in_other_words_is_named(tagger: Tagger, text: str, theme: str) -> None:
    assert [tagged.id for tagged in tagger.tag(text)][:1] == [theme]


def test_two_barriers_in_one_text_are_both_named_each_with_its_own_words(tagger: Tagger) -> None:
    found = {tagged.id: tagged.because for tagged in tagger.tag(f"{LATE} {STAND_IN}")}
    assert found == {"calendar-discipline": LATE, "delegates-without-mandate": STAND_IN}


def test_a_text_begun_beforehand_is_read_once_and_alike_and_none_of_its_words_wait(
    tagger: Tagger, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual, read = tagger.tag(f"{LATE} {STAND_IN}"), tagger._find
    texts: list[str] = []
    monkeypatch.setattr(tagger, "_find", lambda text: texts.append(text) or read(text))
    for _ in range(2):
        tagger.begin(f"{LATE} {STAND_IN}")
    tagger._aside.submit(lambda: None).result()  # one thread: what was begun is done
    assert STAND_IN not in repr([(key, begun.result()) for key, begun in tagger._begun.items()])
    assert tagger.tag(f"{LATE} {STAND_IN}") == usual and len(texts) == 1
    assert tagger.tag(f"{LATE} {STAND_IN}") == usual and len(texts) == 2, "asked for again, it is read again"


def test_what_is_never_asked_for_is_dropped_oldest_first(tagger: Tagger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(themes, "BEGUN", 2)
    for text in (LATE, STAND_IN, "We meet on Tuesdays."):
        tagger.begin(text)
    assert len(tagger._begun) == 2 and digest(LATE) not in tagger._begun
    assert tagger.tag(LATE)
    tagger._begun.clear()


@pytest.mark.parametrize("text", ["", "   ", "?", "…", "12", "The canteen has new chairs.", "é" * 3000])
def test_a_text_without_a_barrier_has_no_theme(tagger: Tagger, text: str) -> None:
    assert tagger.tag(text) == ()


def test_the_reason_is_always_a_part_of_the_text_and_a_clause_of_a_long_sentence(tagger: Tagger) -> None:
    text = (
        "I had looked forward to the review all week and had slept well, but the inputs were three days late, "
        "and I could not show anything that was worth the trip to Lyon."
    )
    (tagged,) = (tagged for tagged in tagger.tag(text) if tagged.id == "calendar-discipline")
    assert tagged.because in text
    assert "late" in tagged.because
    assert len(tagged.because.split()) < len(text.split())


def test_scores_fall_and_lie_between_0_and_1_and_three_themes_are_the_most(tagger: Tagger) -> None:
    text = f"{LATE} {STAND_IN} Half of the item codes are wrong. Finance has its own forecast and the budget wins."
    found = tagger.tag(text)
    scores = [tagged.score for tagged in found]
    assert len(found) == themes.MOST
    assert scores == sorted(scores, reverse=True)
    assert all(themes.ENOUGH <= score <= 1 for score in scores)


def test_the_same_text_is_always_tagged_the_same(tagger: Tagger) -> None:
    assert tagger.tag(STAND_IN) == tagger.tag(STAND_IN)


def test_a_text_of_any_length_is_read_within_a_bound(tagger: Tagger) -> None:
    begun = time.perf_counter()
    tagger.tag(f"{LATE} {STAND_IN} " * 500)
    assert time.perf_counter() - begun < 20, "about a second when nobody else runs"


def test_what_was_learnt_is_read_back_without_learning_again(
    index: TopicIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(themes, "encoded", lambda _: index.vectors)
    learn(FEW, tmp_path)
    monkeypatch.delattr(themes, "encoded")
    again = learn(FEW, tmp_path)
    assert again.dense == pytest.approx(index.dense, abs=0.01)
    assert [path.suffix for path in tmp_path.iterdir()] == [".npz"]


def test_changed_examples_are_learnt_and_the_old_index_goes(
    index: TopicIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(themes, "encoded", lambda found: index.vectors[: len(found)])
    learn(FEW, tmp_path)
    before = set(tmp_path.iterdir())
    learn(ThemeLessons(FEW.themes, FEW.ordinary[:-1], FEW.relief, FEW.trouble), tmp_path)
    assert len(set(tmp_path.iterdir())) == 1
    assert before.isdisjoint(tmp_path.iterdir())


def test_near_sentences_and_ordinary_ones_teach_that_there_is_none() -> None:
    found = passages(FEW)
    near = FEW.themes["master-data"].near[0]
    assert {p.topic for p in found if p.text in (near, FEW.ordinary[0])} == {len(SOME)}
    assert {p.topic for p in found if p.text in FEW.themes["master-data"].examples} == {SOME.index("master-data")}


def test_pieces_are_the_text_its_sentences_pairs_and_clauses_and_none_twice() -> None:
    text = "I waited for them. Nobody came to the room, so I went home early. Then it rained a lot."
    said = [text[piece.start : piece.end] for piece in pieces(text)]
    assert said == [
        *(text, "I waited for them.", "Nobody came to the room, so I went home early.", "Then it rained a lot."),
        "I waited for them. Nobody came to the room, so I went home early.",
        "Nobody came to the room, so I went home early. Then it rained a lot.",
        *("Nobody came to the room,", "so I went home early."),
    ]


@given(st.text(alphabet='ab .,!?\n"”é—-', max_size=80))
def test_pieces_of_any_text_lie_within_it_and_begin_with_all_of_it(text: str) -> None:
    found = pieces(text)
    assert bool(found) == bool(text.strip())
    assert all(0 <= piece.start < piece.end <= len(text) for piece in found)
    assert not found or text[found[0].start : found[0].end] == text.strip()
    assert len(set(found)) == len(found)


def test_cues_are_counted_once_each_and_the_longest_is_shown() -> None:
    reader = CueReader(FEW)
    text = "He sent a junior, and again a junior, without any mandate."
    counts = reader.count(text)
    at = SOME.index("delegates-without-mandate")
    assert counts.cues[at] == reader.count(f"{text} {text}").cues[at] >= 2
    assert counts.cues[SOME.index("finance-outside")] == 0
    assert reader.first(text, "finance-outside") is None
    start, end = reader.first(text, "delegates-without-mandate") or (0, 0)
    assert text[start:end] in ("without any mandate", "sent a junior")


def test_words_of_relief_and_trouble_are_counted() -> None:
    counts = CueReader(FEW).count("For once it went well, nobody complained.")
    assert counts.relief >= 2
    assert counts.trouble >= 1


def test_a_piece_is_a_place_in_the_text() -> None:
    assert pieces("  one two three four  ") == [Piece(2, 20)]


@pytest.fixture(scope="module")
def whole() -> ThemeTagger:
    return bootstrap.theme_tagger()


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "For once sales came, all of them, and they had read the pack.",
        "The data was clean this month and everybody accepted the numbers.",
        "The general manager came in person and backed the proposal.",
        "I am on holiday next week and look forward to it.",
        "How do others choose their planning families?",
    ],
)
def test_good_news_small_talk_and_questions_have_no_theme(whole: ThemeTagger, text: str) -> None:
    assert whole.tag(text) == ()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Sales keeps the forecast low so that the bonus is safe.", {"forecast-bias", "conflicting-incentives"}),
        ("Head office forces its template on us and it does not fit our market.", {"global-vs-local"}),
        ("The CEO thinks it is a waste of time and never comes.", {"senior-resistance"}),
    ],
)
def test_with_all_themes_the_right_ones_are_named(whole: ThemeTagger, text: str, wanted: set[str]) -> None:
    assert wanted <= {tagged.id for tagged in whole.tag(text)}


@pytest.mark.slow
def test_the_words_that_told_one_theme_tell_another_only_if_it_is_likely(whole: ThemeTagger) -> None:
    said = "Today Pia told me she adds 10% on top of my number before it goes to the plant."
    assert [tagged.id for tagged in whole.tag(said)] == ["forecast-bias"]
