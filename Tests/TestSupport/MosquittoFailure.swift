/// The tests need a program that is not there. They fail then: a skipped test would look like a good one.
public struct MosquittoMissing: Error, CustomStringConvertible {
    public let path: String
    public var description: String {
        "\(path) is missing: apt-get install mosquitto mosquitto-clients openssl"
    }
}

/// Something of mosquitto's did not do what was waited for.
public struct MosquittoFailure: Error, CustomStringConvertible {
    public let description: String
}
