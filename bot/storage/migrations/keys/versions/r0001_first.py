"""The key store's first revision: master key check, person keys, erasure ledger."""

import sqlalchemy as sa  # type: ignore[import-untyped,unused-ignore]
from alembic import op

from bot.storage.utc import UtcDateTime

revision = "keys_0001"
down_revision = None


def upgrade() -> None:
    """Create every table."""
    op.create_table(
        "master_check",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("kek_id", sa.String(32), nullable=False),
        sa.Column("wrapped", sa.LargeBinary, nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_master_check"),
    )
    op.create_table(
        "person_keys",
        sa.Column("person_id", sa.String(64), nullable=False),
        sa.Column("wrapped", sa.LargeBinary, nullable=False),
        sa.Column("kek_id", sa.String(32), nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("person_id", name="pk_person_keys"),
    )
    op.create_table(
        "erasures",
        sa.Column("person_hash", sa.String(64), nullable=False),
        sa.Column("erased_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("person_hash", name="pk_erasures"),
    )


def downgrade() -> None:
    """Drop every table; all keys are lost with them."""
    for table in ("erasures", "person_keys", "master_check"):
        op.drop_table(table)
