"""The database, as Django knows PostgreSQL, with one difference: `base`."""
