"""Why a file cannot be imported."""

# What a list of clients of our own size needs, with much to spare; nothing of a file is ever held beyond these.
MOST_ROWS = 200_000
MOST_COLUMNS = 200
# As many characters as a cell of Excel can hold.
LONGEST_CELL = 32_767
LONGEST_ROW = 1_000_000

# A row of cells with its number, as a spreadsheet counts it.
Numbered = tuple[int, list[str]]


class BadFile(Exception):
    """A file that is no table we can read; `reason` is a key of the catalogue's `[fields]`."""

    def __init__(self, reason: str, value: object = None) -> None:
        super().__init__(reason)
        self.reason = reason if value is None else f"{reason}|{value}"
