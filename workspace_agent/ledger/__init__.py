"""The SQLite ledger: what was intended, what was done, who is who without names."""
