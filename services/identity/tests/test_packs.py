"""The vertical packs."""

from services.identity.packs import packs
from shared.testing.fixtures import ANA, Bench
from shared.texts import LANGUAGES, catalogue


def test_the_four_packs_are_told_in_the_language_of_the_answer(bench: Bench) -> None:
    spanish = bench.as_(ANA).get("/packs").json["items"]
    english = bench.as_(ANA, language="en").get("/packs").json["items"]

    assert [pack["id"] for pack in spanish] == ["clinic", "school", "gym", "sales"]
    assert (spanish[1]["labels"]["person"], english[1]["labels"]["person"]) == ("Estudiante", "Student")
    assert spanish[0]["directions"] == {"visit": "inbound"}
    assert spanish[0]["default_direction"] == "outbound"


def test_every_pack_says_the_same_things() -> None:
    methods = catalogue(LANGUAGES[0])["kinds"]["method"].keys()
    for pack in packs().values():
        assert set(pack["methods"]) <= set(methods)
        assert pack["directions"].keys() <= set(methods)
        assert pack["labels"].keys() == set(LANGUAGES)
        for labels in pack["labels"].values():
            assert labels.keys() == {"name", "client", "clients", "person", "people"}
