const fs = require('fs');
const path = require('path');

const LIST = 'third-party-licenses.json';

/**
 * Completes the list of licences that JupyterLab's builder writes. The builder looks into joined modules of named chunks only,
 * and so misses packages of the others. A package without a licence text ends the build.
 */
class EveryLicence {
  apply(compiler) {
    compiler.hooks.thisCompilation.tap('EveryLicence', compilation => {
      const stage = compiler.webpack.Compilation.PROCESS_ASSETS_STAGE_REPORT + 10; // after the builder's
      compilation.hooks.processAssets.tap({ name: 'EveryLicence', stage }, assets => {
        const { packages } = JSON.parse(assets[LIST].source());
        const known = new Set(packages.map(part => part.name));
        for (const folder of folders(compilation)) {
          const part = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
          if (known.has(part.name)) continue;
          const extractedText = text(folder);
          packages.push({
            name: part.name,
            versionInfo: part.version,
            licenseId: part.license,
            extractedText
          });
        }
        const without = packages.filter(part => !part.extractedText).map(part => part.name);
        if (without.length > 0) {
          compilation.errors.push(
            new compiler.webpack.WebpackError(`no licence text in ${without.join(', ')}`)
          );
        }
        packages.sort((one, other) => (one.name < other.name ? -1 : 1));
        const list = JSON.stringify({ packages }, null, 2);
        compilation.updateAsset(LIST, new compiler.webpack.sources.RawSource(list));
      });
    });
  }
}

/** Folders of the packages of which the bundle has a module. */
function folders(compilation) {
  const found = new Set();
  for (const chunk of compilation.chunks) {
    for (const module of compilation.chunkGraph.getChunkModules(chunk)) {
      for (const part of [module, ...(module.modules ?? [])]) {
        const folder = /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(part.resource ?? '');
        if (folder !== null) found.add(folder[0]);
      }
    }
  }
  return found;
}

function text(folder) {
  const file = fs.readdirSync(folder).find(name => /^(licen[sc]e|copying)/i.test(name));
  return file && fs.readFileSync(path.join(folder, file), 'utf8');
}

module.exports = {
  optimization: { moduleIds: 'natural' }, // the others depend on the folder in which the panel is built
  plugins: [new EveryLicence()]
};
