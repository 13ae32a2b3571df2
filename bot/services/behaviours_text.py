"""What the self-review of behaviours says: the mirror of what was told, and the experiments to choose from."""

from bot.domain import behaviours as reviews
from bot.domain.behaviours import Behaviour, Review, Sides
from bot.services.desk import Desk

#: The record of a leader's preferences, as four pairs: {"pairs": {"energy": "E", ...}}.
STYLE = "style"


def leaning(now: Review, behaviour: Behaviour) -> str:
    """Return how what was told leans: `one` manner, `two`, `none` that has a name, or `nothing` was told."""
    count = len(reviews.manners(now, behaviour))
    if count:
        return "one" if count == 1 else "two"
    told = (t for t in now.told if t.key.startswith(f"{behaviour.id}/") and not t.control)
    return "none" if any(told) else "nothing"


def mirror(desk: Desk, now: Review, behaviour: Behaviour) -> str:
    """Return what was told in one sentence, with strengths and blind spots of its manners and of the preferences."""
    say, manners = desk.phrases.say, reviews.manners(now, behaviour)[:2]
    sides = [behaviour.manners[manner] for manner in manners]
    values = dict(zip(("did", "other"), (side.did for side in sides), strict=False))
    lines = [say(f"behaviours.leans.{leaning(now, behaviour)}", **values)]
    if sides:
        lines.append(say("behaviours.strength", text=" ".join(side.strength for side in sides)))
        lines.append(say("behaviours.blind", text=" ".join(side.blind_spot for side in sides)))
    return "\n\n".join([*lines, *_preferences(desk, reviews.preferred(behaviour, pairs(desk)))])


def _preferences(desk: Desk, preferred: tuple[tuple[str, Sides], ...]) -> list[str]:
    if not preferred:
        return []
    letters = ", ".join(letter for letter, _ in preferred)
    strength = "; ".join(side.strength for _, side in preferred)
    blind = "; ".join(side.blind_spot for _, side in preferred)
    return [desk.phrases.say("behaviours.preferences", letters=letters, strength=strength, blind_spot=blind)]


def pairs(desk: Desk) -> dict[str, str]:
    """Return the preferences the leader noted, by pair; empty without a profile."""
    record = desk.newest(STYLE)
    return {str(pair): str(letter) for pair, letter in (record.body.get("pairs") or {}).items()} if record else {}


def question(desk: Desk, now: Review, behaviour: Behaviour) -> str:
    """Return the question that the mirror ends in."""
    kind = leaning(now, behaviour)
    return desk.phrases.say(f"behaviours.mirror.{'none' if kind == 'nothing' else kind}")


def trial_lines(desk: Desk, now: Review) -> str:
    """Return the experiments to choose from, numbered; of several behaviours, each with its name."""
    book, say = desk.content.behaviours, desk.phrases.say
    key = "behaviours.trial" if len(now.looked_at) == 1 else "behaviours.trial.of"
    lines = (
        say(key, n=str(n), text=trial.text, name=book[name].name)
        for n, (name, trial) in enumerate(reviews.trials(now, book), 1)
    )
    return "\n".join(lines)
