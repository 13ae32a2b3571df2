"""How well the rubric agrees with labels made by hand."""
