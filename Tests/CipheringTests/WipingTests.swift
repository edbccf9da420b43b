import Cryptography
import Glibc
import TestSupport
import Testing

@testable import Ciphering

@Suite("Keys that are let go of")
struct WipingTests {
    @Test("Leave no copy in the memory of the program")
    func wiped() throws {
        var random = SystemRandomNumberGenerator()
        // The key itself is nowhere but in the memory under test: here it stays covered up.
        let covered = (0..<16).map { _ in UInt8.random(in: 0...255, using: &random) }
        let memory = try OwnMemory()
        #expect(memory.count(of: covered, xor: Self.mask) == 0)
        func use() -> (key: Int, functions: Int) {
            var keys: CipherKeys? = CipherKeys(encryption: covered, xor: Self.mask)
            let whileKey = memory.count(of: covered, xor: Self.mask)
            let (decipher, encipher) = (keys?.decipher(), keys?.encipher())
            keys = nil
            var plain: [UInt8] = []
            let sealed = encipher?([], 1, 0x20, [1, 2, 3]) ?? []
            let message = Message(
                systemTitle: [],
                frameCounter: 1,
                control: 0x20,
                ciphertext: sealed,
                tag: []
            )
            if let decipher { _ = message.open(with: decipher, into: &plain) }
            #expect(plain == [1, 2, 3])
            return (whileKey, memory.count(of: covered, xor: Self.mask))
        }
        let (whileKey, whileFunctions) = use()
        #expect(whileKey >= 1, "the search finds nothing at all")
        #expect(whileFunctions >= 1, "the functions need the key")
        #expect(memory.count(of: covered, xor: Self.mask) == 0)
    }

    private static let mask: UInt8 = 0x5C
}

extension CipherKeys {
    /// A key whose bytes are uncovered in the key's own memory only.
    fileprivate init(encryption covered: [UInt8], xor mask: UInt8) {
        self.init(
            encryption: KeyMaterial { bytes in
                for (index, byte) in covered.enumerated() { bytes[index] = byte ^ mask }
            },
            authentication: nil
        )
    }
}

/// The memory of this program, to look for bytes in that must not be there.
private final class OwnMemory {
    struct Unreadable: Error {}

    private let file: Int32
    private let block = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)

    init() throws {
        file = open("/proc/self/mem", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw Unreadable() }
    }

    deinit {
        close(file)
        block.deallocate()
    }

    /// How often bytes stand in memory that can be written to. They are given covered up, so that this search is none of them.
    func count(of covered: [UInt8], xor mask: UInt8) -> Int {
        var found = 0
        for region in regions() {
            var start = region.lowerBound
            while start + covered.count <= region.upperBound {
                let count = min(block.count, region.upperBound - start)
                let read = pread(file, block.baseAddress, count, off_t(start))
                if read < covered.count { break }
                found += matches(block.prefix(read), at: start, covered, mask)
                // The next block begins with the last bytes of this one, where a match may be cut.
                start += read - covered.count + 1
            }
        }
        // What was copied here must not be found next time.
        block.initializeMemory(as: UInt8.self, repeating: 0)
        return found
    }

    private func matches(
        _ bytes: Slice<UnsafeMutableRawBufferPointer>,
        at start: Int,
        _ covered: [UInt8],
        _ mask: UInt8
    ) -> Int {
        let first = Int32(covered[0] ^ mask)
        guard let base = UnsafeRawPointer(block.baseAddress) else { return 0 }
        let own = Int(bitPattern: base)..<Int(bitPattern: base) + block.count
        var (found, index) = (0, 0)
        while let hit = memchr(base + index, first, bytes.count - index) {
            index = UnsafeRawPointer(hit) - base
            if index + covered.count > bytes.count { break }
            let isMatch = covered.indices.allSatisfy { block[index + $0] == covered[$0] ^ mask }
            if isMatch, !own.contains(start + index) { found += 1 }
            index += 1
        }
        return found
    }

    private func regions() -> [Range<Int>] {
        guard let maps = fopen("/proc/self/maps", "r") else { return [] }
        defer { fclose(maps) }
        var regions: [Range<Int>] = []
        var line = [CChar](repeating: 0, count: 4_096)
        while fgets(&line, Int32(line.count), maps) != nil {
            let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            let fields = text.split(separator: " ")
            guard fields.count > 1, fields[1].hasPrefix("rw") else { continue }
            let bounds = fields[0].split(separator: "-").compactMap { Int($0, radix: 16) }
            if bounds.count == 2 { regions.append(bounds[0]..<bounds[1]) }
        }
        return regions
    }
}
