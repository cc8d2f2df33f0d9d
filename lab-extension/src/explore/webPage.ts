import type { Row } from '../lake/wire';

/** A DID's page in the site's web interface to the catalogue. */
export function webPage(web: string, { scope, name }: Pick<Row, 'scope' | 'name'>): string {
  return `${web}/did?${new URLSearchParams({ scope, name }).toString()}`;
}
