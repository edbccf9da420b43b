"""What kilovakt publishes: topic by topic, as docs/mqtt.md says it. Written for subscribers, not from the program."""

import re

NUMBER = (int, float)
TIME = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$")
QUALITIES = {"measured", "split", "integrated", "gap", "imported", "edited"}


def time(value):
    return isinstance(value, str) and TIME.match(value) is not None


def hour_start(value):
    return time(value) and value.endswith(":00:00Z")


def number(value):
    return isinstance(value, NUMBER) and not isinstance(value, bool)


def natural(value):
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def integer(value):
    return isinstance(value, int) and not isinstance(value, bool)


def text(value):
    return isinstance(value, str) and value != ""


def flag(value):
    return isinstance(value, bool)


def share(value):
    return number(value) and 0 <= value <= 1


def quality(value):
    return value in QUALITIES


def phases(value):
    return isinstance(value, list) and len(value) == 3 and all(v is None or number(v) for v in value)


def power_range(value):
    return (
        isinstance(value, dict)
        and set(value) == {"min", "mean", "max"}
        and all(natural(v) for v in value.values())
        and value["min"] <= value["mean"] <= value["max"]
    )


def peaks(value):
    needed = {"day", "start", "kwh", "quality"}
    return isinstance(value, list) and all(
        needed <= set(peak) <= needed | {"weight_percent"}
        and re.match(r"^\d{4}-\d\d-\d\d$", peak["day"])
        and hour_start(peak["start"])
        and number(peak["kwh"])
        and quality(peak["quality"])
        for peak in value
    )


class Topic:
    """needed and optional: key -> what its value has to be; other: of any other key; plain: of a payload that is no object."""

    def __init__(self, retained, qos, needed=None, optional=None, plain=None, other=None):
        self.retained, self.qos, self.plain, self.other = retained, qos, plain, other
        self.needed, self.optional = needed or {}, optional or {}

    def complaints(self, value):
        if self.plain is not None:
            return [] if self.plain(value) else [f"is {value!r}"]
        if not isinstance(value, dict):
            return ["is no object"]
        found = [f"lacks {key}" for key in self.needed if key not in value]
        for key, content in value.items():
            check = self.needed.get(key) or self.optional.get(key) or self.other
            if check is None:
                found.append(f"has a key {key} that nobody promised")
            elif not check(content):
                found.append(f"{key} is {content!r}")
        return found


STATUS = Topic(True, 0, plain=lambda value: value in ("online", "offline"))

# Under kilovakt/<id>/.
METER_TOPICS = {
    "meter": Topic(True, 0, {key: text for key in ("make", "model", "list", "id", "source")}, {"speed": text}),
    "live": Topic(
        False,
        0,
        {"time": time},
        {
            "power_w": natural,
            "export_w": natural,
            "reactive_import_var": natural,
            "reactive_export_var": natural,
            "voltage_v": phases,
            "current_a": phases,
            "phase_power_w": phases,
            "import_kwh": number,
            "export_kwh": number,
        },
    ),
    "hour": Topic(
        True,
        0,
        {
            "start": hour_start,
            "time": time,
            "used_kwh": number,
            "expected_kwh": number,
            "low_kwh": number,
            "high_kwh": number,
            "budget_w": natural,
            "step_risk": share,
            "free": flag,
            "quality": quality,
        },
        {"limit_kwh": number, "budget_kwh": number},
    ),
    "budget_w": Topic(True, 0, plain=natural),
    "closed": Topic(
        False,
        1,
        {"start": hour_start, "end": hour_start, "import_kwh": number, "quality": quality},
        {"export_kwh": number, "suspect": flag},
    ),
    "day": Topic(
        True,
        0,
        {"time": time, "day": text, "start": hour_start, "used_kwh": number},
        {"produced_kwh": number, "power_w": power_range, "export_w": power_range},
    ),
    "month": Topic(
        True,
        0,
        {
            "month": lambda value: re.match(r"^\d{4}-\d\d$", value) is not None,
            "start": hour_start,
            "used_kwh": number,
            "peaks": peaks,
            "provisional": flag,
            "uncertain": natural,
        },
        {
            "time": time,
            "produced_kwh": number,
            "mean_kw": number,
            "step": natural,
            "step_from_kw": number,
            "step_to_kw": number,
        },
    ),
    "alert": Topic(
        False,
        1,
        {
            "rule": text,
            "name": text,
            "state": lambda value: value in ("raised", "cleared"),
            "severity": lambda value: value in ("warning", "critical"),
            "time": time,
            "meter": text,
            "key": text,
            "title": text,
            "text": text,
        },
        # What the alert is about, by its rule: docs/alerts.md.
        other=lambda value: isinstance(value, (int, float, str)),
    ),
    "target_kw": Topic(True, 0, plain=lambda value: number(value) or value == "none"),
    "alert_pause": Topic(True, 0, {"minutes": natural}, {"until": time}),
}

DISCOVERY = Topic(
    True,
    0,
    {
        "dev": lambda value: value["ids"] and value["name"] and value["sn"],
        "o": lambda value: value["name"] == "kilovakt",
        "availability": lambda value: value == [{"topic": "kilovakt/status"}],
        "cmps": lambda value: all(
            {"p", "unique_id", "default_entity_id", "name", "state_topic"} <= set(one) and "object_id" not in one
            for one in value.values()
        ),
    },
)
