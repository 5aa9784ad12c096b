"""Files that mean harm, or are none: always a clear word, never an error of ours, and never much memory."""

import gzip
import io
import struct
import tracemalloc
from contextlib import contextmanager
from zipfile import ZipFile

import pytest

from services.contacts.importing.kinds import kind_of
from services.contacts.importing.refusals import BadFile
from services.contacts.importing.table import Table
from services.contacts.tests.importing import AT, applied, checked, counts, upload
from services.contacts.tests.people import names
from services.contacts.tests.workbooks import archive, by_hand, row, workbook
from shared import clock
from shared.testing.fixtures import ANA

MIB = 1024 * 1024
HEADINGS = row(1, "Nombre", "Tel")


@pytest.fixture(autouse=True)
def _stopped():
    with clock.stopped(AT):
        yield


def blocks(block, mib):
    for _ in range(mib * MIB // len(block)):
        yield block


REFUSED = {
    "nothing": (b"", "El archivo está vacío."),
    "only spaces": (b"\xef\xbb\xbf \r\n\t\n", "El archivo está vacío."),
    "a page of the web": (b"<!DOCTYPE html><html><table><tr><td>Nombre</td></tr></table></html>", "No es una tabla."),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(32)) * 20, "No es una tabla."),
    "a PDF": (b"%PDF-1.7\n1 0 obj", "No es una tabla."),
    "a compressed file": (gzip.compress(b"Nombre;Tel\n" * 100), "No es una tabla."),
    "an archive that is no workbook": (archive(**{"a.txt": "Nombre;Tel\n"}), "No es una tabla."),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "Es un libro de Excel antiguo"),
    "a workbook cut off": (workbook(["Nombre"])[:-40], "El archivo está dañado"),
    "the first bytes of a workbook": (b"PK\x03\x04" + bytes(100), "El archivo está dañado"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_table_is_refused_with_a_reason_by_its_content(bench, what):
    content, reason = REFUSED[what]

    for name in ("clientes.csv", "clientes.xlsx"):
        answer = upload(bench, content, name=name)
        assert (answer.status_code, list(answer.json["errors"])) == (422, ["file"])
        assert answer.json["errors"]["file"][0].startswith(reason)


FAILED = {
    "only headings": (b"Nombre;Tel\n", "El archivo solo tiene encabezados"),
    "only headings, in a workbook": (workbook(["Nombre", "Tel"]), "El archivo solo tiene encabezados"),
    "no column that we know": (b"a;b\n1;2\n", "Ninguna columna parece"),
    "text that is no table": (b"Hola, esto es una carta.\nUn saludo.\n", "Ninguna columna parece"),
    "too many columns": (b"Nombre;" + b"x;" * 300 + b"\nJuan;1\n", "Tiene más de 200 columnas."),
    "a quote that is never closed": (
        b'Nombre;Tel\n"Juan;55\n' + b"Eva;5512345678\n" * 90_000, "Una celda de la fila 2",
    ),
    "a row without end": (b"Nombre;Tel\n" + b";" * 2 * MIB, "Una fila es demasiado larga."),
    "entities that grow": (
        by_hand(sheet='<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><worksheet>&b;</worksheet>'),
        "El archivo está dañado",
    ),
    "an entity that names a file": (
        by_hand(
            sheet='<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><worksheet><sheetData>'
            f'{HEADINGS}<row r="2"><c t="inlineStr"><is><t>&f;</t></is></c></row></sheetData></worksheet>'
        ),
        "El archivo está dañado",
    ),
    "rows that go backwards": (by_hand(HEADINGS + row(3, "a", "b") + row(2, "c", "d")), "El archivo está dañado"),
    "a row of an absurd number": (by_hand(HEADINGS + row(10**30, "a")), "El archivo está dañado"),
    "a string that is not there": (
        by_hand(HEADINGS + '<row r="2"><c t="s"><v>7</v></c></row>'), "El archivo está dañado",
    ),
    "a number of a thousand digits": (by_hand(HEADINGS + '<row r="2"><c><v>1E+999999</v></c></row>'), None),
    "a sheet outside the archive": (
        by_hand(
            HEADINGS,
            **{"xl/_rels/workbook.xml.rels": '<R><Relationship Id="rId1" Target="../../../../etc/passwd"/></R>'},
        ),
        "El archivo está dañado",
    ),
    "no XML": (by_hand(sheet="Nombre;Tel"), "El archivo está dañado"),
    "a workbook without sheets": (by_hand(**{"xl/workbook.xml": "<workbook/>"}), "El archivo está dañado"),
}  # fmt: skip


@pytest.mark.parametrize("what", FAILED)
def test_what_is_found_later_fails_with_a_reason(bench, what):
    content, reason = FAILED[what]

    found = checked(bench, content)

    if reason:
        assert (found["status"], found["reason"].startswith(reason)) == ("failed", True), found["reason"]
    else:
        assert [each["outcome"] for each in found["items"]] == ["new"]


@contextmanager
def little_memory(limit=24):
    tracemalloc.start()
    try:
        yield
        assert tracemalloc.get_traced_memory()[1] < limit * MIB
    finally:
        tracemalloc.stop()


def bomb(mib):
    head = f'<worksheet><sheetData>{HEADINGS}<row r="2"><c t="inlineStr"><is><t>'
    return [head, *blocks(b"a" * 65536, mib), "</t></is></c></row></sheetData></worksheet>"]


LARGE = {
    "a cell of 40 MiB": (lambda: b"Nombre;Tel\nJuan;" + b"5" * 40 * MIB, "Una fila es demasiado larga."),
    "a million columns": (lambda: b"Nombre" + b";" * 1_000_000 + b"\nJuan\n", "Una fila es demasiado larga."),
    "a row of cells with line ends": (
        lambda: b"Nombre;Tel\n" + b'"\n";' * 4_000_000, "Una fila es demasiado larga.",
    ),
    "a million columns in a workbook": (
        lambda: by_hand(f'<row r="1">{"<c><v>1</v></c>" * 1_000_000}</row>'), "Tiene más de 200 columnas.",
    ),
    "a cell of 40 MiB in a workbook": (
        lambda: by_hand(sheet=[
            f'<worksheet><sheetData>{HEADINGS}<row r="2"><c t="inlineStr"><is><t>',
            *(bytes(97 + (i * j) % 26 for j in range(65536)) for i in range(640)),
            "</t></is></c></row></sheetData></worksheet>",
        ]),
        "Una celda de la fila 2 es demasiado larga.",
    ),
    "strings that nobody uses": (
        lambda: by_hand(HEADINGS + row(2, "Juan"), **{
            "xl/sharedStrings.xml": ["<sst>", *(f"<si><t>{i:x}</t></si>" * 3 for i in range(100_000)), "</sst>"],
        }),
        None,
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", LARGE)
def test_what_is_large_is_never_held(what):
    content, reason = LARGE[what]
    file = io.BytesIO(content())

    with little_memory():
        reasons = []
        try:
            list(Table(file, kind_of(file), {}).rows(0))
        except BadFile as bad:
            reasons.append(bad.reason)

    assert len(reasons) == (1 if reason else 0)


BOMBS = {
    "a sheet that repeats one letter": lambda: by_hand(sheet=bomb(40)),
    "more than any table": lambda: by_hand(
        sheet=(bytes((i + j) % 251 for j in range(4096)) * 16 for i in range(10_000))
    ),
    "an archive of a million parts": lambda: with_directory(by_hand(HEADINGS), 60 * MIB),
}


def with_directory(content, size):
    """An archive whose directory is said to be as large."""
    end = content.rindex(b"PK\x05\x06")
    return content[: end + 12] + struct.pack("<L", size) + content[end + 16 :]


@pytest.mark.parametrize("what", BOMBS)
def test_a_bomb_is_refused_before_anything_is_unpacked(bench, what):
    answer = upload(bench, BOMBS[what](), name="clientes.xlsx")

    assert answer.status_code == 422
    assert answer.json["errors"]["file"] == ["El contenido del archivo es demasiado grande una vez descomprimido."]


def test_a_bomb_that_lies_about_its_size_is_not_unpacked_either(bench):
    honest = by_hand(sheet=bomb(40))
    lying = honest.replace(struct.pack("<L", _size_of_sheet(honest)), struct.pack("<L", 1000))

    found = checked(bench, lying, name="clientes.xlsx")

    assert found["status"] == "failed"


def _size_of_sheet(content):
    return ZipFile(io.BytesIO(content)).getinfo("xl/worksheets/sheet1.xml").file_size


def test_a_list_may_be_many_times_as_large_as_other_requests(bench):
    answer = upload(bench, b"Nombre;Tel\n" + b"Juan;55\n" * (5 * MIB // 8))

    assert (answer.status_code, answer.json["size"] > 4 * MIB) == (201, True)


def test_more_than_50_mib_is_refused(bench):
    answer = upload(bench, b"Nombre;Tel\n" + b"x" * 52 * MIB)

    assert (answer.status_code, answer.json["type"]) == (413, "/problems/content-too-large")


def test_more_rows_than_anybody_has_clients_are_refused():
    file = io.BytesIO(b"Nombre;Tel\n" + b"Juan;\n" * 200_001)

    with pytest.raises(BadFile, match="file-too-many-rows"):
        list(Table(file, "csv", {}).rows(0))


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "..\\..\\boot.ini", "/etc/cron.d/x", "a\x00b.csv", "x" * 300, ".", "a%00%0Ab"]
)
def test_the_name_of_a_file_is_only_shown(bench, name):
    answer = upload(bench, b"Nombre;Tel\nJuan;\n", name=name)

    assert answer.status_code == 201
    shown = answer.json["file_name"]
    assert not set(shown) & set("/\\\n\x00")
    assert len(shown) <= 200


def test_zeros_and_lost_characters_in_cells_are_told_with_their_row(bench):
    found = checked(bench, "Nombre;Notas\nJu\x00an;x\nJos\ufffd;x\nEva;a\x00b\nLuz;x\n")

    assert [row["outcome"] for row in found["items"]] == ["error", "error", "error", "new"]
    assert found["items"][0]["messages"] == {"name": ["Contiene caracteres que no se pueden guardar."]}


def test_formulas_are_text_and_leave_as_text(bench):
    applied(bench, 'Nombre;Notas\n=HYPERLINK("http://x");@SUM(1+1)\n')

    [client] = bench.as_(ANA).get("/clients").json["items"]
    assert (client["first_name"], client["notes"]) == ('=HYPERLINK("http://x")', "@SUM(1+1)")
    exported = bench.as_(ANA).get("/clients", format="csv").text
    assert "'=HYPERLINK" in exported
    assert "'@SUM" in exported


def test_a_formula_in_a_workbook_counts_as_what_it_came_to(bench):
    cells = '<c t="str"><f>A1&amp;"x"</f><v>Juan</v></c><c><f>1+1</f><v>5512345678</v></c>'
    found = applied(bench, by_hand(HEADINGS + f'<row r="2">{cells}</row>'))

    assert found["items"][0]["values"]["phone"] == "+525512345678"
    assert names(bench.as_(ANA).get("/clients")) == ["Juan"]


@pytest.mark.parametrize(
    ("content", "fields", "named"),
    [
        (None, {"mapping": "{}"}, "file"),
        ("Nombre\nJuan\n", {"branch_id": "x"}, "branch_id"),
        ("Nombre\nJuan\n", {"mapping": "x"}, "mapping"),
        ("Nombre\nJuan\n", {"clase": "x"}, "clase"),
    ],
)
def test_parts_that_are_missing_wrong_or_unknown_are_refused(bench, content, fields, named):
    answer = upload(bench, content, **fields)

    assert (answer.status_code, list(answer.json["errors"])) == (422, [named])


def test_a_file_that_is_text_in_a_form_is_refused(bench):
    answer = upload(bench, None, file="Nombre")

    assert (answer.status_code, list(answer.json["errors"])) == (422, ["file"])


@pytest.mark.parametrize("name", ["a\nb", "a\r\nX: y", 'a"b', "\udcff", ";", "a\r\n\r\nNombre"])
def test_a_head_of_a_part_that_is_none_is_no_error_of_ours(bench, name):
    answer = upload(bench, "Nombre;Tel\nJuan;\n", name=name.encode("utf-8", "surrogateescape").decode("latin-1"))

    assert answer.status_code in {201, 400, 422}


@pytest.mark.parametrize("bench", [pytest.param("postgresql", marks=pytest.mark.servers)], indirect=True)
def test_people_with_many_phones_leave_the_server_its_locks(bench):
    heading = ",".join(["Nombre", *(f"Teléfono {i}" for i in range(190))])
    people = (",".join([f"Persona {n}", *(f"+5255{n:04}{i:04}" for i in range(190))]) for n in range(180))

    found = applied(bench, "\n".join([heading, *people]))

    assert (found["status"], counts(found)) == ("applied", {"new": 180})
