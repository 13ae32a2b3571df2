"""Workers on PostgreSQL: accidents, and how much more several do than one."""
