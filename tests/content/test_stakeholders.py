"""The stakeholders and the words of the pressure test load, and every mistake is named with its place and remedy."""

import json
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.catalogue.stakeholders import load_book
from bot.catalogue.yaml_text import ContentError
from bot.domain.pressure.conditions import ALL, HARDEST
from bot.domain.pressure.suggestion import mentioned
from bot.domain.pressure.wording import fill, placeholders, unquoted
from tests.fakes.books import stakeholder_book

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
CONTENT = Path(__file__).resolve().parents[2] / "content"
IDS = {
    *("general-manager sales marketing product demand-planning supply-planning manufacturing procurement").split(),
    *("logistics finance hr it-data").split(),
}
#: Wordings that must survive any phrase: a noun, an order, a whole sentence.
CHANGES = ("better alignment", "stop the Tuesday meeting", "I will ask the CFO to own the gap")


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A copy of the content that a test may spoil."""
    shutil.copytree(CONTENT / "stakeholders", tmp_path / "stakeholders")
    shutil.copy(CONTENT / "pressure.yml", tmp_path / "pressure.yml")
    return tmp_path


def change(path: Path, spoil: Any) -> None:
    """Let `spoil` change the parsed file; JSON is YAML too, and quick to write."""
    body = yaml.load(path.read_text(encoding="utf-8"), LOADER)
    spoil(body)
    path.write_text(json.dumps(body), encoding="utf-8")


def mistakes(content: Path, *extra: Path) -> str:
    """What loading complains about."""
    with pytest.raises(ContentError) as caught:
        load_book(content, extra)
    return str(caught.value)


def test_all_twelve_load_with_enough_to_ask_and_to_object() -> None:
    people = stakeholder_book().stakeholders
    assert set(people) == IDS
    for person in people.values():
        written = [q for q in person.questions if not q.frame]
        assert len(written) >= 20 and len(person.objections) >= 10
        per_concern = Counter(q.concern for q in written)
        assert all(per_concern[c.id] >= 2 for c in person.concerns)
        assert all(any(o.concern == c.id for o in person.objections) for c in person.concerns)
        assert all(
            sum(1 for q in written if gap in q.when) >= 3
            for gap in HARDEST
            if gap.startswith("missing-") and gap != "missing-aim"
        )


def test_every_condition_is_asked_about_by_somebody() -> None:
    people = stakeholder_book().stakeholders.values()
    assert {c for p in people for q in p.questions for c in q.when} == ALL


def test_every_question_holds_the_plan_and_ends_in_its_one_question_mark_whatever_the_plan_says() -> None:
    for person in stakeholder_book().stakeholders.values():
        for question in person.questions:
            for words in CHANGES:
                said = fill(question.text, dict.fromkeys(placeholders(question.text), words))
                assert f"“{words}”" in said and said.count("?") == 1 and said.endswith("?"), question.id
            assert question.follow_up.count("?") == 1 and not placeholders(question.follow_up), question.id


def test_no_two_questions_are_worded_alike() -> None:
    people = stakeholder_book().stakeholders.values()
    texts = Counter(unquoted(q.text) for p in people for q in p.questions)
    assert [text for text, times in texts.items() if times > 1] == []
    ids = Counter([q.id for p in people for q in p.questions] + [o.id for p in people for o in p.objections])
    assert [name for name, times in ids.items() if times > 1] == []


@pytest.mark.parametrize(
    ("spoil", "complaint"),
    [
        (lambda b: b.update(power=7), "finance.yml: line 1: power must be a whole number from 1 to 5"),
        (
            lambda b: b.update(function="money"),
            "finance.yml: line 1: function 'money' is not known; allowed: commercial",
        ),
        (lambda b: b.update(colour="red"), "finance.yml: line 1: unknown key 'colour'; allowed:"),
        (lambda b: b.pop("fears"), "finance.yml: line 1: fears is missing; copy the shape"),
        (lambda b: b.update(id="money"), "finance.yml: line 1: id 'money' must be the file's name, 'finance'"),
        (lambda b: b["questions"][0].update(concern="x"), "questions: finance-which-number: concern 'x' is not one of"),
        (
            lambda b: b["questions"][0].update(when=["rain"]),
            "finance-which-number: when 'rain' is not a plan condition",
        ),
        (lambda b: b["questions"][0].update(text="And now?"), "finance-which-number: holds no words of the plan; put"),
        (lambda b: b["questions"][0].update(text="Is “{aim}” so?"), "{aim} is used but not listed under needs"),
        (lambda b: b["questions"][0].update(text="Is “{him}” so?"), "{him} is not known; allowed: change"),
        (
            lambda b: b["questions"][0].update(text="“{change}”."),
            "text must have exactly one question mark, at the end",
        ),
        (lambda b: b["questions"][0].update(follow_up="Why? How?"), "follow_up must have exactly one question mark"),
        (lambda b: b["questions"][0].update(id="sales-x"), "questions: sales-x: the id must start with finance-"),
        (lambda b: b["questions"][0].update(id=b["questions"][1]["id"]), "this id is used twice; ids are unique"),
        (lambda b: b["questions"][0].pop("follow_up"), "questions: finance-which-number: must have the keys"),
        (lambda b: b.update(questions=b["questions"][:3]), "questions must be a list of at least 20 entries"),
        (lambda b: b["objections"][0].update(text="Why?"), "finance-second-set: text must be a statement"),
        (lambda b: b["objections"][0].update(difficulty=4), "finance-second-set: difficulty must be 1, 2 or 3"),
        (lambda b: b["objections"][0].update(reason="spite"), "finance-second-set: reason 'spite' is not known"),
        (lambda b: b["concerns"][0].update(signs=[True]), "concerns: credibility: signs must be a list of beginnings"),
        (
            lambda b: b["resistance"].pop("mistrust"),
            "finance.yml: line 1: resistance must have one sentence for each of",
        ),
    ],
)
def test_a_mistake_in_a_stakeholder_is_named_with_place_and_remedy(content: Path, spoil: Any, complaint: str) -> None:
    change(content / "stakeholders" / "finance.yml", spoil)
    assert complaint in mistakes(content)


@pytest.mark.parametrize(
    ("spoil", "complaint"),
    [
        (lambda b: b["phrases"].pop("gap.date"), "pressure.yml: phrases: gap.date is missing; add it"),
        (lambda b: b["phrases"].update(gaps="x"), "pressure.yml: phrases: gaps must be a list of at least one text"),
        (lambda b: b["phrases"].update(again=["Well."]), "pressure.yml: phrases: 'Well.' holds no words of the plan"),
        (lambda b: b["conditions"].pop("asks-time"), "pressure.yml: conditions: asks-time is missing or not known"),
        (lambda b: b["facts"].update(date=[1]), "pressure.yml: facts: date must be a list of texts; put yes, no"),
        (lambda b: b.pop("evasive"), "pressure.yml: evasive must be a list of texts"),
        (lambda b: b.pop("people"), "pressure.yml: people: (nothing) must be a list of texts"),
    ],
)
def test_a_mistake_in_the_words_is_named_with_place_and_remedy(content: Path, spoil: Any, complaint: str) -> None:
    change(content / "pressure.yml", spoil)
    assert complaint in mistakes(content)


def test_a_file_that_is_no_yaml_is_named_with_its_line(content: Path) -> None:
    path = content / "stakeholders" / "hr.yml"
    path.write_text("id: hr\nname: [\n", encoding="utf-8")
    assert "hr.yml: line 3: " in mistakes(content)


def test_all_mistakes_are_told_at_once(content: Path) -> None:
    change(content / "stakeholders" / "finance.yml", lambda body: body.update(power=0))
    change(content / "stakeholders" / "hr.yml", lambda body: body.update(interest=6))
    assert len(mistakes(content).splitlines()) == 2


def own_stakeholder() -> dict[str, Any]:
    """A programme's own stakeholder: short, with their own names and what affects them."""
    body = yaml.load((CONTENT / "stakeholders" / "general-manager.yml").read_text(encoding="utf-8"), LOADER)
    questions = [{**q, "id": f"regional-gm-{n}"} for n, q in enumerate(body["questions"])]
    objections = [{**o, "id": f"regional-gm-no-{n}"} for n, o in enumerate(body["objections"][:2])]
    changed = {"id": "regional-gm", "name": "Our regional GM", "title": "our regional GM", "power": 5}
    return {
        **body,
        **changed,
        "called": ["maria, regional gm"],
        "affected_by": ["changes-stock"],
        "questions": questions,
        "objections": objections,
    }


