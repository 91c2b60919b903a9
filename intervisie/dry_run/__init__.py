"""A method tried alone, in two minutes: what each screen would say in each step, with an invented case.

The roof does this because it needs both the methods and what the room promises about who sees what: the words come from
the very policy that decides it in a real session, so that the trial never promises anything else. Nothing is stored;
the address says where somebody is.
"""

from .screens import LAST_PLACES, ROLES, DryRun, Screen, dry_run

__all__ = ["LAST_PLACES", "ROLES", "DryRun", "Screen", "dry_run"]
