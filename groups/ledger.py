"""Keys of facts that belong to no session."""

import uuid


def agreement_key(group, version: int) -> uuid.UUID:
    """The subject of an agreement fact: the same version of the same group, always the same key."""
    return uuid.uuid5(group.pk, f"agreement:{version}")
