"""Documents of the genre made from facts, so that what each of them states is known: for measuring at any size."""
