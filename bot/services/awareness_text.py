"""What the awareness check says: after an answer, in the picture of the gaps, and about the path of reading."""

from typing import Any

from bot.domain import awareness as checks
from bot.domain.awareness import Answer, Round, Situation, Tally
from bot.domain.phrases import Phrases
from bot.services.desk import Desk

#: Sentences of a colleague in one reply; further points are only named.
SENTENCES = 2


def function(desk: Desk, name: str) -> str:
    """Return a function as it is said in a sentence."""
    return desk.phrases.say(f"function.{name}")


def feedback(phrases: Phrases, situation: Situation, answer: Answer) -> str:
    """Return what an answer named, by which words, and what a colleague would add."""
    said = {point for point, _ in answer.named} | set(answer.picked)
    rest = [point for point in situation.points if point.id not in said]
    if answer.control == checks.SKIP:
        return phrases.say("awareness.skipped")
    lines = [] if answer.control else [_named(phrases, situation, answer)]
    if rest:
        says = " ".join(point.adds for point in rest[:SENTENCES])
        key = "awareness.says" if answer.control else "awareness.adds"
        lines.append(phrases.say(key, who=_capital(situation.who), says=says))
    else:
        lines.append(phrases.say("awareness.all", who=situation.who))
    if rest[SENTENCES:]:
        lines.append(phrases.say("awareness.also", names=", ".join(point.name for point in rest[SENTENCES:])))
    return "\n\n".join(lines)


def _named(phrases: Phrases, situation: Situation, answer: Answer) -> str:
    names = {point.id: point.name for point in situation.points}
    if answer.picked:
        return phrases.say("awareness.picked", name=names[answer.picked[0]])
    points = [phrases.say("awareness.point", name=names[point], words=words) for point, words in answer.named]
    return phrases.say("awareness.named", points=", ".join(points)) if points else phrases.say("awareness.none")


def lines(desk: Desk, now: Round, before: Round | None, own: str) -> str:
    """Return the picture in words: a line for each function dealt, with the round before where there is one."""
    book = desk.content.awareness
    counts, earlier = checks.tally([now], book), checks.tally([before] if before else [], book)
    dealt = dict.fromkeys(book[id].function for id in now.dealt if id in book)
    return "\n".join(_line(desk, name, counts.get(name), earlier.get(name), name == own) for name in dealt)


def _line(desk: Desk, name: str, count: Tally | None, before: Tally | None, own: bool) -> str:
    say = desk.phrases.say
    shown = _capital(function(desk, name)) + (say("awareness.own") if own else "")
    if count is None:
        return say("awareness.line.none", function=shown)
    line = say("awareness.line", function=shown, named=str(count.named), points=str(count.points))
    if count.picked:
        line += say("awareness.line.picked", picked=str(count.picked))
    if before:
        line += say("awareness.line.before", named=str(before.named), points=str(before.points))
    return line + "."


def where(desk: Desk, now: Round, own: str) -> str:
    """Return the sentence on where the gap is deepest."""
    counts = checks.tally([now], desk.content.awareness)
    deepest = checks.deepest(counts, own)
    if not deepest or not counts[deepest].missed:
        return desk.phrases.say("awareness.even")
    return desk.phrases.say("awareness.deepest", function=function(desk, deepest))


def path(desk: Desk, now: Round) -> str:
    """Return the sentence on how far the reading is."""
    say, count = desk.phrases.say, len(now.path)
    piece, read = now.next_piece, sum(1 for one in now.path if one.read_on)
    if piece is None:
        return say("awareness.path.read", count=str(count)) if count else say("awareness.path.none")
    if not read:
        return say("awareness.path.one") if count == 1 else say("awareness.path", count=str(count))
    topic = desk.content.topics.get(piece.topic)
    title, eyes = topic.title if topic else piece.topic, function(desk, piece.function)
    return say("awareness.path.rest", read=str(read), count=str(count), title=title, function=eyes)


def question(desk: Desk, now: Round) -> str:
    """Return the question that waits beside the picture."""
    if now.next_piece is None:
        return desk.phrases.say("awareness.ask.round")
    return desk.phrases.say("awareness.ask.tomorrow" if checks.read_today(now, desk.today) else "awareness.ask.piece")


def picture(desk: Desk, now: Round, before: Round | None) -> dict[str, Any] | None:
    """Return the picture of the gaps (bot/drawing/awareness.py), or None where nothing was answered."""
    book, say = desk.content.awareness, desk.phrases.say
    counts, earlier = checks.tally([now], book), checks.tally([before] if before else [], book)
    rows = [
        {
            "name": _capital(function(desk, name)),
            "named": count.named,
            "picked": count.picked,
            "missed": count.missed,
            "before": earlier[name].share if name in earlier else None,
        }
        for name, count in counts.items()
    ]
    labels = {key: say(f"awareness.picture.{key}") for key in ("named", "picked", "missed", "before")}
    title, axis = say("awareness.picture.title"), say("awareness.picture.axis")
    return {"kind": "awareness", "title": title, "axis": axis, "labels": labels, "rows": rows} if rows else None


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
