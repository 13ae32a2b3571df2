"""Measurements: each prints its figures; docs/evaluation.md keeps them with command and date."""
