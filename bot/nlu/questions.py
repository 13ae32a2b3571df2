"""Whether a text asks, by how it begins and ends. Free of Rasa."""

import re

_ASKS = re.compile(
    r"^\W*(?:(?:and|but|so|ok|okay|hm+|well|sorry|just|wait|hang on|hold on|oh|btw|by the way|one thing|"
    r"quick(?: one)?|quick question|question|one question|(?:and |but )?before (?:that|i (?:answer|go on)|we go on)|"
    r"(?:can|may) i ask(?: you)?(?: something| a question)?|"
    r"(?:no\W+)?i (?:just )?(?:asked|was asking|am asking)(?: you)?(?: something| a question)?)[\s,.:!-]+)*"
    r"(?:what|whats|wat|wats|wht|how|hows|why|who|whose|when(?! \w+(?: \w+)? \w{2,}s \w)|where|which|is|are|isn'?t|"
    r"do(?= (?:we|i|you|they|people|companies|others|most)\b)|does|did|"
    # "Would be good if ..." leaves out who, and asks nothing.
    r"(?:can|could|should|shall|would|will)(?! (?:be|have|do|try|help|love|like|prefer|need|never)\b)|"
    r"tell me (?:about|how|what|why|more)|explain|give me (?:an?|the|some)|show me (?:an?|the|how)|"
    r"any (?:advice|tips|ideas|example)|"
    r"advice on|help me understand|remind me|i need (?:some )?advice|i'?d like to ask|ask the mentor|"
    r"(?:the )?mentor\b)\b",
    re.I,
)


def is_question(text: str) -> bool:
    """Whether the whole text asks: it begins like a question, or its one sentence ends in a question mark."""
    stripped = text.strip()
    one_sentence = len(re.findall(r"[.!?](?:\s|$)", stripped)) <= 1
    if stripped.endswith("?"):
        return one_sentence or bool(_ASKS.match(stripped))
    return bool(_ASKS.match(stripped)) and one_sentence
