"""Every text with which the program refuses or complains, found in its own source."""
