"""Telling the outside that the agent does not work, by ways that need nothing of Google.

A heartbeat goes to a monitor with each run; the monitor also notices when none comes any more. Troubles are
told to it and by mail, each once and then daily. Neither ever stops a run. Nothing of a student is in it:
counts, codes and templates.
"""
