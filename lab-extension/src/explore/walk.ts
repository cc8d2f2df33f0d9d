import type { DidLine, Line, Lines } from './lines';

/** What is walked on: lines, and the one that the keyboard is at. */
export interface Ground {
  readonly lines: Lines;
  readonly current: string | null;
  setCurrent(key: string): void;
  toggle(key: string): void;
}

/** The keyboard's way through a tree, as trees are walked everywhere. */
export class Walk {
  constructor(private readonly ground: Ground) {}

  /** So many lines down, or up. */
  by(lines: number): void {
    const at = this.index();
    this.to(at < 0 ? 0 : at + lines);
  }

  to(index: number): void {
    const { lines } = this.ground;
    const line = lines.at(Math.max(0, Math.min(lines.length - 1, index)));
    if (line !== undefined) {
      this.ground.setCurrent(line.key);
    }
  }

  /** Right: opens what is closed, then goes to its first child; what is open above already is gone to there. */
  in(): void {
    const line = this.line();
    if (line?.kind !== 'did') {
      return;
    }
    if (line.isLoop) {
      this.toLoop(line);
    } else if (line.expanded === false) {
      this.ground.toggle(line.key);
    } else if (line.expanded === true) {
      this.by(1);
    }
  }

  /** To the line above that a line of a loop stands for. */
  toLoop(line: DidLine): void {
    let above = line.parent;
    while (above !== null) {
      const one = this.ground.lines.at(this.ground.lines.indexOf(above));
      if (one?.kind === 'did' && one.row.did === line.row.did) {
        this.ground.setCurrent(above);
        return;
      }
      above = one?.parent ?? null;
    }
  }

  /** Left: closes what is open, else goes to the parent. */
  out(): void {
    const line = this.line();
    if (line?.kind === 'did' && line.expanded === true) {
      this.ground.toggle(line.key);
    } else if (line?.parent != null) {
      this.ground.setCurrent(line.parent);
    }
  }

  /** To the next line whose name begins with what was typed. */
  toName(start: string): void {
    const { lines } = this.ground;
    const at = this.index();
    for (let step = 1; step <= lines.length; step++) {
      const line = lines.at((at + step) % lines.length);
      if (line?.kind === 'did' && line.row.name.toLowerCase().startsWith(start.toLowerCase())) {
        this.ground.setCurrent(line.key);
        return;
      }
    }
  }

  private index(): number {
    return this.ground.lines.indexOf(this.ground.current);
  }

  private line(): Line | undefined {
    const index = this.index();
    return index < 0 ? undefined : this.ground.lines.at(index);
  }
}
