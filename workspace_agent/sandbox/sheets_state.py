"""What the sandbox holds of Sheets."""


class SheetsState:
    """All spreadsheets."""
