"""Fourteen scripted coachees talk to the real engine; what the coach said is measured."""
