"""Every requirement that can be seen through the API has a test that names it."""

from cli.requirements import proofs, stated


def test_every_requirement_has_a_test_that_names_it() -> None:
    unproved = stated()["api"].keys() - proofs().keys()

    assert not unproved, f"no test names {sorted(unproved)}"


def test_no_test_names_what_nobody_asked_for() -> None:
    asked = {id for surface in stated().values() for id in surface}

    assert proofs().keys() <= asked, sorted(proofs().keys() - asked)
