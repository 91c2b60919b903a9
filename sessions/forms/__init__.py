"""Is what was filled in well-formed, one module per noun."""
