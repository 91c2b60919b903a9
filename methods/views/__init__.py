"""The pages of the library. Methods hold no content of anybody: these are open to everybody, visitors too."""

from .library import methods
from .method import compare, method, method_version, paper

__all__ = ["compare", "method", "method_version", "methods", "paper"]
