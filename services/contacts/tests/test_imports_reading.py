"""What lists of people look like: encodings, separators, headings, and what spreadsheets do to phones and names."""

import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.contacts.importing import names, repair
from services.contacts.importing.cells import read
from services.contacts.importing.headings import guessed, unique
from services.contacts.importing.kinds import kind_of
from services.contacts.importing.table import Table
from services.contacts.tests.importing import AT, applied, counts
from services.contacts.tests.people import a_client
from services.contacts.tests.workbooks import by_hand, workbook
from shared import clock
from shared.listing import _csv, _table
from shared.testing.fixtures import ANA, MARTA

LIST = "Nombre completo;Teléfono\nJosé Muñoz;55 1234 5678\n"


def rows(content):
    file = io.BytesIO(content)
    return list(Table(file, kind_of(file), {}).rows(0))


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "iso-8859-1"]
)
def test_a_list_is_read_in_the_encodings_of_spreadsheets(encoding):
    assert rows(LIST.encode(encoding)) == [(2, ["José Muñoz", "55 1234 5678"])]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_list_is_cut_by_its_separator(separator, end):
    lines = (["Nombre", "Tel", "Notas"], ["Juan", "55", '"a, b; c|d\n""e"""'], ["Eva", "", ""])
    content = end.join(separator.join(line) for line in lines)

    assert rows(content.encode()) == [(2, ["Juan", "55", 'a, b; c|d\n"e"']), (3, ["Eva", "", ""])]


def test_excel_may_say_the_separator_itself():
    assert rows(b"sep=;\nNombre;Tel\nJuan;55\n") == [(3, ["Juan", "55"])]


def test_titles_and_empty_lines_are_passed_over_and_rows_keep_their_numbers():
    content = "Clientes 2026;;\n;;\nNombre;Tel;\n;;\nJuan;55;\n\nEva;66;\n"

    assert [(number, cells[0]) for number, cells in rows(content.encode())] == [(5, "Juan"), (7, "Eva")]


def test_the_first_sheet_of_a_workbook_is_read():
    content = workbook(
        ["Lista"], [], ["Nombre", "Teléfono", "VIP"], ["Juan", 5512345678, True], [], ["Eva", None, 1.5]
    )

    assert rows(content) == [(4, ["Juan", "5512345678", "1"]), (6, ["Eva", "", "1.5"])]


def test_numbers_of_a_workbook_have_all_their_digits():
    cells = "".join(f"<c><v>{number}</v></c>" for number in ("5.5123E+11", "5512345678.0", "5.512345678E9", "0.5"))
    content = by_hand(f'<row><c t="inlineStr"><is><t>Tel</t></is></c></row><row>{cells}</row>')

    assert rows(content) == [(2, ["551230000000", "5512345678", "5512345678", "0.5"])]


def test_shared_strings_are_read_without_how_they_are_spoken():
    strings = "<sst><si><t>Nombre</t></si><si><r><t>Jo</t></r><r><t>sé</t></r><rPh><t>x</t></rPh></si></sst>"
    content = by_hand(
        '<row r="1"><c r="B1" t="s"><v>0</v></c></row><row r="2"><c r="B2" t="s"><v>1</v></c></row>',
        **{"xl/sharedStrings.xml": strings},
    )

    assert rows(content) == [(2, ["", "José"])]


@pytest.mark.parametrize(
    ("headings", "meant"),
    [
        ("Nombre|Apellidos|Tel|Correo", "first_name last_name phone email"),
        ("Nombre|Teléfono", "name phone"),
        ("NOMBRE COMPLETO|Celular|E-mail", "name phone email"),
        ("Nombre(s)|Apellido paterno|Apellido materno|Tel. móvil|Whatsapp",
         "first_name last_name last_name phone phone"),
        ("First name|Last name|Phone|E-mail|Type|Source|Status|Notes|Tags",
         "first_name last_name phone email type source status notes tags"),
        ("Cliente|Tipo|Fuente|Estado|Notas|Etiquetas", "name type source status notes tags"),
        ("Nombre|Correo electrónico|Observaciones|RFC", "name email notes -"),
        ("Tipo de teléfono|Teléfono 1|Nombre|Nombre", "- phone name -"),
    ],
)  # fmt: skip
def test_columns_are_known_by_their_headings_in_spanish_and_english(headings, meant):
    found = guessed(unique(headings.split("|")), {})

    assert " ".join(field or "-" for field in found) == meant


@pytest.mark.parametrize(
    ("whole", "first", "last"),
    [
        ("Juan Pérez", "Juan", "Pérez"),
        ("Juan Pérez García", "Juan", "Pérez García"),
        ("Juan Carlos López", "Juan Carlos", "López"),
        ("Juan Carlos Pérez García", "Juan Carlos", "Pérez García"),
        ("María del Carmen Pérez de la Torre", "María del Carmen", "Pérez de la Torre"),
        ("Luis de la Cruz", "Luis", "de la Cruz"),
        ("Pérez García, Juan", "Juan", "Pérez García"),
        ("José Ortega y Gasset", "José", "Ortega y Gasset"),
        ("Madonna", "Madonna", ""),
        ("de", "de", ""),
    ],
)
def test_a_whole_name_is_split_as_people_bear_it(whole, first, last):
    assert names.split(whole) == (first, last)


