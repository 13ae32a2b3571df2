"""What a person sent, as every dialogue takes it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.domain.coaching.signals import Signals


@dataclass(frozen=True)
class Said:
    """What the person sent, as the dialogue engine understood it.

    Attributes:
        near: how near each question of the bank is to it, 0 to 1.
    """

    text: str
    intent: str
    signals: Signals
    near: Mapping[str, float] = field(default_factory=dict)
