"""One type for each column, whatever the order in which rows of different forms come."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sdk_core.columns import ColumnType, infer_columns

VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.sampled_from([0, 2**62, 2**63, 2**70]),
    st.sampled_from([0.5, 2.0]),
    st.sampled_from(["", "text"]),
    st.lists(st.sampled_from(["a", 1, None]), max_size=2),
    st.dictionaries(st.sampled_from("xy"), st.sampled_from(["a", 1, None, {}]), max_size=2),
)
ROWS = st.lists(st.dictionaries(st.sampled_from("abc"), VALUES, min_size=1, max_size=3), max_size=6)


def one_by_one(rows: list[dict[str, Any]], name: str) -> ColumnType:
    """Return the type of a column by its values alone, whatever stands beside them."""
    column = ColumnType()
    for row in rows:
        if name in row:
            column.see(row[name])
    column.gaps = column.gaps or column.seen < len(rows)
    column.settle()
    return column


@given(ROWS, st.integers(1, 3))
def test_rows_of_one_form_count_as_each_alone(rows: list[dict[str, Any]], times: int) -> None:
    many = [row for row in rows for _ in range(times)]
    columns = infer_columns(many)
    assert columns.members == {name: one_by_one(many, name) for name in columns.members}
    for row in many:
        assert list(columns.fit(row)) == list(columns.members)
