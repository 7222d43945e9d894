"""Pure: what is wanted in Google, matched with what is there; yields Actions."""
