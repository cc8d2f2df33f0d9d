// JupyterLab's packages are ES modules, and jest loads CommonJS: ts-jest translates both theirs and ours.
const translate = ['ts-jest', { tsconfig: 'tsconfig.jest.json', diagnostics: false }];

module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/src'],
  // Limits for what hangs, not for what is slow: longer than `until` waits.
  testTimeout: 60_000,
  testRegex: '\\.test\\.tsx?$',
  moduleFileExtensions: ['ts', 'tsx', 'js', 'json'],
  transform: { '^.+\\.(tsx?|js)$': translate },
  // A disposed lumino Poll leaves its last timer behind: up to 30 s in which nothing happens any more.
  forceExit: true,
  transformIgnorePatterns: ['/node_modules/(?!(@jupyterlab|@jupyter|@lumino|lib0|y-protocols|yjs|uuid)/)']
};
