/// Something that mosquitto did not do, and its last words.
public struct MosquittoFailure: Error, CustomStringConvertible {
    public let description: String
}
