"""Talking to Google: one session, one retry layer, one thin file per service."""
