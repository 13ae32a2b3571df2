"""Open threads: what the coachee brought up and nobody came back to.

A thread is a phrase of theirs: a question they asked and nobody answered, a figure of speech, someone
or something that came up more than once. The most telling comes first.
"""

import re

from bot.domain.coaching.preamble import NO_TITLE
from bot.domain.coaching.session import PLAIN, Exchange, Session
from bot.domain.coaching.whom import close_to_home, is_close, is_heavy, last_name

#: A thread is old enough to be picked up again after this many further answers.
AGE = 3
#: Words of a phrase, least and most.
LEAST, MOST = 3, 14
#: Points: asked and unanswered, an image, about someone, each other answer in which one of its words comes back.
ASKED, IMAGE, ABOUT_SOMEONE, AGAIN = 3.0, 2.5, 0.5, 1.0
#: A phrase with fewer points is only a phrase.
ENOUGH = 1.0
#: Asked of the coach, and answered or handed back at once.
TO_THE_COACH = frozenset(
    "asks-advice asks-coach asks-view asks-language asks-privacy doubts-coach corrects-coach asks-why".split()
)
SAID_OVER = 5
#: "The last time I changed my mind? Monday." says over what was asked; a question of theirs has a word that asks.
_ASKS = re.compile(
    r"\b(?:who|whom|whose|what|which|when|where|why|how|if|whether|is|are|was|were|do|does|did|can|could|will|would|shall|"
    r"should|has|have|may|might|am|isn'?t|aren'?t|don'?t|doesn'?t|wouldn'?t|couldn'?t|shouldn'?t)\b.* \w",
    re.I,
)
#: So many letters behind a question show whether it is answered.
READ = 200
#: What makes it worth it is not what weighs on them.
AIMED = frozenset({"worth", "goal", "measure", "date"})
#: Said of the options, by what they are chosen: no matter of its own.
CHOOSING = frozenset({"criteria", "choice"})
#: Moves that stay with what was just said.
STAYS = frozenset({"follow", "feeling", "clean"})
#: A thing has a name of so many letters; between the two times lies at least one answer.
LETTERS, APART = 4, 2
#: The one or two words behind an article or a possessive.
_NAMED = re.compile(
    r"\b(?:the|an?|my|our|his|her|their|this|that|of|mr|mrs|ms)\.? ([\w'-]+)(?= ?([\w'-]*))",
)
#: Reported from others, or asked of the coach and of this talk.
_NOT_THEIRS = re.compile(
    r"\b(?:(?i:he|she|they|we|i|it)|(?!Who|What|Which|How|When|Why|Where)[A-Z][a-z]+) (?:said|says|asked|asks|told)\b|"
    r"\b(?i:you|your)\b|\b(?i:this (?:chat|conversation|bot|thing|going to help)|help me)\b"
)
#: Said to win a moment, not of the matter.
_PAUSES = re.compile(
    r"\b(?:give me (?:a|one|two)|(?:i'?m|i am|so) sorry|hang on|bear with me|where was i|i mean|i meant)\b", re.I
)
#: What was chosen or promised.
_PLANNED = frozenset({"option", "choice", "action", "if-then"})
_JOINING = re.compile(
    r"^(?:(?:as i said|like i said|and|but|so|oh|also|tho|though|although|mind you|well|then|because)\b[ ,]*)+", re.I
)
#: "Henrik would say: 'it gives me comfort": somebody's words, cut off.
_HALF_SAID = re.compile(r"(?:^|[\s:])['‘]\w")
#: "What do they have that I haven't? It's quick": who goes on like that has the answer.
_ANSWERS_IT = re.compile(
    r"\W*(?:it|it'?s|they|they'?re|because|he|she|probably|well|pride|yes|i think|there'?s)\b"
    r"(?!.*\b(?:another|later|leave|park|know|aside|wonder|perhaps|maybe)\b)",
    re.I,
)
#: What comes up in every conversation of this kind, or names nothing.
ORDINARY = frozenset(
    "meeting meetings plan plans planning project projects programme forecast "
    "forecasts number numbers sales demand supply finance month months "
    "week weeks year years cycle process review data time times thing things people team teams person part parts "
    "question questions answer problem problems point points same other others first last next only whole kind sort "
    "fact case cases end start beginning middle rest reason reasons moment morning evening night minute minutes hour "
    "hours today tomorrow yesterday more less most least much many some room table side sides right wrong good "
    "that this they them then there their with from into when what were have been would could should will about "
    "over under very just also even still only really never always every company business world work job boss lot "
    "january february march april june july august september october november december monday tuesday wednesday "
    "thursday friday saturday sunday and but for not because".split()
)
#: Worth a question of its own, not only a mention: asked, set aside, or an image.
STRONG = 2.5