@given(st.lists(st.text("aábcdeñ,. y", min_size=0, max_size=12), max_size=8))
def test_no_word_of_a_name_is_lost(parts):
    whole = " ".join(parts)
    first, last = names.split(whole)

    assert sorted(f"{first} {last}".replace(",", " ").split()) == sorted(whole.replace(",", " ").split())


@pytest.mark.parametrize(
    ("cell", "phone"),
    [
        ("5512345678", "+525512345678"),
        ("5512345678.0", "+525512345678"),
        ("5.512345678E+09", "+525512345678"),
        ("5,512345678E+9", "+525512345678"),
        ("525512345678", "+525512345678"),
        ("445512345678", "+525512345678"),
        ("0445512345678", "+525512345678"),
        ("34915551234", "+34915551234"),
        ("'+52 55 1234 5678", "+525512345678"),
        ("55\u00a01234\u200b5678", "+525512345678"),
        ("tel: (55) 1234-5678", "+525512345678"),
    ],
)
def test_phones_are_put_right(cell, phone):
    assert read([cell], ["phone"], "MX").values["phone"] == phone


def test_a_cell_may_hold_several_phones_and_emails():
    found = read(["55 1234 5678 / 55 8765 4321", "a@x.mx; B@x.mx"], ["phone", "email"], "MX").values

    assert (found["phone"], found["other_phones"]) == ("+525512345678", ["+525587654321"])
    assert (found["email"], found["other_emails"]) == ("a@x.mx", ["b@x.mx"])


def test_a_phone_that_excel_has_rounded_cannot_be_known():
    assert read(["5.5123E+11"], ["phone"], "MX").errors == {"phone": ["phone-lost-digits"]}
    assert read(["123"], ["phone"], "MX").errors == {"phone": ["bad-phone"]}


@pytest.mark.parametrize(
    ("broken", "meant"),
    [
        ("JosÃ© MuÃ±oz", "José Muñoz"),
        ("Ã\u0081ngel", "Ángel"),
        ("Jose\u0301", "José"),
        ("GarcÃƒÂ­a", "García"),
        ("â€œViejoâ€\u009d", "“Viejo”"),
        ("São Ângela Ñandú", "São Ângela Ñandú"),
        ("José", "José"),
    ],
)
def test_broken_accents_are_put_right_and_others_are_left(broken, meant):
    assert repair.repaired(broken) == meant


@given(st.text("aáàâãäåæçéêëíîñóôõöøúüýßÁÀÂÃÉÍÑÓÕÚÜ '«»¿¡.-", max_size=20))
def test_names_as_people_bear_them_are_never_changed(text):
    # A letter right before a sign that begins something: nobody writes so.
    if not re.search("[À-ÿ][«»¿¡]", text):
        assert repair.accents_repaired(text) == text


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("type", "Prospecto", "prospect"), ("type", "CLIENTE", "customer"), ("type", "vip", "vip"),
        ("source", "Referido", "referral"), ("source", "Competencia", "competitor"), ("source", "Página web", "web"),
        ("status", "Inactivo", "inactive"), ("status", "Active", "active"),
    ],
)  # fmt: skip
def test_labels_are_read_in_spanish_and_english(field, text, value):
    assert read([text], [field], "MX").values == {field: value}


CELLS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"], exclude_characters="\ufffd"), max_size=9
)


@given(st.text("='+-@ \ta\x01\ufffe", max_size=6).map("".join), CELLS)
def test_a_cell_of_an_export_comes_back_as_it_was(start, rest):
    text = (start + rest).strip()
    [line] = list(csv.reader(io.StringIO(exported_cell(text), newline="")))

    assert repair.repaired(line[0]) == repair.put_right(text)


def exported_cell(text):
    return list(_csv(_table(iter([{"notes": text}]))))[-1]


NASTY = (
    "=1+1",
    "'=1+1",
    "''@x",
    "+52",
    "-",
    "@a",
    '"',
    "a,b;c|d",
    "JosÃ©",
    "Jose\u0301",
    "a  b",
    "x\ny",
    "\u200bz",
    "ß",
)


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_an_export_that_is_imported_again_changes_nothing(bench, format):
    """Cells that look like formulas leave with a quote, and come back without it."""
    with clock.stopped(AT):
        for i, text in enumerate(NASTY):
            person = {"first_name": text, "last_name": NASTY[-i], "notes": f"{text}\r\n{text}", "email": f"{i}@x.mx"}
            a_client(bench, **person, **({"phone": f"55 1234 00{i:02}"} if i % 2 else {}))
        before = bench.as_(ANA).get("/clients").json["items"]

        found = applied(bench, bench.as_(ANA).get("/clients", format=format).data, by=MARTA)

        assert counts(found) == {"updates": len(NASTY)}, [row for row in found["items"] if row["messages"]]
        assert [row["changes"] for row in found["items"] if row["changes"]] == []
        assert bench.as_(ANA).get("/clients").json["items"] == before
