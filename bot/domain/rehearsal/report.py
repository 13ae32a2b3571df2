"""A rehearsal in words: what an answer earned, the attempts compared, and how it went over time."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from statistics import mean

from bot.domain.pressure import report as pressure
from bot.domain.pressure.quoting import quotable
from bot.domain.rehearsal.playbook import Playbook
from bot.domain.rehearsal.rubric import MOST, Judgement, Score
from bot.domain.rehearsal.session import Attempt, Rehearsal, Round

#: Fewer points come with a reason that names a fault.
EARNED = 2
#: So many rehearsals are shown over time.
SHOWN = 8


@dataclass(frozen=True)
class Point:
    """One rehearsal over time: the mean score, 0 to 100, of its first and of its best answers."""

    on: date
    first: int
    best: int


def voice(playbook: Playbook, stakeholder: str, name: str = "") -> str:
    """Return who speaks, as a line begins: "The finance director", "Anna (the finance director)", or "The CFO"."""
    return pressure.voice(playbook.person(stakeholder), playbook.phrases, name)


def offer_lines(rehearsal: Rehearsal, playbook: Playbook) -> str:
    """Return the objections on offer, numbered, one a line."""
    found = (playbook.objection(rehearsal.stakeholder, one) for one in rehearsal.offered)
    return "\n".join(
        playbook.phrases.say(
            "offer.line", number=str(n), text=o.text, difficulty=playbook.phrases.say(f"difficulty.{o.difficulty}")
        )
        for n, o in enumerate((o for o in found if o), 1)
    )


def feedback_lines(now: Round, playbook: Playbook) -> str:
    """Return what the newest answer earned, in few lines: compared, most and least, flags, one thing to try."""
    return "\n".join(_feedback(now, playbook))


def _feedback(now: Round, playbook: Playbook) -> Iterator[str]:
    say, result = playbook.phrases.say, now.last.score
    yield from _compared(now, playbook)
    earned, lost = extremes(result, playbook)
    if earned:
        yield say("feedback.earned", because=result.criteria[earned].because)
    for flag in result.flags:
        yield say("feedback.flag", because=flag.because, deduct=str(flag.deduct))
    if lost and not result.flags:
        yield say("feedback.lost", because=result.criteria[lost].because)
    yield say("feedback.try", advice=result.try_this)
    state = playbook.rubric.persona.states[now.last.step.after]
    yield say("feedback.state", voice=voice(playbook, now.stakeholder, now.name), state=state)


def extremes(result: Score, playbook: Playbook) -> tuple[str, str]:
    """Return the criteria that earned and that lost most, by weight; empty where nothing was earned or lost."""
    rated = {name: row.points for name, row in result.criteria.items() if row.points is not None}
    weights = {name: playbook.rubric.criteria[name].weight for name in rated}
    won = {name: weights[name] * points for name, points in rated.items() if points >= EARNED}
    lost = {name: weights[name] * (MOST - points) for name, points in rated.items()}
    return _largest(won), _largest(lost)


def _largest(values: Mapping[str, float]) -> str:
    name = max(values, key=lambda key: values[key], default="")
    return name if name and values[name] > 0 else ""


def _compared(now: Round, playbook: Playbook) -> Iterator[str]:
    attempts = now.exchanges[-1].attempts
    if len(attempts) > 1:
        before, after = attempts[-2].score, attempts[-1].score
        values = {"number": str(len(attempts)), "score": str(after.score), "before": str(before.score)}
        yield playbook.phrases.say("feedback.compared", **values, changes=_changes(before, after, playbook))


def _changes(before: Score, after: Score, playbook: Playbook) -> str:
    gains = {name: _points(after, name) - _points(before, name) for name in after.criteria}
    up, down = [n for n, gain in gains.items() if gain > 0], [n for n, gain in gains.items() if gain < 0]
    parts = [("up", up)] * bool(up) + [("down", down)] * bool(down)
    said = [playbook.phrases.say(f"feedback.{key}", titles=_titles(names, playbook)) for key, names in parts]
    return " ".join(said) or playbook.phrases.say("feedback.same")


def _points(result: Score, name: str) -> int:
    return result.criteria[name].points or 0


def _titles(names: Iterable[str], playbook: Playbook) -> str:
    return ", ".join(playbook.rubric.criteria[name].title.lower() for name in names)


def next_line(over: bool, playbook: Playbook) -> str:
    """Return what the leader can do after feedback."""
    return playbook.phrases.say("feedback.done" if over else "feedback.next")


def detail_lines(result: Score, playbook: Playbook) -> str:
    """Return all six criteria with the words that earned or lost the points, then the flags, one a line."""
    rows = [_detail(name, row, playbook) for name, row in result.criteria.items()]
    flags = [playbook.phrases.say("feedback.flag", because=f.because, deduct=str(f.deduct)) for f in result.flags]
    return "\n".join([*rows, *flags])


def _detail(name: str, row: Judgement, playbook: Playbook) -> str:
    title = playbook.rubric.criteria[name].title
    key = "details.unrated" if row.points is None else "details.line"
    return playbook.phrases.say(key, title=title, points=str(row.points), because=row.because)


def summary_lines(rehearsal: Rehearsal, playbook: Playbook, earlier: Iterable[Point]) -> str:
    """Return every objection with its attempts compared, what came easily, what to gain, and how it went over time."""
    rounds = (line for one in rehearsal.answered for line in _round_lines(one, playbook))
    points = [*earlier, *points_of([rehearsal])]
    return "\n".join([*rounds, *_strengths(rehearsal, playbook), *_over_time(points, playbook)])


def _round_lines(now: Round, playbook: Playbook) -> Iterator[str]:
    say = playbook.phrases.say
    objection = quotable(now.exchanges[0].line)
    yield say("summary.round", voice=voice(playbook, now.stakeholder, now.name), objection=objection)
    again, then = say("summary.again"), say("summary.then")
    scores = then.join(again.join(str(a.score.score) for a in e.attempts) for e in now.exchanges)
    yield say("summary.scores", scores=scores)
    states = [now.exchanges[0].attempts[-1].step.before, *(e.attempts[-1].step.after for e in now.exchanges)]
    yield say("summary.path", path=say("summary.arrow").join(say(f"state.{state}") for state in states))


def _strengths(rehearsal: Rehearsal, playbook: Playbook) -> Iterator[str]:
    """What earned the largest and the smallest share of its points over all answers; nothing if there is one answer."""
    shares = _shares([a for r in rehearsal.answered for a in r.attempts])
    ranked = sorted(shares, key=lambda name: -shares[name])
    if len(ranked) > 1 and shares[ranked[0]] > shares[ranked[-1]]:
        title = {name: playbook.rubric.criteria[name].title.lower() for name in (ranked[0], ranked[-1])}
        yield playbook.phrases.say("summary.strong", title=title[ranked[0]])
        yield playbook.phrases.say("summary.weak", title=title[ranked[-1]])


def _shares(attempts: list[Attempt]) -> dict[str, float]:
    rated = [(name, row.points) for a in attempts for name, row in a.score.criteria.items() if row.points is not None]
    names = dict.fromkeys(name for name, _ in rated)
    return {name: mean(points for other, points in rated if other == name) for name in names}


def points_of(rehearsals: Iterable[Rehearsal]) -> list[Point]:
    """Return one point for each rehearsal with an answer, in the order given."""
    return [
        Point(r.on, round(mean(o.attempts[0].score.score for o in r.answered)), round(mean(o.best for o in r.answered)))
        for r in rehearsals
        if r.answered
    ]


def _over_time(points: list[Point], playbook: Playbook) -> Iterator[str]:
    if len(points) > 1:
        texts = (
            playbook.phrases.say("progress.point", date=_day(p.on), first=str(p.first), best=str(p.best))
            for p in points[-SHOWN:]
        )
        yield playbook.phrases.say("progress.line", points="; ".join(texts))


def _day(on: date) -> str:
    return f"{on.day} {on:%b}"


def picture(points: list[Point], playbook: Playbook) -> dict[str, object] | None:
    """Return what `draw_rehearsal` shows, as JSON values; None with fewer than two rehearsals."""
    if len(points) < 2:
        return None
    shown = points[-SHOWN:]
    labels = {name: playbook.phrases.say(f"picture.{name}") for name in ("first", "best")}
    return {
        "kind": "rehearsal",
        "title": playbook.phrases.say("picture.title"),
        "axis": playbook.phrases.say("picture.axis"),
        "labels": labels,
        "dates": [_day(p.on) for p in shown],
        "scores": {"first": [p.first for p in shown], "best": [p.best for p in shown]},
    }
