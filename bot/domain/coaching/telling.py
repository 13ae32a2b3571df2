"""Which phrases of an answer can be given back word for word: whole, of the matter, and more than a time or a place."""

import re

from bot.domain.coaching.noting import SHORTENED
from bot.domain.coaching.session import Exchange

#: A quotation has at least so many words; one fewer where it does not begin with "it" or "they".
LEAST_QUOTED = 4
#: "Sharpen it" says nothing beside something else; "I think" takes a sign half back.
THIN = re.compile(r"\b(?:it|that|this|them)$", re.I)
#: "In August, during the low water" tells when and not what.
_CIRCUMSTANCE = re.compile(
    r"(?:in|on|at|during|for|with|by|from|until|before|after|since)\b"
    r"(?!.* (?:was|were|is|had|did|came|went|held|kept|worked)\b)",
    re.I,
)
_OF_THEM = re.compile(r"(?:it|he|she|they|that|this|there|you|today|then|now)\b", re.I)
#: "Two weeks ago, all-hands" and "everyone was off sick" set the scene; what happened in it is told elsewhere.
SCENE = re.compile(
    r"(?:in|on|at|during|last (?:week|month|year|time|\w+day)|yesterday|[\w ]{1,20} ago)\b|"
    r".*\b(?:was|were) (?:off|away|out|ill|sick|on (?:holiday|leave))(?: sick)?$",
    re.I,
)
OF_ONESELF = re.compile(r"(?:I|it is me|it's me|my|me)\b|.*\b(?:including|and) (?:me|myself)$", re.I)
#: "Thursday, nine in the evening": a time and nothing else.
_ONLY_A_TIME = re.compile(
    r"(?:(?:on|at|in|the|last|this|every|next|around|about|half|past|quarter|to|of|and|\d[\d:.]*|one|two|three|four|five|"
    r"six|seven|eight|nine|ten|eleven|twelve|o'clock|am|pm|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|january|february|"
    r"march|april|may|june|july|august|september|october|november|december|mornings?|evenings?|nights?|afternoons?|"
    r"noon|midnight|weeks?|months?|years?|days?|weekends?|early|late|end)\b[ ,]*)+",
    re.I,
)
#: Said of this talk and not of what it is about.
_OF_THE_TALK = re.compile(
    r"^(?=.*\d)[\w ]{2,25}, not [\w ]{1,20}$|^I said (?:I|that|it|there)\b|"
    r"^I (?:already |just )?gave (?:you|the (?:target|answer|figure|number))\b|"
    r"^I (?:\w+ )?(?:don'?t|do not) (?:\w+ )?know$|\b(?:like|want|need) to (?:talk|speak) (?:about|with|to)\b|"
    r"\bI(?: only)? have (?:\w+ ){1,3}min(?:ute)?s\b|\bbeing (?:asked|coached)\b|"
    r"\b(?:show|send|give|tell|bring|promise|assure|warn) you\b|"
    r"\bgive me a (?:\w+ )?(?:second|moment|minute|break)\b|"
    r"\b(?:this|these|your) (?:chat|conversation|coaching|bot|questions?)\b",
    re.I,
)
#: "I know on Tuesday it isn't" hangs on what stood before it.
_ELLIPTIC = re.compile(
    r"\b(?:is|are|was|were|do|does|did|am|have|has|had|will|would|can|could|should|not)(?:n'?t)?$|\b(?:can|won)'?t$|"
    r"^(?:i|we|he|she|they|it) (?:\w+ )?(?:have|has|do|does|did|am|is|are|was|will|would|can),|"
    r"\bi (?:suppose|guess|think)$",
    re.I,
)
#: "I think the date and the quantity" hedges, and breaks off.
_HEDGED = re.compile(r"I (?:think|mean|believe|guess)\b", re.I)


def telling_phrases(exchange: Exchange) -> list[str]:
    """Return the phrases of an answer that can be given back word for word: those the analysis found whole."""
    told = exchange.step in ("goal", "reality")
    loose = {quote: bool(_OF_THEM.match(quote) or THIN.search(quote)) for quote in exchange.signals.quotes}
    least = {quote: LEAST_QUOTED - (told and not loose[quote]) for quote in exchange.signals.quotes}
    said = [q for q in exchange.signals.quotes if len(q.split()) >= least[q] and not set('“”"') & set(q)]
    unfit = (SHORTENED.search, _ONLY_A_TIME.fullmatch, _CIRCUMSTANCE.match, _HEDGED.match, _OF_THE_TALK.search)
    fit = [quote for quote in said if not any(fails(quote) for fails in unfit) and not _ELLIPTIC.search(quote)]
    return sorted(fit, key=lambda quote: bool(SCENE.match(quote)))
