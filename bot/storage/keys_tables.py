"""The tables of the key store, a database of its own with backups of its own."""

import sqlalchemy as sa  # type: ignore[import-untyped,unused-ignore]

from bot.storage.tables import NAMES
from bot.storage.utc import UtcDateTime

metadata = sa.MetaData(naming_convention=NAMES)

# One row: the root of all keyed hashes, wrapped by the master key. Unwrapping it proves the master key right.
master_check = sa.Table(
    "master_check",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("kek_id", sa.String(32), nullable=False),
    sa.Column("wrapped", sa.LargeBinary, nullable=False),
    sa.Column("created_at", UtcDateTime, nullable=False),
)

person_keys = sa.Table(
    "person_keys",
    metadata,
    sa.Column("person_id", sa.String(64), primary_key=True),
    sa.Column("wrapped", sa.LargeBinary, nullable=False),
    sa.Column("kek_id", sa.String(32), nullable=False),
    sa.Column("created_at", UtcDateTime, nullable=False),
)

# The ledger: who was erased, as a keyed hash, so that a restored backup can be cleaned again.
erasures = sa.Table(
    "erasures",
    metadata,
    sa.Column("person_hash", sa.String(64), primary_key=True),
    sa.Column("erased_at", UtcDateTime, nullable=False),
)
