"""How a rehearsal moves on: who, which objection, an answer, again, back, the next one, the end.

The persona is deterministic: the same answers in the same order always lead to the same lines.
"""

from collections.abc import Mapping
from dataclasses import replace

from bot.domain.pressure.stakeholders import Objection
from bot.domain.rehearsal.choosing import Whom
from bot.domain.rehearsal.persona import Persona, finished, react
from bot.domain.rehearsal.playbook import OFFERED, Playbook
from bot.domain.rehearsal.rubric import Turn
from bot.domain.rehearsal.scoring import earned, score
from bot.domain.rehearsal.session import Attempt, Exchange, Rehearsal, Round

#: Difficulty of an objection of the leader's own, unless another was asked for.
FIRM = 2


def meet(rehearsal: Rehearsal, stakeholder: str, name: str = "") -> Rehearsal:
    """Choose who objects; an empty id asks again."""
    fresh = replace(leave(rehearsal), stakeholder=stakeholder, name=name, asked_name="", everyone=False)
    return replace(fresh, offered=(), seen=(), difficulty=0, unclear=False, ending=False)


def hear(rehearsal: Rehearsal, named: Whom) -> Rehearsal:
    """Choose who objects, and let them raise what the leader says they say, if that was told too."""
    met = meet(rehearsal, named.stakeholder, named.name)
    return take_own(met, named.objection) if named.stakeholder and named.objection else met


def leave(rehearsal: Rehearsal) -> Rehearsal:
    """Put the objection in hand aside; one without an answer leaves no trace."""
    return replace(rehearsal, rounds=rehearsal.answered, playing=False, shown=False, unclear=False, ending=False)


def offer(rehearsal: Rehearsal, playbook: Playbook, used: Mapping[str, int]) -> Rehearsal:
    """Put three objections on offer: new ones first, then those practised least; a mix of difficulties unless asked.

    Args:
        used: how often each objection was practised before.
    """
    seen = rehearsal.seen
    left = [o for o in _fitting(rehearsal, playbook) if o.id not in seen]
    if not left:
        seen, left = (), _fitting(rehearsal, playbook)
    left.sort(key=lambda o: used.get(o.id, 0))
    picked = sorted(left if rehearsal.difficulty else _mixed(left), key=lambda o: used.get(o.id, 0))[:OFFERED]
    ids = tuple(o.id for o in sorted(picked, key=lambda o: o.difficulty))
    return replace(rehearsal, offered=ids, seen=(*seen, *ids), unclear=False)


def _fitting(rehearsal: Rehearsal, playbook: Playbook) -> list[Objection]:
    every = playbook.person(rehearsal.stakeholder).objections
    hard_enough = [o for o in every if rehearsal.difficulty in (0, o.difficulty)]
    return hard_enough or list(every)


def _mixed(left: list[Objection]) -> list[Objection]:
    """One of each difficulty, then whatever is next."""
    firsts = [next((o for o in left if o.difficulty == level), None) for level in (1, 2, 3)]
    some = [o for o in firsts if o]
    return (some + [o for o in left if o not in some])[:OFFERED]


def take(rehearsal: Rehearsal, playbook: Playbook, place: int) -> Rehearsal:
    """Let the persona raise one of the objections on offer; `place` counts from 0, one too far means the last."""
    ids = rehearsal.offered[: place + 1]
    chosen = playbook.objection(rehearsal.stakeholder, ids[-1]) if ids else None
    chosen = chosen or playbook.person(rehearsal.stakeholder).objections[0]
    return _raise(rehearsal, chosen.text, chosen.difficulty, chosen.id)


def take_own(rehearsal: Rehearsal, text: str) -> Rehearsal:
    """Let the persona raise an objection in the leader's own wording."""
    return _raise(rehearsal, text, rehearsal.difficulty or FIRM)


def _raise(rehearsal: Rehearsal, text: str, difficulty: int, objection: str = "") -> Rehearsal:
    line = Exchange(" ".join(text.split()))
    one = Round(rehearsal.stakeholder, rehearsal.name, objection, difficulty, (line,))
    return replace(leave(rehearsal), rounds=(*rehearsal.answered, one), playing=True)


