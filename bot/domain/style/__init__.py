"""Communication preferences as a leader declares them: four pairs, a lean in each or none. Pure."""
