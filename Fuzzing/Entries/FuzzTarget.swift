/// What hostile bytes are fed to: by libFuzzer (`make fuzz`), and by a test with every input that ever found something.
public enum FuzzTarget: String, Sendable, CaseIterable {
    /// Bytes as from a port: HDLC, M-Bus and P1 in one stream, noise and all.
    case stream
    /// APDUs, the wrapping right.
    case apdu
    /// P1 telegrams, the check sequence right.
    case telegram
    /// APDUs in segments of M-Bus long frames, lengths and sums right.
    case mbus
    /// What a gateway publishes under a topic, payload by payload.
    case payload
    /// The configuration file.
    case configuration
    /// A grid company's tariff file.
    case tariff
    /// Files of Elhub's.
    case elhub

    /// Feeds the input.
    ///
    /// - Throws: what the code promises and did not keep. What is worse than that ends the process.
    public func run(_ input: [UInt8]) throws(BrokenPromise) {
        switch self {
        case .stream: try StreamEntry.run(input)
        case .apdu: try APDUEntry.run(input)
        case .telegram: try TelegramEntry.run(input)
        case .mbus: try MBusEntry.run(input)
        case .payload: try PayloadEntry.run(input)
        case .configuration: try ConfigurationEntry.run(input)
        case .tariff: try TariffEntry.run(input)
        case .elhub: try ElhubEntry.run(input)
        }
    }
}

/// Something that has to hold for every input, and does not for this one.
public struct BrokenPromise: Error, Sendable, CustomStringConvertible {
    public let description: String

    init(_ description: String) {
        self.description = "broken promise: \(description)"
    }
}
