"""What is wrong with a graph: shapes, promises beyond them, and faults in plain words."""
