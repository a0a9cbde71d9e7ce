"""What people know better than the extractor: corrections, applied at every build. `entries` tells the format."""
