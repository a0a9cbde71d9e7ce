"""The named queries: their files, their parameters, and what users call the codes that they take."""
