"""A leader's first week, written down."""
