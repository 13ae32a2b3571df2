"""Replies on their way (`deliveries`) and times to speak first (`reminders`)."""

import sqlalchemy as sa  # type: ignore[import-untyped,unused-ignore]
from alembic import op

from bot.storage.utc import UtcDateTime

revision = "main_0010"
down_revision = "main_0001"

SERIAL = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Create both tables."""
    _deliveries()
    _reminders()


def downgrade() -> None:
    """Drop both tables; what is on its way is not sent, and no time is remembered."""
    op.drop_table("reminders")
    op.drop_table("deliveries")


def _deliveries() -> None:
    op.create_table(
        "deliveries",
        sa.Column("outbox_id", SERIAL, nullable=False),
        sa.Column("person_id", sa.String(64), nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("parts", sa.Integer, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("doubts", sa.Integer, nullable=False),
        sa.Column("not_before", UtcDateTime),
        sa.PrimaryKeyConstraint("outbox_id", name="pk_deliveries"),
        sa.ForeignKeyConstraint(["outbox_id"], ["outbox.id"], name="fk_deliveries_outbox_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_deliveries_person_id", ondelete="CASCADE"),
    )
    op.create_index("ix_deliveries_channel_state_outbox_id", "deliveries", ["channel", "state", "outbox_id"])
    op.create_index("ix_deliveries_person_id_state_outbox_id", "deliveries", ["person_id", "state", "outbox_id"])


def _reminders() -> None:
    op.create_table(
        "reminders",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("person_id", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("key", sa.String(128), nullable=False),
        sa.Column("due_at", UtcDateTime, nullable=False),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_reminders"),
        sa.UniqueConstraint("person_id", "key", name="uq_reminders_person_id_key"),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_reminders_person_id", ondelete="CASCADE"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_reminders_state_due_at", "reminders", ["state", "due_at"])
