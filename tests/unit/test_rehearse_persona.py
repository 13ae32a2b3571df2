"""The persona of a rehearsal and the feedback on each answer: never mixed up, always the same for the same words."""

import re

from bot.services import rehearse
from tests.fakes.rehearsal import FINANCE, GOOD, POOR, PROPOSAL, after, at_objection, playbook, shown


def test_the_persona_speaks_in_role_in_a_reply_of_its_own_and_the_feedback_stands_apart() -> None:
    leader = after(GOOD)
    role, feedback = leader.says
    assert (role.kind, feedback.kind) == ("rehearse.objection", "rehearse.feedback")
    assert shown(role).startswith("The finance director, in role:\n") and "of 100" not in shown(role)
    assert shown(feedback).startswith("Feedback, out of role: ")
    assert role.values["line"] not in shown(feedback)
    assert all(say.ref == "finance" for say in leader.says)


def test_feedback_carries_the_score_and_criteria_of_explain_score() -> None:
    call = {"stakeholder": "finance", "objection": at_objection().says[-1].values["line"], "reply": GOOD}
    explained, values = rehearse.explain_score(playbook(), call), after(GOOD).feedback.values
    assert {key: values[key] for key in ("score", "criteria")} == {key: explained[key] for key in ("score", "criteria")}
    assert explained["try_this"] in values["lines"] and 0 <= values["score"] <= 100


def test_feedback_quotes_exact_words_and_has_one_thing_to_try() -> None:
    text = shown(after(GOOD).feedback)
    assert text.count("Try this: ") == 1
    pieces = re.findall(r"“([^”]*)”", text.partition("Try this")[0])
    assert pieces and all(piece in GOOD or piece in FINANCE for piece in pieces)


def test_the_persona_hardens_when_attacked_and_softens_when_heard() -> None:
    objection = playbook().objection("finance", "finance-second-set")
    assert objection is not None
    assert after(POOR).says[0].values["line"] == objection.harder
    assert after(GOOD).says[0].values["line"] == objection.softer
    assert "Guarded" in after(POOR).text and "Listening" in after(GOOD).text


def test_flags_are_named_with_their_deduction() -> None:
    assert re.search(r"Minus \d+\.", after(POOR).text)


def test_the_same_words_always_lead_to_the_same_lines_and_scores() -> None:
    one, two = after(POOR, "again", GOOD, PROPOSAL), after(POOR, "again", GOOD, PROPOSAL)
    assert one.now.rounds == two.now.rounds and one.text == two.text


def test_again_lets_the_same_line_stand_and_compares_the_attempts() -> None:
    leader = after(POOR, "again")
    assert leader.step == "objection" and leader.says[-1].values["line"].startswith(FINANCE[:40])
    leader.say(GOOD)
    first, second = leader.now.round.exchanges[0].attempts
    assert f"Attempt 2: {second.score.score}, after {first.score.score}." in leader.text
    assert "More points: reflects" in leader.text
    assert leader.now.round.last.step.before == 0, "the second attempt starts where the first one did"


def test_the_same_reply_said_again_earns_the_same() -> None:
    first, second = after(GOOD, "again", GOOD).now.round.exchanges[0].attempts
    assert first == second


def test_an_objection_has_at_most_three_exchanges_and_a_last_word() -> None:
    plain = "We will talk about it."
    leader = after(plain, plain, plain)
    assert len(leader.now.round.exchanges) == 3 and "last word" in leader.text
    leader.say(GOOD)
    assert len(leader.now.round.exchanges) == 3, "what is typed after the last word is another attempt"
    assert len(leader.now.round.exchanges[-1].attempts) == 2


def test_every_state_of_the_persona_has_a_last_word_without_the_coach_in_it() -> None:
    words = [playbook().phrases.say(f"persona.closing.{state}") for state in range(-2, 3)]
    assert len(set(words)) == 5 and not re.search(r"feedback|score|try this|rehears", " ".join(words), re.I)
