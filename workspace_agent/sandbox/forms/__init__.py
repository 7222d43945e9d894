"""Forms v1, as the sandbox answers it."""
