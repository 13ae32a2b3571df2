"""How fast the dashboard answers."""
