"""Deeds, one module per noun. One transaction each, an explicit `by=`, named refusals."""
