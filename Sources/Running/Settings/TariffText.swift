package import Civil
import Foundation
package import Tariffs

extension TariffFile {
    /// Reads a tariff file from the disk.
    ///
    /// - Parameter today: the day that has to be covered; see `TariffFile.init`.
    /// - Throws: `FileError`, or `TariffFileError` with everything that is wrong in it.
    package static func load(_ path: String, today: LocalDay? = nil) throws -> TariffFile {
        let attributes = try? FileManager.default.attributesOfItem(
            atPath: URL(filePath: path).resolvingSymlinksInPath().path
        )
        guard let attributes else {
            throw FileError(path: path, reason: "cannot be read; is there such a file, and may you read it?")
        }
        guard attributes[.type] as? FileAttributeType == .typeRegular else {
            throw FileError(path: path, reason: "is no file; a tariff file of fri-nettleie is expected")
        }
        // Never more than what is read, whatever the file is or becomes: one byte over it is too long already.
        guard let handle = FileHandle(forReadingAtPath: path),
            let data = try handle.read(upToCount: longestText + 1)
        else {
            throw FileError(path: path, reason: "cannot be read, or is empty")
        }
        return try TariffFile(parsing: String(decoding: data, as: UTF8.self), file: path, today: today)
    }
}
