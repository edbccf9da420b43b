/// A key that is none: says which, and what is wrong with its form. It holds no part of the key.
public struct CipherKeyError: Error, Sendable, Hashable {
    public enum Key: String, Sendable, Hashable {
        case encryption
        case authentication
    }

    public enum Reason: Sendable, Hashable {
        /// So many bytes instead of 16.
        case length(Int)
        /// So many hexadecimal digits instead of 32, white space not counted.
        case digits(Int)
        /// The character at this place is neither a hexadecimal digit nor white space; the first is 1.
        case notADigit(position: Int)
    }

    public var key: Key
    public var reason: Reason

    init(_ key: Key, _ reason: Reason) {
        self.key = key
        self.reason = reason
    }
}

extension CipherKeyError: CustomStringConvertible {
    public var description: String {
        switch reason {
        case .length(let count): "\(key.rawValue) key of \(count) bytes: AES-128 takes 16"
        case .digits(let count):
            "\(key.rawValue) key of \(count) hexadecimal digits: write all 32, as the grid company gave them"
        case .notADigit(let position):
            "\(key.rawValue) key, character \(position): only hexadecimal digits (0…9, A…F) and spaces make a key"
        }
    }
}
