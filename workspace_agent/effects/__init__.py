"""Perform actions and look up what became of them, with the ledger around every effect."""
