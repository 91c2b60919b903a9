"""What the tests of the floor share."""

from tests.common.shelf import key, shelf

__all__ = ["key", "shelf"]
