"""Files that editors write are read with the line of every entry, and what cannot be read says where and what to do."""

from pathlib import Path
from typing import Any

import pytest

from bot.catalogue.replies import present_domain
from bot.catalogue.yaml_source import Source, read_source
from bot.catalogue.yaml_text import ContentError, parse, read, read_mapping

TEXT = """# a comment
first: 1
list:
  - id: a
    names: [x, y]

  - id: b
map:
  deep:
    deeper: true
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "some.yml"
    file.write_text(TEXT, encoding="utf-8")
    return file


def told(file: Path, reads: Any = read_source) -> str:
    with pytest.raises(ContentError) as caught:
        reads(file)
    return str(caught.value)


# Lines


def test_every_key_and_every_entry_of_a_list_has_its_line(path: Path) -> None:
    source = read_source(path)
    assert source.body == {
        "first": 1,
        "list": [{"id": "a", "names": ["x", "y"]}, {"id": "b"}],
        "map": {"deep": {"deeper": True}},
    }
    assert source.lines == {
        ("first",): 2,
        ("list",): 3,
        ("list", 0): 4,
        ("list", 0, "id"): 4,
        ("list", 0, "names"): 5,
        ("list", 0, "names", 0): 5,
        ("list", 0, "names", 1): 5,
        ("list", 1): 7,
        ("list", 1, "id"): 7,
        ("map",): 8,
        ("map", "deep"): 9,
        ("map", "deep", "deeper"): 10,
    }


@pytest.mark.parametrize(
    ("place", "said"),
    [
        (("list", 1, "id"), "some.yml: line 7: list.2.id: is wrong"),
        (("list", 1, "gone"), "some.yml: line 7: list.2.gone: is wrong"),
        (("list", 5, "id"), "some.yml: line 3: list.6.id: is wrong"),
        (("nowhere",), "some.yml: line 1: nowhere: is wrong"),
        ((), "some.yml: line 1: is wrong"),
    ],
)
def test_a_mistake_is_told_with_its_line_or_that_of_what_stands_around_it(path: Path, place: Any, said: str) -> None:
    assert read_source(path).mistake(place, "is wrong") == said


def test_a_mistake_names_the_file_and_not_the_folder_it_lies_in() -> None:
    assert Source(Path("/secret/place/x.yml"), {}, {}).mistake(("a",), "b") == "x.yml: line 1: a: b"


# What cannot be read


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: 1\nb: [\n", "some.yml: line 3: "),
        ("a: 1\n b: 2\n", "some.yml: line 2: "),
        ("", "some.yml: line 1: must hold keys and values"),
        ("# nothing\n", "some.yml: line 1: must hold keys and values"),
        ("- 1\n- 2\n", "some.yml: line 1: must hold keys and values"),
        ("words\n", "some.yml: line 1: must hold keys and values"),
        ("a: 1\nb: 2\na: 3\n", "some.yml: line 3: a stands here again, first on line 1. Keep one of the two."),
        ("a:\n  b: 1\n  b: 2\n", "some.yml: line 3: b stands here again, first on line 2."),
        ("a: !!python/object/apply:os.system ['true']\n", "some.yml: line 1: "),
    ],
)
def test_a_file_that_is_not_what_it_should_be_names_its_line_and_a_remedy(path: Path, text: str, said: str) -> None:
    path.write_text(text, encoding="utf-8")
    assert told(path).startswith(said)


def test_a_file_that_is_not_there_or_is_no_text_is_named(path: Path) -> None:
    assert told(path.with_name("gone.yml")) == "gone.yml: cannot be read (FileNotFoundError). Restore it."
    path.write_bytes(b"a: \xff\xfe")
    assert told(path) == "some.yml: cannot be read (UnicodeDecodeError). Restore it."


@pytest.mark.parametrize("reads", [read, read_mapping])
def test_the_plain_reader_names_the_file_as_well(path: Path, reads: Any) -> None:
    assert told(path.with_name("gone.yml"), reads).startswith("gone.yml: cannot be read (FileNotFoundError).")
    path.write_text("a: [", encoding="utf-8")
    assert told(path, reads).startswith("some.yml: cannot be read (")


def test_only_keys_and_values_are_a_mapping(path: Path) -> None:
    assert read_mapping(path)["first"] == 1
    path.write_text("- 1\n", encoding="utf-8")
    assert read(path) == [1]
    assert told(path, read_mapping).startswith("some.yml: must hold keys and values")


def test_what_one_reader_changes_no_other_sees(path: Path) -> None:
    read_source(path).body["list"].append("spoilt")
    parse(TEXT)["map"].clear()
    assert len(read_source(path).body["list"]) == 2
    assert parse(TEXT)["map"] == {"deep": {"deeper": True}}


# The domain with its replies


def project(root: Path, **files: str) -> Path:
    """A project with a domain and files of replies."""
    folder = root / "content" / "responses"
    folder.mkdir(parents=True)
    (root / "domain.yml").write_text("intents: [greet]\nresponses: {utter_old: [{text: old}]}\n", encoding="utf-8")
    for name, text in files.items():
        (folder / f"{name}.yml").write_text(text, encoding="utf-8")
    return root


def test_the_domain_holds_the_replies_of_every_file_and_none_of_its_own(tmp_path: Path) -> None:
    files = {name: f"responses: {{utter_{name}: [{{text: {name}}}]}}\n" for name in ("b", "a")}
    domain = present_domain(project(tmp_path, **files, empty="version: '3.1'\n"))
    assert domain["intents"] == ["greet"]
    assert domain["responses"] == {"utter_a": [{"text": "a"}], "utter_b": [{"text": "b"}]}


def test_a_reply_that_stands_in_two_files_is_named(tmp_path: Path) -> None:
    text = "responses: {utter_x: [{text: x}]}\n"
    with pytest.raises(ContentError, match=r"two\.yml: utter_x stands in another file too"):
        present_domain(project(tmp_path, one=text, two=text))
