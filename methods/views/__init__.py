"""The pages of the library. Methods hold no content of anybody: these are open to everybody, visitors too."""

from .library import methods
from .method import compare, method, paper

__all__ = ["compare", "method", "methods", "paper"]
