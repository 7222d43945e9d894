"""Pure: tables and form answers become facts and Problems; names stop here."""
