"""Pairs of records labelled with whether they are of one person, the same for the same seed.

Half of the names are such as the product knows, the others are not: what it does not know it must get right too.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from random import Random

_WOMEN = str.split(
    "María Ana Guadalupe Lucía Carmen Rosa Elena Sofía Patricia Verónica Claudia Leticia Josefina Ximena "
    "Itzayana Nicté Yunuen Citlalli Ainhoa Nekane Maialen Sarahí Jaretzi Oihana Yamilka Eréndira Nahomi Suriana"
)
_MEN = str.split(
    "José Juan Luis Francisco Jesús Antonio Miguel Carlos Manuel Fernando Ricardo Enrique Ignacio Rafael "
    "Iñaki Tonatiuh Nezahualpilli Gorka Unai Kaleb Tlaloc Eneko Yahir Aketza Ander Osmar Xabier Zuriel"
)
_LAST = str.split(
    "García Hernández Martínez López González Rodríguez Pérez Sánchez Ramírez Núñez Muñoz Vázquez Jiménez Ibáñez "
    "Cervantes Villaseñor Zúñiga Peña Ordóñez Treviño Etxeberria Goikoetxea Xicoténcatl Tlapanco Condori Choque "
    "Huanca Yupanqui Colque Zubizarreta Arrizabalaga Iturralde Cuautle Tecuapetla Oxlaj Caamal Canul Pech Uicab "
    "Balcázar Dzul Chablé Tzompantzi Quiahua Mendiola Urrutikoetxea Larrañaga Zumárraga Bengoetxea Olaizola"
)
_OF_PLACES = ("de la Cruz", "de la Torre", "del Río", "de los Santos", "de León", "de la Rosa")
_NICKNAMES = {
    "José": "Pepe", "Francisco": "Paco", "Guadalupe": "Lupita", "Ignacio": "Nacho", "Enrique": "Quique",
    "Jesús": "Chuy", "Rafael": "Rafa", "Patricia": "Paty", "Verónica": "Vero", "Leticia": "Lety",
    "Carmen": "Carmelita",
}  # fmt: skip
_ABBREVIATIONS = {
    "María": ("Ma.", "M.ª", "MA"), "Francisco": ("Fco.", "FCO"), "Fernando": ("Fdo.",), "Guadalupe": ("Gpe.",),
    "Hernández": ("Hdez.", "Hdz"), "Martínez": ("Mtz.", "MTZ"), "González": ("Glez", "Gzz."), "López": ("Lpz",),
    "Rodríguez": ("Rdz.",), "Ramírez": ("Rmz",), "Sánchez": ("Schz",), "García": ("Gcia.",),
}  # fmt: skip
_SPELLINGS = (("v", "b"), ("b", "v"), ("z", "s"), ("s", "z"), ("ll", "y"), ("j", "x"), ("h", ""), ("qu", "k"))
_GENDERS = (
    ("Mario", "María"), ("Fernando", "Fernanda"), ("Gabriel", "Gabriela"), ("Juan", "Juana"), ("Andrés", "Andrea"),
    ("José María", "María José"), ("Luis Ángel", "Luisa Ángela"),
)  # fmt: skip
_NEAR_LAST = (("Mora", "Mota"), ("Vera", "Vega"), ("Rivas", "Rojas"), ("Salas", "Salazar"), ("Campos", "Ocampo"))


@dataclass(frozen=True)
class Record:
    """A person as somebody typed them in."""

    first_name: str
    last_name: str
    phone: str | None = None
    email: str | None = None


@dataclass(frozen=True)
class Pair:
    """Two records. `kind` says what makes them hard to tell."""

    one: Record
    other: Record
    same: bool
    kind: str


def pairs(seed: int, of_each: int) -> list[Pair]:
    """Labelled pairs, so many of each kind."""
    chance = Random(seed)
    made = [pair for kind in _SAME for _ in range(of_each) for pair in _of_one(chance, kind)]
    made += [pair for kind in _DIFFERENT for _ in range(of_each) for pair in _of_two(chance, kind)]
    return made


def _of_one(chance: Random, kind: Callable[[Random, Record], Record | None]) -> Iterator[Pair]:
    other = None
    while other is None:
        one = _person(chance)
        other = kind(chance, one)
    one, other = _phones_of_one(chance, one, other)
    yield Pair(one, other, same=True, kind=kind.__name__.strip("_"))


def _of_two(chance: Random, kind: Callable[[Random, Record], tuple[Record, Record]]) -> Iterator[Pair]:
    one, other = kind(chance, _person(chance))
    if kind is _namesakes:
        one, other = replace(one, phone=_phone(chance)), replace(other, phone=_phone(chance))
    elif chance.random() < 0.6:
        # A family's phone, nobody's, or one of their own.
        one = replace(one, phone=_phone(chance))
        other = replace(other, phone=chance.choice((one.phone, None, _phone(chance))))
    yield Pair(one, other, same=False, kind=kind.__name__.strip("_"))


def _person(chance: Random) -> Record:
    names = chance.choice((_WOMEN, _MEN))
    given = chance.sample(names, 2 if chance.random() < 0.4 else 1)
    last = chance.sample(_LAST, 2 if chance.random() < 0.85 else 1)
    if chance.random() < 0.1:
        last[-1] = chance.choice(_OF_PLACES)
    return Record(" ".join(given), " ".join(last))


def _phone(chance: Random) -> str:
    return f"+52{chance.choice(('55', '33', '81', '999'))}{chance.randrange(10**8):08}"[:13]


def _phones_of_one(chance: Random, one: Record, other: Record) -> tuple[Record, Record]:
    """Somebody gives the same phone again, none, or types it wrong; or has only an e-mail in common."""
    phone = _phone(chance)
    what = chance.random()
    if what < 0.35:
        return replace(one, phone=phone), replace(other, phone=phone)
    if what < 0.45:
        wrong = f"{phone[:-2]}{(int(phone[-2:]) + chance.randrange(1, 99)) % 100:02}"
        return replace(one, phone=phone), replace(other, phone=wrong)
    if what < 0.55:
        return replace(one, email="yo@correo.example", phone=phone), replace(other, email="yo@correo.example")
    if what < 0.85 or " " not in one.last_name:
        return replace(one, phone=phone), other
    return one, other


# --- one person, typed twice --------------------------------------------------------------------------------


def _without_accents(chance: Random, one: Record) -> Record:
    plain = str.maketrans("áéíóúüñÁÉÍÓÚÑ", "aeiouunAEIOUN")
    how = chance.choice((str.upper, str.lower, str.title))
    return Record(how(one.first_name.translate(plain)), how(one.last_name.translate(plain)))


def _surnames_swapped(chance: Random, one: Record) -> Record | None:
    parts = one.last_name.split()
    return Record(one.first_name, " ".join(reversed(parts))) if len(parts) == 2 else None


def _second_surname_missing(chance: Random, one: Record) -> Record | None:
    parts = one.last_name.split()
    return Record(one.first_name, parts[0]) if len(parts) == 2 else None


def _second_given_name_missing(chance: Random, one: Record) -> Record | None:
    first, *others = one.first_name.split()
    return Record(first, one.last_name) if others else None


def _abbreviated(chance: Random, one: Record) -> Record | None:
    return _replaced(chance, one, _ABBREVIATIONS)


def _nicknamed(chance: Random, one: Record) -> Record | None:
    return _replaced(chance, one, {name: (nickname,) for name, nickname in _NICKNAMES.items()})


def _replaced(chance: Random, one: Record, by: dict[str, tuple[str, ...]]) -> Record | None:
    known = [word for word in f"{one.first_name} {one.last_name}".split() if word in by]
    if not known:
        return None
    word = chance.choice(known)
    new = chance.choice(by[word])
    return Record(one.first_name.replace(word, new), one.last_name.replace(word, new))


def _particles_left_out(chance: Random, one: Record) -> Record | None:
    words = one.last_name.split()
    kept = [word for word in words if word not in {"de", "del", "la", "los"}]
    return Record(one.first_name, " ".join(kept)) if kept != words else None


def _in_one_field(chance: Random, one: Record) -> Record:
    return Record(f"{one.first_name} {one.last_name}", "")


def _fields_swapped(chance: Random, one: Record) -> Record:
    return Record(one.last_name, one.first_name)


def _a_slip(chance: Random, one: Record) -> Record | None:
    words = [word for word in f"{one.first_name} {one.last_name}".split() if len(word) > 4]
    if not words:
        return None
    word = chance.choice(words)
    i = chance.randrange(1, len(word) - 1)
    typed = chance.choice(
        (
            word[:i] + word[i + 1 :],
            word[:i] + word[i + 1] + word[i] + word[i + 2 :],
            word[:i] + word[i] + word[i:],
            word[:i] + chance.choice("aeiorstnlc") + word[i + 1 :],
        )
    )
    return Record(one.first_name.replace(word, typed), one.last_name.replace(word, typed))


def _spelled_as_it_sounds(chance: Random, one: Record) -> Record | None:
    was, new = chance.choice(_SPELLINGS)
    other = Record(one.first_name.replace(was, new), one.last_name.replace(was, new))
    return other if other != one else None


def _two_of_these(chance: Random, one: Record) -> Record | None:
    first, second = chance.sample((_without_accents, _second_surname_missing, _a_slip, _in_one_field), 2)
    between = first(chance, one)
    return second(chance, between) if between else None


# --- two people ---------------------------------------------------------------------------------------------


def _strangers(chance: Random, one: Record) -> tuple[Record, Record]:
    return one, _person(chance)


def _namesakes(chance: Random, one: Record) -> tuple[Record, Record]:
    """Two of the same name, each with a phone of their own."""
    return one, one


def _siblings(chance: Random, one: Record) -> tuple[Record, Record]:
    given, other = chance.sample((*_WOMEN, *_MEN), 2)
    return replace(one, first_name=given), replace(one, first_name=other)


def _siblings_with_a_name_in_common(chance: Random, one: Record) -> tuple[Record, Record]:
    """«José Luis» and «José Antonio»."""
    common, given, other = chance.sample(chance.choice((_WOMEN, _MEN)), 3)
    return replace(one, first_name=f"{common} {given}"), replace(one, first_name=f"{common} {other}")


def _parent_and_child(chance: Random, one: Record) -> tuple[Record, Record]:
    """The same given name, the first surname, and another second one."""
    first, second, other = chance.sample(_LAST, 3)
    return replace(one, last_name=f"{first} {second}"), replace(one, last_name=f"{first} {other}")


def _brother_and_sister(chance: Random, one: Record) -> tuple[Record, Record]:
    """«Fernando» and «Fernanda», «José María» and «María José»."""
    he, she = chance.choice(_GENDERS)
    return replace(one, first_name=he), replace(one, first_name=she)


def _almost_of_a_surname(chance: Random, one: Record) -> tuple[Record, Record]:
    """«Vera» and «Vega»."""
    last, other = chance.choice(_NEAR_LAST)
    return replace(one, last_name=last), replace(one, last_name=other)


_SAME = (
    _without_accents, _surnames_swapped, _second_surname_missing, _second_given_name_missing, _abbreviated,
    _nicknamed, _particles_left_out, _in_one_field, _fields_swapped, _a_slip, _spelled_as_it_sounds, _two_of_these,
)  # fmt: skip
_DIFFERENT = (
    _strangers, _namesakes, _siblings, _siblings_with_a_name_in_common, _parent_and_child, _brother_and_sister,
    _almost_of_a_surname,
)  # fmt: skip
