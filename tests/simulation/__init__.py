"""A simulated school year, and what it is held against."""
