import pytest

from services.contacts.likeness import likeness
from services.contacts.names import keys_of, read


@pytest.mark.parametrize(
    ("first_name", "last_name", "given", "family"),
    [
        ("María José", "Núñez Ibáñez", "maria jose", "nunez ibanez"),
        ("  JOSÉ  ", "PÉREZ", "jose", "perez"),
        ("Ma. del Carmen", "de la Cruz", "maria carmen", "cruz"),
        ("M.ª Luisa", "Ortega y Gasset", "maria luisa", "ortega gasset"),
        ("Fco. Javier", "Hdez. Mtz.", "francisco javier", "hernandez martinez"),
        ("Gpe.", "Glez", "guadalupe", "gonzalez"),
        ("Dra. Ana", "Ruiz", "ana", "ruiz"),
        ("Juanma", "Soto", "juan manuel", "soto"),
        ("María-José", "O'Neill", "maria jose", "o neill"),
        ("De la", "O", "de la", "o"),
        ("王", "小明", "王", "小明"),
        ("", "Pérez", "perez", ""),
        ("?", "", "", ""),
    ],
)
def test_a_name_is_read_without_what_makes_no_difference(first_name, last_name, given, family):
    assert read(first_name, last_name) == (tuple(given.split()), tuple(family.split()))


SAME = [
    (("José", "Pérez"), ("JOSE", "PEREZ")),
    (("Iñaki", "Núñez"), ("Inaki", "Nunez")),
    (("Ana", "Pérez García"), ("Ana", "García Pérez")),
    (("Ana", "Pérez García"), ("Ana", "Pérez")),
    (("Ana", "Pérez García"), ("Ana", "García")),
    (("Ma. Elena", "Soto"), ("María Elena", "Soto")),
    (("Francisco", "Martínez"), ("Fco.", "Mtz.")),
    (("Pepe", "López Mora"), ("José", "López Mora")),
    (("Beto", "López Mora"), ("Roberto", "López Mora")),
    (("José Luis", "Pérez García"), ("José", "Pérez García")),
    (("José Luis", "Pérez García"), ("Luis", "Pérez García")),
    (("María Guadalupe", "Cruz"), ("Guadalupe", "Cruz")),
    (("María del Carmen", "de la Cruz"), ("Carmen", "Cruz")),
    (("Rosa", "de la Cruz"), ("Rosa", "Delacruz")),
    (("Mari Carmen", "Soto"), ("Maricarmen", "Soto")),
    (("Ximena", "Vásquez"), ("Jimena", "Vázquez")),
    (("Guadalupe", "Hernández"), ("Gudalupe", "Hernández")),
    (("Guadalupe", "Hernández"), ("Guadalupe", "Hernnádez")),
    (("Ana Pérez García", ""), ("Ana", "Pérez García")),
    (("Pérez García Ana", ""), ("Ana", "Pérez García")),
    (("Pérez García", "Ana"), ("Ana", "Pérez García")),
    (("José Luis Pérez", "García"), ("José Luis", "Pérez García")),
    (("J. Luis", "Pérez García"), ("José Luis", "Pérez García")),
]
DIFFERENT = [
    (("Mario", "Ruiz Mora"), ("María", "Ruiz Mora")),
    (("Fernando", "Ruiz"), ("Fernanda", "Ruiz")),
    (("Juan", "Ruiz"), ("Juana", "Ruiz")),
    (("José María", "Ruiz"), ("María José", "Ruiz")),
    (("José Luis", "Pérez García"), ("José Antonio", "Pérez García")),
    (("José", "Pérez García"), ("José", "Pérez López")),
    (("Ana", "Mora Ruiz"), ("Ana", "Mota Ruiz")),
    (("Ana", "Vera"), ("Ana", "Vega")),
    (("Eva", "Pérez"), ("Ana", "Pérez")),
    (("Marta", "Pérez"), ("Mar", "Pérez")),
    (("Ana", ""), ("Eva", "")),
    (("王", "小明"), ("李", "小明")),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_names_of_one_person_are_alike(one, other):
    found = likeness(read(*one), read(*other))

    assert found.value >= 0.75
    assert found == likeness(read(*other), read(*one))
    assert keys_of(read(*one)) & keys_of(read(*other))


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_names_of_two_people_are_not(one, other):
    found = likeness(read(*one), read(*other))

    assert (found.value, found.contrary) == (0.0, True)
    assert found == likeness(read(*other), read(*one))


def test_a_name_without_a_surname_says_too_little():
    found = likeness(read("Juan", ""), read("Juan", "Pérez"))

    assert (found.value < 0.75, found.contrary) == (True, False)


def test_names_that_nobody_has_are_compared_all_the_same():
    endless = read("a b c " * 60, "d e f " * 60)

    assert likeness(endless, endless).value == 1.0
    assert len(keys_of(endless)) < 100
    assert likeness(read("?", "!"), read("?", "!")).value == 1.0
