"""What is asked about methods, one module per noun."""

from .library import LibraryFilter

__all__ = ["LibraryFilter"]
