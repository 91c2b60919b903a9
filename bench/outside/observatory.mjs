// Mozilla's HTTP Observatory on many addresses of one local site. A list of {path, cookie} comes in, one verdict a line goes out.
// node observatory.mjs '{"packages": …, "http": 8080, "https": 8443}' < asked.json
//
// Not by the package's own command: that one sends no cookie, so it would judge the login page over and over.
import fs from "node:fs";

const options = JSON.parse(process.argv[2]);
const home = `${options.packages}/@mdn/mdn-http-observatory`;
// Lists its installation fetches from elsewhere. Empty ones give no points for being preloaded: we are not.
for (const [name, content] of [["hsts-preload.json", "{}"], ["tld-list.json", '["test"]']]) {
  if (!fs.existsSync(`${home}/conf/${name}`)) fs.writeFileSync(`${home}/conf/${name}`, content);
}
const { retrieve } = await import(`${home}/src/retriever/retriever.js`);
const { ALL_TESTS } = await import(`${home}/src/constants.js`);
const { getScoreModifier } = await import(`${home}/src/grader/grader.js`);
const { MINIMUM_SCORE_FOR_EXTRA_CREDIT } = await import(`${home}/src/grader/charts.js`);

function graded(requests) {
  const results = ALL_TESTS.map((test) => test(requests));
  const points = results.map((found) => (found.result ? getScoreModifier(found.result) : 0));
  const sum = (values) => values.reduce((all, one) => all + one, 0);
  const plain = 100 + sum(points.filter((one) => one < 0));
  const score = plain >= MINIMUM_SCORE_FOR_EXTRA_CREDIT ? 100 + sum(points) : plain;
  const lost = results.flatMap((found, place) => (found.pass ? [] : [`${found.constructor.name}: ${found.result} (${points[place]})`]));
  return { score: Math.max(score, 0), lost };
}

for (const { path, cookie } of JSON.parse(fs.readFileSync(0, "utf8"))) {
  const headers = ["Accept: text/html,*/*;q=0.8", ...(cookie ? [`Cookie: ${cookie}`] : [])];
  const requests = await retrieve("localhost", { httpPort: options.http, httpsPort: options.https, path, headers });
  const answer = requests.responses.auto;
  const verdict = answer ? { status: answer.status, ...graded(requests) } : { status: 0, score: 0, lost: ["no answer"] };
  console.log(JSON.stringify({ path, ...verdict }));
}
