"""Every mail that is kept as a file, seen in Chromium as people see it. Chromium must be installed."""
