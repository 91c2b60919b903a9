"""What people do in and to a group, one module per noun. One transaction each; named errors; messages inside."""

from .ledger import write_fact, write_member_fact

__all__ = ["write_fact", "write_member_fact"]
