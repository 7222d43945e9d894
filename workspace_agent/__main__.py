"""`python -m workspace_agent` is `workspace-agent`."""

from workspace_agent.cli import main

main()
