/// One metric in Prometheus' sense, with its samples.
public struct MetricFamily: Sendable, Equatable {
    /// In base units, named at its end: `_watts`, `_seconds`, `_total` for counters. Letters, digits and `_`.
    public var name: String
    public var help: String
    public var kind: Kind
    public var samples: [Sample]

    public enum Kind: String, Sendable {
        /// Goes up and down.
        case gauge
        /// Only rises, but begins anew with the program.
        case counter
    }

    public struct Sample: Sendable, Equatable {
        /// Name and value; values may hold anything.
        public var labels: [Label]
        public var value: Value

        public init(_ value: Value, _ labels: [Label] = []) {
            self.labels = labels
            self.value = value
        }
    }

    public struct Label: Sendable, Equatable {
        public var name: String
        public var value: String

        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// A number that is written exactly as it is.
    public enum Value: Sendable, Equatable {
        case whole(Int)
        /// So many thousandths: mV as V.
        case thousandths(Int)
        case real(Double)
    }

    public init(_ name: String, _ kind: Kind, _ help: String, _ samples: [Sample]) {
        self.name = name
        self.help = help
        self.kind = kind
        self.samples = samples
    }

    /// A metric of one value without labels.
    public init(_ name: String, _ kind: Kind, _ help: String, _ value: Value) {
        self.init(name, kind, help, [Sample(value)])
    }
}

extension MetricFamily {
    /// What tells a meter's samples from others'.
    ///
    /// - Parameter index: its place in the configuration, which names it while it has said no number.
    public static func meterLabel(_ id: String?, at index: Int) -> Label {
        Label("meter", meterName(id, at: index))
    }

    /// The meter's number; `unknown_1` of the first one in the configuration while it has none.
    static func meterName(_ id: String?, at index: Int) -> String { id ?? "unknown_\(index + 1)" }
}
