"""Who asks, and what they see next; one module per noun."""
