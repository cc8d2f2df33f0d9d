import type { Line } from './tree';

/** What is walked on: lines, and the one that the keyboard is at. */
export interface Ground {
  readonly lines: readonly Line[];
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
    const line = lines[Math.max(0, Math.min(lines.length - 1, index))];
    if (line !== undefined) {
      this.ground.setCurrent(line.key);
    }
  }

  /** Right: opens what is closed, then goes to its first child. */
  in(): void {
    const line = this.line();
    if (line?.kind === 'did' && line.expanded === false) {
      this.ground.toggle(line.key);
    } else if (line?.kind === 'did' && line.expanded === true) {
      this.by(1);
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
    const hit = [...lines.slice(at + 1), ...lines.slice(0, at + 1)].find(
      line => line.kind === 'did' && line.row.name.toLowerCase().startsWith(start.toLowerCase())
    );
    if (hit !== undefined) {
      this.ground.setCurrent(hit.key);
    }
  }

  private index(): number {
    return this.ground.lines.findIndex(line => line.key === this.ground.current);
  }

  private line(): Line | undefined {
    return this.ground.lines[this.index()];
  }
}
