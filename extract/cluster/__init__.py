"""Texts read by a cluster of dask.distributed: the readings of one process, whatever fails on the way."""

from extract.cluster.connecting import check_address
from extract.cluster.reading import Cluster, Fetched, read_on_cluster
from extract.cluster.shards import Shards

__all__ = ["Cluster", "Fetched", "Shards", "check_address", "read_on_cluster"]
