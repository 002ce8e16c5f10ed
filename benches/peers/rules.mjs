// The rules of all drugs by JsonLogic engines of Node: how long one checklist takes, and what comes out.
//
// Usage: rules.mjs RULES.json RUNS, with NODE_PATH naming the folder that the engines were installed in.
// `cargo bench --bench peers` makes the rules and holds what comes out against its own.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const require = createRequire(import.meta.url);
const given = JSON.parse(readFileSync(process.argv[2], "utf8"));
const runs = Number(process.argv[3]);

function found(name) {
  try {
    const entry = require.resolve(name);
    let folder = dirname(entry);
    while (!folder.endsWith(join("node_modules", name))) folder = dirname(folder);
    return { library: require(name), version: JSON.parse(readFileSync(join(folder, "package.json"), "utf8")).version };
  } catch (error) {
    if (error.code !== "MODULE_NOT_FOUND") throw error;
    console.log(JSON.stringify({ peer: name, missing: true }));
    return null;
  }
}

function tell(peer, rules) {
  const once = (data) => rules.map(([holds, fails]) => (holds(data) ? "T" : fails(data) ? "F" : "U")).join("");
  const average = given.cases[given.average];
  const taken = [];
  // As often again before, so that the compiler of Node has seen it.
  for (let run = -runs; run < runs; run++) {
    const begun = process.hrtime.bigint();
    once(average);
    if (run >= 0) taken.push(Number(process.hrtime.bigint() - begun) / 1000);
  }
  taken.sort((one, other) => one - other);
  console.log(JSON.stringify({ peer, us: taken[taken.length >> 1], truths: given.cases.map(once) }));
}

const plain = found("json-logic-js");
if (plain) {
  const by = (logic) => (data) => plain.library.apply(logic, data);
  tell(`json-logic-js ${plain.version} (interpreted)`, given.rules.map((rule) => [by(rule.holds), by(rule.fails)]));
}
const compiled = found("json-logic-engine");
if (compiled) {
  const engine = new compiled.library.LogicEngine();
  const by = (logic) => engine.build(logic);
  tell(`json-logic-engine ${compiled.version} (compiled)`, given.rules.map((rule) => [by(rule.holds), by(rule.fails)]));
}
