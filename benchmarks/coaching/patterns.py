"""What is looked for in the words of a turn."""

import re

QUOTED = re.compile(r"“([^”]*)”")
SENTENCE = re.compile(r"[^.?!]+(?:[.?!]+|$)")
GIVES_BACK = re.compile(
    r"^\W*(?:you (?:said|say|use|chose|promised|mentioned|began|have (?:told|named|come|put))|so |earlier|there is |"
    r"two things|i (?:still|hear|noticed|wrote))",
    re.I,
)
ADVICE = re.compile(
    r"\b(?:you (?:should|ought to|need to|must|had better|could always|might want to)|"
    r"i (?:would )?(?:suggest|recommend|advise)|"
    r"if i were you|my advice|try to|try (?:and|asking|talking)|consider(?: \w+ing)?\b|why (?:don'?t|not) you|"
    r"how about|what about \w+ing|best practice|it is best to|make sure|have you (?:tried|considered|thought of)|"
    r"the (?:right|best) (?:way|thing) (?:is|to)|don'?t forget to|start by)\b",
    re.I,
)
PRAISE = re.compile(
    r"\b(?:great|excellent|well done|good (?:point|job|question|idea|thinking|for you)|fantastic|amazing|wonderful|"
    r"brilliant|impressive|perfect|bravo|congratulations|nice(?:ly)? (?:done|work|one)|love (?:it|that)|"
    r"that'?s (?:good|great|strong|powerful)|proud of you|how wise|insightful)\b",
    re.I,
)
#: Kinds of replies that only come when something broke.
BROKEN = frozenset({"fallback"})
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*"
DAY = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? {_MONTH}\b|\b{_MONTH} (\d{{1,2}})\b", re.I)
#: A quotation that begins or ends with one of these was cut in the wrong place.
CUT_END = re.compile(
    r"\b(?:the|a|an|and|or|but|of|to|in|on|at|by|for|with|from|that|which|who|is|are|was|were|be|has|have|had|"
    r"will|would|can|could|not|my|our|his|their|as|so|if|because|than|into|every)$",
    re.I,
)
CUT_START = re.compile(r"^(?:of|than|'s|'t|n't|is|are|was|were|has|be|been|which|to|and|or|,)\b", re.I)
