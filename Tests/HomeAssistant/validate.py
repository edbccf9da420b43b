#!/usr/bin/env python3
"""Takes discovery payloads through Home Assistant's own schemas.

    validate.py FILE     checks each line of FILE, `topic payload`
    validate.py --rules  prints what DiscoveryRuleTests check without Home Assistant, as JSON

Needs Home Assistant's package: `make homeassistant`.
"""

import json
import sys

from homeassistant.components.mqtt import discovery, number, sensor
from homeassistant.components.mqtt.abbreviations import (
    ABBREVIATIONS,
    DEVICE_ABBREVIATIONS,
    ORIGIN_ABBREVIATIONS,
)
from homeassistant.components.mqtt.schemas import (
    DEVICE_DISCOVERY_SCHEMA,
    MQTT_ENTITY_DEVICE_INFO_SCHEMA,
    MQTT_ORIGIN_INFO_SCHEMA,
)
from homeassistant.components.number.const import (
    DEVICE_CLASS_UNITS as NUMBER_UNITS,
)
from homeassistant.components.sensor.const import (
    DEVICE_CLASS_STATE_CLASSES,
    DEVICE_CLASS_UNITS,
)
from homeassistant.const import EntityCategory, __version__

PLATFORMS = {"sensor": sensor, "number": number}


def check(topic, payload):
    """Raises where Home Assistant would log a warning and announce nothing."""
    parts = topic.split("/")
    assert parts[1] == "device" and parts[-1] == "config" and len(parts) == 4, topic
    device = discovery.MQTTDiscoveryPayload(json.loads(payload))
    discovery._replace_all_abbreviations(device)
    DEVICE_DISCOVERY_SCHEMA(device)
    for component in device["components"].values():
        component = dict(component)
        platform = component.pop("platform")
        config = discovery.MQTTDiscoveryPayload(component)
        discovery._merge_common_device_options(config, device)
        config["device"] = device["device"]
        config["origin"] = device["origin"]
        # The discovery's own schema drops keys that it does not know; the one of YAML refuses them.
        PLATFORMS[platform].DISCOVERY_SCHEMA(dict(config))
        PLATFORMS[platform].PLATFORM_SCHEMA_MODERN(dict(config))
        check_classes(config, platform)
    return len(device["components"])


def check_classes(config, platform):
    """What the sensor component itself complains about in the log, entity by entity."""
    if platform != "sensor" or "device_class" not in config:
        return
    allowed = DEVICE_CLASS_STATE_CLASSES.get(config["device_class"])
    state_class = config.get("state_class")
    assert state_class is None or allowed is None or state_class in allowed, config


def keys(schema):
    """The keys that a schema knows."""
    schemas = [part for part in schema.validators if hasattr(part, "schema")]
    return sorted({str(key) for part in schemas for key in part.schema})


def rules():
    """What a payload must keep to, as a table."""
    classes = ["power", "energy", "reactive_power", "voltage", "current", "enum"]
    return {
        "source": f"Home Assistant {__version__}, homeassistant.components.mqtt, sensor and number; "
        "written by Tests/HomeAssistant/validate.py --rules",
        "abbreviations": {key: ABBREVIATIONS[key] for key in ("dev", "o", "cmps", "p")},
        "device_abbreviations": {key: DEVICE_ABBREVIATIONS[key] for key in ("ids", "mf", "mdl", "sn", "sw")},
        "origin_abbreviations": {key: ORIGIN_ABBREVIATIONS[key] for key in ("sw", "url")},
        "device": keys(MQTT_ENTITY_DEVICE_INFO_SCHEMA),
        "origin": keys(MQTT_ORIGIN_INFO_SCHEMA),
        "components": {name: keys(module.PLATFORM_SCHEMA_MODERN) for name, module in PLATFORMS.items()},
        "units": {
            "sensor": {name: units(DEVICE_CLASS_UNITS, name) for name in classes},
            "number": {name: units(NUMBER_UNITS, name) for name in ("power", "duration")},
        },
        "state_classes": {name: sorted(DEVICE_CLASS_STATE_CLASSES.get(name, [])) for name in classes},
        "entity_categories": sorted(EntityCategory),
    }


def units(table, name):
    return sorted(str(unit) for unit in table.get(name, []) if unit is not None)


if sys.argv[1] == "--rules":
    print(json.dumps(rules(), indent=1, sort_keys=True, ensure_ascii=False))
else:
    with open(sys.argv[1], encoding="utf-8") as file:
        payloads = [line.rstrip("\n").split(" ", 1) for line in file]
    count = sum(check(topic, payload) for topic, payload in payloads)
    print(f"Home Assistant {__version__}: {len(payloads)} devices with {count} entities are valid")