def threads(session: Session, strong: bool = False, asked: bool = False) -> list[str]:
    """Return the open threads, most telling first; `strong` leaves only what was asked, set aside, or a picture.

    Phrases the coach already gave back are not open. With `asked` only questions and asides are returned.
    """
    said = list(session.answered)
    old = [e for e in said[: max(0, len(said) - AGE)] if e.control is None]
    returned = " ".join(f"{e.asked} {e.quoted}" for e in session.exchanges).lower()
    least = ASKED if asked else STRONG if strong else 0.0
    found = [(bonus, _points(phrase, e, said) + bonus, phrase) for e in old for phrase, bonus in _phrases(session, e)]
    telling = [(points, phrase) for bonus, points, phrase in found if bonus >= least]
    open_ones = sorted((s for s in telling if s[0] >= ENOUGH and s[1].lower() not in returned), key=lambda s: -s[0])
    return list(dict.fromkeys(phrase for _, phrase in open_ones))


def _phrases(session: Session, exchange: Exchange) -> list[tuple[str, float]]:
    signals = exchange.signals
    said = exchange.answer or ""
    asks_back = bool(signals.on & TO_THE_COACH) or exchange.captures == "first-sentence" or _asks_back(exchange)
    open_ones = (phrase for phrase in signals.parked if not (f"{phrase}?" in said and _answered(said, f"{phrase}?")))
    aside = [phrase for phrase in open_ones if f"{phrase}?" not in said or not _NOT_THEIRS.search(phrase)]
    asked = [] if asks_back else [one for one in aside or _questions(said) if not _HALF_SAID.search(one)]
    found = [(question, ASKED) for question in asked]
    found += [(clause, IMAGE) for clause in _close_ones(session, exchange)]
    if signals.metaphor and len(signals.metaphor.split()) > 1 and exchange.step not in ("options", "will"):
        # One word alone ("circus") says too little minutes later.
        found.append((signals.metaphor, IMAGE))
    found += [(quote, 0.0) for quote in signals.quotes[1:] if len(quote.split()) >= LEAST]
    return found


def _close_ones(session: Session, exchange: Exchange) -> list[str]:
    """Sentences in which something was told that they carry themselves, where the coach did not stay with it."""
    at = session.place(exchange)
    after = session.exchanges[at + 1].move if at + 1 < len(session.exchanges) else ""
    said = exchange.answer or ""
    close = not exchange.control and (is_heavy(said) or close_to_home(exchange))
    if after in STAYS or not close or exchange.captures in AIMED:
        return []
    return [clause for clause in _clauses(said) if is_heavy(clause) or is_close(clause)]


def _clauses(text: str) -> list[str]:
    """Sentences, or what stands before an "and" with a subject of its own, of a length that can be quoted."""
    sentences = re.split(rf"{NO_TITLE}[.!?;\n]+", text)
    pieces = (
        re.split(r",? (?:and|but) (?=(?:i|my|he|she|they|we|it|the)\b)", s, maxsplit=1, flags=re.I)[0]
        for s in sentences
    )
    bare = (_JOINING.sub("", piece.strip(" ,-")) for piece in pieces)
    whole = [piece for piece in bare if LEAST <= len(piece.split()) <= MOST and not set('“”"()') & set(piece)]
    return [piece for piece in whole if not _HALF_SAID.search(piece)]


