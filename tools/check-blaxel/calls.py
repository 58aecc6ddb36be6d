"""The calls that are tried: those of the largest example, its sandboxes aside, and of a workspace with what it lacks."""

import json
import pathlib
import subprocess
import sys
import tempfile

SAMPLE = """
location us-pdx-1 in us < offers [x86, t4] >
location eu-fra-1 in de < offers [x86, l4, t4] >
policy us_or_de        < country in [us, de] >
policy budget "A cap"  < tokens input 10000 or total 15000 per 2 hours ratio 4 target models >
model   limited  < attach [us_or_de, budget] >
model   free
sandbox dev      < attach [us_or_de] >
sandbox web      < attach [us_or_de] >
"""
CONFIG = """
reference = "world"
[emit.blaxel]
pick = "first"
applications = ["sandbox/web"]
"""


def run(bpol, folder, *arguments):
    done = subprocess.run([bpol, *arguments], cwd=folder, stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout)


bpol, target = str(pathlib.Path(sys.argv[1]).resolve()), sys.argv[2]
example = "examples/global"
chosen = []
for workload in run(bpol, example, "compile")["workloads"]:
    if workload["environment"] == "production" and workload["kind"] != "sandbox":
        chosen += ["--workload", f"{workload['kind']}/{workload['name']}@production"]
# The configuration of the example asks for the policies alone.
calls = run(bpol, example, "emit", "blaxel", "--api", "--no-config", "--reference", "world", *chosen)
with tempfile.TemporaryDirectory() as folder:
    pathlib.Path(folder, "placement.bpol").write_text(SAMPLE)
    pathlib.Path(folder, "bpol.toml").write_text(CONFIG)
    calls += run(bpol, folder, "emit", "blaxel", "--api")
kinds = {call["path"].split("/")[1] for call in calls}
wanted = {"policies", "models", "functions", "agents", "jobs", "sandboxes", "applications"}
assert kinds == wanted, wanted - kinds
paths = {call["path"]: call["body"] for call in calls}
pathlib.Path(target).write_text(json.dumps([{"path": path, "body": body} for path, body in paths.items()]))
print(f"==> {len(paths)} calls")
