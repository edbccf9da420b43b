import HTTPTypes
import HummingbirdCore
import NIOCore
import Telling

extension Response {
    static func json(_ value: some Encodable, status: HTTPResponse.Status = .ok) -> Response {
        guard let json = PayloadJSON.bytes(value) else {
            let error = #"{"error":"the answer cannot be written as JSON"}"#
            return text(Array(error.utf8) + [0x0A], type: "application/json", status: .internalServerError)
        }
        return text(json + [0x0A], type: "application/json", status: status)
    }

    /// - Parameter text: UTF-8.
    static func text(_ text: [UInt8], type: String, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status,
            headers: [.contentType: type],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: text))
        )
    }

    /// Something that was not answered, and why.
    static func failure(_ status: HTTPResponse.Status, _ reason: String) -> Response {
        json(Failure(error: reason), status: status)
    }

    /// The same with what keeps a browser from doing anything with it but show it.
    var guarded: Response {
        var response = self
        response.headers[.contentSecurityPolicy] = "default-src 'none'; frame-ancestors 'none'"
        response.headers[.xContentTypeOptions] = "nosniff"
        // A value of now is none a moment later.
        response.headers[.cacheControl] = "no-store"
        response.headers[.referrerPolicy] = "no-referrer"
        response.headers[.crossOriginResourcePolicy] = "same-origin"
        return response
    }
}

private struct Failure: Encodable {
    let error: String
}

extension HTTPField.Name {
    // swift-format-ignore: NeverForceUnwrap
    static let referrerPolicy = Self("Referrer-Policy")!  // letters and a dash are a name
    // swift-format-ignore: NeverForceUnwrap
    static let crossOriginResourcePolicy = Self("Cross-Origin-Resource-Policy")!  // likewise
}
