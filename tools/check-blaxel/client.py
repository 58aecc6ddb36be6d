"""Sends calls through the platform's client in Python, and reads back what came of them."""

import importlib
import json
import os
import sys

from blaxel.core.client import models
from blaxel.core.client.client import Client

KINDS = {
    "policies": ("policies", "policy", "Policy"),
    "models": ("models", "model", "Model"),
    "functions": ("functions", "function", "Function"),
    "agents": ("agents", "agent", "Agent"),
    "jobs": ("jobs", "job", "Job"),
    "sandboxes": ("compute", "sandbox", "Sandbox"),
    "applications": ("applications", "application", "Application"),
}


def plain(value):
    """The value without what the client adds: lists that are not there are empty ones to it."""
    if isinstance(value, dict):
        members = {name: plain(member) for name, member in value.items()}
        return {k: v for k, v in members.items() if v is not None and (v != [] or k == "policies")}
    return [plain(item) for item in value] if isinstance(value, list) else value


client = Client(base_url=os.environ["CHECK_URL"], raise_on_unexpected_status=False)
calls = json.load(open(sys.argv[1]))
for call in calls:
    _, collection, name = call["path"].split("/")
    module, one, model = KINDS[collection]
    function = lambda verb: importlib.import_module(f"blaxel.core.client.api.{module}.{verb}_{one}").sync_detailed
    body = getattr(models, model).from_dict(json.loads(json.dumps(call["body"])))
    statuses = [int(function("update")(name, client=client, body=body).status_code)]
    if statuses == [404]:
        statuses.append(int(function("create")(client=client, body=body).status_code))
    statuses.append(int(function("update")(name, client=client, body=body).status_code))
    assert statuses == [404, 200, 200], (call["path"], statuses)
    back = function("get")(name, client=client)
    assert back.status_code == 200, call["path"]
    sent, read = plain(json.loads(back.content)), plain(back.parsed.to_dict())
    assert plain(call["body"]) == sent == read, (call["path"], call["body"], sent, read)
print(f"==> Python: {len(calls)} objects are read back as they were written")