def test_a_programme_adds_a_stakeholder_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "regional-gm.yml").write_text(yaml.safe_dump(own_stakeholder()), encoding="utf-8")
    people = load_book(CONTENT, [tmp_path]).stakeholders
    assert set(people) == {*IDS, "regional-gm"}
    assert people["regional-gm"].called == ("maria", "regional gm")
    assert people["regional-gm"].affected_by == {"changes-stock"}


def test_a_programme_changes_only_what_its_file_holds(tmp_path: Path) -> None:
    question = {
        "id": "finance-which-number",
        "concern": "cash",
        "when": [],
        "text": "Is “{change}” ours?",
        "follow_up": "Why?",
    }
    body = {"power": 5, "questions": [question, {**question, "id": "finance-ours", "text": "Is “{change}” cash?"}]}
    (tmp_path / "finance.yml").write_text(yaml.safe_dump(body), encoding="utf-8")
    before, after = stakeholder_book().stakeholders["finance"], load_book(CONTENT, [tmp_path]).stakeholders["finance"]
    assert (before.power, after.power, after.title) == (4, 5, before.title)
    written = [{q.id for q in person.questions if not q.frame} for person in (before, after)]
    assert written[1] - written[0] == {"finance-ours"}
    changed = after.question("finance-which-number")
    assert changed is not None and changed.text == "Is “{change}” ours?"


