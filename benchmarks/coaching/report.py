"""Tables, transcripts and the verdict, as text."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.coaching.measure import Measured, middle, percentile

RATIO = (0.6, 1.2)
MEDIAN_WORDS, P95_WORDS = 45, 80
FULL_SHARE = 0.95
_TRACES = ("thread", "parked", "image")


@dataclass(frozen=True)
class Must:
    """A figure that must hold."""

    name: str
    figure: str
    held: bool


def transcript_path(folder: Path, one: Measured) -> Path:
    """Return the file of a conversation."""
    again = "-again" if one.played.visit == 2 else ""
    return folder / f"{one.played.persona.id}-{one.played.minutes}{again}.txt"


def transcript(one: Measured) -> str:
    """Return a conversation as it can be read; the margin names the question and the form of reflection."""
    p = one.played
    lines = [f"{p.persona.id} ({p.persona.temper}), {p.minutes} minutes, visit {p.visit}, closed: {p.closed}", ""]
    forms = {e.question: f"{e.move}{', reflection: ' + e.reflection if e.reflection else ''}" for e in one.questions}
    for number, spoken in enumerate(p.turns, 1):
        lines.append(f"{number:>2} THEM   {spoken.said}")
        for bubble in spoken.bubbles:
            note = f"{bubble.kind} {bubble.ref} {forms.get(bubble.ref, '')}".strip()
            lines += [f"   COACH  {bubble.text}", f"          [{note}]"]
        lines.append("")
    return "\n".join(lines)


def by_persona(measured: Sequence[Measured]) -> str:
    """Return one line for each persona."""
    head = (
        f"{'persona':16}{'min':>4}{'turns':>6}{'end':>5}{'quest':>6}{'refl':>5}{'r:q':>6}{'text':>6}{'cplx':>5}{'med':>5}"
        f"{'p95':>5}{'quot':>5}{'worn':>5}{'cut':>4}{'lens':>5}{'dry':>4}  missing"
    )
    return "\n".join([head, *(_line(m) for m in measured)])


def _line(m: Measured) -> str:
    p = m.played
    return (
        f"{p.persona.id:16}{p.minutes:>4}{len(p.turns):>6}{'yes' if p.closed else 'NO':>5}{len(m.questions):>6}"
        f"{len(m.reflections):>5}{m.ratio:>6.2f}{m.text_ratio:>6.2f}{m.complex:>5}{middle(m.word_counts):>5.0f}"
        f"{percentile(m.word_counts, 0.95):>5}{len(m.quotes):>5}{len(m.worn):>5}{len(m.cut):>4}"
        f"{f'{len(m.lenses)}/{m.lenses_wanted}':>5}{p.ran_dry:>4}  {' '.join(m.missing)}"
    )


def overall(measured: Sequence[Measured]) -> str:
    """Return the figures over all conversations."""
    reflections = sum(len(m.reflections) for m in measured)
    closed = [m for m in measured if m.played.closed]
    rows = [
        ("conversations, completed", f"{len(measured)}, {len(closed)}"),
        ("reflections : questions (stored)", f"{_ratio(measured):.2f}"),
        ("reflections : questions (by the text alone)", f"{_text_ratio(measured):.2f}"),
        ("conversations outside 0.6 to 1.2", _names(m for m in measured if not RATIO[0] <= m.ratio <= RATIO[1])),
        ("complex reflections", _complex(measured, reflections)),
        ("turns to the end, median", f"{middle([len(m.played.turns) for m in closed]):.0f}"),
        ("praise", _listed(w for m in measured for w in m.praise)),
        ("quotations a conversation, median", f"{middle([len(m.quotes) for m in measured]):.0f}"),
        ("words quoted more than twice", _listed(f"{m.played.persona.id}: {w}" for m in measured for w in m.worn)),
        ("quotations that look cut wrongly", _listed(f"{m.played.persona.id}: {w}" for m in measured for w in m.cut)),
        ("thread moves, callbacks", f"{sum(m.moves('thread') for m in measured)}, {_callbacks(measured)}"),
        *((f"planted {name}: returned to", _returned(measured, name)) for name in _TRACES),
        ("planted contradictions laid side by side", _side_by_side(measured)),
        ("contradiction moves", f"{sum(m.moves('contradiction') for m in measured)}"),
        ("apologies instead of an answer", f"{sum(m.failed for m in measured)}"),
        ("other replies in the middle", _listed(f"{m.played.persona.id} {w}" for m in measured for w in m.strayed)),
        ("choice or day misheard", _listed(f"{m.played.persona.id} {w}" for m in measured for w in m.misheard)),
        ("measure that is the goal again", _names(m for m in measured if m.measure_is_goal)),
        ("most used questions", _most_used(measured)),
        ("`when` without a calendar date", _names(m for m in closed if "dated" in m.missing)),
        ("lenses short of the plan", _names(m for m in measured if len(m.lenses) < m.lenses_wanted)),
    ]
    return "\n".join(f"{name:44} {figure}" for name, figure in rows)


def second_visits(measured: Sequence[Measured]) -> str:
    """Return one line for each second visit: how the promise was looked at."""
    lines = [f"{'second visit':16}{'quest':>6}{'refl':>5}{'stack':>6}  status, moves"]
    for m in measured:
        moves = " ".join(e.move for e in m.questions if e.step == "review")
        status = ", ".join(p.status or "-" for p in m.session.review)
        counts = f"{len(m.questions):>6}{len(m.reflections):>5}{len(m.stacked):>6}"
        lines.append(f"{m.played.persona.id:16}{counts}  {status or 'NO PROMISE'}: {moves}")
    return "\n".join(lines)


def musts(first: Sequence[Measured], again: Sequence[Measured]) -> list[Must]:
    """Return the figures that must hold; the second visits count where their length does not matter."""
    every = [(m.played.persona.id, m) for m in (*first, *again)]
    words = [w for _, m in every for w in m.word_counts]
    typical, long = middle(words), percentile(words, 0.95)
    ratio = _ratio(first)
    closed = [m for m in first if m.played.closed]
    full = sum(1 for m in closed if not set(m.missing) - {"dated"})
    share = full / len(closed) if closed else 0.0
    return [
        _none("the length that was asked for", [m.played.persona.id for m in first if m.length_ignored]),
        Must("reflections : questions 0.6 to 1.2", f"{ratio:.2f}", RATIO[0] <= ratio <= RATIO[1]),
        _none("no form of reflection twice in a row", [who for who, m in every for _ in range(m.same_form_twice)]),
        _none("no turn with two questions", [f"{who} {t.number + 1}" for who, m in every for t in m.stacked]),
        Must(f"words a turn, median at most {MEDIAN_WORDS}", f"{typical:.0f}", typical <= MEDIAN_WORDS),
        Must(f"words a turn, p95 at most {P95_WORDS}", f"{long}", long <= P95_WORDS),
        _none("no repeated question", [f"{who} {q}" for who, m in every for q in m.repeated]),
        _none("no advice without permission", [f"{who} “{w}”" for who, m in every for w in m.advice]),
        Must("full set in completed conversations, 95 %", f"{full} of {len(closed)}", share >= FULL_SHARE),
        _none("every conversation comes to an end", [m.played.persona.id for m in first if not m.played.closed]),
    ]


def verdict(results: Sequence[Must]) -> str:
    """Return the figures that must hold, one a line."""
    return "\n".join(["Must hold", *(f"{'ok  ' if m.held else 'MISS'} {m.name:46} {m.figure}" for m in results)])


def _none(name: str, found: list[str]) -> Must:
    return Must(name, _listed(found), not found)


def _ratio(measured: Sequence[Measured]) -> float:
    return sum(len(m.reflections) for m in measured) / max(1, sum(len(m.questions) for m in measured))


def _text_ratio(measured: Sequence[Measured]) -> float:
    turns = [t for m in measured for t in m.turns]
    return sum(t.gives_back for t in turns) / max(1, len(turns))


def _complex(measured: Sequence[Measured], reflections: int) -> str:
    found = sum(m.complex for m in measured)
    return f"{found} of {reflections} ({found / max(1, reflections):.0%})"


def _callbacks(measured: Sequence[Measured]) -> int:
    return sum(1 for m in measured for e in m.reflections if e.reflection == "callback")


def _most_used(measured: Sequence[Measured]) -> str:
    """Questions that many people get: nobody sees it, but two colleagues who compare notes do."""
    counts = Counter(e.question for m in measured for e in m.questions)
    return "; ".join(f"{name} {times}" for name, times in counts.most_common(6))


def _returned(measured: Sequence[Measured], name: str) -> str:
    found = [m.came_back(name, mentions=2 if name == "thread" else 1) for m in measured]
    return f"{sum(r.returned for r in found)} of {sum(r.said for r in found)}"


def _side_by_side(measured: Sequence[Measured]) -> str:
    found = [m.laid_side_by_side for m in measured]
    return f"{sum(r.returned for r in found)} of {sum(r.said for r in found)}"


def _names(measured: Iterable[Measured]) -> str:
    return _listed(m.played.persona.id for m in measured)


def _listed(found: Iterable[str]) -> str:
    rows = list(found)
    more = f" and {len(rows) - 8} more" if len(rows) > 8 else ""
    return f"{len(rows)}" + (f": {'; '.join(rows[:8])}{more}" if rows else "")
