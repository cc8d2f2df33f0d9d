/** The panel's own version. A test holds it equal to package.json; the service says its own in every answer. */
export const version = '0.1.0';
