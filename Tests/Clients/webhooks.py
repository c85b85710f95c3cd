"""The verifiers of the vendors' own packages against the program: what they refuse, it never accepts.

Usage: webhooks.py PROGRAM SEED
"""

import hashlib
import hmac
import json
import random
import subprocess
import sys
import tempfile
import time

from elevenlabs.webhooks_custom import WebhooksClient
from retell.lib.webhook_auth import verify as verify_retell

PROGRAM, SEED = sys.argv[1], int(sys.argv[2])
SECRETS = {"elevenlabs": "wsec_test_secret", "retell": "test-api-key"}
RANDOM = random.Random(SEED)


def digest(vendor, text):
    return hmac.new(SECRETS[vendor].encode(), text.encode(), hashlib.sha256).hexdigest()


def genuine(vendor, seconds_ago):
    """A webhook that is ignored, as its vendor signs it."""
    text = "".join(RANDOM.choice("aé\"\\😀 ") for _ in range(RANDOM.randrange(20)))
    if vendor == "elevenlabs":
        body = json.dumps({"type": "post_call_audio", "data": {"text": text}}, ensure_ascii=RANDOM.random() < 0.5)
        at = int(time.time()) - seconds_ago
        return body, f"t={at},v0={digest(vendor, f'{at}.{body}')}"
    body = json.dumps({"event": "call_started", "call": {"text": text}}, ensure_ascii=RANDOM.random() < 0.5)
    at = int(time.time() * 1000) - seconds_ago * 1000
    return body, f"v={at},d={digest(vendor, body + str(at))}"


def mutated(text):
    """The text with one character changed, put in or taken out, but for the case of letters."""
    index = RANDOM.randrange(len(text))
    other = RANDOM.choice("0123456789abcdefghtv=,. {}\"")
    changed = RANDOM.choice([text[:index] + other + text[index + 1:], text[:index] + other + text[index:],
                             text[:index] + text[index + 1:]])
    return changed if changed.lower() != text.lower() else mutated(text)


def theirs(vendor, body, header):
    try:
        if vendor == "retell":
            return verify_retell(body, SECRETS[vendor], header)
        WebhooksClient.construct_event(None, body, header, SECRETS[vendor])
        return True
    except Exception:
        return False


def main():
    cases = []
    for number in range(2000):
        vendor = RANDOM.choice(list(SECRETS))
        ages = [0, 60, 200, 400, 1700, 1900, -60]
        body, header = genuine(vendor, RANDOM.choice(ages))
        change = number % 4
        if change == 1:
            header = mutated(header)
        elif change == 2:
            body = mutated(body)
        cases.append((vendor, body, header, change == 0 or change == 3))
    with tempfile.NamedTemporaryFile("w", suffix=".json") as secrets:
        json.dump({vendor: [secret] for vendor, secret in SECRETS.items()}, secrets)
        secrets.flush()
        lines = [json.dumps({
            "jsonrpc": "2.0", "id": index, "method": "ingestVoiceInterviewWebhook",
            "params": {"session": {"userId": "kp_alice"}, "vendor": vendor, "body": body, "signature": header}})
            for index, (vendor, body, header, _) in enumerate(cases)]
        before = [theirs(*case[:3]) for case in cases]
        process = subprocess.run(
            [PROGRAM, "--database", ":memory:", "--webhook-secrets", secrets.name, "--log-level", "error"],
            input="\n".join(lines) + "\n", capture_output=True, text=True, timeout=300, check=True)
    answers = [json.loads(line) for line in process.stdout.splitlines()]
    assert len(answers) == len(cases), process.stderr
    agreed = accepted = 0
    for (vendor, body, header, is_genuine), their, answer in zip(cases, before, answers):
        is_rejected = answer.get("error", {}).get("data", {}).get("kind") == "webhookRejected"
        ours = not is_rejected
        if is_genuine:
            assert ours == their, (vendor, body, header, their, answer)
        assert their or not ours, (vendor, body, header, answer)
        agreed += ours == their
        accepted += ours
    print(f"seed {SEED}: {len(cases)} webhooks, {accepted} accepted, {agreed} agreed")


main()
