import type { PartialJSONValue } from '@lumino/coreutils';

import { type Metadata, type Wish, add, remove, rename, setCatalogue, wishes } from './metadata';

function metadataOf(
  content: Record<string, PartialJSONValue>
): Metadata & { content: Record<string, PartialJSONValue> } {
  return {
    content,
    get: key => content[key],
    set: (key, value) => {
      content[key] = value;
    },
    delete: key => {
      // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- a record of a test
      delete content[key];
    }
  };
}

const HYY: Wish = {
  instance: 'lake',
  catalogue: { host: '127.0.0.1:21010', vo: 'def' },
  did: 'ATLAS_LAPP_JEZEQUEL:Hyy_Oct20',
  variable: 'hyy_oct20',
  older: false
};

test('what is written is what was agreed, and reads back', () => {
  const metadata = metadataOf({});

  add(metadata, HYY);

  expect(metadata.content).toEqual({
    lakeside: {
      version: 1,
      attachments: [
        {
          instance: 'lake',
          catalogue: { host: '127.0.0.1:21010', vo: 'def' },
          did: 'ATLAS_LAPP_JEZEQUEL:Hyy_Oct20',
          variable: 'hyy_oct20',
          mode: 'auto'
        }
      ]
    }
  });
  expect(wishes(metadata)).toEqual([HYY]);
});

test('fields that nobody here knows stay', () => {
  const metadata = metadataOf({
    lakeside: {
      version: 2,
      lock: { file: 'x' },
      attachments: [
        {
          did: 's:a',
          variable: 'a',
          selection: ['*.root'],
          instance: 'lake',
          catalogue: { host: 'h', vo: null, more: 1 }
        },
        'not an attachment',
        { did: 's:b', variable: 'b' }
      ]
    }
  });
  const [a, b] = wishes(metadata);

  rename(metadata, a ?? HYY, 'renamed');
  remove(metadata, b ?? HYY);
  setCatalogue(metadata, { ...(a ?? HYY), variable: 'renamed' }, 'other', { host: 'rucio.example', vo: 'x' });

  expect(metadata.content.lakeside).toEqual({
    version: 2,
    lock: { file: 'x' },
    attachments: [
      {
        did: 's:a',
        variable: 'renamed',
        selection: ['*.root'],
        instance: 'other',
        catalogue: { host: 'rucio.example', vo: 'x', more: 1 }
      },
      'not an attachment'
    ]
  });
});

test('the last attachment takes the key with it, unless something else is in it', () => {
  const plain = metadataOf({});
  const richer = metadataOf({ lakeside: { version: 1, lock: true, attachments: [] } });

  for (const metadata of [plain, richer]) {
    add(metadata, HYY);
    remove(metadata, HYY);
  }

  expect(plain.content).toEqual({});
  expect(richer.content).toEqual({ lakeside: { version: 1, lock: true, attachments: [] } });
});

test('attachments of the older extension are read, and stay where they are', () => {
  const older = [
    { did: 's:one', type: 'collection', variableName: 'one' },
    { did: 's:two', type: 'file', variableName: 'two' }
  ];
  const metadata = metadataOf({
    rucio_attachments: older,
    lakeside: { version: 1, attachments: [{ did: 's:two', variable: 'deux' }] }
  });

  const found = wishes(metadata);

  expect(found.map(({ did, variable, older: was }) => [did, variable, was])).toEqual([
    ['s:two', 'deux', false],
    ['s:one', 'one', true]
  ]);
  expect(metadata.content.rucio_attachments).toEqual(older);

  remove(metadata, found[1] ?? HYY);
  expect(metadata.content.rucio_attachments).toEqual([older[1]]);
});

test.each([
  ['nothing', undefined],
  ['a text', 'lakeside'],
  ['a list', []],
  ['attachments that are a text', { attachments: 'x' }],
  ['entries without a DID', { attachments: [{ variable: 'a' }, null, 7, ['s:a']] }],
  ['a DID that is none', { attachments: [{ variable: 'a', did: 'nocolon' }] }],
  ['a variable that is a number', { attachments: [{ variable: 1, did: 's:a' }] }]
])('%s is no wish', (_, value) => {
  expect(wishes(metadataOf(value === undefined ? {} : { lakeside: value }))).toEqual([]);
});
