"""Where work runs: what goes out together."""

import pytest

from sitegen.executor import batches


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        ([], []),
        ([1, 1, 1, 1, 1], [(1, 1, 1, 1), (1,)]),
        ([1, 4, 1, 1], [(1,), (4,), (1, 1)]),
        ([4, 4], [(4,), (4,)]),
        ([3, 2, 1], [(3,), (2, 1)]),
        ([9, 1], [(9,), (1,)]),
    ],
)
def test_what_goes_out_together_weighs_no_more_than_a_batch_may(weights: list[int], expected: list[tuple[int, ...]]) -> None:
    assert list(batches(weights, 4, weight=lambda weight: weight)) == expected
