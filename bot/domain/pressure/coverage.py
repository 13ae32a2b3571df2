"""What the pictures and the summary show: who is answered on what, where each stands, and who is left out."""

from dataclasses import dataclass

from bot.domain.pressure.book import Book
from bot.domain.pressure.conditions import names
from bot.domain.pressure.interview import GRADES, Interview

UNTESTED = "untested"


@dataclass(frozen=True)
class Cell:
    """One stakeholder and one concern. `state`: answered, partly, open, or untested (not asked)."""

    stakeholder: str
    concern: str
    name: str
    state: str


@dataclass(frozen=True)
class Row:
    """One stakeholder's concerns: a row of the readiness picture."""

    stakeholder: str
    name: str
    cells: tuple[Cell, ...]

    def count(self, state: str) -> int:
        """Return how many concerns are in a state."""
        return sum(1 for cell in self.cells if cell.state == state)


@dataclass(frozen=True)
class MapPoint:
    """A stakeholder on the power and interest map, 1 to 5 each; `stance` is the weakest common state of their row."""

    stakeholder: str
    name: str
    power: int
    interest: int
    stance: str
    tested: bool


@dataclass(frozen=True)
class Comfort:
    """Whether the plan speaks to people unlike the leader.

    Attributes:
        verdict: `own` (only own side answered well), `untested` (only own side asked), `named` (only own side named),
            `mixed` (others answered too), `unknown` (the leader's function is not known), or `none`.
        own: the leader's function. `others`: names of stakeholders of other functions that the verdict is about.
    """

    verdict: str
    own: str
    others: tuple[str, ...]


def grid(interview: Interview, book: Book) -> tuple[Row, ...]:
    """Return the coverage, stakeholder by concern, in the order they were chosen."""
    return tuple(_row(interview, book, name) for name in interview.picked if name in book.stakeholders)


def _row(interview: Interview, book: Book, name: str) -> Row:
    person = book.stakeholders[name]
    states: dict[str, str] = {}
    for point in interview.points(name):
        before = states.get(point.asked.concern, point.grade)
        # One weak answer keeps a concern from counting as answered.
        states[point.asked.concern] = min(before, point.grade, key=GRADES.index)
    cells = (Cell(name, c.id, c.name, states.get(c.id, UNTESTED)) for c in person.concerns)
    return Row(name, person.name, tuple(cells))


def points_on_map(interview: Interview, book: Book) -> tuple[MapPoint, ...]:
    """Return every stakeholder's place on the map."""
    rows = {row.stakeholder: row for row in grid(interview, book)}
    return tuple(
        MapPoint(s.id, s.name, s.power, s.interest, stance(rows.get(s.id)), s.id in rows)
        for s in book.stakeholders.values()
    )


def stance(row: Row | None) -> str:
    """Return the state that most of a row's asked concerns have, the weaker in a tie; untested without any."""
    counts = {state: row.count(state) for state in GRADES} if row else {}
    return max(counts, key=lambda s: counts[s]) if any(counts.values()) else UNTESTED


def comfort(interview: Interview, book: Book) -> Comfort:
    """Return where the plan speaks only to people like the leader."""
    own = interview.own or ""
    if not own:
        return Comfort("unknown", own, ())
    rows = [row for row in grid(interview, book) if stance(row) != UNTESTED]
    alien = [row for row in rows if book.stakeholders[row.stakeholder].function != own]
    reached = [row for row in alien if stance(row) == "answered"]
    if rows and not alien:
        return Comfort("untested", own, ())
    if reached:
        return Comfort("mixed", own, tuple(row.name for row in reached))
    if any(stance(row) == "answered" for row in rows):
        return Comfort("own", own, tuple(row.name for row in alien))
    return Comfort("named" if _names_only(interview, book, own) else "none", own, ())


def _names_only(interview: Interview, book: Book, own: str) -> bool:
    functions = {s.function for s in book.stakeholders.values() if names(interview.plan, s)}
    return functions == {own}
