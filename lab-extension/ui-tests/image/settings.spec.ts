import { expect, test } from '@playwright/test';

import { Lab } from '../tests/lab';
import { picture } from '../tests/look';

test('JupyterLab starts with wrong settings, and the panel lists all that is wrong', async ({ page }) => {
  const lab = new Lab(page);
  await lab.open();

  for (const fault of [
    "is 'many', not a number",
    "'instancez' is not a key",
    '/nowhere/ca.pem does not exist'
  ]) {
    await expect(lab.panel).toContainText(fault);
  }
  await picture(lab, 'image-settings');
});
