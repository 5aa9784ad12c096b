import classes from './Highlighted.module.css';
import { found } from './plain';

/** A text in which what was typed stands out. */
export function Highlighted({ text, typed }: { text: string; typed: string }) {
  const places = found(typed, text);
  return (
    <>
      {places.map(([begin, end], index) => (
        <span key={begin}>
          {text.slice(places[index - 1]?.[1] ?? 0, begin)}
          <mark className={classes.mark}>{text.slice(begin, end)}</mark>
        </span>
      ))}
      {text.slice(places.at(-1)?.[1] ?? 0)}
    </>
  );
}
