"""Calendar v3, as the sandbox answers it."""
