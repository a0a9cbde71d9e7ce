"""The vocabulary of odagraph: entity types, relations, namespaces and errors. It imports no other package of the
project.
"""

from ontology.errors import (
    BuildError,
    ClusterError,
    EndpointError,
    GraphError,
    InputError,
    OdagraphError,
    OntologyError,
    QueryError,
)
from ontology.namespaces import Namespaces
from ontology.vocabulary import EntityType, Group, Predicate, Role, Status, check_fits, fits

__all__ = [
    "BuildError",
    "ClusterError",
    "EndpointError",
    "EntityType",
    "GraphError",
    "Group",
    "InputError",
    "Namespaces",
    "OdagraphError",
    "OntologyError",
    "Predicate",
    "QueryError",
    "Role",
    "Status",
    "check_fits",
    "fits",
]
