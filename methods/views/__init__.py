"""The pages about methods, one module per noun."""

from .library import method, methods

__all__ = ["method", "methods"]
