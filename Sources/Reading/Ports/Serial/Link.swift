import Glibc

/// What a symbolic link says, whether that is there or not; `nil` for what is not a link.
func target(ofLink path: String) -> String? {
    var target = [UInt8](repeating: 0, count: 256)
    let count = target.withUnsafeMutableBytes { buffer in
        buffer.bindMemory(to: CChar.self).baseAddress.map { readlink(path, $0, buffer.count) } ?? -1
    }
    return count < 0 ? nil : String(decoding: target[..<count], as: UTF8.self)
}
