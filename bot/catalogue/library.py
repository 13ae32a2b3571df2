"""Loads everything under `content/` that serving needs, in one checked object."""

from dataclasses import dataclass
from pathlib import Path

from bot.catalogue.awareness import load_situations
from bot.catalogue.behaviours import load_behaviours
from bot.catalogue.coaching import load_guide
from bot.catalogue.context import load_context
from bot.catalogue.mentoring import load_knowledge
from bot.catalogue.reflecting import check_reflecting
from bot.catalogue.rehearsal import load_playbook
from bot.catalogue.rubric import load_rubric
from bot.catalogue.safety import load_safety_rules, load_support
from bot.catalogue.stakeholders import load_book
from bot.catalogue.style import load_style
from bot.catalogue.tailor import load_tailor
from bot.catalogue.team import load_team
from bot.catalogue.theme_examples import ThemeLessons, load_theme_examples
from bot.catalogue.themes import load_themes
from bot.catalogue.web import WebWords, load_web
from bot.catalogue.yaml_text import ContentError, read_mapping
from bot.domain.reflection import ThemeReader
from bot.domain.safety_rules import SafetyRules
from bot.domain.safety_support import SupportWords
from bot.services.desk import Content
from bot.services.meaning import Command
from bot.services.ports import Json


@dataclass(frozen=True)
class Library:
    """All content. `board` is what services speak from; `commands` what "/word" means; `lessons` teach the themes."""

    board: Content
    commands: dict[str, Command]
    apology: Json
    safety_rules: SafetyRules
    support: SupportWords
    lessons: ThemeLessons
    web: WebWords


def load(root: Path, themes: ThemeReader, programme: Path | None = None) -> Library:
    """Load and check all content under `root/content`, and a programme's own.

    Args:
        themes: what finds the barrier themes of a text.
        programme: a folder with the programme's own content: `stakeholders/*.yml`.

    Raises:
        ContentError: with every mistake found.
    """
    content = root / "content"
    book = load_book(content, [programme / "stakeholders"] if programme else [])
    topics = load_knowledge(content).topics
    board = Content(
        guide=load_guide(content),
        consent_version=_consent_version(content / "consent.yml"),
        topics=topics,
        pressure=book,
        rehearsal=load_playbook(content, book, load_rubric(content / "rubric.yml")),
        style=load_style(content),
        tailor=load_tailor(content, book),
        themes=themes,
        barriers=load_themes(content, topics),
        awareness=load_situations(content, topics),
        behaviours=load_behaviours(content),
        team=load_team(content),
        context=load_context(content),
    )
    check_reflecting(board.phrases)
    commands = _commands(content / "commands.yml")
    return Library(
        board=board,
        commands=commands,
        apology=_apology(content / "responses" / "common.yml"),
        safety_rules=load_safety_rules(content / "safety"),
        support=load_support(content / "safety"),
        lessons=load_theme_examples(content),
        web=load_web(content, commands),
    )


def _consent_version(path: Path) -> int:
    version = read_mapping(path).get("version")
    if not isinstance(version, int):
        raise ContentError(f"{path.name}: version must be a whole number.")
    return version


def _commands(path: Path) -> dict[str, Command]:
    return {
        name: Command(
            str(entry["intent"]),
            bool(entry.get("words")),
            str(entry.get("with_words", "")),
            bool(entry.get("code")),
            str(entry.get("about") or ""),
        )
        for name, entry in read_mapping(path).items()
    }


def _apology(path: Path) -> Json:
    text = read_mapping(path)["responses"]["utter_apology"][0]["text"]
    return {"kind": "fallback", "ref": None, "text": text, "buttons": [], "image": None}
