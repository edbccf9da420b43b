/// Clock hours of a day, both ends included, as fri-nettleie writes them: `6-21` is 06:00 to 22:00, `22-5` is 22:00 to 06:00.
public struct HourSpan: Sendable, Hashable, CustomStringConvertible {
    /// 0...23.
    public var first: Int
    /// 0...23; before `first` when the span goes over midnight.
    public var last: Int

    public init(first: Int, last: Int) {
        self.first = first
        self.last = last
    }

    /// - Returns: `nil` unless the text is two hours of 0 to 23 with a dash between.
    public init?(parsing text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        let hours = parts.compactMap { part in
            part.utf8.count <= 2 && part.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(part) : nil
        }
        guard parts.count == 2, hours.count == 2, hours.allSatisfy((0...23).contains) else { return nil }
        self.init(first: hours[0], last: hours[1])
    }

    /// - Parameter hour: the local clock's, 0...23.
    public func contains(_ hour: Int) -> Bool {
        first <= last ? (first...last).contains(hour) : hour >= first || hour <= last
    }

    /// As written in the file.
    public var description: String { "\(first)-\(last)" }
}
