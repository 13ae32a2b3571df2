"""The wording of an introduction: why a mentor fits, and the text to them, put together from content/introduce.yml."""

from collections.abc import Sequence
from typing import Any

from bot.domain.drafts import Lines
from bot.domain.introductions import Match, Mentor, Need
from bot.domain.phrases import Phrases
from bot.services.onboarding import FUNCTIONS


def match_lines(phrases: Phrases, found: Sequence[Match], need: Need) -> str:
    """Return the mentors that fit, numbered, each with one sentence that says why."""
    return "\n".join(_match_line(phrases, n, match, need) for n, match in enumerate(found, 1))


def _match_line(phrases: Phrases, number: int, match: Match, need: Need) -> str:
    codes = (f"introduce.language.{code}" for code in match.mentor.languages)
    languages = listed(phrases, [phrases.say(key) if key in phrases else key[-2:] for key in codes])
    values = {"n": str(number), "languages": languages, "why": why(phrases, match, need), "name": match.mentor.name}
    return phrases.say("introduce.match", **values)


def why(phrases: Phrases, match: Match, need: Need) -> str:
    """Return the sentence that says why a mentor fits."""
    about = "asked" if match.asked else "near" if match.topic else "none"
    side = "any" if need.function is None else "gap" if match.functions else "own"
    functions = listed(phrases, [function_name(phrases, f) for f in match.functions or match.mentor.functions])
    return phrases.say(f"introduce.why.{about}.{side}", functions=functions, topic=topic_name(phrases, match.topic))


def letter(phrases: Phrases, mentor: Mentor, match: Match, profile: dict[str, Any], words: str) -> Lines:
    """Return the text to a mentor as (key, words), in order; what is not known is left out.

    Args:
        profile: what the leader said about themselves: name, function, role.
        words: what they want help with, as they said it.
    """
    found = {
        "hello": phrases.say("introduce.letter.hello", name=mentor.name),
        "me": _about_me(phrases, profile),
        "about": phrases.say("introduce.letter.about", words=words) if words else "",
        "topic": _about_topic(phrases, match),
        "ask": phrases.say("introduce.letter.ask"),
    }
    return tuple((key, line) for key, line in found.items() if line)


def _about_me(phrases: Phrases, profile: dict[str, Any]) -> str:
    function = profile.get("function")
    named = function_name(phrases, function) if function in FUNCTIONS else None
    known = {"name": profile.get("name"), "function": named, "role": profile.get("role")}
    return " ".join(phrases.say(f"introduce.letter.{key}", words=str(words)) for key, words in known.items() if words)


def _about_topic(phrases: Phrases, match: Match) -> str:
    return phrases.say("introduce.letter.topic", topic=topic_name(phrases, match.topic)) if match.topic else ""


def topic_name(phrases: Phrases, topic: str) -> str:
    """Return a topic as it is said in a sentence."""
    key = f"introduce.topic.{topic}"
    return phrases.say(key) if key in phrases else topic.replace("-", " ")


def function_name(phrases: Phrases, function: str) -> str:
    """Return a function as it is said in a sentence."""
    return phrases.say(f"introduce.function.{function}")


def listed(phrases: Phrases, names: Sequence[str]) -> str:
    """Return "a", "a and b" or "a, b and c"."""
    if len(names) < 2:
        return "".join(names)
    return phrases.say("introduce.and", last=names[-1], first=", ".join(names[:-1]))


def numbered(lines: Lines) -> str:
    """Return a text for editing: one numbered line each."""
    return "\n".join(f"{n}. {words}" for n, (_, words) in enumerate(lines, 1))


def joined(lines: Lines) -> str:
    """Return a text as it leaves."""
    return "\n".join(words for _, words in lines)
