"""What the tests of the floor share."""

from tests.common.post import note, post
from tests.common.shelf import key, shelf

__all__ = ["key", "note", "post", "shelf"]
