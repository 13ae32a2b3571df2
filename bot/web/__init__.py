"""HTTP: the turn API and what is built on it. No coaching rule lives here."""
