"""Attacks on theme releases, against our rules and against weaker ones, and the time a release takes."""
