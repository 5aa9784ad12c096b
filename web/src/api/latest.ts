import { showProblem } from '~/ui/notices';
import { Problem } from './problem';

/** Show what a record is by now, or why that cannot be told. */
export async function showLatest<T>(asked: Promise<T>, show: (now: T) => void): Promise<void> {
  try {
    show(await asked);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    showProblem(error);
  }
}
