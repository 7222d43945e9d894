"""Keeps the client libraries from logging.

At DEBUG they log whole addresses, at WARNING the text of some refusals: tab titles, search texts and Google's
prose, all of which may hold a student's name. What is worth knowing is logged by `retry`, in codes.
"""

from __future__ import annotations

import logging

_LIBRARIES = ("google", "googleapiclient", "gspread", "httplib2", "oauthlib", "requests_oauthlib", "urllib3")


def silence_libraries() -> None:
    """Raises the libraries' log levels above every level."""
    for name in _LIBRARIES:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
