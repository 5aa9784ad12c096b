"""The revisions make the tables that the models say."""

from shared.testing.drift import drift
from shared.testing.fixtures import Bench


def test_models_and_revisions_agree(empty: Bench) -> None:
    assert drift(empty.service) == []
