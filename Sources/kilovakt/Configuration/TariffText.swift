import Foundation
import Tariffs

extension TariffFile {
    /// Reads a tariff file from the disk.
    ///
    /// - Throws: `FileError`, or `TariffFileError` with everything that is wrong in it.
    static func load(_ path: String) throws -> TariffFile {
        let attributes = try? FileManager.default.attributesOfItem(
            atPath: URL(filePath: path).resolvingSymlinksInPath().path
        )
        guard let attributes else {
            throw FileError(path: path, reason: "cannot be read; is there such a file, and may you read it?")
        }
        guard attributes[.type] as? FileAttributeType == .typeRegular else {
            throw FileError(path: path, reason: "is no file; a tariff file of fri-nettleie is expected")
        }
        guard let size = attributes[.size] as? Int, size <= longestText else {
            throw FileError(
                path: path,
                reason: "is longer than \(longestText) bytes; a tariff file is some kilobytes"
            )
        }
        return try TariffFile(parsing: String(decoding: try FileBytes.read(path), as: UTF8.self), file: path)
    }
}
