/// Metrics in Prometheus' text format, version 0.0.4.
/// https://prometheus.io/docs/instrumenting/exposition_formats/
enum ExpositionText {
    static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    /// - Parameter families: those without a sample are left out.
    static func text(_ families: [MetricFamily]) -> String {
        families.filter { !$0.samples.isEmpty }.map(text).joined()
    }

    private static func text(_ family: MetricFamily) -> String {
        let head = """
            # HELP \(family.name) \(escaped(family.help, quotes: false))
            # TYPE \(family.name) \(family.kind.rawValue)

            """
        return head + family.samples.map { line(family.name, $0) }.joined()
    }

    private static func line(_ name: String, _ sample: MetricFamily.Sample) -> String {
        let labels = sample.labels.map { "\($0.name)=\"\(escaped($0.value, quotes: true))\"" }
        return "\(name)\(labels.isEmpty ? "" : "{\(labels.joined(separator: ","))}") \(text(sample.value))\n"
    }

    private static func escaped(_ text: String, quotes: Bool) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            case "\"" where quotes: escaped += "\\\""
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    private static func text(_ value: MetricFamily.Value) -> String {
        switch value {
        case .whole(let number): "\(number)"
        case .thousandths(let number): thousandths(number)
        case .real(let number): real(number)
        }
    }

    private static func thousandths(_ number: Int) -> String {
        let (whole, rest) = number.magnitude.quotientAndRemainder(dividingBy: 1_000)
        let digits = "\(rest + 1_000)".dropFirst()
        return "\(number < 0 ? "-" : "")\(whole)\(rest == 0 ? "" : ".\(digits)")"
    }

    private static func real(_ number: Double) -> String {
        if number.isNaN { return "NaN" }
        if number.isInfinite { return number < 0 ? "-Inf" : "+Inf" }
        return "\(number)"
    }
}
