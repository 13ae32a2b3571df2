"""A newcomer finds every dialogue: in the menu, behind its last button, and as a command."""

from tests.fakes.mentors import read

PHONE = 1_100


def test_every_dialogue_a_button_opens_has_a_command_with_a_line_for_the_menu() -> None:
    replies, commands = read("responses/common.yml")["responses"], read("commands.yml")
    offered = {b["payload"][1:] for name in ("utter_menu", "utter_help") for b in replies[name][0]["buttons"]}
    assert {"tailor", "context", "team", "behaviours", "awareness", "style", "help"} <= offered
    assert offered <= {entry["intent"] for entry in commands.values() if "about" in entry}


def test_help_fits_a_phone() -> None:
    replies = read("responses/common.yml")["responses"]
    assert all(len(body[0]["text"]) <= PHONE for name, body in replies.items() if name.startswith("utter_help"))
