import { Table as Rows, Skeleton } from '@mantine/core';
import {
  type KeyboardEvent,
  type MouseEvent,
  memo,
  type ReactNode,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { useNear } from './near';
import { shortcutsAreOn } from './shortcuts';
import classes from './Table.module.css';
import { useSame } from './useSame';

export interface Column<T> {
  id: string;
  title: string;
  cell: (row: T) => ReactNode;
  width?: number;
  sorted?: 'ascending' | 'descending';
}

interface Props<T> {
  caption: string;
  columns: Column<T>[];
  /** None while they are loading. */
  rows?: T[];
  keyOf: (row: T) => string;
  /** What a key does to the row that has the focus, e.g. `{ c: complete }`. */
  keys?: Record<string, (row: T) => void>;
  /** What Enter and a click on a row do. Whoever cannot do that finds the same as a link or button in the row. */
  onOpen?: (row: T) => void;
  minWidth?: number;
}

const EARLY = 20; // rows
const LOADING = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

/** A table whose rows are walked through with ↑ ↓. When the row with the focus goes, the next one gets it. */
export function Table<T>({ caption, columns, rows, keyOf, keys = {}, onOpen, minWidth = 1040 }: Props<T>) {
  const body = useRef<HTMLTableSectionElement>(null);
  const [current, setCurrent] = useState<string>();
  const place = useKeptPlace(body, rows?.map(keyOf), current);
  const entry = rows?.some((row) => keyOf(row) === current) ? current : rows?.[0] && keyOf(rows[0]);

  function focused(row: T, index: number) {
    place.current = index;
    setCurrent(keyOf(row));
  }

  function pressed(event: KeyboardEvent<HTMLTableRowElement>, row: T) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
    const step = steps[event.key];
    const act = shortcutsAreOn() ? keys[event.key.toLowerCase()] : undefined;
    if (step) (body.current?.rows[place.current + step] as HTMLElement | undefined)?.focus();
    else if (act) act(row);
    else if (onOpen && event.key === 'Enter' && event.target === event.currentTarget) onOpen(row);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  function clicked(event: MouseEvent<HTMLTableRowElement>, row: T) {
    const onSomethingElse = (event.target as HTMLElement).closest('a, button, [role="menu"]');
    if (!onSomethingElse && !getSelection()?.toString()) onOpen?.(row);
  }

  const on: On<T> = useSame({ focused, pressed, clicked });
  return (
    <Rows.ScrollContainer minWidth={minWidth} className={classes.frame} type="native">
      <Rows
        className={classes.table}
        layout="fixed"
        verticalSpacing={6}
        horizontalSpacing={10}
        aria-busy={!rows}
      >
        <caption className={classes.caption}>{caption}</caption>
        <Rows.Thead>
          <Rows.Tr>
            {columns.map(({ id, title, width, sorted }) => (
              <Rows.Th key={id} w={width} aria-sort={sorted} scope="col">
                {title}
              </Rows.Th>
            ))}
          </Rows.Tr>
        </Rows.Thead>
        <Rows.Tbody ref={body}>
          {rows?.map((row, index) => (
            <Row
              key={keyOf(row)}
              row={row}
              index={index}
              columns={columns}
              isEntry={keyOf(row) === entry}
              opens={!!onOpen}
              on={on}
            />
          )) ??
            LOADING.map((each) => (
              <Rows.Tr key={each}>
                {columns.map(({ id }) => (
                  <Rows.Td key={id}>
                    <Skeleton h={12} my={14} maw={140} />
                  </Rows.Td>
                ))}
              </Rows.Tr>
            ))}
        </Rows.Tbody>
      </Rows>
    </Rows.ScrollContainer>
  );
}

type On<T> = {
  focused: (row: T, index: number) => void;
  pressed: (event: KeyboardEvent<HTMLTableRowElement>, row: T) => void;
  clicked: (event: MouseEvent<HTMLTableRowElement>, row: T) => void;
};

interface RowProps<T> {
  row: T;
  index: number;
  columns: Column<T>[];
  /** The Tab key comes in here. */
  isEntry: boolean;
  opens: boolean;
  on: On<T>;
}

/** A row far out of sight keeps its place, empty. */
function AnyRow<T>({ row, index, columns, isEntry, opens, on }: RowProps<T>) {
  const [element, near] = useNear<HTMLTableRowElement>(index < EARLY);
  return (
    <Rows.Tr
      ref={element}
      tabIndex={isEntry ? 0 : -1}
      onFocus={() => on.focused(row, index)}
      onKeyDown={(event) => on.pressed(event, row)}
      onClick={(event) => on.clicked(event, row)}
      data-opens={opens || undefined}
    >
      {near ? <Cells row={row} columns={columns} /> : <Rows.Td colSpan={columns.length} />}
    </Rows.Tr>
  );
}

function AnyCells<T>({ row, columns }: Pick<RowProps<T>, 'row' | 'columns'>) {
  return (
    <>
      {columns.map(({ id, cell }) => (
        <Rows.Td key={id}>{cell(row)}</Rows.Td>
      ))}
    </>
  );
}

// Where the columns stay the same, a change draws the rows that it is about, not all of them.
const Cells = memo(AnyCells) as typeof AnyCells;
const Row = memo(AnyRow) as typeof AnyRow;

function useKeptPlace(
  body: React.RefObject<HTMLTableSectionElement | null>,
  present: string[] | undefined,
  current: string | undefined,
) {
  const place = useRef(0);
  const wasThere = useRef(false);
  const isThere = current !== undefined && !!present?.includes(current);
  useLayoutEffect(() => {
    // The focus falls to the body only when what had it went away.
    if (wasThere.current && !isThere && document.activeElement === document.body) {
      const rows = body.current?.rows;
      (rows?.[Math.min(place.current, rows.length - 1)] as HTMLElement | undefined)?.focus();
    }
    wasThere.current = isThere;
  }, [body, isThere]);
  return place;
}
