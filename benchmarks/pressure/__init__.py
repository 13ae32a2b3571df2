"""How often two plans hear the same questions from a stakeholder."""
