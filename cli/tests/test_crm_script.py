"""The script at the root, in a copy of the repository that needs no library."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from cli import __main__, dotenv, env

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("repository with a space")
    (root / "requirements").mkdir()
    for lock in ("run.txt", "test.txt"):
        (root / "requirements" / lock).write_text(f"# {lock}: nothing\n")
    shutil.copy(ROOT / "crm", root)
    shutil.copytree(ROOT / "cli", root / "cli", ignore=shutil.ignore_patterns("tests", "__pycache__"))
    return root


def start(repository: Path, *arguments: str, cwd: Path, **variables: str) -> subprocess.Popen[str]:
    environment = {"PATH": os.environ["PATH"], "HOME": str(cwd), **variables}
    command = [repository / "crm", *arguments]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=cwd, env=environment, stdout=pipe, stderr=pipe, text=True)


def test_two_that_start_at_once_install_once(repository: Path, tmp_path: Path) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit('this folder is not ours')")

    both = [start(repository, "--help", cwd=tmp_path) for _ in range(2)]

    outputs = [each.communicate(timeout=60) for each in both]
    assert [each.returncode for each in both] == [0, 0]
    assert all("start everything on this machine" in out for out, _ in outputs)
    assert sum(err.count("Installing") for _, err in outputs) == 1
    assert "Installing" not in start(repository, "--help", cwd=tmp_path).communicate(timeout=10)[1]


def test_what_an_installation_cut_short_left_is_made_anew(repository: Path, tmp_path: Path) -> None:
    leftover = repository / ".venv" / "leftover"
    leftover.parent.mkdir(exist_ok=True)
    leftover.touch()
    (repository / ".venv" / ".installed").unlink(missing_ok=True)

    out, err = start(repository, "--help", cwd=tmp_path).communicate(timeout=60)

    assert "commands:" in out, err
    assert not leftover.exists()


def test_without_a_usable_python_it_says_so(repository: Path, tmp_path: Path) -> None:
    shutil.rmtree(repository / ".venv", ignore_errors=True)

    process = start(repository, "up", cwd=tmp_path, CRM_PYTHON=str(tmp_path / "none"))

    assert process.communicate(timeout=10) == (
        "",
        "crm: no Python 3.11 or newer was found; install one, or name it in CRM_PYTHON.\n",
    )
    assert process.returncode == 1


def test_a_python_that_cannot_make_environments_is_named(repository: Path, tmp_path: Path) -> None:
    shutil.rmtree(repository / ".venv", ignore_errors=True)
    (tmp_path / "ensurepip.py").write_text("raise ImportError")

    process = start(repository, "up", cwd=tmp_path, PYTHONPATH=str(tmp_path))

    _, said = process.communicate(timeout=10)
    assert said.startswith("crm: /")
    assert said.endswith("cannot make virtual environments; install it (Debian: apt-get install python3-venv).\n")
    assert process.returncode == 1


def test_every_command_in_the_table_has_its_module() -> None:
    assert [name for name in __main__.COMMANDS if not (ROOT / "cli" / f"{name}.py").is_file()] == []


def test_dotenv_reads_quotes_and_comments() -> None:
    text = """
# a comment
CRM_A=plain
export CRM_B = "two words # not a comment"
CRM_C='single'  # a comment
CRM_D=postgresql://user:pass#word@host # a comment
CRM_E=
#CRM_F=off
"""
    assert dict(dotenv.variables(text)) == {
        "CRM_A": "plain",
        "CRM_B": "two words # not a comment",
        "CRM_C": "single",
        "CRM_D": "postgresql://user:pass#word@host",
        "CRM_E": "",
    }


def test_what_the_environment_has_wins_over_dotenv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("CRM_TEST_ONE=file\nCRM_TEST_TWO=file\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CRM_TEST_ONE", "environment")
    monkeypatch.setenv("CRM_TEST_TWO", "")
    monkeypatch.delenv("CRM_TEST_TWO")

    dotenv.load_dotenv()

    assert (os.environ["CRM_TEST_ONE"], os.environ["CRM_TEST_TWO"]) == ("environment", "file")


def test_env_writes_secrets_for_the_owner_alone_and_only_once(tmp_path: Path) -> None:
    path = tmp_path / ".env"

    env.write(path)

    written = path.read_text()
    assert path.stat().st_mode & 0o777 == 0o600
    assert len(dict(dotenv.variables(written))["CRM_ADMIN_PASSWORD"]) >= 32
    with pytest.raises(FileExistsError):
        env.write(path)
    assert path.read_text() == written