def raised_twice(session: Session) -> str:
    """A sentence about something that came up in two answers and that the coach never took up, or "".

    The answers do not follow each other: what is gone on about is no thread that was left. What counts is a thing
    or a person by name; the words of the topic and the goal are what everything is about.
    """
    told = [e for e in session.statements() if e.captures not in PLAIN | CHOOSING and e.step != "review"]
    known = " ".join([*(f"{e.asked} {e.quoted}" for e in session.exchanges), *_aims(session)]).lower()
    planned = " ".join(fact.text.lower() for fact in session.facts if fact.capture in _PLANNED)
    spoken = set(re.findall(r"[\w'-]+", f"{known} {planned}")) | ORDINARY
    things = [_things(e) - spoken for e in told]
    twice = {word for at, named in enumerate(things) for later in things[at + APART :] for word in named & later}
    for exchange, named in zip(reversed(told), reversed(things), strict=True):
        if exchange.captures in AIMED:
            continue  # What they came for is what everything is about.
        about = (c for c in _clauses(exchange.answer or "") if set(re.findall(r"[\w'-]+", c.lower())) & named & twice)
        if clause := next((c for c in about if not _PAUSES.search(c) and not _is_kept(session, c)), ""):
            return clause
    return ""


def _is_kept(session: Session, clause: str) -> bool:
    """Whether a clause stands among the options or the plan: it is not open, it is what we work with."""
    return any(clause.lower() in fact.text.lower() for fact in session.facts if fact.capture in _PLANNED)


def _aims(session: Session) -> list[str]:
    return [session.words(name) for name in ("topic", "goal", "measure")]


def _things(exchange: Exchange) -> set[str]:
    """What an answer names: the words behind an article or a possessive, and people, in small letters."""
    pairs = _NAMED.findall((exchange.answer or "").lower())
    people = {last_name(mention) for mention in exchange.signals.people if mention.kind == "name"}
    return {word for pair in pairs for word in pair if len(word) >= LETTERS} | people


def _asks_back(exchange: Exchange) -> bool:
    """Whether the answer begins with a question about the coach's own ("Why do I need a number?")."""
    first = re.match(r"[^.!?\n]+\?", (exchange.answer or "").strip())
    words = set(re.findall(r"\w{5,}", exchange.asked.lower()))
    return first is not None and bool(words & set(re.findall(r"\w{5,}", first.group(0).lower())))


def _questions(text: str) -> list[str]:
    """Questions inside a longer answer, word for word, without their mark."""
    # Sentences first: looked for up to a mark that never comes, a long text would be read once for each of its letters.
    pieces = [piece for piece in re.findall(r"[^.!?\n]+[.!?\n]?", text) if piece.endswith("?")]
    whole = text.strip()
    pieces = [piece for piece in pieces if not _answered(whole, piece)]
    # A short question in front is the coach's, said over before it is answered.
    said_over = pieces[0] if pieces and whole.startswith(pieces[0]) and len(pieces[0].split()) <= SAID_OVER else None
    pieces = [piece for piece in pieces if not _NOT_THEIRS.search(piece) and _ASKS.search(piece)]
    kept = [piece.strip(" ?,") for piece in pieces if piece.strip() != whole and piece is not said_over]
    return [piece for piece in kept if LEAST < len(piece.split()) <= MOST and not set('“”"') & set(piece)]


def _answered(text: str, question: str) -> bool:
    """Whether the sentence behind a question begins to answer it."""
    return bool(_ANSWERS_IT.match(text.partition(question)[2][:READ]))


def _points(phrase: str, exchange: Exchange, said: list[Exchange]) -> float:
    words = set(re.findall(r"\w{5,}", phrase.lower()))
    again = sum(1 for other in said if other is not exchange and words & set(re.findall(r"\w{5,}", _text(other))))
    named = any(person.text.lower() in phrase.lower() for person in exchange.signals.people)
    return AGAIN * min(again, 2) + ABOUT_SOMEONE * named


def _text(exchange: Exchange) -> str:
    return (exchange.answer or "").lower()
