import DLMS

extension Iskraemeco {
    /// The lists of bare values, told apart by length and by the types of all elements.
    enum List {
        /// 18 elements: power, voltages, currents and the power of each phase.
        case instantaneous
        /// 12 elements: the counters.
        case energy
        /// 12 elements: voltages, currents and power.
        case threePhase
        /// 10 elements: power, and voltage, current and power of L1.
        case onePhase
        /// 9 elements: power, and voltage and power of L1.
        case voltage

        /// True when the logical device name comes before the meter's number; else number and model begin the list.
        var isNamed: Bool { self == .instantaneous || self == .energy }

        /// - Returns: `nil` when the list is not one of them.
        @inline(__always)
        init?(_ message: borrowing DataNotification, _ head: borrowing ListHead) {
            guard head.isStructure, (9...18).contains(head.count) else { return nil }
            guard
                head.firstTag == DataTag.octetString.rawValue
                    || head.firstTag == DataTag.visibleString.rawValue
            else { return nil }
            self.init(message, count: head.count, isNamed: head.versionStart &>> 40 == Self.letters)
        }

        /// "ISK"
        private static var letters: UInt64 { 0x49_53_4B }

        @inline(never)
        private init?(_ message: borrowing DataNotification, count: Int, isNamed: Bool) {
            let double = DataTag.doubleLongUnsigned.rawValue
            let long = DataTag.longUnsigned.rawValue
            let enumerated = DataTag.enumerated.rawValue
            let octets = DataTag.octetString.rawValue
            switch count {
            case 18 where isNamed && Self.hasTypes(message, [(double, 4), (long, 6), (double, 6)]):
                self = .instantaneous
            case 12 where isNamed && Self.hasTypes(message, [(enumerated, 1), (octets, 1), (double, 8)]):
                self = .energy
            case 12 where Self.hasTypes(message, [(long, 6), (double, 4)]) && Self.isIskraemeco(message):
                self = .threePhase
            case 10
            where Self.hasTypes(message, [(double, 4), (long, 2), (double, 2)]) && Self.isIskraemeco(message):
                self = .onePhase
            case 9
            where Self.hasTypes(message, [(double, 4), (long, 1), (double, 2)]) && Self.isIskraemeco(message):
                self = .voltage
            default: return nil
            }
        }

        /// True when the list is two texts and then elements of these types.
        private static func hasTypes(
            _ message: borrowing DataNotification,
            _ runs: [(tag: UInt8, count: Int)]
        ) -> Bool {
            var cursor = message.values
            do throws(DecodingError) {
                _ = try cursor.structure()
                for _ in 0..<2 {
                    guard cursor.nextIsText else { return false }
                    _ = try cursor.text()
                }
                for run in runs {
                    for _ in 0..<run.count {
                        guard cursor.nextByte == run.tag else { return false }
                        try cursor.skip()
                    }
                }
            } catch {
                return false
            }
            return cursor.isAtEnd
        }

        /// True when one of the two texts names the maker or its AM550, or the clock says how far it is from UTC, which
        /// of the makes with lists like these Iskraemeco's alone does.
        private static func isIskraemeco(_ message: borrowing DataNotification) -> Bool {
            if let deviation = message.dateTime?.deviationMinutes, deviation != 0 { return true }
            var cursor = message.values
            do throws(DecodingError) {
                _ = try cursor.structure()
                for _ in 0..<2 {
                    if isOurs(try cursor.text()) { return true }
                }
            } catch {
                return false
            }
            return false
        }

        /// "ISK…" or "AM5…"
        private static func isOurs(_ text: RawSpan) -> Bool {
            guard text.byteCount >= 3 else { return false }
            let first = text.unsafeLoad(fromByteOffset: 0, as: UInt8.self)
            let second = text.unsafeLoad(fromByteOffset: 1, as: UInt8.self)
            let third = text.unsafeLoad(fromByteOffset: 2, as: UInt8.self)
            let start = UInt32(first) << 16 | UInt32(second) << 8 | UInt32(third)
            return start == 0x49_53_4B || start == 0x41_4D_35
        }
    }
}
