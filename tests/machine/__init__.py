"""People and the agent act in any order: what may never happen, and that it becomes quiet in the end."""
