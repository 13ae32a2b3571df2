"""Deliberate overrides of Rasa, each with its reason. Checked against Rasa 3.6.21.

`RemoteAction._validate_action_result` validates every action result with `jsonschema.validate`,
which checks the schema itself again on every call: 22 ms of CPU, against 0.3 ms with the validator
built once (docs/evaluation.md). The check stays; only the rebuilding goes.
"""

from typing import Any

from jsonschema import Draft7Validator, ValidationError
from rasa.core.actions.action import RemoteAction

_VALIDATOR = Draft7Validator(RemoteAction.action_response_format_spec())


def _validate_action_result(self: RemoteAction, result: dict[str, Any]) -> bool:
    error = next(iter(_VALIDATOR.iter_errors(result)), None)
    if error is not None:
        # Rasa's own message would carry the result, and with it what a person said.
        raise ValidationError("An action returned something that is not a list of events and responses.")
    return True


def apply() -> None:
    """Put the overrides in place. Calling it twice changes nothing."""
    RemoteAction._validate_action_result = _validate_action_result
