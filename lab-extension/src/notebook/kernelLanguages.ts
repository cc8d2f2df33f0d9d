import { type Language, languageOf } from '../languages';
import type { NotebookKernel } from './notebook';

/** Languages by the kernel's name, so that a restarted kernel is served without asking it first. */
export class Languages {
  known(kernel: NotebookKernel): Language | null | undefined {
    return this._known.get(kernel.name)?.language;
  }

  label(kernel: NotebookKernel): string {
    return this._known.get(kernel.name)?.label ?? kernel.name;
  }

  async ask(kernel: NotebookKernel): Promise<Language | null> {
    const { name } = (await kernel.info).language_info;
    const language = languageOf(name);
    this._known.set(kernel.name, { language, label: language?.label ?? name });
    return language;
  }

  private readonly _known = new Map<string, { language: Language | null; label: string }>();
}