def programme(tmp_path: Path, name: str, text: str) -> Path:
    """A programme's folder of stakeholders with one file."""
    folder = tmp_path / "programme" / "stakeholders"
    folder.mkdir(parents=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder


PERSON = """based_on: general-manager
name: Maria, regional GM
title: Maria, our regional GM
talks: Numbers first. Hates surprises.
called: [maria, regional gm]
power: 4
questions:
  - id: regional-gm-number
    concern: result
    when: []
    text: What is “{change}” worth in my region?
    follow_up: In which month?
"""


def test_a_person_is_based_on_a_role_and_says_only_what_is_different(tmp_path: Path) -> None:
    people = load_book(CONTENT, [programme(tmp_path, "regional-gm.yml", PERSON)]).stakeholders
    role, maria = people["general-manager"], people["regional-gm"]
    assert (maria.title, maria.power, maria.interest, maria.concerns) == (
        "Maria, our regional GM",
        4,
        role.interest,
        role.concerns,
    )
    assert maria.called == ("maria", "regional gm")
    written = {q.id for q in maria.questions if not q.frame}
    assert len(written) == sum(not q.frame for q in role.questions) + 1
    assert all(name.startswith("regional-gm-") for name in written)
    assert [o.text for o in maria.objections] == [o.text for o in role.objections]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("the regional GM", ("regional-gm",)),
        ("Maria", ("regional-gm",)),
        ("the general manager", ("general-manager",)),
        ("the regional GM and the GM", ("regional-gm", "general-manager")),
    ],
)
def test_a_programmes_person_is_told_from_the_role_they_are_based_on(tmp_path: Path, text: str, meant: Any) -> None:
    book = load_book(CONTENT, [programme(tmp_path, "regional-gm.yml", PERSON)])
    assert mentioned(text, book) == meant


@pytest.mark.parametrize(
    ("was", "becomes", "complaint"),
    [
        ("power: 4", "power: 9", "programme/stakeholders/regional-gm.yml: line 6: power must be a whole number"),
        ("concern: result", "concern: cash", "regional-gm.yml: line 8: questions: regional-gm-number: concern 'cash'"),
        (
            "based_on: general-manager",
            "based_on: gm",
            "regional-gm.yml: line 1: based_on names no packaged stakeholder",
        ),
        ("called: [maria, regional gm]", "called: maria", "regional-gm.yml: line 5: called must be a list of texts"),
        ("power: 4", "pwer: 4", "regional-gm.yml: line 6: unknown key 'pwer'; allowed:"),
        ("talks: ", "talks: [", "regional-gm.yml: line "),
    ],
)
def test_a_mistake_in_a_programmes_file_is_named_with_its_line(
    tmp_path: Path, was: str, becomes: str, complaint: str
) -> None:
    folder = programme(tmp_path, "regional-gm.yml", PERSON.replace(was, becomes))
    assert complaint in mistakes(CONTENT, folder)


def test_a_change_to_a_packaged_stakeholder_is_found_in_the_programmes_file(tmp_path: Path) -> None:
    folder = programme(tmp_path, "finance.yml", "interest: 4\npower: 9\n")
    told = mistakes(CONTENT, folder)
    assert told == "programme/stakeholders/finance.yml: line 2: power must be a whole number from 1 to 5"
