"""The database, as Django knows PostgreSQL, with two differences: `base`."""
