"""Alembic scripts of the keys database."""
