"""Sheets v4, as the sandbox answers it."""
