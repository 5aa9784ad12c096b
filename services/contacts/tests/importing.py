"""How the tests of imports upload files and let the worker do its work."""

from datetime import UTC, datetime

import sqlalchemy as sa

from services.contacts.models.clients import Client
from shared.testing.fixtures import MARTA

AT = datetime(2026, 3, 2, 16, tzinfo=UTC)


def upload(bench, content, by=MARTA, name="clientes.csv", language="es", headers=(), **fields):
    content = content.encode() if isinstance(content, str) else content
    parts = [b'name="file"; filename="' + name.encode() + b'"\r\n\r\n' + content] if content is not None else []
    parts += [f'name="{field}"\r\n\r\n{value}'.encode() for field, value in fields.items()]
    body = b"".join(b"--limit\r\nContent-Disposition: form-data; " + part + b"\r\n" for part in parts)
    # Built here: the library would leave a temporary file behind that nobody closes.
    return bench.as_(by, language).request(
        "POST", "/imports", data=body + b"--limit--\r\n", content_type="multipart/form-data; boundary=limit",
        headers=dict(headers),
    )  # fmt: skip


def work(bench, at=AT):
    """Let the worker do all that there is to do."""
    while bench.sweep(at):
        pass


def checked(bench, content, by=MARTA, **fields):
    answer = upload(bench, content, by, **fields)
    assert answer.status_code == 201, answer.json
    work(bench)
    return report(bench, answer.json["id"], by)


def report(bench, id, by=MARTA, language="es", **args):
    answer = bench.as_(by, language).get(f"/imports/{id}", **args)
    assert answer.status_code == 200, answer.json
    return answer.json


def applied(bench, content, by=MARTA, **fields):
    return applied_now(bench, checked(bench, content, by, **fields), by)


def applied_now(bench, found, by=MARTA):
    assert found["status"] == "ready", found
    assert bench.as_(by).post(f"/imports/{found['id']}/apply").status_code == 202
    work(bench)
    return report(bench, found["id"], by)


def reverted(bench, id, by=MARTA):
    answer = bench.as_(by).post(f"/imports/{id}/revert")
    assert answer.status_code == 202, answer.json
    work(bench)
    return report(bench, id, by)


def counts(found):
    return {name: count for name, count in found["rows"].items() if count and name not in {"total", "done"}}


def outcomes(found):
    return [row["outcome"] for row in found["items"]]


def stored(bench):
    """All that stands in the table of clients, but for when it was written."""
    columns = [column for column in sa.inspect(Client).columns if column.key not in {"version", "updated_at"}]
    with bench.app.app_context():
        found = bench.service.db.session.execute(sa.select(*columns).order_by(Client.id)).all()
        bench.service.db.session.rollback()
    return found
