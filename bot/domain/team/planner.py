"""Chooses the blocks of a session and the minutes of each, so that they add up to the length asked for, exactly."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product

from bot.domain.team.book import ANY, Block, TeamBook

#: Minutes a session may have.
LEAST, MOST = 10, 240
#: From this length on blocks are planned in steps of five minutes, and from the other on there is a break.
BY_FIVES, WITH_BREAK = 30, 100
#: Points for a block: it serves the first tension, another one, any; it serves none of them; it suits a preference.
FIRST, OTHER, GENERAL, BESIDE, SUITS = 4.0, 3.0, 1.0, -4.0, 1.0
#: For each tension that some block serves; taken off for each so many minutes that blocks are away from their middle.
COVERED, STRETCH = 10.0, 10.0
#: What part of a session its opening, agreement and close should take; taken off for each so many minutes beside that.
SHARES, BESIDE_SHARE = {"open": 0.1, "agree": 0.22, "close": 0.07}, 5.0
#: At most so many blocks are work, chosen from so many that fit best.
WORK, CANDIDATES = 6, 9
Agenda = tuple[tuple[str, int], ...]
_Span = tuple[int, int]


@dataclass(frozen=True)
class Wish:
    """What a session is to be.

    Attributes:
        minutes: its length; what is outside LEAST to MOST counts as the nearer of the two.
        tensions: ids, the one that weighs most first. `suits`: ids of preferences.
        without: ids of blocks that are not wanted.
    """

    minutes: int
    tensions: tuple[str, ...] = ()
    suits: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()


def plan(book: TeamBook, wish: Wish) -> Agenda:
    """Return the agenda as (block id, minutes), in order; the minutes add up to those wished for.

    Where too many blocks are unwanted it is shorter: as long as the blocks that are left take.
    """
    total = within(wish.minutes)
    blocks = [b for b in book.blocks if b.id not in wish.without and _span(b, total)]
    work = _candidates(blocks, wish)
    for count in _counts(1 + total // 50, len(work)):
        chosen = _best(blocks, combinations(work, count), total, wish)
        if chosen:
            return fit(_in_order(chosen, book), total)
    return fit(_in_order(_fallback(blocks, work, total), book), total)


def within(minutes: int) -> int:
    """Return a length that can be planned."""
    return min(max(minutes, LEAST), MOST)


def _span(block: Block, total: int) -> _Span | None:
    """Least and most minutes of a block in a session of a length; None if it has no place there."""
    if total < BY_FIVES or total % 5:
        return block.least, block.most
    least, most = -(-block.least // 5) * 5, block.most // 5 * 5
    return (least, most) if least <= most else None


def _candidates(blocks: Sequence[Block], wish: Wish) -> list[Block]:
    work = [b for b in blocks if b.part == "work"]
    return sorted(work, key=lambda b: -_worth(b, wish))[:CANDIDATES]


def _worth(block: Block, wish: Wish) -> float:
    served = [FIRST if place == 0 else OTHER for place, t in enumerate(wish.tensions) if t in block.serves]
    plain = GENERAL if ANY in block.serves else BESIDE
    return max([*served, plain]) + SUITS * len(block.suits & wish.suits)


def _counts(wanted: int, most: int) -> Iterator[int]:
    """How many blocks of work to try, the nearest to what is wanted first."""
    yield from sorted(range(1, min(WORK, most) + 1), key=lambda count: (abs(count - wanted), count))


def _best(
    blocks: Sequence[Block], works: Iterable[tuple[Block, ...]], total: int, wish: Wish
) -> tuple[Block, ...] | None:
    """The best session whose blocks can fill the length exactly, or None."""
    frames = [(frame, _frame_worth(frame, total, wish), *_sums(frame, total)) for frame in _frames(blocks, total)]
    best, top = None, 0.0
    for work in works:
        least, most = _sums(work, total)
        points = _work_worth(work, wish)
        for frame, worth, low, high in frames:
            if low + least <= total <= high + most:
                score = points + worth - abs((low + least + high + most) / 2 - total) / STRETCH
                if best is None or score > top:
                    best, top = (*work, *frame), score
    return best


def _frames(blocks: Sequence[Block], total: int) -> Iterator[tuple[Block, ...]]:
    """Every way to open, to agree, to close, and to pause where it is long enough."""
    parts = [*SHARES, *(("break",) if total >= WITH_BREAK else ())]
    choices = ([b for b in blocks if b.part == part] for part in parts)
    yield from product(*(choice for choice in choices if choice))


def _frame_worth(frame: Sequence[Block], total: int, wish: Wish) -> float:
    suits = sum(len(b.suits & wish.suits) for b in frame)
    beside = sum(abs(_middle(b, total) - SHARES[b.part] * total) for b in frame if b.part in SHARES)
    return SUITS * suits - beside / BESIDE_SHARE


def _work_worth(work: Sequence[Block], wish: Wish) -> float:
    covered = sum(1 for t in wish.tensions if any(t in b.serves for b in work))
    return COVERED * covered + sum(_worth(b, wish) for b in work)


def _middle(block: Block, total: int) -> float:
    least, most = _span(block, total) or (block.least, block.most)
    return (least + most) / 2


def _sums(blocks: Sequence[Block], total: int) -> _Span:
    spans = [_span(b, total) or (b.least, b.most) for b in blocks]
    return sum(least for least, _ in spans), sum(most for _, most in spans)


def _fallback(blocks: Sequence[Block], work: Sequence[Block], total: int) -> tuple[Block, ...]:
    """As many of the blocks that are left as the length takes: nothing fills it exactly."""
    taken: tuple[Block, ...] = ()
    firsts = [next((b for b in blocks if b.part == part), None) for part in SHARES]
    for block in [b for b in (*work, *firsts) if b]:
        if _sums((*taken, block), total)[0] <= total:
            taken = (*taken, block)
    return taken


def _in_order(chosen: Sequence[Block], book: TeamBook) -> tuple[Block, ...]:
    """Open, work, agree, close, each in the order of the file; the break after half of the work."""
    ranks = {b.id: n for n, b in enumerate(book.blocks)}
    parts = {part: sorted((b for b in chosen if b.part == part), key=lambda b: ranks[b.id]) for part in _PARTS}
    half = (len(parts["work"]) + 1) // 2
    work = [*parts["work"][:half], *parts["break"], *parts["work"][half:]]
    return (*parts["open"], *work, *parts["agree"], *parts["close"])


_PARTS = ("open", "work", "break", "agree", "close")


def fit(blocks: Sequence[Block], minutes: int) -> Agenda:
    """Return the blocks with minutes that add up to `minutes`, or to what they can take at most, if that is less."""
    spans = [_span(b, minutes) or (b.least, b.most) for b in blocks]
    given = [least for least, _ in spans]
    grid = 5 if minutes >= BY_FIVES and minutes % 5 == 0 else 1
    rest = minutes - sum(given)
    while rest > 0:
        room = [most - now for (_, most), now in zip(spans, given, strict=True)]
        widest = max(range(len(room)), key=lambda n: (_left(spans[n], room[n]), -n), default=None)
        if widest is None or room[widest] <= 0:
            break
        more = min(grid, rest, room[widest])
        given[widest] += more
        rest -= more
    return tuple((b.id, now) for b, now in zip(blocks, given, strict=True))


def _left(span: _Span, room: int) -> float:
    """How much of what a block can take beyond its least is still free, from 0 to 1."""
    return room / (span[1] - span[0]) if span[1] > span[0] else 0.0


def without(book: TeamBook, agenda: Agenda, block_id: str, minutes: int) -> Agenda:
    """Return an agenda with a block dropped; the others take its time, as far as they can."""
    left = [b for name, _ in agenda if name != block_id and (b := book.block(name))]
    return fit(left, within(minutes))


def swapped(book: TeamBook, agenda: Agenda, block_id: str, wish: Wish) -> Agenda | None:
    """Return an agenda with another block in the place of one, of the same part and fitting the time; None if none."""
    total, old, used = sum(now for _, now in agenda), book.block(block_id), {name for name, _ in agenda}
    others = [b for b in book.blocks if old and b.part == old.part and b.id not in used | wish.without]
    for new in sorted(others, key=lambda b: -_worth(b, replace(wish, minutes=total))):
        placed = [new if name == block_id else b for name, _ in agenda if (b := book.block(name))]
        made = fit(placed, total)
        if _span(new, total) and sum(now for _, now in made) == total:
            return made
    return None
