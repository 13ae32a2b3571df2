"""The mentor's knowledge: complete, readable, no two topics alike, and mistakes explained to whoever edits it."""

import re
import shutil
from collections import Counter
from itertools import combinations, pairwise
from pathlib import Path

import pytest
import yaml

from bot.catalogue.mentoring import load_knowledge, same_words
from bot.catalogue.yaml_source import read_source
from bot.catalogue.yaml_text import ContentError
from bot.domain.mentoring import EVERY_TOPIC

ROOT = Path(__file__).parents[2]
KNOWLEDGE = load_knowledge(ROOT / "content")
TOPICS = KNOWLEDGE.topics
# The ids that people and programs outside rely on.
CONTRACT = set(
    "what-is-sop sop-vs-ibp sop-vs-soe five-step-cycle product-review demand-review supply-review "
    "reconciliation-review executive-meeting monthly-calendar planning-horizon planning-families volume-vs-mix "
    "units-vs-money roles-and-raci sop-leader-role executive-sponsor terms-of-reference executive-pack "
    "decision-rights delegates parallel-processes maturity-assessment pilot-and-rollout first-90-days quick-wins "
    "software-tools spreadsheets master-data global-and-local is-sop-for-us cost-and-duration consultants "
    "consensus-forecast statistical-baseline forecast-bias forecast-accuracy forecast-value-added demand-shaping "
    "new-product-forecasting promotions sales-input sales-attendance sandbagging one-set-of-numbers assumptions "
    "item-prioritisation rough-cut-capacity allocation inventory-targets service-level supplier-collaboration "
    "frozen-horizon schedule-ownership capacity-investment obsolescence financial-reconciliation "
    "budget-vs-forecast working-capital margin-trade-offs scenario-planning gap-closing incentives cfo-engagement "
    "kpi-scorecard meeting-effectiveness benefits-case senior-resistance busy-executive sponsor-leaves "
    "holding-to-account engaging-across-functions recognition building-trust conflict-in-meetings "
    "influence-without-authority communication-styles stakeholder-mapping sustaining-change meeting-fatigue "
    "kick-off team-charter coaching-vs-mentoring whats-in-it-for-me cross-functional-career".split()
)
ALIKE = 0.06  # share of word triples that two answers may have in common


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """Three topics, related to each other only, that a test may spoil."""
    folder = tmp_path / "mentoring"
    shutil.copytree(ROOT / "content/mentoring/elsewhere", folder / "elsewhere")
    for name, other in pairwise(("consensus-forecast", "demand-review", "quick-wins", "consensus-forecast")):
        text = (ROOT / f"content/mentoring/{name}.yml").read_text(encoding="utf-8")
        related = next(iter({"demand-review", "quick-wins"} - {name, other}), "consensus-forecast")
        text = re.sub(r"related: \[[^\]]*\]", f"related: [{other}, {related}]", text)
        (folder / f"{name}.yml").write_text(text, encoding="utf-8")
    return tmp_path


def spoilt(content: Path, old: str, new: str, name: str = "consensus-forecast.yml") -> str:
    """Return what the check says after an edit."""
    path = content / "mentoring" / name
    text = path.read_text(encoding="utf-8")
    assert old in text, "the test's own edit no longer fits the file"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load_knowledge(content)
    return str(caught.value)


def test_every_topic_of_the_contract_is_there() -> None:
    assert len(CONTRACT) == 85
    assert CONTRACT - set(TOPICS) == set()


def test_every_topic_is_seen_by_three_functions_and_one_in_three_by_more() -> None:
    assert all(set(EVERY_TOPIC) <= set(topic.perspectives) for topic in TOPICS.values())
    assert sum(len(topic.perspectives) > 3 for topic in TOPICS.values()) >= len(TOPICS) / 3


def test_no_two_topics_begin_alike_or_are_titled_alike() -> None:
    for name, texts in (
        ("title", [topic.title for topic in TOPICS.values()]),
        ("answer", [topic.answer for topic in TOPICS.values()]),
        ("example", [topic.example for topic in TOPICS.values()]),
    ):
        openings = Counter(" ".join(text.lower().split()[:5]) for text in texts)
        assert {opening for opening, times in openings.items() if times > 1} == set(), name


def test_no_two_answers_say_the_same_in_the_same_words() -> None:
    triples = {topic.id: _triples(topic.answer) for topic in TOPICS.values()}
    alike = [(a, b) for a, b in combinations(triples, 2) if len(triples[a] & triples[b]) > ALIKE * len(triples[a])]
    assert alike == []


def test_functions_do_not_say_the_same_about_a_topic() -> None:
    for topic in TOPICS.values():
        for one, other in combinations(topic.perspectives.values(), 2):
            assert len(_triples(one) & _triples(other)) <= 4, topic.id


def test_what_is_asked_for_most_can_be_asked_by_its_name() -> None:
    owners = Counter(term for topic in TOPICS.values() for term in topic.terms)
    assert {term for term, times in owners.items() if times > 2} == set(), "a term that names three topics names none"


