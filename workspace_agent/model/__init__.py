"""Frozen values: what people typed, what Google holds, what was found, what is to be done."""
