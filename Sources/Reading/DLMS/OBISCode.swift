/// An OBIS code: what a register holds (IEC 62056-61), `A-B:C.D.E.F`.
///
/// A is the medium (0 abstract, 1 electricity), B the channel, C the quantity, D how it is measured, E the tariff,
/// F the storage (255 = the running value).
@frozen
public struct OBISCode: Sendable, Hashable {
    /// The six bytes, A in bits 40…47 and F in bits 0…7.
    public let rawValue: UInt64

    @inlinable
    init(rawValue: UInt64) {
        self.rawValue = rawValue
    }

    @inlinable
    public init(_ a: UInt8, _ b: UInt8, _ c: UInt8, _ d: UInt8, _ e: UInt8, _ f: UInt8 = 255) {
        let high = UInt64(a) << 40 | UInt64(b) << 32 | UInt64(c) << 24
        rawValue = high | UInt64(d) << 16 | UInt64(e) << 8 | UInt64(f)
    }

    @inlinable public var a: UInt8 { UInt8(truncatingIfNeeded: rawValue >> 40) }
    @inlinable public var b: UInt8 { UInt8(truncatingIfNeeded: rawValue >> 32) }
    @inlinable public var c: UInt8 { UInt8(truncatingIfNeeded: rawValue >> 24) }
    @inlinable public var d: UInt8 { UInt8(truncatingIfNeeded: rawValue >> 16) }
    @inlinable public var e: UInt8 { UInt8(truncatingIfNeeded: rawValue >> 8) }
    @inlinable public var f: UInt8 { UInt8(truncatingIfNeeded: rawValue) }

    /// C, D and E: what is measured, wherever and on whichever channel. `0x010700` is active power drawn.
    @inlinable public var quantity: UInt32 { UInt32(truncatingIfNeeded: rawValue >> 8) & 0xFF_FFFF }
}

extension OBISCode: CustomStringConvertible {
    /// `1-0:1.7.0`; with `.F` behind it where F is not 255.
    public var description: String {
        let short = "\(a)-\(b):\(c).\(d).\(e)"
        return f == 255 ? short : "\(short).\(f)"
    }
}
