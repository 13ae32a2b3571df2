"""Which kind of reply an intent leads to, as `explain` and the docs show it.

The rules decide at run time; a test checks this table against them.
"""

from bot.services.ports import Json

KINDS = {
    "coach": "grow.goal",
    "answer": "grow.goal",
    "start_over": "grow.goal",
    "ask_mentor": "mentor.answer",
    "introduce": "mentor.introduce",
    "introduce_choose": "mentor.introduce",
    "brief": "mentor.introduce",
    "team": "team.design",
    "context": "grow.reality",
    "style": "style.profile",
    "style_choose": "style.profile",
    "tailor": "style.tailor",
    "tailor_choose": "style.tailor",
    "pressure_test": "pressure.plan",
    "rehearse": "rehearse.stakeholder",
    "awareness": "awareness.check",
    "awareness_choose": "awareness.check",
    "behaviours": "behaviours.check",
    "behaviours_choose": "behaviours.check",
    "reflect": "reflect.capture",
    "reflect_choose": "reflect.capture",
    "note": "reflect.saved",
    "journal": "reflect.list",
    "journal_choose": "reflect.list",
    "commitments": "commitments.list",
    "commitments_update": "commitments.update",
    "progress": "commitments.list",
    "calendar": "commitments.update",
    "reminders": "commitments.update",
    "reminders_snooze": "commitments.update",
    "privacy_info": "privacy.info",
    "privacy_shared": "privacy.shared",
    "export_data": "privacy.export",
    "forget_me": "privacy.confirm",
    "withdraw_consent": "onboarding.consent",
    "help": "help",
    "recap": "menu",
    "greet": "chitchat",
    "goodbye": "menu",
    "stop": "menu",
    "bot_challenge": "chitchat",
    "chitchat": "chitchat",
    "thanks": "chitchat",
    "unsupported": "unsupported",
    "nlu_fallback": "fallback",
}
DECISIONS = {
    "stop": "stop",
    "goodbye": "stop",
    "skip": "skip",
    "go_back": "back",
    "dont_know": "dont_know",
    "help": "help",
    "rephrase": "help",
    "recap": "help",
    "ask_mentor": "mentor",
    "privacy_info": "privacy.info",
    "privacy_shared": "privacy.info",
    "export_data": "privacy.info",
    "forget_me": "privacy.info",
    "withdraw_consent": "privacy.info",
}


def route_of(parsed: Json) -> Json:
    """Return `{"kind", "ref", "confidence"}` of a text typed at the menu."""
    intent = parsed["intent"]["name"]
    kind, ref = KINDS.get(intent, "menu"), None
    topics = parsed.get("topics") or {}
    if kind == "mentor.answer":
        kind, ref = _mentor_route(topics)
    return {"kind": kind, "ref": ref, "confidence": round(float(parsed["intent"]["confidence"]), 3)}


def _mentor_route(topics: Json) -> tuple[str, str | None]:
    if topics.get("decision") != "answer":
        return "mentor.unsure", None
    best = topics["topics"][0]["id"]
    function = topics.get("function")
    return ("mentor.perspective", f"{best}/{function}") if function else ("mentor.answer", best)


def decision_of(parsed: Json) -> str:
    """Return the decision for a text typed while the bot waits: `captured` or what else it was."""
    return DECISIONS.get(parsed["intent"]["name"], "captured")