def test_nothing_the_ranking_learns_from_measures_it() -> None:
    learnt = {same_words(q) for topic in TOPICS.values() for q in topic.questions} | _words(KNOWLEDGE.elsewhere)
    held = yaml.safe_load((ROOT / "benchmarks/mentor/questions.yml").read_text(encoding="utf-8"))
    tuned = yaml.safe_load((ROOT / "benchmarks/mentor/dev_uncovered.yml").read_text(encoding="utf-8"))["uncovered"]
    asked = [text for texts in held["topics"].values() for text in texts]
    views = [row["text"] for row in held["perspective"]]
    # The number, not the texts: nobody may learn from a failing test what the test set asks.
    assert len(learnt & _words([*asked, *held["uncovered"], *views])) == 0
    assert sorted(learnt & _words(tuned)) == []
    assert len(_words(tuned)) >= 120


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("id: consensus-forecast", "id: agreement", 3, "'agreement'; it must be the file's name"),
        ("area: demand", "area: sales", 5, "use one of: process, demand"),
        ("title: Consensus forecast", "title: How to come to a consensus forecast", 4, "has 7 words; write 1 to 6"),
        ("answer: >-", "answer: Too short.\nwhy_not: >-", 6, "answer: has 2 words; write 60 to 120"),
        ("hand_back: >-", "hand_back: What would you do now? And then?\nold: >-", 0, "must be one question"),
        ("  - agreed forecast\n", "  - Agreed forecast\n", 0, "small letters"),
        ("related: [demand-review,", "related: [demand-reviews,", 0, "'demand-reviews' is not another topic"),
        ("related: [demand-review,", "related: [consensus-forecast,", 0, "is not another topic"),
        ("  finance: >-", "  treasury: >-", 0, "is not a function; use one of"),
        ("    who: Demand planner with the sales controller\n", "", 0, "must have the keys do, who, when, bring"),
        ("  - consensus forecast steps\n", "  - how do we get one agreed forecast\n", 0, "a question means one topic"),
        ("questions:\n", "questions:\n" + "  - one more\n" * 16, 0, "must be a list of 8 to 40 entries"),
        ("sources:", "notes: none\nsources:", 0, "is not a key of a topic"),
    ],
)
def test_a_mistake_is_named_with_file_line_and_remedy(content: Path, old: str, new: str, line: int, says: str) -> None:
    message = spoilt(content, old, new)
    assert re.search(rf"^consensus-forecast\.yml: line \d+: .*{re.escape(says)}", message, re.M)
    if line:
        assert re.search(rf"line {line}: .*{re.escape(says)}", message)


def test_a_broken_file_is_named_with_the_line_where_it_breaks(content: Path) -> None:
    message = spoilt(content, "area: demand", "area: [demand")
    assert re.match(r"consensus-forecast\.yml: line \d+: .*Mend the YAML", message)


def test_a_key_written_twice_is_a_mistake_and_not_silently_the_last_one(tmp_path: Path) -> None:
    path = tmp_path / "twice.yml"
    path.write_text("# A comment\ntitle: One\narea: demand\ntitle: Two\n", encoding="utf-8")
    with pytest.raises(ContentError, match="line 4: title stands here again, first on line 2"):
        read_source(path)


def test_all_mistakes_of_all_files_are_told_at_once(content: Path) -> None:
    path = content / "mentoring/quick-wins.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("area: process", "area: speed"), encoding="utf-8")
    message = spoilt(content, "area: demand", "area: sales")
    assert [line.split(":")[0] for line in message.splitlines()] == ["consensus-forecast.yml", "quick-wins.yml"]


def test_an_overlong_sentence_is_a_mistake(content: Path) -> None:
    message = spoilt(content, "Start from the statistical baseline. Let each\n  function", "Start " + "and start " * 25)
    assert "split it, at most 50" in message


def test_a_question_answered_by_a_topic_cannot_also_be_answered_by_none(content: Path) -> None:
    known = "  - how do we get one agreed forecast\n"
    message = spoilt(content, "  - what is an API\n", known, "elsewhere/questions.yml")
    assert message.startswith("questions.yml: line ") and "consensus-forecast.yml" in message


def test_a_topic_file_may_be_reworded_and_reordered_freely(content: Path) -> None:
    path, before = content / "mentoring/quick-wins.yml", load_knowledge(content)
    body = yaml.safe_load(path.read_text(encoding="utf-8"))
    path.write_text(yaml.safe_dump(dict(reversed(body.items())), allow_unicode=True), encoding="utf-8")
    assert load_knowledge(content) == before


def _words(texts: "tuple[str, ...] | list[str]") -> set[str]:
    return {same_words(text) for text in texts}


def _triples(text: str) -> set[str]:
    words = re.findall(r"\w+", text.lower())
    return {" ".join(words[i : i + 3]) for i in range(len(words) - 2)}
