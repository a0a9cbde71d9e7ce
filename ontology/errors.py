"""Every error that odagraph raises on purpose.

    OdagraphError
    ├── InputError       a text, table or option cannot be used as given
    │   └── UnknownNameError    a correction names what no text has
    ├── OntologyError    a value breaks the ontology (a type, a domain, a range)
    ├── BuildError       a graph cannot be written where it should go
    ├── GraphError       a graph cannot be opened, or is not there yet
    ├── EndpointError    a SPARQL store elsewhere is not reached, or refuses
    ├── ClusterError     a cluster that is to read texts is not reached, is lost, or cannot do it
    └── QueryError       a query cannot be answered as asked

A message has the form ``where: what was found, what is allowed``. The command line prints it as one line and ends
with the error's `exit_code`.
"""


class OdagraphError(Exception):
    """Base of all errors raised on purpose; `exit_code` is what the command line ends with."""

    exit_code = 1


class InputError(OdagraphError):
    """A text, a table or an option cannot be used as given."""

    exit_code = 2


class UnknownNameError(InputError):
    """A correction names a thing or a text that is not there."""


class OntologyError(OdagraphError):
    """A value breaks the ontology: an unknown type, or ends that do not fit a relation."""


class BuildError(OdagraphError):
    """A graph cannot be written where it should go; what stood there is untouched."""


class GraphError(OdagraphError):
    """A graph cannot be opened, or has not been built yet."""


class EndpointError(OdagraphError):
    """A SPARQL store elsewhere is not reached, refuses what it is asked, or gives what is no answer."""


class ClusterError(OdagraphError):
    """A cluster that is to read texts is not reached, is lost, or cannot do it; what it has read is kept."""


class QueryError(OdagraphError):
    """A query cannot be answered: bad syntax, an unknown name or a bad parameter."""

    exit_code = 2
