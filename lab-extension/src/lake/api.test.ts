import { nullTranslator } from '@jupyterlab/translation';

import { BASE, FakeService, html, json, refusal, row } from '../testing/fakeService';
import { LakeApi } from './api';
import { LakeError, type Problem, actionFor } from './problem';

function apiOn(service: FakeService): LakeApi {
  return new LakeApi(service.settings, nullTranslator.load('lakeside'));
}

async function problemOf(answer: Promise<unknown>): Promise<Problem> {
  const thrown: unknown = await answer.then(
    () => new Error('it was answered'),
    (error: unknown) => error
  );
  if (thrown instanceof LakeError) {
    return thrown.problem;
  }
  throw thrown;
}

describe('the API', () => {
  test('carries a DID in the query, encoded, and never in the path', async () => {
    const service = new FakeService().on('GET instances/lake/search', () => json({ rows: [], more: false }));

    await apiOn(service).search('lake', 'a b:c+d%20/é*', 'all', 100);

    const { url, headers } = service.asked[0] ?? { url: new URL(BASE), headers: new Headers() };
    expect(url.href.startsWith(`${BASE}lakeside/api/v1/instances/lake/search?`)).toBe(true);
    expect(url.searchParams.get('did')).toBe('a b:c+d%20/é*');
    expect(headers.get('X-Lakeside')).toBe('1');
  });

  test('reads rows into values', async () => {
    const service = new FakeService().on('GET instances/lake/search', () =>
      json({ rows: [row('s:n', 'FILE', { bytes: null })], more: true })
    );

    const { rows, more } = await apiOn(service).search('lake', 's:*', 'all', 100);

    expect(more).toBe(true);
    expect(rows[0]).toMatchObject({
      did: 's:n',
      type: 'FILE',
      bytes: null,
      here: { state: 'elsewhere', bytesHere: 0 }
    });
  });

  test('turns a refusal into a problem whose type decides about the button', async () => {
    const service = new FakeService().on('GET instances/lake/did', () => refusal('login-expired', 401));

    const problem = await problemOf(apiOn(service).details('lake', 's:n'));

    expect(problem).toMatchObject({
      type: 'login-expired',
      detail: 'login-expired happened.',
      remedy: 'Do this.'
    });
    expect(actionFor(problem)).toBe('login');
  });

  test.each([500, 502, 599])('takes HTML with %i for a service that is not running', async status => {
    const service = new FakeService().on('GET downloads', () => html(status));

    expect((await problemOf(apiOn(service).downloads())).type).toBe('service-down');
  });

  test('takes HTML with 404 for a server part that is not enabled', async () => {
    const service = new FakeService().on('GET health', () => html(404));

    expect((await problemOf(apiOn(service).health())).type).toBe('server-part-missing');
  });

  test('takes a login page in place of JSON for a session that has ended', async () => {
    const service = new FakeService().on('GET health', () => html(403));

    expect((await problemOf(apiOn(service).health())).type).toBe('jupyter-login');
  });

  test('says so when nothing answers', async () => {
    const service = new FakeService().on('GET health', () => {
      throw new TypeError('Failed to fetch');
    });

    const problem = await problemOf(apiOn(service).health());

    expect(problem.type).toBe('jupyter-unreachable');
    expect(problem.detail).toContain('Failed to fetch');
  });

  test.each([
    ['half an answer', '{"rows": ['],
    ['not an object', '[]'],
    ['a row without a type', JSON.stringify({ rows: [{ ...row('s:n'), type: 'FOLDER' }], more: false })],
    ['a size that is a text', JSON.stringify({ rows: [row('s:n', 'FILE', { bytes: '12' })], more: false })]
  ])('does not let through %s', async (_, body) => {
    const service = new FakeService().on(
      'GET instances/lake/search',
      () => new Response(body, { headers: { 'Content-Type': 'application/json' } })
    );

    expect((await problemOf(apiOn(service).search('lake', 's:*', 'all', 9))).type).toBe('unreadable-answer');
  });

  test('announces the version that an answer came with', async () => {
    const api = apiOn(new FakeService());
    const seen: string[] = [];
    api.versionSeen.connect((_, version) => seen.push(version));

    await api.health();

    expect(seen).toEqual(['0.1.0']);
  });
});