def reply(rehearsal: Rehearsal, playbook: Playbook, text: str) -> Rehearsal:
    """Take an answer to the line that stands; after the persona's last word, another attempt at the last line."""
    now = rehearsal.round
    if not now.waits:
        over = done(now, playbook)
        now = replace(now, retrying=True) if over else replace(now, exchanges=(*now.exchanges, Exchange(now.last.line)))
    *before, exchange = now.exchanges
    answered = replace(exchange, attempts=(*exchange.attempts, _attempt(now, playbook, text)))
    return rehearsal.with_round(replace(now, exchanges=(*before, answered), retrying=False))


def _attempt(now: Round, playbook: Playbook, text: str) -> Attempt:
    person, rules = playbook.person(now.stakeholder), playbook.rubric.persona
    line, before = now.exchanges[-1].line, len(now.exchanges) - 1
    shown = now.exchanges[-2].attempts[-1].earned if before else frozenset()
    result = score(playbook.rubric, Turn(now.stakeholder, line, text, person.currency, shown))
    persona = react(now.persona(rules.start[now.difficulty], before), result, rules)
    said, point = _reaction(now, playbook, persona)
    return Attempt(text, result, persona.steps[-1], earned(result, shown), said, point)


def _reaction(now: Round, playbook: Playbook, persona: Persona) -> tuple[str, str]:
    """What the persona says to an answer, and the point in it: its own line first, then one of those for everybody."""
    move, line = persona.steps[-1].line, now.exchanges[-1].line
    written = getattr(playbook.objection(now.stakeholder, now.objection), move, "")
    if written and written not in {e.line for e in now.exchanges}:
        return written, written
    if finished(persona, playbook.rubric.persona):
        last_word = playbook.phrases.say(f"persona.closing.{persona.state}")
        return last_word, last_word
    wordings = playbook.phrases.get(f"persona.{move}")
    text = wordings[(len(line) + len(now.exchanges)) % len(wordings)]
    # None of these has a point of its own: the next answer is still one to what was said before.
    return text.replace("{line}", line), line


def done(now: Round, playbook: Playbook) -> bool:
    """Whether the persona has said its last word on the objection."""
    rules = playbook.rubric.persona
    persona = now.persona(rules.start[now.difficulty], len(now.exchanges))
    return not now.waits and finished(persona, rules)


def again(rehearsal: Rehearsal) -> Rehearsal:
    """Let the last line stand once more, to be answered differently; both answers are kept."""
    return rehearsal.with_round(replace(rehearsal.round, retrying=True)) if rehearsal.round.attempts else rehearsal


def back(rehearsal: Rehearsal) -> Rehearsal:
    """Return to where it stood one step before."""
    if rehearsal.ending:
        now = rehearsal.round
        with_them = replace(rehearsal, stakeholder=now.stakeholder, name=now.name)
        return replace(with_them, ending=False, playing=True, shown=False)
    if rehearsal.playing:
        if rehearsal.round.retrying:
            return rehearsal.with_round(replace(rehearsal.round, retrying=False))
        return again(rehearsal) if rehearsal.round.attempts else leave(rehearsal)
    return meet(rehearsal, "")


def finish(rehearsal: Rehearsal) -> Rehearsal:
    """Go to the summary, or to the end if nothing was practised."""
    over = leave(rehearsal)
    return replace(over, ending=True, ended=not over.rounds)


def hint(rehearsal: Rehearsal, playbook: Playbook) -> str:
    """Return the one thing to begin with where the leader does not know what to say to the line that stands."""
    who = rehearsal.round.stakeholder
    return score(playbook.rubric, Turn(who, standing(rehearsal), "", playbook.person(who).currency)).try_this


def standing(rehearsal: Rehearsal) -> str:
    """Return the line that waits for an answer, or that was answered last."""
    now = rehearsal.round
    return now.exchanges[-1].line if now.waits else now.last.line
