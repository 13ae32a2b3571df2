"""Plays a leader's first week with the real engine and writes it down as Markdown.

Run: python -m benchmarks.week.run > docs/first-week.md
The script is the conversation test of the same week, so what is read is what is tested.
"""

import sys
import tempfile
from pathlib import Path

from bot import settings
from bot.dialogue.no_tensorflow import serve_without_tensorflow
from tests.conversations.scenario import read_scenarios
from tests.conversations.stage import Stage, Told

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "tests" / "conversations" / "test_first_week.yml"
HEADER = """# A leader's first week

Made by `python -m benchmarks.week.run > docs/first-week.md`: the real engine, with the script and checks of a test.
The leader, her company and her colleagues are invented; every reply is the program's own. [Buttons] stand in brackets;
the menu that ends every conversation is shown once.
"""


def page(week: list[Told]) -> str:
    """Return the week as Markdown; the menu, which closes every conversation, is written out once."""
    menu = next((told.text for told in week if told.kind == "menu" and "My promises" in told.buttons), "")
    first = next((told for told in week if told.text == menu), None)
    kept = [told for told in week if told is first or told.text != menu]
    return "\n\n".join([HEADER.rstrip(), *(written(told) for told in kept)]) + "\n"


def written(told: Told) -> str:
    """Return one thing said as Markdown: a heading, the leader's words in bold, or a quoted reply."""
    if told.who == "day":
        return f"## {told.text}"
    if told.who == "leader":
        return f"**{told.text}**"
    buttons = " ".join(f"[{title}]" for title in told.buttons)
    parts = [told.text, "*(a picture)*" if told.picture else "", buttons.replace("[", "\\[")]
    return "\n>\n".join(_quoted(part) for part in parts if part)


def _quoted(text: str) -> str:
    """Keep the lines of a reply: two spaces at the end of a line are a line break."""
    return "\n".join(f"> {line}  " if line else ">" for line in text.splitlines()).rstrip(" ")


def main() -> None:
    """Play on databases of this run alone, and print."""
    serve_without_tensorflow()
    with tempfile.TemporaryDirectory() as folder:
        settings.use_folder(Path(folder))
        stage = Stage.shared()
        (week,) = read_scenarios(SCRIPT)
        try:
            stage.play(week)
        finally:
            sys.stderr.write(stage.transcript())
    sys.stdout.write(page(stage.told))


if __name__ == "__main__":
    main()
