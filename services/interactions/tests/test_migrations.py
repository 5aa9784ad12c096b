"""The revisions make what the models say."""

from shared.testing.drift import drift
from shared.testing.fixtures import Bench


def test_the_revisions_make_what_the_models_say(bench: Bench) -> None:
    assert drift(bench.service) == []
