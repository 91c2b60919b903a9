// What Caddy is in production: TLS with HTTP/2 in front, plain HTTP sent to https. It adds no header that is not Caddy's.
// node proxy.mjs '{"key": …, "cert": …, "https": 8443, "http": 8080, "to": 8000}'
import fs from "node:fs";
import http from "node:http";
import http2 from "node:http2";

const options = JSON.parse(process.argv[2]);
const OF_THE_CONNECTION = ["connection", "keep-alive", "transfer-encoding", "upgrade", "proxy-connection", "http2-settings"];
const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });

function forward(request, response) {
  const host = request.headers[":authority"] ?? request.headers.host;
  const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => !name.startsWith(":")));
  headers.cookie &&= [headers.cookie].flat().join("; ");
  const asked = http.request({
    agent, port: options.to, host: "127.0.0.1", method: request.method, path: request.url,
    headers: { ...headers, host, "x-forwarded-for": request.socket.remoteAddress, "x-forwarded-proto": "https" },
  });
  asked.on("response", (answer) => {
    for (const name of OF_THE_CONNECTION) delete answer.headers[name];
    response.writeHead(answer.statusCode, answer.headers);
    answer.pipe(response);
  });
  asked.on("error", () => { response.headersSent || response.writeHead(502); response.end(); });
  response.on("close", () => asked.destroy());
  request.pipe(asked);
}

function redirect(request, response) {
  response.writeHead(308, { location: `https://localhost:${options.https}${request.url}` }).end();
}

const secrets = { key: fs.readFileSync(options.key), cert: fs.readFileSync(options.cert), allowHTTP1: true };
http2.createSecureServer(secrets, forward).listen(options.https, "127.0.0.1");
http.createServer(redirect).listen(options.http, "127.0.0.1");
