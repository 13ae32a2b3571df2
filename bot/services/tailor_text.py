"""The two versions of a message as text: the leader's own in its order, and the counterpart's, line by line."""

from bot.domain.tailoring.book import TailorBook
from bot.domain.tailoring.draft import Draft
from bot.domain.tailoring.message import Piece, pieces
from bot.domain.tailoring.tailor import Tailored
from bot.services.ports import Json

#: Sentences that are shown of the leader's own version, and of the other; words of a counterpart's currency named.
SHOWN, SAID, NAMED = 8, 4, 4


def voice(draft: Draft, book: TailorBook) -> str:
    """Return how the counterpart is called: their title, after their own name where it is known."""
    title = titled(draft, book)
    return book.phrases.say("voice.named", name=draft.name, title=title) if draft.name else title


def titled(draft: Draft, book: TailorBook) -> str:
    """Return the counterpart's title: the leader's own word for it, else ours."""
    return (
        book.phrases.say("voice.called", title=draft.called) if draft.called else book.person(draft.stakeholder).title
    )


def noted(draft: Draft, book: TailorBook) -> str:
    """Return what is known of the counterpart's preferences, as one sentence; empty if nothing is."""
    known = _known(draft, book)
    return book.phrases.say("noted", known=known) if known else ""


def values(draft: Draft, made: Tailored, book: TailorBook) -> Json:
    """Return the values of the reply that shows both versions."""
    overlooked = made.overlooks or (book.phrases.say("overlooks.none"),)
    basis = "basis.known" if made.from_person else "basis.role"
    return {
        "voice": voice(draft, book),
        "mine": "\n".join(_mine(draft, book)),
        "theirs": "\n".join(_theirs(draft, made, book)),
        "openings": "\n".join(book.phrases.say("opening.line", text=line) for line in made.openings),
        "overlooks": " ".join(overlooked),
        "basis": book.phrases.say(basis, **({"known": _known(draft, book)} if made.from_person else {})),
    }


def _known(draft: Draft, book: TailorBook) -> str:
    return ", ".join(book.letters[letter].plain for letter in draft.prefers.values() if letter)


def _mine(draft: Draft, book: TailorBook) -> list[str]:
    """The leader's own words in the order in which they came."""
    say, told = book.phrases.say, pieces(draft.words)
    lines = [say("mine.piece", n=str(piece.n), words=piece.shown) for piece in told[:SHOWN]]
    if len(told) > SHOWN:
        lines.append(say("mine.more", count=str(len(told) - SHOWN)))
    if not told:
        lines.append(say("mine.none"))
    if draft.ask:
        lines.append(say("mine.ask", words=Piece(0, draft.ask).shown))
    return [*lines, say("mine.by", words=Piece(0, draft.by).shown)] if draft.by else lines


def _theirs(draft: Draft, made: Tailored, book: TailorBook) -> list[str]:
    """The counterpart's version, one decision a line."""
    say = book.phrases.say
    lines = [say("theirs.lead", text=made.lead), *_sentences(draft, made, book), *_left_out(made, book)]
    lines += [
        say("theirs.length", count=str(made.words)),
        say(f"theirs.evidence.{made.ways['evidence']}", text=made.evidence),
        say(f"theirs.channel.{made.ways['channel']}", text=made.channel),
        say(f"theirs.ask.{made.ways['ask']}", text=made.ask),
    ]
    return lines if draft.by else [*lines, say("theirs.date")]


def _sentences(draft: Draft, made: Tailored, book: TailorBook) -> list[str]:
    """Which of the leader's sentences to say, in order, and whether none is about what the other counts in."""
    say, lines = book.phrases.say, []
    if made.missing:
        currency = ", ".join(book.person(made.stakeholder).currency[:NAMED])
        lines.append(say("theirs.missing", currency=currency))
    told = {piece.n: piece for piece in pieces(draft.words)}
    quoted = [say("theirs.piece", n=str(n), words=told[n].shown) for n in made.order[:SAID]]
    key = "theirs.first" if len(quoted) == 1 else "theirs.order"
    return [*lines, say(key, quoted=" ".join(quoted))] if quoted else lines


def _left_out(made: Tailored, book: TailorBook) -> list[str]:
    say, shown = book.phrases.say, made.drop[:SHOWN]
    key = "theirs.leave" if not shown else "theirs.drop" if len(shown) == 1 else "theirs.drops"
    first = say(key, text=made.leave_out, **({"numbers": _numbers(shown)} if shown else {}))
    also = "; ".join(made.leave_out_too)
    return [first, say("theirs.also", text=also)] if also else [first]


def _numbers(numbers: tuple[int, ...]) -> str:
    return ", ".join(map(str, numbers))
