// node captive_portal.mjs PORT WHAT: what a network puts between a kiosk and its hub. WHAT is the HTTP
// status of a login page for everything, `cut` (half of a promised answer) or `silent` (no answer).
import { createServer } from "node:http";

const [port, what] = process.argv.slice(2);
const page = "<!doctype html><title>Login</title><form action=/login><input name=voucher></form>";
createServer((request, answer) => {
  request.resume();
  request.on("end", () => {
    if (what === "silent") return request.socket.destroy();
    if (what === "cut") {
      answer.writeHead(200, { "Content-Length": 5000 });
      answer.write(Buffer.alloc(200, 1), () => request.socket.destroy());
      return undefined;
    }
    const more = what === "302" ? { Location: "http://login.example/" } : {};
    answer.writeHead(Number(what), { "Content-Type": "text/html", ...more });
    return answer.end(page);
  });
}).listen(Number(port), "127.0.0.1", () => console.log("ready"));
