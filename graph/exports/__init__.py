"""A graph in the formats of other tools; `write.export` is the way in, README.md beside it says what each can hold."""
