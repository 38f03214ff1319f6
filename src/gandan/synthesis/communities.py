"""Groups of letters that are nearer to each other than to the rest: communities of a graph.

Nodes move to the neighbouring community that raises the modularity most, until none moves; then
communities become nodes. Nodes are taken in their order and ties go to the earlier community, so
the result is one and the same.

References
----------
Blondel, V. D. et al. (2008). Fast unfolding of communities in large networks. J. Stat. Mech. P10008.
Traag, V. A., Waltman, L. and van Eck, N. J. (2019). From Louvain to Leiden. Sci. Rep. 9, 5233 (only
    nodes next to one that moved are looked at again).
Reichardt, J. and Bornholdt, S. (2006). Phys. Rev. E 74, 016110 (resolution).
"""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from gandan.synthesis.compiling import compiled


def communities(
    rows: NDArray[np.int32], weights: NDArray[np.int32], *, resolution: float
) -> NDArray[np.int32]:
    """Communities of n nodes, numbered as they come first; shape (n,).

    Parameters
    ----------
    rows, weights : ndarray of shape (n, k)
        Neighbours of each node (-1 for none) and the weights of the edges to them, 0 or more. An
        edge that both ends name counts twice.
    resolution : float
        1 is plain modularity; more gives smaller communities.
    """
    n = len(rows)
    graph = _graph(rows, weights)
    label = np.arange(n, dtype=np.int32)
    while True:
        degree = np.asarray(graph.sum(axis=1)).ravel()
        group = np.arange(graph.shape[0], dtype=np.int32)
        _move(graph.indptr, graph.indices, graph.data, degree, group, resolution)
        _first, number = np.unique(group, return_inverse=True)
        label = number.astype(np.int32)[label]
        if len(_first) == graph.shape[0]:
            break
        graph = _merged(graph, number, len(_first))
    return _as_they_come(label)


def _graph(rows: NDArray[np.int32], weights: NDArray[np.int32]) -> csr_array:
    n = len(rows)
    known = rows.ravel() >= 0
    left = np.repeat(np.arange(n, dtype=np.int32), rows.shape[1])[known]
    right, weight = rows.ravel()[known], weights.ravel()[known].astype(np.float64)
    ends = (np.concatenate((left, right)), np.concatenate((right, left)))
    graph = csr_array((np.concatenate((weight, weight)), ends), shape=(n, n))
    graph.sum_duplicates()
    return graph


def _merged(graph: csr_array, number: NDArray[np.int64], count: int) -> csr_array:
    """Communities as nodes; what is inside of one is an edge to itself."""
    left = np.repeat(number, np.diff(graph.indptr))
    merged = csr_array((graph.data, (left, number[graph.indices])), shape=(count, count))
    merged.sum_duplicates()
    return merged


def _as_they_come(label: NDArray[np.int32]) -> NDArray[np.int32]:
    _values, first, own = np.unique(label, return_index=True, return_inverse=True)
    place = np.empty(len(first), np.int32)
    place[np.argsort(first)] = np.arange(len(first), dtype=np.int32)
    return np.asarray(place[own], dtype=np.int32)


@compiled
def _move(start, ends, weights, degree, group, resolution):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Move single nodes as long as that raises the modularity; ``group`` changes in place."""
    n = len(degree)
    total = degree.copy()
    scale = resolution / degree.sum() if n and degree.sum() > 0 else 0.0
    linked = np.zeros(n)
    met = np.empty(n, np.int32)
    waiting, waits = np.arange(n + 1), np.ones(n, np.bool_)
    first, count = 0, n
    while count:
        node = waiting[first]
        first = (first + 1) % (n + 1)
        count -= 1
        waits[node] = False
        groups = 0
        for j in range(start[node], start[node + 1]):
            if ends[j] != node:
                other = group[ends[j]]
                if linked[other] == 0.0:
                    met[groups] = other
                    groups += 1
                linked[other] += weights[j]
        own = group[node]
        total[own] -= degree[node]
        best, gain = own, linked[own] - scale * degree[node] * total[own]
        for k in range(groups):
            other = met[k]
            value = linked[other] - scale * degree[node] * total[other]
            if value > gain + 1e-9 or (value > gain - 1e-9 and best != own and other < best):
                best, gain = other, value
        for k in range(groups):
            linked[met[k]] = 0.0
        total[best] += degree[node]
        if best == own:
            continue
        group[node] = best
        for j in range(start[node], start[node + 1]):
            other = ends[j]
            if group[other] != best and not waits[other]:
                waiting[(first + count) % (n + 1)] = other
                waits[other] = True
                count += 1
