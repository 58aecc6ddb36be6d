// Sends calls through the platform's client in TypeScript, and reads back what came of them.
import assert from "node:assert";
import { readFileSync } from "node:fs";
import * as blaxel from "@blaxel/core";

const kinds = {
    policies: ["Policy", "policyName"],
    models: ["Model", "modelName"],
    functions: ["Function", "functionName"],
    agents: ["Agent", "agentName"],
    jobs: ["Job", "jobId"],
    sandboxes: ["Sandbox", "sandboxName"],
    applications: ["Application", "applicationName"],
};

const server = { baseUrl: process.env.CHECK_URL, fetch: globalThis.fetch };

const calls = JSON.parse(readFileSync(process.argv[2], "utf8"));
for (const { path: where, body } of calls) {
    const [, collection, name] = where.split("/");
    const [kind, parameter] = kinds[collection];
    const path = { [parameter]: name };
    const call = (verb, options) => blaxel[verb + kind]({ ...server, ...options });
    const put = await call("update", { path, body });
    assert.equal(put.response.status, 404, where);
    const post = await call("create", { body });
    assert.equal(post.response.status, 200, where);
    const again = await call("update", { path, body });
    assert.equal(again.response.status, 200, where);
    const back = await call("get", { path });
    assert.equal(back.response.status, 200, where);
    assert.deepStrictEqual(back.data, body, where);
}
console.log(`==> TypeScript: ${calls.length} objects are read back as they were written`);
process.exit(0);
