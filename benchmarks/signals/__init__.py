"""How well the coaching signals are read, on sentences labelled by hand."""
