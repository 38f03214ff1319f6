"""The heading of a table in rows of merged cells, from the paths of its columns."""

from collections.abc import Sequence
from dataclasses import dataclass

from gandan.domain.statistics import Column


@dataclass(frozen=True)
class Head:
    """One cell of the heading: its words, the columns and rows that it covers."""

    text: str
    first: int
    columns: int
    rows: int

    @property
    def last(self) -> int:
        return self.first + self.columns - 1


def heads_of(columns: Sequence[Column]) -> list[list[Head]]:
    """The rows of the heading from the outermost; a short path goes down to the last row."""
    depth = max(len(column.heading) for column in columns)
    rows: list[list[Head]] = [[] for _ in range(depth)]
    for level in range(depth):
        start = 0
        while start < len(columns):
            path = columns[start].heading
            end = start + 1
            if len(path) <= level:
                start = end
                continue
            is_leaf = len(path) == level + 1
            while not is_leaf and end < len(columns):
                if columns[end].heading[: level + 1] != path[: level + 1]:
                    break
                end += 1
            height = depth - level if is_leaf else 1
            number = columns[start].number
            rows[level].append(Head(path[level], number, end - start, height))
            start = end
    return rows
