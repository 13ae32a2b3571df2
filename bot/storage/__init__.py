"""The only folder that knows SQL: tables, repositories, unit of work, encryption and migrations."""
