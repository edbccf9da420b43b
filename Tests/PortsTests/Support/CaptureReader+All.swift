@testable import Ports

extension CaptureReader {
    /// Everything, going on after each error.
    mutating func readAll() -> (chunks: [Chunk], errors: [CaptureError]) {
        var chunks: [Chunk] = []
        var errors: [CaptureError] = []
        while true {
            do throws(CaptureError) {
                guard let chunk = try next() else { return (chunks, errors) }
                chunks.append(chunk)
            } catch let error {
                errors.append(error)
            }
        }
    }
}

extension [Chunk] {
    /// Whether each offset is that of the bytes before it.
    var offsetsGrow: Bool {
        var offset = 0
        for chunk in self {
            if chunk.offset != offset { return false }
            offset += chunk.bytes.count
        }
        return true
    }
}
