import { LONGEST, certificateFields, joined, missing, read } from './credentialFiles';

const CERTIFICATE = '-----BEGIN CERTIFICATE-----\r\nMII\r\n-----END CERTIFICATE-----\r\n';
const KEY =
  'Bag Attributes\n-----BEGIN ENCRYPTED PRIVATE KEY-----\nMII\n-----END ENCRYPTED PRIVATE KEY-----\n';
const P12 = new Uint8Array([0x30, 0x82, 0x0a, 0xff, 0x00]);

function file(name: string, content: string | Uint8Array): File {
  return new File([content as BlobPart], name);
}

test.each([
  ['a certificate', 'usercert.pem', CERTIFICATE, 'certificate'],
  ['its key', 'userkey.pem', KEY, 'key'],
  ['an older key', 'key.txt', '-----BEGIN RSA PRIVATE KEY-----\n', 'key'],
  ['a proxy, with everything in it', 'x509up_u0', CERTIFICATE + KEY + CERTIFICATE, 'both'],
  ['PKCS#12, whatever it is called', 'me', P12, 'pkcs12']
])('recognises %s by what is in it', async (_, name, content, holds) => {
  const { files, faults } = await read([file(name, content)]);

  expect(files.map(one => [one.name, one.holds])).toEqual([[name, holds]]);
  expect(faults).toEqual([]);
});

test('names files that are no credentials', async () => {
  const { files, faults } = await read([
    file('thesis.txt', 'Chapter one'),
    file('empty.pem', ''),
    file('large.pem', 'x'.repeat(LONGEST + 1))
  ]);

  expect(files).toEqual([]);
  expect(faults).toEqual([
    { name: 'thesis.txt', kind: 'not-a-credential' },
    { name: 'empty.pem', kind: 'not-a-credential' },
    { name: 'large.pem', kind: 'too-large' }
  ]);
});

test('a certificate and its key come one after the other, or together, in either order', async () => {
  const [certificate, key] = (await read([file('c.pem', CERTIFICATE), file('k.pem', KEY)])).files;
  if (certificate === undefined || key === undefined) {
    throw new Error('both can be read');
  }

  expect(missing([])).toBe('all');
  expect(missing(joined([], [certificate]))).toBe('key');
  expect(missing(joined([], [key]))).toBe('certificate');
  expect(missing(joined(joined([], [key]), [certificate]))).toBeNull();
  expect(certificateFields(joined([], [key, certificate]))).toEqual({
    pem: CERTIFICATE,
    key_pem: KEY,
    name: 'c.pem'
  });
});

test('what comes later is meant: another certificate, or a .p12 in place of both', async () => {
  const first = (await read([file('c.pem', CERTIFICATE), file('k.pem', KEY)])).files;
  const other = (await read([file('d.pem', CERTIFICATE)])).files;
  const p12 = (await read([file('me.p12', P12)])).files;

  expect(joined(joined([], first), other).map(one => one.name)).toEqual(['k.pem', 'd.pem']);
  expect(certificateFields(joined(joined([], first), p12))).toEqual({ pkcs12: 'MIIK/wA=', name: 'me.p12' });
});
