"""Theme releases: what a programme team may learn from many leaders without learning anything about one."""
