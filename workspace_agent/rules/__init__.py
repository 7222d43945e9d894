"""Pure: one file per requirement; each looks at the department and yields Findings."""
