"""The agent is killed at every request and every commit of a day, and started again."""
