import Testing

@testable import Ports

/// Reads a port's events one by one and fails on any other than the one expected.
struct PortProbe {
    private var iterator: AsyncStream<PortEvent>.AsyncIterator

    init(_ port: Port) { iterator = port.events().makeAsyncIterator() }

    mutating func next() async -> PortEvent? { await iterator.next(isolation: nil) }

    mutating func opened(_ location: SourceLocation = #_sourceLocation) async throws -> PortDescription {
        let event = await next()
        guard case .opened(let description)? = event else { throw Unexpected(event, location) }
        return description
    }

    mutating func lost(_ location: SourceLocation = #_sourceLocation) async throws -> PortError {
        let event = await next()
        guard case .lost(let error)? = event else { throw Unexpected(event, location) }
        return error
    }

    mutating func chunk(_ location: SourceLocation = #_sourceLocation) async throws -> Chunk {
        let event = await next()
        guard case .chunk(let chunk)? = event else { throw Unexpected(event, location) }
        return chunk
    }

    /// Chunks until there are so many bytes.
    mutating func chunks(byteCount: Int, _ location: SourceLocation = #_sourceLocation) async throws
        -> [Chunk]
    {
        var chunks: [Chunk] = []
        var received = 0
        while received < byteCount {
            chunks.append(try await chunk(location))
            received += chunks[chunks.count - 1].bytes.count
        }
        return chunks
    }

    struct Unexpected: Error, CustomStringConvertible {
        let description: String

        init(_ event: PortEvent?, _ location: SourceLocation) {
            description = "line \(location.line): \(event.map { "\($0)" } ?? "the stream has ended")"
        }
    }
}

extension [Chunk] {
    var bytes: [UInt8] { flatMap(\.bytes) }
}
