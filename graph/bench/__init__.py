"""Speed and memory, each beside a peer in the same run, and the made-up graphs that they are measured on."""
