"""What may stand in a row that others read: counts, states, ids, short names. Never what people wrote."""

import datetime
import uuid

LONGEST = 120  # characters; a name of a place fits, a story does not


def plain(facts: dict | None) -> dict:
    """The facts as JSON values. Raises ValueError for text that is too long and for values of another kind."""
    return {str(name): _value(name, value) for name, value in (facts or {}).items()}


def _value(name: str, value):
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, uuid.UUID | datetime.date | datetime.timedelta):
        return value.isoformat() if isinstance(value, datetime.date) else str(value)
    if isinstance(value, list | tuple | set | frozenset):
        return [_value(name, item) for item in value]
    if isinstance(value, dict):
        return plain(value)
    if isinstance(value, str) and len(value) <= LONGEST:
        return str(value)
    raise ValueError(f"{name!r} is too long or of a kind that has no place among facts")
