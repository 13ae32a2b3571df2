"""No test of any kind touches the data of the checkout."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PLACES = ("COACH_VAR_DIR", "COACH_MASTER_KEY_FILE", "COACH_DATABASE_URL", "COACH_KEYS_URL")
#: Read on import, which no fixture comes before: conversations are items without fixtures.
ON_IMPORT = {name: os.environ.get(name, "") for name in PLACES}


def test_settings_lead_away_from_the_checkout_before_any_test_is_collected() -> None:
    assert all(ON_IMPORT.values())
    assert not [name for name, place in ON_IMPORT.items() if str(ROOT) in place]
