import { ExploreModel } from '../explore/exploreModel';
import type { Row } from '../lake/wire';
import { FakeService, type Panel, readyPanel } from './fakeService';

export interface Explored extends Panel {
  readonly model: ExploreModel;
}

export async function explored(service = new FakeService()): Promise<Explored> {
  const made = await readyPanel(service);
  return { ...made, model: new ExploreModel(made.lake, made.transfers) };
}

/** What the tree shows, a line each, indented by level. */
export function names(model: ExploreModel): string[] {
  return [...model.lines].map(
    line => `${'  '.repeat(line.level - 1)}${line.kind === 'did' ? line.row.name : line.kind}`
  );
}

export function rowAt(model: ExploreModel, index: number): Row | null {
  const line = model.lines.at(index);
  return line?.kind === 'did' ? line.row : null;
}

/** A fresh one for each test of the file that imports it. */
export let one: Explored;
beforeEach(async () => {
  one = await explored();
});
afterEach(() => {
  one.model.dispose();
  one.lake.dispose();
});
