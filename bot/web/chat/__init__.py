"""The web chat: the coach in a browser, for people without a messenger. No coaching rule lives here."""
