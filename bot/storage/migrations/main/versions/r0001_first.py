"""The main database's first revision: people, records, tracker events, inbox, outbox, buttons."""

from typing import Any

import sqlalchemy as sa  # type: ignore[import-untyped,unused-ignore]
from alembic import op

from bot.storage.utc import UtcDateTime

revision = "main_0001"
down_revision = None

SERIAL = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Create every table and index."""
    _people()
    _records()
    _tracker_events()
    _inbox()
    _outbox()
    _buttons()


def downgrade() -> None:
    """Drop every table, the dependent ones first; all data is lost."""
    for table in ("buttons", "outbox", "inbox", "tracker_events", "records", "identities", "persons"):
        op.drop_table(table)


def _person(table: str) -> tuple[Any, Any]:
    return (
        sa.Column("person_id", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=f"fk_{table}_person_id", ondelete="CASCADE"),
    )


def _people() -> None:
    op.create_table(
        "persons",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("sender", sa.String(64), nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("consent_version", sa.Integer),
        sa.Column("consent_at", UtcDateTime),
        sa.PrimaryKeyConstraint("id", name="pk_persons"),
        sa.UniqueConstraint("sender", name="uq_persons_sender"),
    )
    op.create_table(
        "identities",
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("external_hash", sa.String(64), nullable=False),
        *_person("identities"),
        sa.PrimaryKeyConstraint("channel", "external_hash", name="pk_identities"),
    )
    op.create_index("ix_identities_person_id", "identities", ["person_id"])


def _records() -> None:
    op.create_table(
        "records",
        sa.Column("id", sa.String(64), nullable=False),
        *_person("records"),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("state", sa.String(64), nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("updated_at", UtcDateTime, nullable=False),
        sa.Column("due_on", sa.Date),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_records"),
    )
    op.create_index("ix_records_person_id_kind_created_at", "records", ["person_id", "kind", "created_at"])


def _tracker_events() -> None:
    op.create_table(
        "tracker_events",
        sa.Column("sender", sa.String(64), nullable=False),
        sa.Column("seq", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("session_start", sa.Boolean, nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("sender", "seq", name="pk_tracker_events"),
        sa.ForeignKeyConstraint(["sender"], ["persons.sender"], name="fk_tracker_events_sender", ondelete="CASCADE"),
    )
    columns = ["sender", "session_start", "seq"]
    op.create_index("ix_tracker_events_sender_session_start_seq", "tracker_events", columns)


def _inbox() -> None:
    op.create_table(
        "inbox",
        sa.Column("id", SERIAL, nullable=False),
        *_person("inbox"),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("source_id", sa.String(64), nullable=False),
        sa.Column("payload", sa.LargeBinary, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("received_at", UtcDateTime, nullable=False),
        sa.Column("done_at", UtcDateTime),
        sa.PrimaryKeyConstraint("id", name="pk_inbox"),
        sa.UniqueConstraint("channel", "source_id", name="uq_inbox_channel_source_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_inbox_state_id", "inbox", ["state", "id"])
    op.create_index("ix_inbox_person_id_state_id", "inbox", ["person_id", "state", "id"])


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("inbox_id", SERIAL, nullable=False),
        sa.Column("n", sa.Integer, nullable=False),
        *_person("outbox"),
        sa.Column("payload", sa.LargeBinary, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("sent_at", UtcDateTime),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("inbox_id", "n", name="uq_outbox_inbox_id_n"),
        sa.ForeignKeyConstraint(["inbox_id"], ["inbox.id"], name="fk_outbox_inbox_id", ondelete="CASCADE"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_outbox_person_id_state_id", "outbox", ["person_id", "state", "id"])


def _buttons() -> None:
    op.create_table(
        "buttons",
        sa.Column("token", sa.String(64), nullable=False),
        *_person("buttons"),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sa.Column("expires_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("token", name="pk_buttons"),
    )
    op.create_index("ix_buttons_person_id_expires_at", "buttons", ["person_id", "expires_at"])
