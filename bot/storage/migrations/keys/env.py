"""Executed by Alembic for the keys database; see bot/storage/migrate.py."""

from alembic import context

from bot.storage.keys_tables import metadata
from bot.storage.migrate import run

run(context.config, metadata)
