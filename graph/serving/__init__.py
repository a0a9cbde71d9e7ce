"""What `odagraph serve` is made of: Oxigraph's server on the newest graph, and the front that clients talk to."""
