"""Many strings in a file of their own: a workbook may share millions of them among its cells."""

import mmap
import tempfile
from array import array
from contextlib import ExitStack
from typing import Any, Self

from services.contacts.importing.refusals import BadFile

_MOST = 4_000_000


class Strings:
    """A list of strings that takes eight bytes of memory for each. First all are added, then they are read."""

    def __init__(self) -> None:
        self._ends = array("Q", [0])
        self._content: Any = b""

    def __enter__(self) -> Self:
        self._stack = ExitStack()
        self._file = self._stack.enter_context(tempfile.TemporaryFile())
        return self

    def __exit__(self, *_error: object) -> None:
        self._stack.close()

    def __len__(self) -> int:
        return len(self._ends) - 1

    def add(self, text: str) -> None:
        if len(self) == _MOST:
            raise BadFile("file-too-packed")
        self._ends.append(self._ends[-1] + self._file.write(text.encode("utf-8", "surrogatepass")))

    def finish(self) -> None:
        """No more are added; from now on they are read."""
        self._file.flush()
        if self._ends[-1]:
            self._content = self._stack.enter_context(mmap.mmap(self._file.fileno(), 0, access=mmap.ACCESS_READ))

    def __getitem__(self, index: int) -> str:
        """:raises IndexError: there is none with that number"""
        if not 0 <= index < len(self):
            raise IndexError(index)
        return bytes(self._content[self._ends[index] : self._ends[index + 1]]).decode("utf-8", "surrogatepass")
