"""One message in, all its coaching signals out."""

from collections.abc import Mapping
from datetime import date

from spacy.tokens import Doc

from bot.catalogue.cues import Cues, canonical
from bot.domain.coaching.signals import Signals
from bot.nlu.analysis.feelings import feeling_word, feelings
from bot.nlu.analysis.figures import confidence, numbers
from bot.nlu.analysis.lexicon import lexicon_for
from bot.nlu.analysis.mentions import mentions
from bot.nlu.analysis.mirror import mirrored, mirrored_sentence
from bot.nlu.analysis.odd_phrases import odd_phrase
from bot.nlu.analysis.parking import parked
from bot.nlu.analysis.phrasing import contrast, metaphors, picture, wants
from bot.nlu.analysis.quotes import EMPTY, is_empty_talk, quotable
from bot.nlu.analysis.spans import Cutter
from bot.nlu.analysis.switches import Facts, switched_on
from bot.nlu.analysis.themes import lenses, themes
from bot.nlu.analysis.words import Message, read
from bot.nlu.dates import Found, find_dates

_MARKED = ("absolute", "blame", "conflict", "problem-talk", "owns-up", *EMPTY)
_NEGATIVE = frozenset({"problem-talk", "blame"})
_WILL_BE = frozenset(
    {"will", "wil", "ill", "i'll", "we'll", "shall", "want", "should", "must", "need", "lets", "going"}
)


def analyse(
    doc: Doc,
    cues: Cues,
    today: date,
    *,
    cycle_days: int | None = None,
    encoder_themes: Mapping[str, float] | None = None,
) -> Signals:
    """Read one message.

    Args:
        doc: spaCy's document, with tags, lemmas and entities; no parse is needed.
        cues: the word lists.
        today: what relative dates are counted from.
        cycle_days: length of a planning cycle; None means a calendar month.
        encoder_themes: theme scores 0..1 from a sentence encoder, if there is one.
    """
    message = read(doc)
    findings, cutter = lexicon_for(cues).find(message), Cutter(message, cues)
    dated = [found for found in find_dates(message.text, today, cycle_days) if not _told(message, found)]
    figures = numbers(message, [(found.start, found.end) for found in dated])
    people = mentions(message, findings, cues)
    pictures, sure = metaphors(message, findings, cues), confidence(message.text)
    # "Like a lawyer with a nervous tic" is a picture and no feeling.
    felt = [hit for hit in feelings(message, findings) if not any(hit.overlaps(other) for other in pictures)]
    has = {"people": bool(people), "number": bool(figures), "date": bool(dated)}
    named = frozenset(canonical(person.text.split()[-1]) for person in people)
    on = switched_on(Facts(message, findings, felt, pictures, sure, has, named))
    marks = {name: findings.of(f"signal:{name}") for name in _MARKED}
    telling = quotable(cutter, marks | {"metaphor": pictures, "feeling": felt}, cues, len(message.words))
    sides = contrast(message, cutter, findings)
    barriers = themes(findings, encoder_themes)
    personal = len(felt) + sum(mention.kind == "name" for mention in people)
    return Signals(
        words=len(message.words),
        on=on,
        people=people,
        numbers=figures,
        dates=tuple(found.mention for found in dated),
        confidence=sure,
        themes=barriers,
        lenses=lenses(findings, cues, [theme for theme, _ in barriers], personal),
        quotes=tuple(cutter.text(span) for span in telling),
        # Only the most telling clause is said back; a plainer one would pass it over.
        mirror=mirrored(message, cutter, telling[0]) if telling else mirrored_sentence(message, cutter),
        parked=parked(message, findings),
        contrast=sides if sides and not any(is_empty_talk(side, marks, cutter) for side in sides) else None,
        metaphor=picture(message, cutter, pictures),
        odd=None if pictures else odd_phrase(message, cues),
        feeling=feeling_word(message, felt),
        wants=wants(message, cutter),
        negative=bool(on & _NEGATIVE) or ("feeling" in on and "positive" not in on),
        positive="positive" in on,
    )


def _told(message: Message, found: Found) -> bool:
    """A bare "in June" beside a verb in the past, with nothing ahead, is told and not planned."""
    if not found.bare:
        return False
    inside = next((s for s in message.sentences() if message.words[s[1] - 1].end > found.start), None)
    words = message.words[slice(*inside)] if inside else ()
    # In "I go on Monday and put three cards on his table" only the first verb shows when.
    told = next((word.tag for word in words if word.tag in ("VBD", "VBP", "VBZ")), "") == "VBD"
    return told and not any(word.key in _WILL_BE for word in words)
