/** Reads server-sent events as they come, in parts that may end anywhere. */
export class EventReader {
  /** The last place that was told: also a heartbeat tells one, without any event. */
  place = '';
  private rest = '';
  private name = '';
  private hasData = false;

  /** Another connection begins: what the last one left unfinished is forgotten, its place is not. */
  begin(): void {
    this.rest = '';
    this.end();
  }

  /** @returns the names of the events that are complete now */
  read(part: string): string[] {
    const lines = (this.rest + part).split('\n');
    this.rest = lines.pop() ?? '';
    return lines.flatMap((line) => this.line(line.replace(/\r$/, '')));
  }

  private line(line: string): string[] {
    if (line === '') return this.end();
    const [, field = '', value = ''] = /^([^:]*):? ?(.*)$/.exec(line) ?? [];
    if (field === 'event') this.name = value;
    if (field === 'data') this.hasData = true;
    if (field === 'id') this.place = value;
    return [];
  }

  private end(): string[] {
    const told = this.hasData ? [this.name] : [];
    this.name = '';
    this.hasData = false;
    return told;
  }
}
