"""The training data is fit to train on: nothing learnt twice, nothing learnt that is later used to measure."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
ANNOTATION = re.compile(r"\[([^\]]+)\](?:\((\w+)\)|\{[^}]*\"entity\":\s*\"(\w+)\"[^}]*\})")
#: Has no words: a voice message, a photo or a sticker.
WITHOUT_EXAMPLES = {
    *("unsupported", "commitments_update", "go_on", "introduce_choose", "reflect_choose", "note", "journal_choose"),
    *("reminders_snooze", "awareness_choose", "behaviours_choose", "style_choose", "tailor_choose"),
}
FEWEST_EXAMPLES = 20
IDS = {
    "stakeholder": set(
        "general-manager sales marketing product demand-planning supply-planning manufacturing procurement logistics "
        "finance hr it-data".split()
    ),
    "function": set("commercial supply-chain finance product general-management".split()),
    "sop_step": set("product-review demand-review supply-review reconciliation-review executive-meeting".split()),
}
MEASURED = (
    *("benchmarks/gate/free_answers.yml", "benchmarks/gate/controls.yml", "benchmarks/gate/reflections.yml"),
    "benchmarks/route/menu.yml",
)
ACCEPTANCE = "tests/content/gate_lists.yml"
MENTOR = "benchmarks/mentor/questions.yml"
DECISIONS = set("stop skip back dont_know help mentor privacy.info rephrase start_over short_time".split())
STEPS = {f"grow.{step}" for step in "goal reality options will review summary".split()}


def read(path: str | Path) -> Any:
    return yaml.load((ROOT / path).read_text(encoding="utf-8"), LOADER)


def normalised(text: str) -> str:
    """Lower case, without annotation, apostrophes and other punctuation."""
    plain = ANNOTATION.sub(r"\1", text).lower()
    return " ".join(re.findall(r"[^\W_]+|&", re.sub(r"['’]", "", plain)))


@cache
def blocks(kind: str) -> dict[str, list[str]]:
    """All examples under a key of the training data (`intent`, `lookup`, `synonym`), by name, in order."""
    found: dict[str, list[str]] = {}
    for path in sorted((ROOT / "data/nlu").glob("*.yml")):
        for block in read(path)["nlu"]:
            if kind in block:
                found.setdefault(block[kind], []).extend(lines(block["examples"]))
    return found


def lines(examples: str) -> Iterator[str]:
    for line in examples.splitlines():
        if line.strip():
            assert line.startswith("- "), f"an example must start with '- ': {line!r}"
            yield line[2:].strip()


@cache
def trained() -> dict[str, str]:
    """Normalised text of every example, and where it is learnt."""
    return {normalised(text): intent for intent, texts in blocks("intent").items() for text in texts}


@cache
def topic_questions() -> dict[str, str]:
    """What is added to intent ask_mentor when the model is trained."""
    paths = (ROOT / "content/mentoring").glob("*.yml")
    return {normalised(question): path.name for path in paths for question in read(path).get("questions", [])}


def texts_in(node: Any) -> Iterator[str]:
    """Every string under a key `text`, and every plain string of a list."""
    if isinstance(node, dict):
        for key, value in node.items():
            if isinstance(value, str) and key == "text":
                yield value
            elif not isinstance(value, str) and key not in ("also", "signals"):
                yield from texts_in(value)
    elif isinstance(node, list):
        for item in node:
            if isinstance(item, str):
                yield item
            else:
                yield from texts_in(item)


def test_every_intent_has_enough_examples_and_every_example_an_intent() -> None:
    declared = {next(iter(i)) if isinstance(i, dict) else i for i in read("domain.yml")["intents"]}
    examples = blocks("intent")
    few = {intent: len(examples.get(intent, [])) for intent in declared - WITHOUT_EXAMPLES}
    assert {intent: n for intent, n in few.items() if n < FEWEST_EXAMPLES} == {}
    assert set(examples) <= declared, "an intent with examples is not declared in domain.yml"


def test_no_text_is_learnt_under_two_intents() -> None:
    homes: dict[str, set[str]] = {}
    for intent, texts in blocks("intent").items():
        for text in texts:
            homes.setdefault(normalised(text), set()).add(intent)
    assert {text: where for text, where in homes.items() if len(where) > 1} == {}
    assert "" not in homes, "an example has no words"


def test_no_example_is_written_twice() -> None:
    for intent, texts in blocks("intent").items():
        lowered = [text.lower() for text in texts]
        assert sorted({text for text in lowered if lowered.count(text) > 1}) == [], f"twice under {intent}"


def test_questions_of_a_topic_are_not_copied_into_the_training_data() -> None:
    assert sorted(set(trained()) & set(topic_questions())) == []


@pytest.mark.parametrize("path", [*MEASURED, ACCEPTANCE])
def test_nothing_that_measures_has_been_learnt(path: str) -> None:
    measured = {normalised(text) for text in texts_in(read(path))}
    assert len(measured) >= 60
    assert sorted(measured & set(trained())) == [], "reword the example in data/nlu"
    assert sorted(measured & set(topic_questions())) == [], "reword the text that measures, or the topic's question"


def test_questions_that_measure_the_mentor_have_not_been_learnt() -> None:
    measured = {normalised(text) for text in texts_in(read(MENTOR))}
    assert len(measured) >= 300
    assert sorted(measured & set(trained())) == [], "reword the example in data/nlu"


def test_no_text_measures_twice() -> None:
    texts = [normalised(text) for path in (*MEASURED, ACCEPTANCE) for text in texts_in(read(path))]
    assert sorted({text for text in texts if texts.count(text) > 1}) == []


def test_the_gate_is_measured_on_enough_rows_half_of_them_held() -> None:
    answers, controls = read(MEASURED[0])["answers"], read(MEASURED[1])["controls"]
    for rows in (answers, controls):
        assert len(rows) >= 240
        assert sum(row.get("held", False) for row in rows) * 2 == len(rows)
        assert {row["step"] for row in rows} == STEPS
    for decision in DECISIONS:
        kept = [row.get("held", False) for row in controls if row["decision"] == decision]
        assert sum(kept) * 2 == len(kept) > 0, decision


def test_the_acceptance_list_is_complete() -> None:
    lists = read(ACCEPTANCE)
    assert len(lists["answers"]) >= 40
    assert len(lists["controls"]) >= 20
    assert {row["decision"] for row in lists["controls"]} == DECISIONS
    assert {row["step"] for row in lists["answers"]} == STEPS


@cache
def synonyms() -> dict[str, str]:
    """Id by form, lower case; an id stands for itself."""
    of = {form.lower(): synonym for synonym, forms in blocks("synonym").items() for form in forms}
    return {**of, **{id: id for ids in IDS.values() for id in ids}}


def test_a_form_stands_for_one_id() -> None:
    forms = [form.lower() for forms in blocks("synonym").values() for form in forms]
    assert sorted({form for form in forms if forms.count(form) > 1}) == []


def test_synonyms_map_to_ids_of_the_contract() -> None:
    assert set(blocks("synonym")) <= set().union(*IDS.values())


@pytest.mark.parametrize("entity", IDS)
def test_every_form_looked_up_becomes_an_id_and_every_id_can_be_said(entity: str) -> None:
    forms = blocks("lookup")[entity]
    meant = {form: synonyms().get(form.lower()) for form in forms}
    assert {form: id for form, id in meant.items() if id not in IDS[entity]} == {}
    assert set(meant.values()) == IDS[entity]


@pytest.mark.parametrize("entity", IDS)
def test_longer_forms_stand_before_shorter_ones(entity: str) -> None:
    """The extractor takes the first form that fits: "sales" would hide "sales side"."""
    forms = [form.lower() for form in blocks("lookup")[entity]]
    hidden = [
        (form, earlier)
        for at, form in enumerate(forms)
        for earlier in forms[:at]
        if form.startswith(earlier) and re.match(rf"{re.escape(earlier)}\b", form)
    ]
    assert hidden == []


@pytest.mark.parametrize("entity", IDS)
def test_every_entity_is_annotated_somewhere(entity: str) -> None:
    """Rasa's extractor uses a lookup table only if an example is annotated with its entity."""
    annotated = {a or b for texts in blocks("intent").values() for t in texts for _, a, b in ANNOTATION.findall(t)}
    assert entity in annotated


@pytest.mark.parametrize(
    ("entity", "text", "expected"),
    [
        ("stakeholder", "the VP of Sales sends a delegate", ["sales"]),
        ("stakeholder", "our CFO and the plant managers", ["finance", "manufacturing"]),
        ("stakeholder", "it is a mess", []),
        ("stakeholder", "the IT department and HR", ["it-data", "hr"]),
        ("function", "how does the sales side see it", ["commercial"]),
        ("function", "from the supply chain perspective", ["supply-chain"]),
        ("sop_step", "the pre-S&OP and the exec S&OP", ["reconciliation-review", "executive-meeting"]),
        ("sop_step", "we review demand", []),
    ],
)
def test_names_are_found_as_people_write_them(entity: str, text: str, expected: list[str]) -> None:
    pattern = "(" + "|".join(rf"\b{re.escape(form)}\b" for form in blocks("lookup")[entity]) + ")"
    assert [synonyms()[m.group().lower()] for m in re.finditer(pattern, text, re.IGNORECASE)] == expected
