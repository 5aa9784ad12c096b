import { Table as Rows, Skeleton } from '@mantine/core';
import {
  type ComponentProps,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { useNear } from './near';
import { shortcutsAreOn } from './shortcuts';
import classes from './Table.module.css';

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
              isEarly={index < EARLY}
              columns={columns}
              tabIndex={keyOf(row) === entry ? 0 : -1}
              onFocus={() => {
                place.current = index;
                setCurrent(keyOf(row));
              }}
              onKeyDown={(event) => pressed(event, row)}
              onClick={onOpen && ((event) => clicked(event, row))}
              data-opens={onOpen ? true : undefined}
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

interface RowProps<T> extends ComponentProps<'tr'> {
  row: T;
  columns: Column<T>[];
  /** It is in sight from the beginning. */
  isEarly: boolean;
}

/** A row far out of sight keeps its place, empty. */
function Row<T>({ row, columns, isEarly, ...props }: RowProps<T>) {
  const [element, near] = useNear<HTMLTableRowElement>(isEarly);
  return (
    <Rows.Tr ref={element} {...props}>
      {near ? (
        columns.map(({ id, cell }) => <Rows.Td key={id}>{cell(row)}</Rows.Td>)
      ) : (
        <Rows.Td colSpan={columns.length} />
      )}
    </Rows.Tr>
  );
}

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
