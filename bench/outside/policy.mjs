// Google's CSP Evaluator on a list of policies: for each, one line with what it finds.
// node policy.mjs '{"packages": …}' < policies.json
import fs from "node:fs";
import { createRequire } from "node:module";

const options = JSON.parse(process.argv[2]);
const require = createRequire(`${options.packages}/`);
const { CspEvaluator } = require("csp_evaluator");
const { CspParser } = require("csp_evaluator/dist/parser.js");

for (const policy of JSON.parse(fs.readFileSync(0, "utf8"))) {
  const findings = new CspEvaluator(new CspParser(policy).csp).evaluate();
  console.log(JSON.stringify(findings.map((one) => `${one.directive} ${one.value ?? ""}: ${one.description}`)));
}
