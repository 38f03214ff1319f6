"""The engine on many machines: letters in partitions, the same functions, the same results.

Works with Dask's ``distributed`` and files in Parquet (requirements/cluster.txt); nothing else
of the product needs them. The folder of the work must be reachable from every worker.
"""

from gandan.cluster.digesting import digest_parts
from gandan.cluster.joining import ClusterError, join
from gandan.cluster.parts import Parts, write_parts, write_result

__all__ = ["ClusterError", "Parts", "digest_parts", "join", "write_parts", "write_result"]
