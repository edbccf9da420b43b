import TestSupport

/// The frames of one message, taken apart by the book with every length and check sequence held against the bytes.
struct WireMessage {
    struct Frame {
        /// What stands before the information: address fields and control, or C, A, CI and access points.
        var header: [UInt8]
        var information: [UInt8]
        /// Bytes on the wire, flags and start bytes among them.
        var count: Int
        /// HDLC's segmentation bit.
        var isSegmented: Bool
    }

    struct Wrong: Error {
        var what: String
        var at: Int
    }

    private(set) var frames: [Frame] = []

    var information: [UInt8] { frames.flatMap(\.information) }

    init(hdlc bytes: [UInt8]) throws {
        var start = 0
        while start < bytes.count {
            guard bytes.count > start + 9, bytes[start] == 0x7E, bytes[start + 1] & 0xF0 == 0xA0 else {
                throw Wrong(what: "no frame", at: start)
            }
            let length = Int(bytes[start + 1] & 0x07) << 8 | Int(bytes[start + 2])
            let end = start + 1 + length
            guard end < bytes.count, bytes[end] == 0x7E else { throw Wrong(what: "length", at: start) }
            var header = start + 3
            for _ in 0..<2 { while bytes[header] & 1 == 0 { header += 1 }; header += 1 }
            let checked = bytes[(start + 1)...header]
            guard Array(bytes[(header + 1)...(header + 2)]) == Frames.checkBytes(checked),
                Array(bytes[(end - 2)..<end]) == Frames.checkBytes(bytes[(start + 1)..<(end - 2)])
            else { throw Wrong(what: "check sequence", at: start) }
            frames.append(
                Frame(
                    header: Array(bytes[(start + 3)...header]),
                    information: Array(bytes[(header + 3)..<(end - 2)]),
                    count: end + 1 - start,
                    isSegmented: bytes[start + 1] & 0x08 != 0
                )
            )
            start = end + 1
        }
    }

    init(mbus bytes: [UInt8]) throws {
        var start = 0
        while start < bytes.count {
            guard bytes.count > start + 11, bytes[start] == 0x68, bytes[start + 3] == 0x68,
                bytes[start + 1] == bytes[start + 2]
            else { throw Wrong(what: "no frame", at: start) }
            let end = start + 4 + Int(bytes[start + 1])
            guard end + 1 < bytes.count, bytes[end + 1] == 0x16 else {
                throw Wrong(what: "length", at: start)
            }
            guard bytes[(start + 4)..<end].reduce(0 as UInt8, &+) == bytes[end] else {
                throw Wrong(what: "checksum", at: start)
            }
            frames.append(
                Frame(
                    header: Array(bytes[(start + 4)..<(start + 9)]),
                    information: Array(bytes[(start + 9)..<end]),
                    count: end + 2 - start,
                    isSegmented: bytes[start + 6] & 0x10 == 0
                )
            )
            start = end + 2
        }
    }
}
