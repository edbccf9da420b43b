/// Something about a tariff file, with its place in it: a mistake, or something odd.
public struct TariffRemark: Sendable, Hashable, CustomStringConvertible {
    public var file: String
    /// Counted from 1; 0 when the whole file is meant.
    public var line: Int
    /// The way to the key, `tariffer[2].fastledd.terskler[1].pris`; empty when the whole file is meant.
    public var key: String
    /// What is wrong or odd, and what is allowed or was done.
    public var text: String

    public init(file: String, line: Int, key: String, text: String) {
        self.file = file
        self.line = line
        self.key = key
        self.text = text
    }

    public var description: String {
        let place = line > 0 ? "\(file):\(line)" : file
        return key.isEmpty ? "\(place): \(text)" : "\(place): \(key): \(text)"
    }
}

/// All that is wrong with a tariff file, by line.
public struct TariffFileError: Error, Sendable, CustomStringConvertible {
    /// At least one.
    public var mistakes: [TariffRemark]

    public var description: String { mistakes.map(\.description).joined(separator: "\n") }
}

/// Collects what is wrong and what is odd while a file is read.
final class TariffRemarks {
    let file: String
    private(set) var mistakes: [TariffRemark] = []
    private(set) var warnings: [TariffRemark] = []

    /// A file of nothing but mistakes needs no longer list.
    private static let most = 100

    init(file: String) {
        self.file = file
    }

    func mistake(_ text: String, key: String, line: Int) {
        guard mistakes.count < Self.most else { return }
        mistakes.append(TariffRemark(file: file, line: line, key: key, text: text))
    }

    func warn(_ text: String, key: String, line: Int) {
        guard warnings.count < Self.most else { return }
        warnings.append(TariffRemark(file: file, line: line, key: key, text: text))
    }
}
