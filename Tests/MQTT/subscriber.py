#!/usr/bin/env python3
"""Another client library listens to kilovakt, and says whether it hears what the contract promises.

    subscriber.py PORT METER [--commands]

Prints `listening` when it hears everything from then on; ends when each topic was heard live, and what is retained by a client that
came later. The last line is `contract kept: …`, or each breach is a line before it ends with 1.
"""

import json
import sys

import paho.mqtt.client as mqtt
from contract import DISCOVERY, METER_TOPICS, STATUS

port, meter = int(sys.argv[1]), sys.argv[2]
commands = "--commands" in sys.argv
sentinel = "test/sentinel"
settable = {"target_kw", "alert_pause"}
topics = {f"kilovakt/{meter}/{name}": topic for name, topic in METER_TOPICS.items() if commands or name not in settable}
topics["kilovakt/status"] = STATUS
topics[f"homeassistant/device/kilovakt_{meter}/config"] = DISCOVERY
breaches = []


def client(name):
    if hasattr(mqtt, "CallbackAPIVersion"):  # paho 2
        return mqtt.Client(mqtt.CallbackAPIVersion.VERSION1, client_id=name)
    return mqtt.Client(client_id=name)


def check(message, retained):
    """One message against its topic; what nobody promised is a breach too."""
    topic = topics.get(message.topic)
    if topic is None:
        breaches.append(f"{message.topic}: a topic that nobody promised")
        return
    if bool(message.retain) != retained:
        breaches.append(f"{message.topic}: retained flag is {message.retain}")
    if not retained and message.qos != topic.qos:
        breaches.append(f"{message.topic}: QoS {message.qos}, not {topic.qos}")
    try:
        value = json.loads(message.payload)
    except ValueError:
        value = message.payload.decode()
    breaches.extend(f"{message.topic}: {what}" for what in topic.complaints(value))


def listen(name, wanted, retained, ready=None):
    """Hears until every wanted topic has come, or the broker's answer to a message of our own shows that nothing more will."""
    heard = set()
    one = client(name)

    def connected(*_):
        one.subscribe("#", 1)

    def subscribed(*_):
        if ready:
            print(ready, flush=True)
        if retained:
            one.publish(sentinel, "x", 1)

    def received(_client, _data, message):
        if message.topic == sentinel:
            one.disconnect()
            return
        if message.topic.startswith("$"):
            return
        heard.add(message.topic)
        check(message, retained)
        if not retained and heard >= wanted:
            one.disconnect()

    one.on_connect, one.on_subscribe, one.on_message = connected, subscribed, received
    one.connect("127.0.0.1", port)
    one.loop_forever()
    return heard


live = listen("live", set(topics), False, ready="listening")
kept = {topic for topic, what in topics.items() if what.retained}
late = listen("late", kept, True)
breaches += [f"{topic}: not retained" for topic in sorted(kept - late)]
breaches += [f"{topic}: retained, and must not be" for topic in sorted(late - kept)]
for breach in dict.fromkeys(breaches):
    print(breach, flush=True)
if not breaches:
    print(f"contract kept: {len(live)} topics live, {len(late)} retained", flush=True)
sys.exit(1 if breaches else 0)
