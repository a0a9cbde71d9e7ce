"""What differs between two graphs: as facts for readers, as a patch for stores."""
