"""Whole mails kept as files, to be compared letter by letter and looked at in a browser."""
