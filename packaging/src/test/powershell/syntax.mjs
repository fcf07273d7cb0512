// Tells where the given PowerShell scripts are none: one line for each place, exit 1 if there is any.
import {createRequire} from 'node:module';
import {readFileSync} from 'node:fs';
import {Language, Parser} from 'web-tree-sitter';

const require = createRequire(import.meta.url);
await Parser.init();
const parser = new Parser();
parser.setLanguage(await Language.load(require.resolve('tree-sitter-powershell/tree-sitter-powershell.wasm')));

let wrong = 0;
for (const file of process.argv.slice(2)) {
  const places = [parser.parse(readFileSync(file, 'utf8').replaceAll('\r\n', '\n')).rootNode];
  while (places.length > 0) {
    const node = places.pop();
    if (node.isError || node.isMissing) {
      console.log(`${file}:${node.startPosition.row + 1}:${node.startPosition.column + 1}: ${node.text.slice(0, 60)}`);
      wrong++;
    }
    places.push(...node.children.filter(child => child !== null));
  }
}
process.exit(wrong === 0 ? 0 : 1);
