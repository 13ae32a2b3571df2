"""A plan told in a form: "change: one launch calendar. who: the brand managers. measure: launches on time"."""

import re

#: What leaders write in front of a part.
_NAMES = {
    "change": "change|plan|action|what",
    "aim": "aim|goal|purpose|why|objective",
    "who": "who|people|owner|responsible",
    "measure": "measure|kpi|metric|figure|success",
    "date": "date|when|by when|deadline|start|timing",
    "support": "support|sponsor|backing|help",
    "asset": "assets?|in place|we have",
    "assumption": "assumptions?|risk|taken for granted",
}
_LABEL = re.compile(
    r"(?:^|(?<=[.;,\n])\s*|\n\s*)[-*•]?\s*(?:"
    + "|".join(f"(?P<{part}>{names})" for part, names in _NAMES.items())
    + r")\s{0,3}(?::|=|\s-\s)\s*",
    re.I,
)
_SPONSOR = re.compile(r"\b(?:our |my |the )?sponsor is [^.;\n]{2,80}", re.I)
_READ = 4_000
#: One label alone may be a manner of speaking.
_FEWEST = 2


def labelled(text: str) -> dict[str, str]:
    """Return the parts of a plan by name where at least two are labelled, one of them the change; else nothing.

    A part ends where the next label or, if more follows it, its sentence ends.
    """
    found = list(_LABEL.finditer(text[:_READ]))
    if len(found) < _FEWEST:
        return {}
    ends = [label.start() for label in found[1:]] + [len(text)]
    parts: dict[str, str] = {}
    for label, end in zip(found, ends, strict=True):
        said = re.split(r"(?<=[.!])\s|\n", text[label.end() : end].strip(), maxsplit=1)[0].strip(" .;,")
        parts.setdefault(str(label.lastgroup), said)
    if sponsor := _SPONSOR.search(text[:_READ]):
        parts.setdefault("support", sponsor[0].strip())
    return {part: said for part, said in parts.items() if said} if parts.get("change") else {}
