/// Where a sensor's value is found.
struct SensorSource: Sendable {
    let topic: Topics.Name
    /// A Jinja template. Each has an answer for a message without the key: without one, Home Assistant logs a warning at each
    /// such message.
    let template: String
    /// After so many seconds without a message the value is not known any more; `nil` where it stays true.
    let expireAfter: Int?
    /// Says when a sum began; `nil` where it is none.
    var lastReset: String? = nil
}

extension SensorSource {
    // An empty text leaves a numeric sensor as it is, `none` makes it unknown. A short list of the meter leaves voltages out
    // each two seconds, and they are not unknown for that; what a whole status leaves out is.

    static func live(_ key: String, expireAfter: Int = 60) -> SensorSource {
        SensorSource(
            topic: .live,
            template: "{{ value_json.\(key) | default('') }}",
            expireAfter: expireAfter
        )
    }

    /// - Parameter phase: 0 for L1. The default is a list: taking an element of nothing is an error, default or not.
    static func live(_ key: String, phase: Int) -> SensorSource {
        SensorSource(
            topic: .live,
            template: "{{ (value_json.\(key) | default(['', '', '']))[\(phase)] }}",
            expireAfter: 60
        )
    }

    static func hour(_ key: String) -> SensorSource {
        SensorSource(topic: .hour, template: "{{ value_json.\(key) | default(none) }}", expireAfter: 120)
    }

    static func hour(percentOf key: String) -> SensorSource {
        let value = "value_json.\(key)"
        return SensorSource(
            topic: .hour,
            template: "{{ (\(value) * 100) | round(1) if \(value) is defined else none }}",
            expireAfter: 120
        )
    }

    /// A sum of the day so far. It stays true when the meter falls silent.
    static func day(_ key: String) -> SensorSource {
        SensorSource(
            topic: .day,
            template: "{{ value_json.\(key) | default(none) }}",
            expireAfter: nil,
            lastReset: "{{ value_json.start | default('') }}"
        )
    }

    static func month(_ key: String) -> SensorSource {
        SensorSource(
            topic: .month,
            template: "{{ value_json.\(key) | default(none) }}",
            expireAfter: nil,
            lastReset: "{{ value_json.start | default('') }}"
        )
    }

    static func meter(_ key: String) -> SensorSource {
        SensorSource(topic: .meter, template: "{{ value_json.\(key) | default(none) }}", expireAfter: nil)
    }

    /// - Parameter peak: 0 for the highest.
    static func month(peak: Int) -> SensorSource {
        let count = "value_json.peaks | default([]) | length"
        return SensorSource(
            topic: .month,
            template: "{{ value_json.peaks[\(peak)].kwh if \(count) > \(peak) else none }}",
            expireAfter: nil
        )
    }
}
