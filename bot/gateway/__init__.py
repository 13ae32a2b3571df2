"""Channels: how messages come in and replies go out. No coaching rule lives here."""
