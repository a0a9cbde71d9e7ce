"""What of a graph is least certain, with the entry of a corrections.toml that would mend it."""
