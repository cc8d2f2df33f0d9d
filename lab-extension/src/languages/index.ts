import type { Language } from './language';
import { python } from './python';

const LANGUAGES: readonly Language[] = [python];

/** The language that a kernel says it speaks, if we bind variables in it. */
export function languageOf(name: string): Language | null {
  return LANGUAGES.find(language => language.name === name.toLowerCase()) ?? null;
}

/** Names of the languages we speak, for a sentence. */
export function knownLanguages(): string {
  return LANGUAGES.map(language => language.label).join(', ');
}

export * from './language';
