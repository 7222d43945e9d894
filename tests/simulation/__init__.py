"""A school year in a generated department: people, Google's bad days, and the agent day by day."""
