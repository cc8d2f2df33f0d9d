import js from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  {
    ignores: ['build/', 'lib/', 'node_modules/', 'jupyterlab_lakeside/', 'ui-tests/', '**/*.js', '**/*.mjs']
  },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: { project: './tsconfig.test.json', tsconfigRootDir: import.meta.dirname }
    },
    plugins: { 'react-hooks': reactHooks },
    rules: {
      ...reactHooks.configs.recommended.rules,
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // A signal's slot and a button's handler start work and do not wait for it.
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
      // Interfaces and types both read well; the choice is the author's.
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/unbound-method': 'off'
    }
  },
  {
    // The arrows: models know nothing of drawing, but for its types.
    files: ['src/**/*Model.ts', 'src/lake/*.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['**/*Panel', 'react', 'react-dom', '@jupyterlab/ui-components', '@lumino/widgets'],
              allowTypeImports: true
            }
          ]
        }
      ]
    }
  }
);
