"""Drive v3, as the sandbox answers it."""
