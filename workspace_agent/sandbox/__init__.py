"""Google on loopback: wire formats only. It knows nothing of the agent."""
