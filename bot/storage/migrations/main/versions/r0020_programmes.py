"""Programmes, rosters, invite codes and published releases."""

import sqlalchemy as sa  # type: ignore[import-untyped,unused-ignore]
from alembic import op

from bot.storage.utc import UtcDateTime

revision = "main_0020"
down_revision = "main_0010"


def upgrade() -> None:
    """Create the four tables and their indexes."""
    _programmes()
    _members()
    _invites()
    _releases()


def downgrade() -> None:
    """Drop the tables, the dependent ones first; rosters and releases are lost."""
    for table in ("releases", "invites", "members", "programmes"):
        op.drop_table(table)


def _programme(table: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_programme_id"
    return sa.ForeignKeyConstraint(["programme_id"], ["programmes.id"], name=name, ondelete="CASCADE")


def _programmes() -> None:
    op.create_table(
        "programmes",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("launched_on", sa.Date, nullable=False),
        sa.Column("levels", sa.Text, nullable=False),
        sa.Column("rules", sa.Text, nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_programmes"),
    )


def _members() -> None:
    op.create_table(
        "members",
        sa.Column("programme_id", sa.String(64), nullable=False),
        sa.Column("person_id", sa.String(64), nullable=False),
        sa.Column("level", sa.String(64), nullable=False),
        sa.Column("token", sa.String(64), nullable=False),
        sa.Column("joined_at", UtcDateTime, nullable=False),
        sa.Column("left_at", UtcDateTime),
        sa.PrimaryKeyConstraint("programme_id", "person_id", name="pk_members"),
        _programme("members"),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_members_person_id", ondelete="CASCADE"),
        sa.UniqueConstraint("token", name="uq_members_token"),
    )
    op.create_index("ix_members_person_id", "members", ["person_id"])


def _invites() -> None:
    op.create_table(
        "invites",
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("programme_id", sa.String(64), nullable=False),
        sa.Column("level", sa.String(64), nullable=False),
        sa.Column("uses_left", sa.Integer, nullable=False),
        sa.Column("expires_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("code_hash", name="pk_invites"),
        _programme("invites"),
    )
    op.create_index("ix_invites_programme_id", "invites", ["programme_id"])


def _releases() -> None:
    op.create_table(
        "releases",
        sa.Column("programme_id", sa.String(64), nullable=False),
        sa.Column("number", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("released_at", UtcDateTime, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("programme_id", "number", name="pk_releases"),
        _programme("releases"),
    )
